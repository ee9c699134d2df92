"""frictionless itself takes our report, and finds in it what we found."""

import polars as pl
import pytest

from ckanext.spenddata.checks.reports.frictionless_report import Subject, descriptor
from ckanext.spenddata.definitions.rules import Rule

frictionless = pytest.importorskip("frictionless", reason="frictionless comes with the portal")

SUBJECT = Subject(
    name="may", place="may.csv", labels=("Supplier", "Date", "Amount"), rows=5, size=120, sha256="ab" * 32
)


def test_frictionless_loads_it_and_counts_the_same(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    limits = findings.filter(pl.col("severity") == "warning")
    report = frictionless.Report.from_descriptor(descriptor(SUBJECT, limits, rules))
    assert report.valid
    assert report.stats == {"tasks": 1, "errors": 0, "warnings": 2, "seconds": 0.0}
    [task] = report.tasks
    assert task.warnings == ["Below the threshold: 1", "Late: 1"]
    assert task.labels == ["Supplier", "Date", "Amount"]
    assert (task.stats["rows"], task.stats["bytes"], task.stats["fields"]) == (5, 120, 3)


def test_rules_are_told_by_how_often_and_by_their_id_where_they_are_gone(findings: pl.DataFrame) -> None:
    limits = pl.concat([findings.filter(pl.col("severity") == "warning")] * 2)
    limits = pl.concat([limits, limits.head(1).with_columns(rule=pl.lit("of-another-day"))])
    said = descriptor(SUBJECT, limits, {})["tasks"][0]["warnings"]
    assert said == ["below-threshold: 2", "late: 2", "of-another-day: 1"]
