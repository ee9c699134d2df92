"""References that a spreadsheet took for numbers are what they were; a number that is none of its habit is left alone."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.columns.references import find, plainly
from tests.intake.columns.made import layout


def found(*cells: str, name: str = "transaction_number") -> tuple[frozenset[str], list[str]]:
    made = layout(("Number", list(cells)), **{name: 1})
    find(made)
    return made.numbers, made.notes


@pytest.mark.parametrize("cells", [("5,049,460", "5,049,461"), ("610231.0", "610232.00"), ("1,000", "17", "", "n/a")])
def test_a_column_of_them_is_seen_and_told(cells):
    names, (note,) = found(*cells)
    assert names == {"transaction_number"}
    assert "“Number”" in note
    assert cells[0] in note


@pytest.mark.parametrize(
    "cells",
    [
        ("5049460", "5049461"),  # plainly written
        ("5,049,460", "A-17"),  # not all numbers
        ("5,049,460",),  # one alone may have slipped there
        ("5,049,460", "17", "18"),  # one of many, too
        ("50,49,460", "1,2"),  # no thousands
        ("12.50", "13.50"),  # pence
        ("", ""),
    ],
)
def test_what_is_no_habit_of_a_spreadsheet_stays(cells):
    assert found(*cells) == (frozenset(), [])


def test_amounts_are_never_read_so():
    assert found("5,049,460", "5,049,461", name="amount") == (frozenset(), [])


def test_they_are_read_as_a_person_would_write_them():
    cells = pl.Series(["5,049,460", "610231.0", "17", "A,1", "1.50", None], dtype=pl.String)
    assert plainly(cells).to_list() == ["5049460", "610231", "17", "A,1", "1.50", None]
