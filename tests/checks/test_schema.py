"""What an administrator adds to the Table Schema is checked without a rule of its own."""

from __future__ import annotations

import json

import polars as pl
import pytest

from ckanext.spenddata.checks.check import check
from ckanext.spenddata.definitions import load
from tests.checks.filings import context, filing, good


def with_constraints(tmp_path, field: str, **constraints: object):
    """Definitions whose Table Schema has these constraints on a field."""
    schema = json.loads(load().paths("transaction.schema.json")[0].read_text())
    next(f for f in schema["fields"] if f["name"] == field)["constraints"] = constraints
    (tmp_path / "transaction.schema.json").write_text(json.dumps(schema))
    return load(tmp_path)


@pytest.mark.parametrize(
    ("field", "constraints", "cells", "rule", "expected"),
    [
        ("expense_area", {"required": True}, [None, "x"], "schema-required", "Expense area"),
        ("project_code", {"pattern": "P[0-9]+"}, ["12", "P12", None], "schema-pattern", "P[0-9]+"),
        ("expense_area", {"enum": ["North", "South"]}, ["West", "South"], "schema-enum", "North, South"),
        ("irrecoverable_vat", {"minimum": 0}, ["-0.01", "0"], "schema-minimum", "at least 0"),
        ("irrecoverable_vat", {"maximum": 1000}, ["1000.01", "1000.00"], "schema-maximum", "at most 1,000"),
        ("payment_date", {"maximum": "2026-04-15"}, ["16/04/2026", "15/04/2026"], "schema-maximum", "2026-04-15"),
    ],
)
def test_a_constraint_without_a_rule_of_its_own(tmp_path, field, constraints, cells, rule, expected):
    definitions = with_constraints(tmp_path, field, **constraints)
    known = context()
    rows = filing(*[good(**{field: cell}) for cell in cells])
    findings = check(rows, type(known)(definitions, known.today)).filter(pl.col("rule") == rule)
    assert findings.select("index", "field", "severity").rows() == [(0, field, "warning")]
    assert expected in findings["expected"][0]


def test_a_field_with_a_rule_of_its_own_is_told_of_once():
    rules = check(filing(good(supplier_postcode="nowhere")), context())["rule"].to_list()
    assert rules == ["postcode-form"]


def test_a_field_that_the_portal_fills_in_is_not_missing():
    rules = check(filing(good()), context())["rule"].to_list()
    assert "schema-required" not in rules
    assert "schema-required" in check(filing(good(publisher_name=None)), context())["rule"].to_list()


def test_rows_without_a_column_of_amounts_are_in_error():
    row = good()
    del row["amount"], row["payment_date"]
    errors = check(filing(row, row), context()).filter(pl.col("severity") == "error")
    assert errors.select("index", "rule").rows() == [
        (0, "amount-missing"), (0, "date-missing"), (1, "amount-missing"), (1, "date-missing"),
    ]  # fmt: skip
