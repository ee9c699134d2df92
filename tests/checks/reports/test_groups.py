"""Grouping must lose no finding, and must stay one entry however many there are."""

import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.groups import by_rule, group, where
from ckanext.spenddata.definitions.rules import Rule


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([7], "row 7"),
        ([2, 3], "rows 2–3"),
        ([63, 2, 3, 4, 60, 2], "rows 2–4, 60 and 63"),
        ([None, 5], "row 5"),
        (list(range(1000, 3000)), "rows 1,000–2,999"),
        (list(range(2, 40, 2)), "rows 2, 4, 6, 8, 10, 12, 14, 16 and 11 more"),
    ],
)
def test_rows_in_words(rows: list[int | None], words: str) -> None:
    assert where(pl.Series(rows, dtype=pl.UInt32)) == words


def test_ten_thousand_of_one_kind_are_one_entry(rules: dict[str, Rule]) -> None:
    many = pl.DataFrame(
        {
            "rule": "amount-type",
            "severity": "error",
            "file": "a.csv",
            "row": range(2, 10_002),
            "column": 3,
            "value": "n/k",
            "index": 0,
        },
        schema_overrides=finding.SCHEMA,
    )
    many = pl.concat([finding.empty(), many], how="diagonal_relaxed")
    [only] = group(many, rules)
    assert only.count == 10_000
    assert only.rows == "rows 2–10,001"
    assert only.columns == (3,)
    assert [(example.value, example.count) for example in only.examples] == [("n/k", 10_000)]


def test_errors_come_first_and_every_finding_is_in_one_group(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    groups = group(findings, rules)
    assert [g.rule for g in groups] == ["amount-type", "supplier-missing", "below-threshold", "late"]
    assert sum(g.count for g in groups) == findings.height
    assert groups[0].fixes == 1
    assert groups[0].remedy == "Write the amount as plain digits."
    assert groups[3].rows == ""


def test_no_findings_no_groups(rules: dict[str, Rule]) -> None:
    assert group(finding.empty(), rules) == []


def test_each_thing_that_was_expected_is_said(rules: dict[str, Rule]) -> None:
    missing = pl.DataFrame(
        [
            {"rule": "late", "severity": "warning", "file": "a.csv", "expected": f"A column for: {name}"}
            for name in "ABCA"
        ],
        schema=finding.SCHEMA,
    )
    [only] = group(missing, rules)
    assert only.expected == "A column for: A; A column for: B; A column for: C"
    many = missing.with_columns(pl.Series("expected", list("ABCD"))).sample(200, with_replacement=True, seed=1)
    assert group(many.with_columns(expected=pl.int_range(pl.len()).cast(pl.String)), rules)[0].expected == "0; 1; 2; …"


def test_a_rule_is_one_entry_over_all_sheets(findings: pl.DataFrame, rules: dict[str, Rule]) -> None:
    sheets = [findings.with_columns(sheet=pl.lit(name)) for name in ("May", "June", "July", "August")]
    told = by_rule(group(pl.concat(sheets), rules))
    assert [one.rule for one in told] == ["amount-type", "supplier-missing", "below-threshold", "late"]
    assert sum(one.count for one in told) == 4 * findings.height
    assert told[0].place.startswith("sheet August, row 4; sheet July, row 4; sheet June, row 4; 1 more sheet")
    assert told[3].place == ""
    assert len(told[0].examples) == len({example.value for example in told[0].examples})
    [with_file, *_] = by_rule(group(findings, rules), files=True)
    assert with_file.place.startswith("may.csv, ")
