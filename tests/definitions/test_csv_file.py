"""Rows of an administrator's table take the place of the package's with the same key; a wrong line is named."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.places import DefinitionError

COLUMNS = ("word", "means")


def cells(paths, **options):
    return [(row["word"], row["means"]) for row in csv_file.rows(paths, COLUMNS, **options)]


def test_rows_of_a_key_take_the_place_of_all_that_had_it(tmp_path):
    below, above = tmp_path / "below.csv", tmp_path / "above.csv"
    below.write_text("word,means\nred,1\nblue,2\nRed,3\n")
    above.write_text("\ufeffmeans,word\n9,RED\n8,red\n7,green\n")
    assert cells([below]) == [("red", "1"), ("blue", "2"), ("Red", "3")]
    assert cells([below, above]) == [("blue", "2"), ("Red", "3"), ("RED", "9"), ("red", "8"), ("green", "7")]
    assert cells([below, above], key=str.lower) == [("blue", "2"), ("RED", "9"), ("red", "8"), ("green", "7")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"word,meaning\nred,1\n", "table.csv, line 1: the columns are word, means; there is no means"),
        (b"", "there is no word and no means"),
        (b"word,means\nred,1\nblue\n", "table.csv, line 3: a row has 2 cells here"),
        (b"word,means\nred,1,2\n", "table.csv, line 2: a row has 2 cells here"),
        (b"word,means\nr\xe9d,1\n", "not a CSV file in UTF-8"),
        (b'word,means\n"red"x,1\n', "not a CSV file in UTF-8"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, content, words):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(DefinitionError, match=words):
        csv_file.rows([path], COLUMNS)


def test_a_row_says_where_it_stands(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("word,means\nred,1\n\nblue,2\n")
    assert str(csv_file.rows([path], COLUMNS)[1].wrong("no")) == "table.csv, line 4: no"
