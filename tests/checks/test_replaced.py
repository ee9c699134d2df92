"""Less than half of what is published is no likely correction of it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import replaced
from ckanext.spenddata.checks.history import Published
from ckanext.spenddata.rows import Rows
from tests.checks.kinds import payments, tried

SAID = {"parameters": {"percent": 50, "at_least": 10}, "expected": "about {published}"}


def test_these_are_its_kinds():
    assert set(replaced.KINDS) == {"far_less"}


@pytest.mark.parametrize(
    ("published", "now", "told"),
    [
        ((10, 100_000), ["100.00"] * 4, True),
        ((10, 100_000), ["200.00"] * 5, False),
        ((10, 100_000), ["20.00"] * 10, True),
        ((10, -100_000), ["-50.00"] * 10, False),
        ((9, 100_000), ["100.00"], False),
        ((10, 0), ["100.00"] * 10, False),
        (None, ["100.00"], False),
    ],
)
def test_fewer_payments_and_less_money_are_told(published, now, told):
    before = Published(payments=published[0], pence=published[1]) if published else None
    assert tried("far_less", payments(*now), **SAID, published=before).is_empty() is not told


def test_both_are_named_with_their_sums():
    [found] = tried(
        "far_less", payments("25.50"), **SAID, published=Published(payments=1200, pence=12_345_678)
    ).to_dicts()
    assert (found["value"], found["expected"]) == ("1 payment, £25.50", "about 1,200 payments, £123,456.78")


def test_a_nil_statement_is_told_in_place_of_any_payment():
    [found] = tried("far_less", Rows.none(), **SAID, published=Published(payments=1, pence=60_000)).to_dicts()
    assert found["value"] == "no payment"
    assert tried("far_less", Rows.none(), **SAID, published=Published(payments=0, pence=0)).is_empty()
