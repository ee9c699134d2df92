"""Before somebody says yes they see the largest lines that would be published, credits by their size too, in exact pounds."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata import artefact
from ckanext.spenddata.returns.filing import review


@pytest.fixture
def revision(tmp_path, monkeypatch):
    """``revision({…})``: one whose artefact has these columns."""

    def make(columns: dict[str, Any]) -> Any:
        path = tmp_path / "artefact.parquet"
        pl.DataFrame(columns).write_parquet(path)
        monkeypatch.setattr(review, "Storage", lambda: SimpleNamespace(artefact=lambda _sha: path))
        return SimpleNamespace(artefact_sha256="sha")

    return make


def amounts(found: list[dict[str, Any]]) -> list[str]:
    return [line["amount"] for line in found]


PENCE = [100, -900_000, 5, 70_000_001, 250, 900_001, 12_345]


def test_the_largest_by_size_whatever_their_sign(revision):
    found = review.largest(revision({"amount": PENCE, artefact.IN_ERROR: [False] * len(PENCE)}))
    assert amounts(found) == ["700000.01", "9000.01", "-9000.00", "123.45", "2.50"]
    assert len(found) == review.LARGEST
    assert amounts(review.largest(revision({"amount": PENCE, artefact.IN_ERROR: [False] * len(PENCE)}), 1)) == [
        "700000.01"
    ]


def test_a_row_in_error_is_none_of_them(revision):
    wrong = [pence == 70_000_001 for pence in PENCE]
    assert amounts(review.largest(revision({"amount": PENCE, artefact.IN_ERROR: wrong})))[0] == "9000.01"


def test_a_line_tells_where_it_stands_and_what_the_files_lack_is_nothing(revision):
    columns = {
        "amount": [100, 200],
        artefact.IN_ERROR: [False, False],
        "payment_date": [dt.date(2026, 5, 1), None],
        "supplier_name": ["Alder Ltd", None],
        "source_row": [2, 3],
        "amount.sent": ["as sent", "as sent"],
    }
    first, second = review.largest(revision(columns))
    assert set(first) == {*review.LINE, "amount"}
    assert (first["source_row"], first["payment_date"], first["supplier_name"]) == (3, None, None)
    assert (second["source_row"], second["payment_date"], second["supplier_name"]) == (2, "2026-05-01", "Alder Ltd")
    assert first["description"] is None


def test_what_has_no_amounts_has_no_largest(revision):
    assert review.largest(SimpleNamespace(artefact_sha256=None)) == []  # type: ignore[arg-type]
    assert review.largest(revision({"supplier_name": ["x"], artefact.IN_ERROR: [False]})) == []
