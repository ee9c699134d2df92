"""Sheets named for one month with the payments of another."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.checks import sheet_months
from ckanext.spenddata.rows import SOURCE_SHEET, Rows
from tests.checks.filings import filing, good, table_of
from tests.checks.kinds import tried


def test_this_is_its_kind():
    assert set(sheet_months.KINDS) == {"sheet_another_month", "sheet_another_year"}


def values(sheets: dict[str, int]) -> list[str]:
    """What is told of sheets with five payments of a month each: name → month."""
    rows = [good(payment_date=f"{day:02}/{month:02}/2026") for month in sheets.values() for day in (2, 5, 9, 16, 27)]
    names = pl.Series(SOURCE_SHEET, [name for name in sheets for _ in range(5)])
    filed = Rows(filing(*rows).frame.with_columns(names))
    found = tried("sheet_another_month", filed, tables=tuple(table_of(name) for name in sheets))
    return found["value"].to_list()


def test_two_that_changed_places():
    assert values({"April 2026": 4, "May 2026": 6, "June 2026": 5}) == [
        "most of 5 payments on the sheet “May 2026” are of June",
        "most of 5 payments on the sheet “June 2026” are of May",
    ]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Apr": 4, "May": 5},
        {"April": 5, "May": 6, "June": 7},  # paid a month later
        {"April": 4, "May": 7},  # nothing is named for July
        {"Sheet1": 4, "Sheet2": 6},
        {"April": 6, "Marches Care": 4},
        {"April to June": 5, "May": 4},
    ],
)
def test_others_are_none(sheets):
    assert values(sheets) == []


def years(sheets: dict[str, str]) -> list[str]:
    """What is told of sheets with five payments each: name → month and year."""
    rows = [good(payment_date=f"{day:02}/{month}") for month in sheets.values() for day in (2, 5, 9, 16, 27)]
    names = pl.Series(SOURCE_SHEET, [name for name in sheets for _ in range(5)])
    filed = Rows(filing(*rows).frame.with_columns(names))
    return tried("sheet_another_year", filed, tables=tuple(table_of(name) for name in sheets))["value"].to_list()


def test_last_years_sheet_beside_this_years():
    assert years({"June 2025": "06/2025", "Sheet2": "06/2026", "July": "07/2026"}) == [
        "5 payments on the sheet “June 2025” are of June 2025, others of June 2026"
    ]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Dec": "12/2025", "Jan": "01/2026"},
        {"Apr 25": "04/2025", "Mar 26": "03/2026"},
        {"Revenue": "06/2026", "Capital": "06/2026"},
    ],
)
def test_sheets_of_other_months_or_one_year_are_none(sheets):
    assert years(sheets) == []
