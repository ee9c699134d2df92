"""Figures of a market, worked out by hand: shares, concentration, kinds of body, what a trend may say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.compare.market import Buyer, Month, Seller, Sellers, by_basis, by_kind, change, share
from ckanext.spenddata.compare.words import percent


def sellers(*pence: int) -> Sellers:
    paid = [each for each in pence if each > 0]
    return Sellers(
        count=len(pence),
        paid_by_many=0,
        pence=sum(paid),
        squares=sum(each * each for each in paid),
        largest=tuple(Seller(f"name:{n}", 1, 1, each) for n, each in enumerate(sorted(pence, reverse=True))),
        by_buyer=(),
        methods=(),
        withheld_count=0,
        withheld_pence=0,
    )


@pytest.mark.parametrize(
    ("pence", "index"),
    [
        ((100,), 10_000),
        ((50, 50), 5_000),
        ((25, 25, 25, 25), 2_500),
        ((40, 30, 20, 10), 3_000),  # 16 + 9 + 4 + 1 hundredths
        ((60, 40, -500), 5_200),  # a supplier whose credits are more than its payments has no share
        ((), None),
        ((-100,), None),
    ],
)
def test_concentration_is_the_sum_of_squared_shares(pence, index):
    assert sellers(*pence).concentration == index


def test_the_share_of_the_largest_is_of_what_named_suppliers_were_paid():
    assert sellers(40, 30, 20, 10).top(2) == Fraction(7, 10)
    assert sellers(40, 30).top(5) is None, "of fewer suppliers nothing is said"


def test_there_is_no_share_of_nothing():
    assert share(1, 0) is None
    assert share(1, -5) is None
    assert share(0, 5) == 0


def test_bodies_on_another_vat_basis_are_apart_and_most_money_comes_first():
    buyers = [Buyer("A", 1, 100), Buyer("B", 2, 500), Buyer("C", 1, 450), Buyer("D", 1, 1)]
    apart = by_basis(buyers, {"A": "gross", "B": "gross", "C": "net_of_all_vat"})
    assert [(basis, [each.publisher_id for each in those]) for basis, those in apart.items()] == [
        ("gross", ["A", "B"]),
        ("net_of_all_vat", ["C"]),
        ("unknown", ["D"]),
    ]


def test_kinds_of_body_are_summed_with_all_that_they_spent():
    buyers = [Buyer("A", 1, 100), Buyer("B", 2, 500), Buyer("C", 1, 450)]
    found = by_kind(buyers, {"A": "County", "B": "Trust", "C": "County"}, {"A": 1000, "B": 1000, "C": 200})
    assert [tuple(each) for each in found] == [("County", 2, 2, 550, 1200), ("Trust", 1, 2, 500, 1000)]


def months(*pence: int) -> list[Month]:
    return [Month(f"2026-{n:02d}", 1, each) for n, each in enumerate(pence, 1)]


def test_a_trend_is_three_months_beside_three():
    assert change(months(10, 10, 10, 99, 12, 12, 12)) == Fraction(1, 5)
    assert change(months(10, 10, 10, 12, 12)) is None
    assert change(months(0, 0, 0, 5, 5, 5)) is None


def test_an_index_and_a_share_in_the_middle_are_rounded_up_as_people_do():
    assert sellers(1, 1).concentration == 5000
    assert Sellers(2, 0, 200, 10_002, (), (), (), 0, 0).concentration == 2501, "2,500.5"
    assert percent(Fraction(125, 10_000)) == "1.3", "1.25 of a hundred"
    assert percent(None) is None
