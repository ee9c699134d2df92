"""The CSV of findings has every finding, its rule's words, and nothing that runs."""

import csv
from pathlib import Path

import polars as pl
import pytest

from ckanext.spenddata.checks.reports import findings_csv
from ckanext.spenddata.definitions.rules import Rule


def written(findings: pl.DataFrame, rules: dict[str, Rule], out: Path) -> list[dict[str, str]]:
    findings_csv.write(findings, rules, out)
    with out.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def test_every_finding_is_a_line_with_its_place_and_its_rules_words(
    findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    lines = written(findings, rules, tmp_path / "f.csv")
    assert len(lines) == findings.height
    assert lines[1] == {
        "file": "may.csv",
        "sheet": "",
        "row": "4",
        "column": "3",
        "field": "amount",
        "severity": "error",
        "rule": "amount-type",
        "title": "Amount unreadable",
        "value": "12OO",
        "expected": "an amount in pounds and pence",
        "fix": "1200.00",
        "remedy": "Write the amount as plain digits.",
        "basis": "A made-up guide",
        "source": "https://example.org/guide",
    }


@pytest.mark.check(22)
def test_formulas_are_escaped_and_credits_are_not(
    findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    lines = written(findings, rules, tmp_path / "f.csv")
    assert lines[2]["value"] == "-12.50"
    assert lines[3]["expected"] == "'=a supplier"


def test_a_rule_that_is_not_known_any_more_still_has_its_line(findings: pl.DataFrame, tmp_path: Path) -> None:
    assert [line["title"] for line in written(findings, {}, tmp_path / "f.csv")] == [""] * 4


def test_spreadsheet_programs_see_that_it_is_unicode(
    findings: pl.DataFrame, rules: dict[str, Rule], tmp_path: Path
) -> None:
    findings_csv.write(findings, rules, tmp_path / "f.csv")
    assert (tmp_path / "f.csv").read_bytes().startswith(b"\xef\xbb\xbffile,")
