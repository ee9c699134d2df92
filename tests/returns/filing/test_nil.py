"""A nil statement goes the way of every revision: a report without rows, and an artefact that can be published."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, REPORT, FilingReport
from ckanext.spenddata.returns.filing import nil

RETURN: Any = SimpleNamespace(publisher_id="X-DEMO-1", regime="lgtc-500", period="2026-Q1")


def test_what_is_written_is_what_the_pipeline_writes(tmp_path):
    result = nil.run(RETURN, tmp_path / "out")
    report = msgspec.json.decode((tmp_path / "out" / REPORT).read_bytes(), type=FilingReport)
    assert report == result.report
    assert (report.outcome, report.rows, report.accepted_rows, report.refusal) == ("read", 0, 0, None)
    assert (report.publisher_id, report.regime, report.period) == ("X-DEMO-1", "lgtc-500", "2026-Q1")
    assert pl.read_parquet(tmp_path / "out" / FINDINGS).height == 0


def test_the_artefact_has_no_rows_says_that_it_is_nil_and_is_the_same_each_time(tmp_path):
    for folder in ("one", "two"):
        nil.run(RETURN, tmp_path / folder)
    found = artefact.read(tmp_path / "one" / ARTEFACT)
    assert found.frame.height == artefact.accepted(found).height == 0
    assert found.metadata["nil"] is True
    assert (tmp_path / "one" / ARTEFACT).read_bytes() == (tmp_path / "two" / ARTEFACT).read_bytes()
