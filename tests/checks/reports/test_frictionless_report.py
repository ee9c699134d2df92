"""frictionless itself takes our report, and finds in it what we found."""

import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.frictionless_report import Subject, descriptor
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import Refusal

frictionless = pytest.importorskip("frictionless", reason="frictionless comes with the portal")

SUBJECT = Subject(
    name="may", place="may.csv", labels=("Supplier", "Date", "Amount"), rows=5, size=120, sha256="ab" * 32
)


def test_frictionless_loads_it_and_counts_the_same(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    report = frictionless.Report.from_descriptor(descriptor(SUBJECT, findings, rules))
    assert not report.valid
    assert report.stats["errors"] == 2
    assert report.flatten(["rowNumber", "fieldName", "fieldNumber", "type"]) == [
        [4, "amount", 3, "type-error"],
        [6, "supplier_name", 1, "constraint-error"],
    ]
    assert report.tasks[0].warnings == ["Below the threshold: 1", "Late: 1"]
    assert report.tasks[0].labels == ["Supplier", "Date", "Amount"]


def test_messages_say_where_what_and_what_instead(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    error = descriptor(SUBJECT, findings, rules)["tasks"][0]["errors"][0]
    assert error["message"] == "row 4, amount: “12OO” – Amount unreadable. Expected: an amount in pounds and pence."
    assert error["cell"] == "12OO"


def test_warnings_alone_leave_it_valid(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    report = frictionless.Report.from_descriptor(
        descriptor(SUBJECT, findings.filter(pl.col("severity") == "warning"), rules)
    )
    assert report.valid
    assert report.stats == {"tasks": 1, "errors": 0, "warnings": 2, "seconds": 0.0}


def test_the_count_is_exact_though_the_list_ends(rules: dict[str, Rule]) -> None:
    many = pl.DataFrame(
        [{"rule": "amount-type", "severity": "error", "row": n, "field": "amount", "index": n} for n in range(50)],
        schema=finding.SCHEMA,
    )
    said = descriptor(SUBJECT, many, rules, limit=10)
    assert said["stats"]["errors"] == 50
    assert len(said["tasks"][0]["errors"]) == 10
    assert said["tasks"][0]["warnings"] == ["Of 50 errors, the first 10 are listed."]


def test_an_error_about_the_whole_file_has_no_cell(rules: dict[str, Rule]) -> None:
    whole = pl.DataFrame([{"rule": "late", "severity": "error", "file": "may.csv"}], schema=finding.SCHEMA)
    report = frictionless.Report.from_descriptor(descriptor(SUBJECT, whole, rules))
    assert report.flatten(["rowNumber", "type"]) == [[None, "table-error"]]


def test_a_refused_file_is_an_invalid_one(rules: dict[str, Rule]) -> None:
    refusal = Refusal(code="html", message="This is a web page.", remedy="Save the spreadsheet itself.")
    report = frictionless.Report.from_descriptor(descriptor(SUBJECT, finding.empty(), rules, refusal=refusal))
    assert report.flatten(["type"]) == [["source-error"]]
    assert "Save the spreadsheet itself." in report.tasks[0].errors[0].message
