"""The JSON of a file is a contract that scripts rely on: its keys, its exact money, every finding."""

import datetime

import msgspec
import polars as pl
import pytest

from ckanext.spenddata.checks.reports.file_report import file_report, rows_of
from ckanext.spenddata.intake.reading import MappedColumn, Outcome, Question, Reading, Refusal, SourceFile, TableReading
from ckanext.spenddata.rows import Rows

FILE = SourceFile(name="may.csv", sha256="ab" * 32, size=321, format="csv", encoding="cp1252")


@pytest.fixture
def rows() -> Rows:
    return Rows(
        pl.DataFrame(
            {
                "source_file": ["may.csv", "may.csv", "june.csv"],
                "source_sheet": pl.Series([None] * 3, dtype=pl.String),
                "source_row": pl.Series([4, 5, 2], dtype=pl.UInt32),
                "payment_date": [datetime.date(2026, 5, 9), datetime.date(2026, 5, 1), datetime.date(2026, 6, 1)],
                "amount": [10, 123456, 700],
            }
        )
    )


@pytest.fixture
def reading(rows: Rows) -> Reading:
    table = TableReading(
        sheet=None,
        header_row=3,
        rows=2,
        mapping={"amount": MappedColumn(title="Net £", column=3, confidence=0.9, why="its title is a known one")},
        unmapped=("VAT number",),
        confidence=0.9,
        left_out={"total": 1},
        left_out_rows={"total": tuple(range(6, 60))},
        signature="s1",
    )
    question = Question(field="vat_basis", candidates=("gross", "net_of_all_vat"), why="Is VAT in the amounts?")
    return Reading(file=FILE, outcome=Outcome.ASK, tables=(table,), questions=(question,), rows=rows)


def reported(reading: Reading, rows: Rows, findings: pl.DataFrame, *, every_finding: bool = True) -> dict:
    report = file_report(reading, rows_of(rows, reading.file.name), findings, every_finding=every_finding)
    return msgspec.json.decode(msgspec.json.encode(report))


def test_the_contract_of_the_command_line(reading: Reading, rows: Rows, findings: pl.DataFrame) -> None:
    said = reported(reading, rows, findings)
    assert {
        "file": "may.csv",
        "sha256": "ab" * 32,
        "format": "csv",
        "encoding": "cp1252",
        "outcome": "ask",
    }.items() <= said.items()
    assert {"rows": 2, "amount_total": "1234.66", "errors": 2, "warnings": 2}.items() <= said.items()
    assert said["payment_dates"] == {"first": "2026-05-01", "last": "2026-05-09"}
    assert {
        "field": "vat_basis",
        "candidates": ["gross", "net_of_all_vat"],
        "why": "Is VAT in the amounts?",
    }.items() <= said["questions"][0].items()
    [table] = said["tables"]
    assert {
        "sheet": None,
        "header_row": 3,
        "rows": 2,
        "unmapped": ["VAT number"],
        "confidence": 0.9,
    }.items() <= table.items()
    assert {"title": "Net £", "column": 3}.items() <= table["mapping"]["amount"].items()
    assert table["left_out"] == {"total": 1}
    assert said["rules"][:2] == [
        {"rule": "amount-type", "severity": "error", "count": 1},
        {"rule": "supplier-missing", "severity": "error", "count": 1},
    ]
    assert len(said["findings"]) == 4
    assert said["findings"][1] == {
        "rule": "amount-type",
        "severity": "error",
        "sheet": None,
        "row": 4,
        "column": 3,
        "value": "12OO",
        "expected": "an amount in pounds and pence",
        "fix": "1200.00",
    }


def test_findings_about_other_files_are_not_this_ones(reading: Reading, rows: Rows, findings: pl.DataFrame) -> None:
    others = findings.with_columns(pl.lit("june.csv").alias("file"))
    said = reported(reading, rows, others)
    assert (said["errors"], said["warnings"], said["rules"], said["findings"]) == (0, 0, [], [])


def test_a_filings_report_holds_no_row_but_counts_them_all(
    reading: Reading, rows: Rows, findings: pl.DataFrame
) -> None:
    said = reported(reading, rows, findings, every_finding=False)
    assert [found["rule"] for found in said["findings"]] == ["late"]
    assert said["errors"] == 2


def test_long_lists_of_rows_left_out_are_cut_and_their_count_is_not(
    reading: Reading, rows: Rows, findings: pl.DataFrame
) -> None:
    table = reported(reading, rows, findings)["tables"][0]
    assert len(table["left_out_rows"]["total"]) == 20
    assert table["left_out"]["total"] == 1


def test_a_refused_file_says_why_and_counts_nothing(findings: pl.DataFrame) -> None:
    refusal = Refusal(code="pdf", message="This is a PDF.", remedy="Send the spreadsheet that it was made from.")
    reading = Reading(file=FILE, outcome=Outcome.REFUSED, refusal=refusal)
    said = reported(reading, Rows(pl.DataFrame()), findings.clear())
    assert said["outcome"] == "refused"
    assert said["refusal"]["remedy"] == "Send the spreadsheet that it was made from."
    assert (said["rows"], said["amount_total"], said["payment_dates"]) == (0, "0.00", None)
