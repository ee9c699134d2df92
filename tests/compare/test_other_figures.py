"""Medians and shares are exact, of the duty that is looked at alone, and not there where they aren't known."""

from __future__ import annotations

import statistics
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.figures import AmountCount, Total, TypeTotal
from ckanext.spenddata.compare.other_figures import ALL, by_card, medians, supplier_types

REGIMES = {"a": "lgtc-500", "b": "lgtc-500"}


def paid(body: str, category: str, amount: int, n: int = 1, regime: str = "lgtc-500") -> AmountCount:
    return AmountCount(publisher_id=body, regime=regime, category=category, amount=amount, n=n)


def test_a_median_is_of_payments_and_of_no_credits_nor_other_duties():
    amounts = [
        paid("a", "it", 10),
        paid("a", "it", 30),
        paid("a", "rent", 5, 2),
        paid("a", "it", -500),
        paid("a", "it", 0),
    ]
    found = medians([*amounts, paid("a", "it", 999, regime="lgtc-gpc"), paid("c", "it", 7)], REGIMES)
    assert found == {("a", "it"): 20, ("a", "rent"): 5, ("a", ALL): Fraction(15, 2)}


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 5), min_size=1))
def test_it_is_the_median_of_them_all_however_often_each_was_paid(counts):
    every = [amount for amount, n in counts.items() for _ in range(n)]
    found = medians([paid("a", "it", amount, n) for amount, n in counts.items()], REGIMES)
    assert found["a", "it"] == Fraction(statistics.median(every))


def test_the_share_of_a_type_is_of_what_was_paid_to_suppliers_whose_type_is_known():
    totals = [
        TypeTotal("a", "lgtc-500", "sme", 30),
        TypeTotal("a", "lgtc-500", "vcs", 10),
        TypeTotal("a", "lgtc-500", "large", 60),
        TypeTotal("a", "lgtc-500", "", 500),
        TypeTotal("a", "lgtc-500", "unknown", 500),
        TypeTotal("a", "lgtc-gpc", "sme", 500),
    ]
    assert supplier_types(totals, {"sme", "vcs"}, REGIMES) == {("a", ALL): Fraction(2, 5)}
    assert supplier_types(totals, {"individual"}, REGIMES) == {("a", ALL): 0}


def test_of_credits_there_is_no_share():
    for amount in (-5, 0):
        assert supplier_types([TypeTotal("a", "lgtc-500", "sme", amount)], {"sme"}, REGIMES) == {}
        totals = [Total("a", "lgtc-gpc", "it", 1, amount), Total("a", "lgtc-500", "it", 1, 5)]
        assert by_card(totals, REGIMES, {"lgtc-gpc"}) == {}


def test_cards_are_a_share_of_both_ways_where_both_are_published():
    totals = [
        Total("a", "lgtc-gpc", "it", 1, 10),
        Total("a", "lgtc-gpc", "rent", 1, 15),
        Total("a", "lgtc-500", "it", 1, 75),
        Total("a", "pa23-s70", "it", 1, 900),
        Total("b", "lgtc-gpc", "it", 1, 10),
        Total("c", "lgtc-500", "it", 1, 10),
    ]
    assert by_card(totals, REGIMES, {"lgtc-gpc"}) == {("a", ALL): Fraction(1, 4)}
