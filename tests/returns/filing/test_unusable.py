"""The rows that can't be used are listed with what is wrong in them, and told from rows that aren't there."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata import artefact
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.returns.filing import unusable
from ckanext.spenddata.rows import Rows


@pytest.fixture
def revision(tmp_path, monkeypatch) -> Any:
    """One whose rows 3 and 4 are in error, row 3 in two cells, of which one breaks two rules."""
    rows = pl.DataFrame(
        {
            "source_file": ["may.xlsx"] * 3,
            "source_sheet": ["May", "May", None],
            "source_row": pl.Series([2, 3, 4], dtype=pl.UInt32),
            "supplier_name": ["Alder Ltd", "Birch Ltd", None],
            "payment_date": [dt.date(2026, 5, 1), None, dt.date(2026, 5, 2)],
            "amount": pl.Series([100, None, 120165], dtype=pl.Int64),
        }
    )
    told = [
        (0, "amount", "small", "warning"),
        (1, None, "row-odd", "error"),
        (1, "amount", "amount-missing", "error"),
        (1, "payment_date", "date-impossible", "error"),
        (1, "payment_date", "date-late", "error"),
        (1, "supplier_name", "supplier-odd", "warning"),
        (2, "supplier_name", "supplier-missing", "error"),
    ]
    found = pl.DataFrame(
        [
            {"rule": rule, "severity": severity, "index": index, "field": field, "column": 7, "value": "as sent"}
            for index, field, rule, severity in told
        ],
        schema=finding.SCHEMA,
    )
    path = tmp_path / "artefact.parquet"
    artefact.write(path, Rows(rows), found, None, {})
    monkeypatch.setattr(unusable, "Storage", lambda: SimpleNamespace(artefact=lambda _sha: path))
    return SimpleNamespace(artefact_sha256="sha")


def test_each_row_has_its_cells_in_error_once_and_what_tells_the_payment(revision):
    told = unusable.page(revision, 0, 20)
    assert told["count"] == 2
    first, second = told["results"]
    assert (first["file"], first["sheet"], first["row"]) == ("may.xlsx", "May", 3)
    assert [(each["field"], each["rule"]) for each in first["cells"]] == [
        ("amount", "amount-missing"),
        ("payment_date", "date-impossible"),
    ]
    assert (first["supplier_name"], first["amount"], first["description"]) == ("Birch Ltd", None, None)
    assert (second["payment_date"], second["amount"]) == ("2026-05-02", "1201.65")


def test_rows_come_in_pages(revision):
    assert [row["row"] for row in unusable.page(revision, 1, 5)["results"]] == [4]
    assert unusable.page(revision, 0, 1)["count"] == 2


def test_a_row_is_there_in_its_sheet_alone(revision):
    there, other_sheet, other_file = (
        TypedCell("may.xlsx", 3, "amount", "1", "May"),
        TypedCell("may.xlsx", 3, "amount", "1"),
        TypedCell("june.xlsx", 3, "amount", "1", "May"),
    )
    without_sheet = TypedCell("may.xlsx", 4, "amount", "1")
    assert unusable.absent(revision, [there, other_sheet, other_file, without_sheet]) == [other_sheet, other_file]


def test_of_what_was_not_read_there_is_no_row():
    nothing: Any = SimpleNamespace(artefact_sha256=None)
    cell = TypedCell("may.xlsx", 3, "amount", "1")
    assert unusable.page(nothing, 0, 20) == {"count": 0, "results": []}
    assert unusable.absent(nothing, [cell]) == [cell]
