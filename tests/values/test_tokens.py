"""Cells and tables are cut into the same words."""

import polars as pl
import pytest

from ckanext.spenddata.values.tokens import joined, run_of, runs, tokens


def test_words_are_folded_numbers_left_out_and_many_are_one():
    words = tokens(pl.Series(["R&D services 12345", None, "Gas, BUS; Kerr's", ""]))
    assert words.rows() == [
        (0, 0, "r"),
        (0, 1, "and"),
        (0, 2, "d"),
        (0, 3, "service"),
        (2, 0, "gas"),
        (2, 1, "bus"),
        (2, 2, "kerr"),
    ]


def test_runs_never_go_from_one_cell_into_the_next():
    found = runs(tokens(pl.Series(["legal fee", "rent"])), 2)
    assert set(found["run"]) == {"legal", "fee", "rent", "legal fee"}


@pytest.mark.parametrize(
    "text",
    [
        "Capgemini UK Plc",
        "Église & Söhne's_x  4x4x4 999",
        "ΑΣ ǅ",
        "",
        "---",
        "O’Hara’s",
        "x" * 500,
        "a b 1 2 Ö C ab c",
        "s s",
    ],
)
def test_a_line_of_a_table_is_cut_as_a_cell_is(text):
    found = dict(joined(tokens(pl.Series([text]))).rows())
    assert found.get(0, "") == run_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I.T. equipment", "it equipment"),
        ("E C Harris LLP", "ec harri llp"),
        ("R & M bldgs", "r and m bldg"),
        ("T/A A D A S", "taada"),
        ("ADAS", "ada"),
        ("A.D.A.S.", "ada"),
        ("4 x 4 b", "4 x 4 b"),
    ],
)
def test_initials_are_one_word_however_they_are_written(text, words):
    assert joined(tokens(pl.Series([text])))["run"].item() == words


def test_initials_never_go_from_one_cell_into_the_next():
    assert joined(tokens(pl.Series(["alder a", "b birch"])))["run"].to_list() == ["alder a", "b birch"]
