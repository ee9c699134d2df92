"""Payments below a heading that says they are none."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.checks import headed
from ckanext.spenddata.intake.reading import Heading
from ckanext.spenddata.rows import SOURCE_SHEET, Rows
from tests.checks.filings import filing, found, table_of
from tests.checks.kinds import payments, tried

ROWS = payments("600", "700.50", "-20", "800")
PATTERN = {"pattern": "(?i)credit notes|cancelled"}


def test_these_are_its_kinds():
    assert set(headed.KINDS) == {"headed"}


def values(*headings: tuple[int, str], **asked) -> list[str]:
    known = (table_of(headings=tuple(Heading(*each) for each in headings), last_row=5, **asked),)
    return tried("headed", ROWS, tables=known, parameters=PATTERN)["value"].to_list()


def test_they_are_counted_down_to_the_next_heading():
    assert values((2, "Credit notes")) == ["2 payments, £1,500.50, below “Credit notes”: rows 3 and 5"]
    assert values((2, "Cancelled"), (4, "Payments")) == ["1 payment, £700.50, below “Cancelled”: row 3"]


def test_without_headings_there_is_nothing_to_say():
    assert values() == []


def test_other_headings_and_what_has_a_minus_are_nobodys_question():
    assert values((2, "Housing")) == []
    assert values((3, "Credit notes"), (4, "Payments")) == []
    assert values((2, "Credit notes"), sheet="Other") == []


def test_a_sheet_of_such_a_name_says_it_of_all_its_payments():
    def on(sheet: str) -> list[str]:
        filed = Rows(filing(*ROWS).frame.with_columns(pl.lit(sheet).alias(SOURCE_SHEET)))
        return tried("headed", filed, tables=(table_of(sheet),), parameters=PATTERN)["value"].to_list()

    assert on("Cancelled") == ["3 payments, £2,100.50, on the sheet “Cancelled”: rows 2–3 and 5"]
    assert on("Payments") == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Credit Notes", True),
        ("CREDITS:", True),
        ("Cancelled payments", True),
        ("Refunds received", True),
        ("Less: credits", True),
        ("INCOME", True),
        ("Not paid", True),
        ("Housing", False),
        ("Credit Union Ltd", False),
        ("April payments", False),
        ("Income tax", False),
        ("Late items from March", False),
        ("Returned Goods Direct", False),
    ],
)
def test_what_the_rule_says_of_headings(words, says):
    known = (table_of(headings=(Heading(2, words),), last_row=5),)
    assert found("rows-under-heading", filing(*ROWS), tables=known).height == says
