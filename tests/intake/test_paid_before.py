"""Dates of payment that are mostly before those of the invoices are told of, and read as the titles say."""

from __future__ import annotations

import pytest


def notes(read_bytes, titles: str, *, swapped: int, rows: int = 30) -> list[str]:
    lines = []
    for n in range(rows):
        days = [f"{n % 28 + 1:02}/04/2026", f"{n % 28 + 1:02}/05/2026"]
        first, second = days[::-1] if n < swapped else days
        lines.append(f"{first},{second},Firm {n} Ltd,{n}00.25")
    told = read_bytes("\n".join([f"{titles},Supplier,Amount", *lines])).notes
    return [note for note in told if "before the one under" in note]


@pytest.mark.parametrize(
    "titles", ["Invoice Date,Payment Date", "Posting Date,Payment Date", "Date of Invoice,Date Paid"]
)
@pytest.mark.parametrize("swapped", [30, 12])
def test_payments_before_their_invoice_are_told_of(titles, swapped, read_bytes):
    (note,) = notes(read_bytes, titles, swapped=swapped)
    assert f"In {swapped} of 30 rows" in note


def test_a_few_in_advance_and_other_dates_are_not(read_bytes):
    assert notes(read_bytes, "Invoice Date,Payment Date", swapped=3) == []
    assert notes(read_bytes, "Due Date,Payment Date", swapped=30) == []
