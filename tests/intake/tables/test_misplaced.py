"""Titles that name payments over values that stand elsewhere: what is said of them."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.tables.find import tables_of
from ckanext.spenddata.intake.tables.misplaced import explain
from tests.intake import corpus
from tests.intake.grids import from_rows

ROWS = corpus.lines()[1:]


def explained(titles: list[str], rows: list[list[str]]) -> str:
    known = load().titles
    (table,) = tables_of([from_rows([titles, *rows])], known, Answers())
    return explain(table.layout, known)


@pytest.mark.parametrize("place", [3, 4])
def test_one_title_too_many_is_told_with_where_it_begins_to_be_wrong(place: int):
    titles = [*corpus.TITLES[:place], "Check Digit", *corpus.TITLES[place:]]
    told = explained(titles, [[*row, ""] for row in ROWS])
    assert f"{len(titles)} titles over {len(corpus.TITLES)} filled columns" in told
    assert "from “Check Digit” on" in told


def test_titles_that_name_no_payments_are_not_explained():
    assert explained(["Colour", "Shape", "Weight of it", "Height of it"], [["red", "round", "12.50", "3.25"]] * 9) == ""


def test_titles_over_as_many_columns_that_do_not_fit_are_said_not_to():
    turned = [[row[-1], *row[:-1]] for row in ROWS]
    assert explained(list(corpus.TITLES), turned) == "The values do not fit the titles above them."


def test_the_cells_themselves_are_left_as_they_are():
    grid = from_rows([list(corpus.TITLES), *ROWS])
    before = grid.cells.clone()
    known = load().titles
    (table,) = tables_of([grid], known, Answers())
    explain(table.layout, known)
    assert grid.cells.equals(before)
