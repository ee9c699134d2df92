"""Synthetic findings and rules for the tests of the reports."""

import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.definitions.regimes import Basis
from ckanext.spenddata.definitions.rules import Rule

BASIS = Basis(text="A made-up guide", url="https://example.org/guide")


@pytest.fixture
def rules() -> dict[str, Rule]:
    listed = (
        Rule(
            id="amount-type",
            title="Amount unreadable",
            kind="fault",
            constraint="type",
            severity="error",
            fields=("amount",),
            expected="an amount in pounds and pence",
            remedy="Write the amount as plain digits.",
            basis=BASIS,
        ),
        Rule(
            id="supplier-missing",
            title="Supplier missing",
            kind="constraint",
            constraint="required",
            severity="error",
            fields=("supplier_name",),
            expected="a supplier",
            remedy="Name the supplier or say why it is withheld.",
            basis=BASIS,
        ),
        Rule(
            id="below-threshold",
            title="Below the threshold",
            kind="threshold",
            expected="more than £500",
            remedy="Leave it in or out, as you do in other months.",
            basis=BASIS,
        ),
        Rule(id="late", title="Late", kind="late", expected="by 31 May", remedy="Send returns in time.", basis=BASIS),
    )
    return {rule.id: rule for rule in listed}


@pytest.fixture
def findings() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"rule": "late", "severity": "warning", "file": "may.csv", "expected": "by 31 May"},
            {
                "rule": "amount-type",
                "severity": "error",
                "file": "may.csv",
                "row": 4,
                "column": 3,
                "field": "amount",
                "value": "12OO",
                "expected": "an amount in pounds and pence",
                "fix": "1200.00",
                "index": 2,
            },
            {
                "rule": "below-threshold",
                "severity": "warning",
                "file": "may.csv",
                "row": 5,
                "column": 3,
                "field": "amount",
                "value": "-12.50",
                "expected": "more than £500",
                "index": 3,
            },
            {
                "rule": "supplier-missing",
                "severity": "error",
                "file": "may.csv",
                "row": 6,
                "column": 1,
                "field": "supplier_name",
                "expected": "=a supplier",
                "index": 4,
            },
        ],
        schema=finding.SCHEMA,
    )
