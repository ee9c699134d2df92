"""A payment that is published under two duties is counted once, under the wider; different payments stay."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.compare.same_payments import counted_elsewhere
from ckanext.spenddata.definitions import load

REGIMES = load().regimes
QUARTERS = {"Q1": (date(2026, 1, 1), date(2026, 3, 31)), "Q2": (date(2026, 4, 1), date(2026, 6, 30))}
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def filed(*returns):
    return [((body, regime), *days) for body, regime, days in returns]


def test_contracts_over_30000_are_among_what_is_over_500():
    returns = filed(
        ("a", "pa23-s70", QUARTERS["Q1"]), ("a", "lgtc-500", QUARTERS["Q1"]), ("b", "pa23-s70", QUARTERS["Q1"])
    )
    for order in (returns, returns[::-1]):
        assert counted_elsewhere(order, REGIMES) == {("a", "pa23-s70")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "lgtc-500", QUARTERS["Q1"]), ("a", "pa23-s70", QUARTERS["Q2"])),
        (("a", "lgtc-500", QUARTERS["Q1"]), ("a", "lgtc-gpc", QUARTERS["Q1"])),
        (("a", "lgtc-500", QUARTERS["Q1"]), ("b", "pa23-s70", QUARTERS["Q1"])),
        (("a", "lgtc-500", QUARTERS["Q1"]), ("a", "lgtc-500", QUARTERS["Q2"])),
    ],
    ids=["one after the other", "by card", "of two bodies", "of one duty"],
)
def test_payments_that_are_not_the_same_are_all_counted(one, other):
    assert counted_elsewhere(filed(one, other), REGIMES) == frozenset()


def test_a_month_within_a_quarter_has_days_in_common():
    returns = filed(("a", "hmt-25k", MARCH), ("a", "pa23-s70", QUARTERS["Q1"]))
    assert counted_elsewhere(returns, REGIMES) == {("a", "pa23-s70")}
