"""The check as a whole: every finding of every row, in its place, in order, the same each time."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.yaml_file import DefinitionError
from ckanext.spenddata.rows import Rows
from tests.checks.filings import FILE, context, filing, good, table_of


def test_a_good_filing_has_no_findings():
    assert check(filing(good(), good(transaction_number="2")), context()).is_empty()


def test_findings_are_a_frame_of_the_agreed_columns_in_order_of_rows_and_rules():
    rows = filing(good(payment_date="soon", amount="x"), good(), good(amount=None, transaction_number="3"))
    findings = check(rows, context())
    assert dict(findings.schema) == finding.SCHEMA
    assert findings.select("index", "row", "rule").rows() == [
        (0, 2, "amount-unreadable"),
        (0, 2, "date-unreadable"),
        (2, 4, "amount-missing"),
    ]
    assert finding.rows_in_error(findings).to_list() == [0, 2]


def test_findings_about_the_whole_filing_come_first_and_have_no_row():
    findings = check(filing(good(amount="x")), context(amount_basis=None))
    assert findings.select("rule", "row", "index").row(0) == ("amount-basis-unknown", None, None)


def test_no_finding_is_left_out_however_many_there_are():
    row = filing(good(amount="x")).frame
    many = Rows(pl.concat([row] * 20_000).with_columns(source_row=pl.int_range(2, 20_002, dtype=pl.UInt32)))
    errors = check(many, context()).filter(pl.col("rule") == "amount-unreadable")
    assert errors["row"].to_list() == list(range(2, 20_002))


def test_the_same_rows_give_the_same_findings():
    rows = filing(*[good(amount=amount, description="Call 07700 900123") for amount in ("x", "£5", "-7", "5", "5")])
    first = check(rows, context())
    assert first.equals(check(rows, context()), null_equal=True)


def test_the_column_of_the_file_is_told_for_each_file_and_sheet():
    rows = filing(good(amount="x"), good(amount="x"))
    two = Rows(
        rows.frame.with_columns(source_file=pl.Series([FILE, "other.xlsx"]), source_sheet=pl.Series([None, "May"]))
    )
    tables = (
        table_of(columns={"amount": 3}),
        table_of("May", file="other.xlsx", columns={"amount": 12, "payment_date": 1}),
        table_of(file="other.xlsx", columns={"amount": 13}),
    )
    findings = check(two, context(tables=tables)).filter(pl.col("rule") == "amount-unreadable")
    assert findings.select("file", "sheet", "column").rows() == [(FILE, None, 3), ("other.xlsx", "May", 12)]


def test_two_tables_of_a_sheet_have_columns_of_their_own():
    tables = tuple(table_of(first_row=first, columns={"amount": column}) for first, column in ((2, 3), (4, 4)))
    findings = check(filing(*[good(amount="x")] * 4), context(tables=tables), [load().rules["amount-unreadable"]])
    assert findings.select("row", "column").rows() == [(2, 3), (3, 3), (4, 4), (5, 4)]


def overlay(tmp_path, rule: str):
    """Definitions with the packaged rules and one more."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "99-own.yaml").write_text(rule)
    return load(tmp_path)


OWN = """
- id: own-rule
  title: Amount of nothing
  kind: zero
  expected: Something
  remedy: Add something.
  basis: {text: Ours, url: "https://example.org"}
"""


def severities(definitions, regime: str | None = None, period: str | None = None) -> list[str]:
    known = context(regime=regime, period=period)
    known = type(known)(definitions, known.today, regime=known.regime, period=known.period)
    findings = check(filing(good(amount="0")), known)
    return findings.filter(pl.col("rule") == "own-rule")["severity"].to_list()


def test_an_administrator_adds_a_rule_with_a_file(tmp_path):
    assert severities(overlay(tmp_path, OWN)) == ["warning"]


@pytest.mark.parametrize(
    ("more", "regime", "period", "expected"),
    [
        ("  severity: error\n", None, None, ["error"]),
        ("  regimes: [lgtc-500]\n", "hmt-25k", None, []),
        ("  regimes: [lgtc-500]\n", "lgtc-500", None, ["warning"]),
        ("  regimes: [lgtc-500]\n", None, None, []),
        ("  since: 2026-05-01\n", None, "2026-04", []),
        ("  since: 2026-04-30\n", None, "2026-04", ["warning"]),
        ("  until: 2026-04-29\n", None, "2026-04", []),
        ("  changes: [{severity: error, since: 2026-04-01, regimes: [hmt-25k]}]\n", "hmt-25k", "2026-04", ["error"]),
        ("  changes: [{severity: error, since: 2026-04-01, regimes: [hmt-25k]}]\n", "hmt-25k", "2026-03", ["warning"]),
        ("  changes: [{severity: error, since: 2026-04-01, regimes: [hmt-25k]}]\n", "lgtc-500", "2026-04", ["warning"]),
        ('  changes: [{severity: error}, {severity: "off", until: 2026-04-30}]\n', None, "2026-04", []),
    ],
)
def test_severity_is_data_by_regime_and_date(tmp_path, more, regime, period, expected):
    assert severities(overlay(tmp_path, OWN + more), regime, period) == expected


def test_a_regime_has_the_last_word_on_severity(tmp_path):
    regimes = (
        load()
        .paths("regimes.yaml")[0]
        .read_text()
        .replace("- id: hmt-25k", "- id: hmt-25k\n  severities: {own-rule: error}")
    )
    (tmp_path / "regimes.yaml").write_text(regimes)
    definitions = overlay(tmp_path, OWN)
    known = context()
    known = type(known)(definitions, known.today, regime=definitions.regimes["hmt-25k"])
    assert check(filing(good(amount="0")), known, [definitions.rules["own-rule"]])["severity"].to_list() == ["error"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (OWN.replace("kind: zero", "kind: nil"), "own-rule has the kind 'nil'"),
        (OWN + "  parameters: {often: 3}\n", "parameters of rule own-rule"),
        (OWN + OWN, "own-rule is defined more than once"),
        (OWN + "  severity: fatal\n", "99-own.yaml"),
    ],
)
def test_a_mistake_in_a_rule_is_named(tmp_path, rule, words):
    with pytest.raises(DefinitionError, match=words):
        severities(overlay(tmp_path, rule))


def test_rules_have_a_version_that_changes_with_them(tmp_path):
    assert load().rules_version == load().rules_version != overlay(tmp_path, OWN).rules_version


def test_rows_of_a_regime_without_a_threshold_are_never_too_small():
    assert (
        check(filing(good(amount="1", card_transaction="GPC")), context(regime="lgtc-gpc", period=None))
        .filter(pl.col("rule") == "amount-below-threshold")
        .is_empty()
    )


def test_lines_of_a_split_transaction_are_tested_together_but_not_across_suppliers_or_signs():
    rows = filing(
        good(amount="20000", transaction_number="1"),
        good(amount="10000", transaction_number="1", expense_type="Legal"),
        good(amount="20000", transaction_number="2"),
        good(amount="10000", transaction_number="2", supplier_name="Another Limited"),
        good(amount="30000", transaction_number="3"),
        good(amount="-20000", transaction_number="3", description="Credit"),
        good(amount="10000", transaction_number=None),
        good(amount="20000", transaction_number=None),
    )
    below = check(rows, context(), [load().rules["amount-below-threshold"]])
    assert below["index"].to_list() == [2, 3, 6, 7]


def test_a_check_knows_the_day_it_is_made():
    rows = filing(good(payment_date="15/04/2026"))
    assert "date-in-future" in check(rows, context(today=date(2026, 4, 14)))["rule"].to_list()


def test_a_repeat_says_where_the_first_of_its_kind_is():
    rows = filing(good(), good(transaction_number="2"), good(), good())
    two = Rows(rows.frame.with_columns(source_file=pl.Series(["a.csv", "a.csv", "a.csv", "b.csv"])))
    repeats = check(two, context(), [load().rules["repeat-exact"]])
    assert repeats.select("file", "row", "value").rows() == [
        ("a.csv", 4, "the same as row 2"),
        ("b.csv", 5, "the same as row 2 of a.csv"),
    ]
