"""Sheets that their name sets apart from those to publish."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ckanext.spenddata.checks import sheets_aside
from ckanext.spenddata.definitions import load
from ckanext.spenddata.intake.read import read
from tests.checks.filings import found

HEADER = ["Date", "Supplier", "Amount"]


@pytest.fixture
def told(tmp_path):
    def told_of(*names: str) -> list[str]:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, name in enumerate(names, 1):
            sheet = book.create_sheet(name)
            rows = [[f"{n:02d}/04/2026", f"Firm {number * 40 + n} Ltd", n * number + 0.5] for n in range(1, 13)]
            for row in [HEADER, *rows]:
                sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        path = tmp_path / "spend.xlsx"
        path.write_bytes(stream.getvalue())
        reading = read(path, "spend.xlsx", load())
        tables = tuple(("spend.xlsx", part) for part in reading.tables)
        return found("sheet-set-aside", reading.rows, tables=tables)["value"].to_list()

    return told_of


def test_this_is_its_kind():
    assert {"sheet_set_aside"} == set(sheets_aside.KINDS)


@pytest.mark.parametrize(
    "name",
    [
        "Old data",
        "Archive",
        "Do not use",
        "Backup",
        "Draft v1",
        "Previous",
        "Example",
        "Template",
        "April (old)",
        "Removed",
        "Under £500",
        "Exempt payments",
    ],
)
def test_a_sheet_set_aside_is_told_with_its_payments(name, told):
    assert told("April", name) == [f"12 payments, £162, on the sheet “{name}”"]


@pytest.mark.parametrize(
    "names",
    [
        ("April", "May"),
        ("Template",),
        ("Draft",),
        ("Housing", "Oldham"),
        ("Old Trafford", "Stretford"),
        ("Over 500", "Over £25,000"),
        ("Underhill Estate", "Exempt Accommodation Team"),
        ("A", "Copyhold"),
    ],
)
def test_other_names_and_the_only_sheet_are_not(names, told):
    assert told(*names) == []
