"""Where people see something else than a sheet holds, it is said; a hidden row with nothing in it is nothing to say."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.workbooks import remarks
from ckanext.spenddata.intake.workbooks.formats import REMARKED, Format
from ckanext.spenddata.intake.workbooks.sheet import Sheet, column_letters, column_number

CELLS = pl.DataFrame({"1": ["a", None, "c"], "2": [None, None, None]}, schema={"1": pl.String, "2": pl.String})


def told(**seen) -> list[str]:
    return list(remarks.on(Sheet("May", CELLS, **seen)))


def test_of_a_hidden_sheet_nothing_else_is_said():
    (note,) = told(hidden=True, hidden_rows=(1,))
    assert "is hidden and was not read" in note


def test_hidden_rows_count_where_they_hold_something():
    assert "hides 2 rows" in told(hidden_rows=(1, 2, 3, 99))[0]
    assert told(hidden_rows=(2,)) == []
    assert told(hidden_rows=(99,)) == []


def test_hidden_columns_are_named_where_they_hold_something():
    assert "hides column A." in told(hidden_columns=(1, 2, 9))[0]
    assert told(hidden_columns=(2,)) == []


def test_numbers_in_thousands_and_formulas_without_a_result():
    assert "shows 4 numbers of columns A, B in thousands" in told(otherwise={Format.SCALED: {2: 1, 1: 3}})[0]
    places = tuple((row, 28) for row in range(1, 8))
    assert "7 formulas without a result (AB1, AB2, AB3, AB4, AB5 …)" in told(uncalculated=places)[0]


def test_numbers_that_only_look_like_credits():
    assert "shows 4 numbers of columns A, C with a minus" in told(otherwise={Format.NEGATIVE: {3: 1, 1: 3}})[0]


@pytest.mark.parametrize("written", REMARKED)
def test_of_each_way_to_show_a_number_otherwise_it_is_said_how_it_was_read(written):
    (note,) = told(otherwise={written: {1: 1}})
    assert "shows 1 number of column A" in note
    assert "They were read as" in note or "send the file again" in note


def test_letters_and_numbers_of_columns():
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16_384]
    assert [column_letters(number) for number in (1, 26, 27, 16_384)] == ["A", "Z", "AA", "XFD"]
