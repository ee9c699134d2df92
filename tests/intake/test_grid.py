"""A grid counts rows from 1 for people and from 0 inside, and has no blank columns at the right."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.intake.grid import IN_RED, Grid, colours_of, is_colours
from tests.intake.grids import from_rows

GRID = from_rows([["a", "", "c", " "], ["d"], []], "May")


def test_rows_of_any_length_make_columns_and_blank_ones_go():
    assert (GRID.width, GRID.height, GRID.sheet) == (3, 3, "May")
    assert GRID.cells.rows() == [("a", None, "c"), ("d", None, None), (None, None, None)]
    assert GRID.rows(0, 2) == [("a", "", "c"), ("d", "", "")]
    assert GRID.rows(2, 1) == []
    assert GRID.column(3).to_list() == ["c", None, None]


def test_a_row_is_numbered_as_a_person_sees_it():
    assert GRID.number(0) == 1
    assert Grid(GRID.cells, above=100).number(0) == 101


def test_nothing_makes_an_empty_grid():
    assert (from_rows([]).width, from_rows([["", " "]]).width) == (0, 0)


def test_the_colours_of_a_column_have_a_number_of_their_own():
    red = Grid(GRID.cells, red={3: pl.Series([1, 9], dtype=pl.UInt32)})
    number = colours_of(3)
    assert (is_colours(number), is_colours(3), colours_of(number)) == (True, False, 3)
    assert red.column(number).to_list() == [IN_RED, None, None]
    assert red.column(colours_of(1)).to_list() == [None] * 3
