"""Cells and tables are cut into the same words."""

import polars as pl
import pytest

from ckanext.spenddata.values.tokens import beginnings, joined, run_of, runs, tokens, without_numbers


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


WORDS = tokens(pl.Series(["legal fee for advice now", "rent", None, "legal fee"]))


def test_runs_are_of_up_to_four_words_each_with_its_place():
    found = runs(WORDS)
    assert found.filter(pl.col("id") == 0).sort("position", "length").rows() == [
        (0, 0, 1, "legal"),
        (0, 0, 2, "legal fee"),
        (0, 0, 3, "legal fee for"),
        (0, 0, 4, "legal fee for advice"),
        (0, 1, 1, "fee"),
        (0, 1, 2, "fee for"),
        (0, 1, 3, "fee for advice"),
        (0, 1, 4, "fee for advice now"),
        (0, 2, 1, "for"),
        (0, 2, 2, "for advice"),
        (0, 2, 3, "for advice now"),
        (0, 3, 1, "advice"),
        (0, 3, 2, "advice now"),
        (0, 4, 1, "now"),
    ]


def test_runs_are_looked_for_by_how_they_begin():
    begun = beginnings(["legal fee for", "rent", "legal cost"])
    assert begun.to_list() == ["legal", "legal fee", "legal fee for", "rent", "legal cost"]
    found = runs(WORDS, begun=begun)
    assert found.rows() == [
        (0, 0, 1, "legal"),
        (1, 0, 1, "rent"),
        (3, 0, 1, "legal"),
        (0, 0, 2, "legal fee"),
        (3, 0, 2, "legal fee"),
        (0, 0, 3, "legal fee for"),
    ]
    assert set(runs(WORDS, begun=begun)["run"]) == {run for run in runs(WORDS)["run"] if run in set(begun)}


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Invoice 12345 MAY", "invoice   may"),
        ("inv12345x", " "),
        ("24 x 7", "24 x 7"),
        ("A&B", "a and b"),
        ("O'Hara’s", "oharas"),
        # Of what is not all in ASCII nothing is left out.
        ("Caf\u00e9 12345", "caf\u00e9 12345"),
        ("", None),
        ("   ", None),
        (None, None),
        ("123", " "),
    ],
)
def test_cells_with_the_same_words_are_written_alike(cell, written):
    assert without_numbers(pl.Series([cell], dtype=pl.String)).to_list() == [written]


def test_a_long_cell_is_read_as_far_as_it_says_something():
    long = "word " * 60
    assert len(tokens(pl.Series([long]))) == 40
    assert run_of(long) == " ".join(["word"] * 40)


@pytest.mark.parametrize(
    ("word", "one"), [("gas", "gas"), ("fees", "fee"), ("glass", "glass"), ("buss", "buss"), ("cars", "car")]
)
def test_many_of_a_thing_are_one_in_words_of_four_letters_and_more(word, one):
    assert run_of(word) == joined(tokens(pl.Series([word])))["run"].item() == one
