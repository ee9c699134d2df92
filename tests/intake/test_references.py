"""References that a spreadsheet wrote as numbers are read as a person would write them, and nothing else is changed."""

from __future__ import annotations

import pytest

from tests.intake.columns.test_mapping import AMOUNT, DATE, SUPPLIER, sheet

NUMBERS = [str(5_049_460 + 37 * n) for n in range(12)]


@pytest.mark.parametrize("form", ["{:,}", "{}.0", "{}.00", "{:,}.00"])
def test_a_column_of_numbers_loses_commas_and_decimals_and_it_is_told(form, read_bytes):
    cells = [form.format(int(number)) for number in NUMBERS]
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Transaction Number", cells), AMOUNT))
    assert reading.rows.frame["transaction_number"].to_list() == NUMBERS
    assert sum("They are references" in note for note in reading.notes) == 1


@pytest.mark.parametrize(
    "cells",
    [
        NUMBERS,
        [f"T{number}.0" for number in NUMBERS],
        [*[f"{int(number):,}" for number in NUMBERS[:11]], "5,049,4"],
        [*[f"{number}.0" for number in NUMBERS[:11]], "12.5"],
        [f"00{number}" for number in NUMBERS],
        ["1,234; 1,235", *NUMBERS[1:]],
        [*NUMBERS[:11], "30377.00"],
    ],
    ids=["plain", "codes", "one list", "one of parts", "zeros", "two in a cell", "one that is an amount"],
)
def test_other_references_stay_as_they_were_sent(cells, read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Transaction Number", cells), AMOUNT))
    assert reading.rows.frame["transaction_number"].to_list() == cells
    assert not any("They are references" in note for note in reading.notes)
