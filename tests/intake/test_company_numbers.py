"""Company numbers whose leading zeros a spreadsheet took are given them back, and it is told."""

from __future__ import annotations

import pytest

from tests.intake.columns.test_mapping import AMOUNT, DATE, SUPPLIER, sheet

WHOLE = ["SC123456", "09876543", "OC301234", "12345678"]


def read(cell: str, read_bytes):
    return read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Company Number", [cell, *(WHOLE * 3)[1:]])))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1234567", "01234567"),
        ("123456", "00123456"),
        ("2345678.0", "02345678"),
        ("OC12345", "OC012345"),
        ("R123456", "R0123456"),
    ],
)
def test_lost_zeros_are_put_back_and_told(cell, number, read_bytes):
    reading = read(cell, read_bytes)
    assert reading.rows.frame["supplier_company_number"][0] == number
    assert any(f"{cell} is {number}" in note for note in reading.notes)


@pytest.mark.parametrize("cell", ["12345678", "SC123456", "9.87E+06", "see note", "123"])
def test_numbers_that_are_whole_or_lost_stay(cell, read_bytes):
    reading = read(cell, read_bytes)
    assert reading.rows.frame["supplier_company_number"][0] == cell
    assert not any("put back" in note for note in reading.notes)
