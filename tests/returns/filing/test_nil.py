"""A nil statement goes the way of every revision: a report without rows, and an artefact that can be published."""

from __future__ import annotations

from datetime import date

import msgspec
import polars as pl
import pytest

from ckanext.spenddata import artefact
from ckanext.spenddata.checks.history import Published
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, REPORT, Filing, FilingReport
from ckanext.spenddata.returns.filing import nil

COUNCIL = Publisher(publisher_id="X-DEMO-1", name="Exampleton City Council", regimes=("lgtc-500",))
STATEMENT = Filing(files=(), publisher=COUNCIL, regime="lgtc-500", period="2026-Q1", today=date(2026, 4, 20), nil=True)


def test_what_is_written_is_what_the_pipeline_writes(tmp_path):
    result = nil.run(STATEMENT, tmp_path / "out", load())
    report = msgspec.json.decode((tmp_path / "out" / REPORT).read_bytes(), type=FilingReport)
    assert report == result.report
    assert (report.outcome, report.rows, report.accepted_rows, report.refusal) == ("read", 0, 0, None)
    assert (report.publisher_id, report.regime, report.period) == ("X-DEMO-1", "lgtc-500", "2026-Q1")
    assert (report.stops, report.warnings, report.questions) == (0, 0, ())
    assert pl.read_parquet(tmp_path / "out" / FINDINGS).height == 0


def test_the_artefact_has_no_rows_says_that_it_is_nil_and_is_the_same_each_time(tmp_path):
    for folder in ("one", "two"):
        nil.run(STATEMENT, tmp_path / folder, load())
    found = artefact.read(tmp_path / "one" / ARTEFACT)
    assert found.frame.height == artefact.accepted(found).height == 0
    assert found.metadata["nil"] is True
    assert (tmp_path / "one" / ARTEFACT).read_bytes() == (tmp_path / "two" / ARTEFACT).read_bytes()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"published": Published(payments=3, pence=12_345)}, "revision-far-less"),
        ({"regime": "hmt-25k", "period": "2026-03"}, "duty-another"),
        ({"period": "2026-Q3"}, "period-not-begun"),
    ],
)
def test_a_statement_for_the_wrong_return_stops(tmp_path, said, rule):
    report = nil.run(msgspec.structs.replace(STATEMENT, **said), tmp_path / "out", load()).report
    assert [stop.rule for stop in report.to_acknowledge] == [rule]
