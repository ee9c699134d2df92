"""A payment that is published under two duties is counted once, under the wider; different payments stay."""

from __future__ import annotations

from datetime import date

import msgspec
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


def test_a_duty_without_a_threshold_is_the_widest():
    low = msgspec.structs.replace(
        REGIMES["lgtc-500"], threshold=msgspec.structs.replace(REGIMES["lgtc-500"].threshold, amount=1)
    )
    regimes = {**REGIMES, "low": low, "all": msgspec.structs.replace(REGIMES["lgtc-500"], threshold=None)}
    assert counted_elsewhere(filed(("a", "low", MARCH), ("a", "all", MARCH)), regimes) == {("a", "low")}


@pytest.mark.parametrize(
    ("days", "same"),
    [
        ((date(2026, 3, 31), date(2026, 4, 30)), True),
        ((date(2026, 4, 1), date(2026, 4, 30)), False),
        ((date(2025, 12, 1), date(2026, 1, 1)), True),
        ((date(2025, 12, 1), date(2025, 12, 31)), False),
    ],
)
def test_one_day_in_common_is_enough(days, same):
    returns = filed(("a", "lgtc-500", QUARTERS["Q1"]), ("a", "pa23-s70", days))
    assert bool(counted_elsewhere(returns, REGIMES)) is same
