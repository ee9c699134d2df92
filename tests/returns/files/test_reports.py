"""What lies beside an artefact is shown by pages, filtered, and never with what the check keeps for itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata.checks import findings
from ckanext.spenddata.filing import FINDINGS, FIXES
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.returns.files.storage import Storage

LINES = [
    {"rule": "amount_unreadable", "severity": "error", "row": 2, "index": 0, "fix": "12.00"},
    {"rule": "supplier_blank", "severity": "error", "row": 3, "index": 1, "fix": None},
    {"rule": "supplier_blank", "severity": "warning", "row": 4, "index": 2, "fix": "Alder"},
    {"rule": "file_late", "severity": "warning", "row": None, "index": None, "fix": "x"},
]


@pytest.fixture
def revision(tmp_path, monkeypatch) -> Any:
    """A revision whose second reading has four findings, and one cell changed."""
    monkeypatch.setattr(reports, "Storage", lambda: Storage(tmp_path))
    folder = Storage(tmp_path).reports("r", 2)
    folder.mkdir(parents=True)
    empty = findings.empty()
    kinds = dict(empty.schema)
    frame = pl.DataFrame(
        {name: pl.Series(name, [line.get(name) for line in LINES]).cast(kind) for name, kind in kinds.items()}
    )
    frame.write_parquet(folder / FINDINGS)
    changed = {name: ["x"] for name in reports.CHANGED} | {"rule": ["amount_unreadable"], "secret": ["kept"]}
    pl.DataFrame(changed).write_parquet(folder / FIXES)
    return SimpleNamespace(id="r", attempt=2)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [2, 3, 4, None]),
        ({"rule": "supplier_blank"}, [3, 4]),
        ({"severity": "warning"}, [4, None]),
        ({"rule": "supplier_blank", "severity": "error"}, [3]),
        ({"fixable": True}, [2, 4]),
        ({"rule": "none"}, []),
    ],
)
def test_findings_that_are_asked_for(asked, found, revision):
    answer = reports.findings(revision, asked.pop("rule", None), asked.pop("severity", None), 0, 10, **asked)
    assert [each["row"] for each in answer["results"]] == found
    assert answer["count"] == len(found)
    assert all(tuple(each) == reports.SHOWN for each in answer["results"])


def test_a_page_of_them_says_how_many_there_are_in_all(revision):
    answer = reports.findings(revision, None, None, 1, 2)
    assert (answer["count"], [each["row"] for each in answer["results"]]) == (4, [3, 4])


def test_cells_that_fixes_changed(revision):
    told = reports.fixes(revision, None, 0, 10)
    assert (told["count"], [tuple(each) for each in told["results"]]) == (1, [reports.CHANGED])
    assert reports.fixes(revision, "supplier_blank", 0, 10) == {"count": 0, "results": []}
    assert reports.fixes(revision, "amount_unreadable", 1, 10) == {"count": 1, "results": []}


def test_another_reading_has_none_of_it(revision):
    first = SimpleNamespace(id="r", attempt=1)
    assert reports.whole(first) is None  # type: ignore[arg-type]
    assert reports.findings(first, None, None, 0, 10) == {"count": 0, "results": []}  # type: ignore[arg-type]
    assert reports.fixes(first, None, 0, 10) == {"count": 0, "results": []}  # type: ignore[arg-type]
