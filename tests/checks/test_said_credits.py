"""Amounts without a minus that are said to be credits."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import said_credits
from tests.checks.filings import filing, found, good
from tests.checks.kinds import payments


def test_these_are_its_kinds():
    assert {"said_credit"} == set(said_credits.KINDS)


def test_they_are_told_with_their_number_and_sum_and_where_they_stand():
    credit = payments("30000.50", "-40000", "50000", description="Refund of overpayment")
    (told,) = found("amount-said-credit", filing(good(), *credit)).iter_rows(named=True)
    assert told["severity"] == "warning"
    assert told["value"] == "2 amounts without a minus, £80,000.50 together: “Refund of overpayment”, rows 3 and 5"


def test_what_was_paid_to_somebody_is_none():
    assert found("amount-said-credit", filing(good(description="Refund of council tax"))).is_empty()
    assert found("amount-said-credit", filing(good(description="Annual credit note software"), good())).height


@pytest.mark.parametrize(
    "words",
    [
        "Timber for the depot - refund",
        "Goods returned - credit",
        "Hire of plant (credit note)",
        "Toner: refunded",
        "Overpayment recovered",
    ],
)
def test_what_is_told_at_the_end_counts(words):
    assert found("amount-said-credit", filing(good(description=words))).height


@pytest.mark.parametrize(
    "words",
    [
        "Council tax - refund",
        "Deposit, refunded",
        "Rent - credit",
        "Letters of credit",
        "Tax refund",
        "Universal credit",
        "Carbon credit",
        "Refunded parking (PCN) - refund",
    ],
)
def test_what_is_paid_back_to_people_and_other_credits_are_none(words):
    assert found("amount-said-credit", filing(good(description=words))).is_empty()
