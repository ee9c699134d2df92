"""Blank cells that a person fills in by what stands above or beside are told as such, and nothing is filled in."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake import left_blank
from tests.intake.columns.test_mapping import AMOUNT, AMOUNTS, DATE, FIRMS, SUPPLIER, sheet

DAYS = [f"2026-05-{10 + i:02d}" for i in range(12)]


def notes(reading) -> list[str]:
    return [note for note in reading.notes if "first row of each group" in note or "in no other" in note]


def test_a_supplier_in_the_first_row_of_a_group_only(read_bytes):
    grouped = [FIRMS[i] if i % 3 == 0 else "" for i in range(12)]
    reading = read_bytes(sheet(DATE, ("Supplier", grouped), AMOUNT))
    (note,) = notes(reading)
    assert "The supplier seems to stand in the first row of each group only: 8 rows below are blank" in note
    assert reading.rows.frame["supplier_name"].null_count() == 8
    assert left_blank.__doc__


def test_a_date_in_the_first_row_of_a_group_only(read_bytes):
    grouped = [DAYS[i] if i % 4 == 0 else "" for i in range(12)]
    (note,) = notes(read_bytes(sheet(("Date", grouped), SUPPLIER, AMOUNT)))
    assert "The date seems to stand in the first row" in note


@pytest.mark.parametrize(
    "suppliers",
    [FIRMS, ["", *FIRMS[1:6], *[""] * 6], [*FIRMS[:10], "", ""], [*[FIRMS[0]] * 4, *[""] * 4, *[FIRMS[1]] * 4]],
)
def test_other_blanks_are_no_groups(suppliers, read_bytes):
    assert notes(read_bytes(sheet(DATE, ("Supplier", suppliers[:12]), AMOUNT))) == []


@pytest.mark.parametrize("titles", [("Capital", "Revenue"), ("Revenue Spend (£)", "Capital Spend (£)")])
def test_amounts_in_two_columns_of_which_each_row_has_one(titles, read_bytes):
    one = [amount if i % 3 else "" for i, amount in enumerate(AMOUNTS)]
    other = ["" if i % 3 else amount for i, amount in enumerate(AMOUNTS)]
    reading = read_bytes(sheet(DATE, SUPPLIER, (titles[0], one), (titles[1], other)))
    assert reading.questions or "Put both into one column" in notes(reading)[0]
    if not reading.questions:
        assert reading.rows.frame["amount"].null_count() in {4, 8}


def test_a_second_column_that_is_filled_elsewhere_too_is_no_other_half(read_bytes):
    one = [amount if i % 3 else "" for i, amount in enumerate(AMOUNTS)]
    assert notes(read_bytes(sheet(DATE, SUPPLIER, ("Amount", one), ("Commitment", AMOUNTS)))) == []
