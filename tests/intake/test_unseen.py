"""Payments on a hidden sheet are counted and added up, though they are not read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import HiddenSheet, Outcome, Reading

HEADER = ["Payment Date", "Supplier", "Transaction Number", "Net Amount", "Purpose"]
PAYMENTS = [[f"{n:02d}/05/2026", "Alderway Roofing Ltd", f"94-{n}", n * 1000.5, f"Roof {n}"] for n in range(1, 13)]
OTHERS = [[f"{n:02d}/05/2026", "Brookfield Care Homes", f"95-{n}", n * 700.25, f"Care {n}"] for n in range(1, 6)]


def workbook(tmp_path: Path, state: str, *rows: list[object], plain: bool = True) -> Reading:
    """A workbook with a visible sheet of twelve payments, and another sheet, as it is read."""
    book = openpyxl.Workbook()
    for row in [HEADER, *PAYMENTS]:
        book.active.append(row)
    other = book.create_sheet("Late ones")
    for row in rows:
        other.append(row)
    if not plain:
        other["H1"].hyperlink = "https://example.org"
    other.sheet_state = state
    path = tmp_path / "spend.xlsx"
    book.save(path)
    return read(path, path.name, load())


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_payments_that_stand_nowhere_else_are_counted(tmp_path: Path, state: str):
    reading = workbook(tmp_path, state, HEADER, *OTHERS)
    assert reading.outcome == Outcome.READ
    assert reading.hidden_sheets == (HiddenSheet("Late ones", 5, 1050375),)
    assert reading.rows
    assert len(reading.rows) == 12


def test_totals_and_titles_above_are_no_payments(tmp_path: Path):
    rows = [["Payments of May"], [], HEADER, *OTHERS, ["", "", "Total", 10503.75, ""]]
    assert workbook(tmp_path, "hidden", *rows).hidden_sheets == (HiddenSheet("Late ones", 5, 1050375),)


def test_the_payments_of_a_visible_sheet_again_are_none(tmp_path: Path):
    assert workbook(tmp_path, "hidden", HEADER, *reversed(PAYMENTS)).hidden_sheets == ()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Code", "Meaning"], ["A1", "Roofs"], ["A2", "Walls"]],
        [["Directorate", "Budget"], ["Housing", 120000], ["Highways", 340000], ["Parks", 56000]],
    ],
)
def test_lists_of_codes_and_budgets_are_none(tmp_path: Path, rows: list[list[object]]):
    assert workbook(tmp_path, "hidden", *rows).hidden_sheets == ()


def test_a_visible_sheet_is_read_and_not_hidden(tmp_path: Path):
    reading = workbook(tmp_path, "visible", HEADER, *OTHERS)
    assert reading.hidden_sheets == ()
    assert reading.rows
    assert len(reading.rows) == 17
