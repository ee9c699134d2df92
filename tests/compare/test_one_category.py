"""One category closely: months that are missing are not nought, medians are to the penny, and quantity is told from price."""

from __future__ import annotations

import statistics as standard
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.figures import MonthTotal
from ckanext.spenddata.compare.findings import category_finding
from ckanext.spenddata.compare.one_category import explained, median_payment, one_category
from tests.compare.making import DEFINITIONS, NET, YEAR, body, circumstances, totals, whole_year

CATEGORY = "agency-staff"


def looked_at(amounts, measure="spend-per-head", missing=(), mixed=()):
    """Bodies of 100,000 people, each with payments (pence, all in May 2025) in the category, and as much again in another."""
    bodies = [body(n) for n in range(1, len(amounts) + 1)]
    figures = [
        each
        for b, paid in zip(bodies, amounts, strict=True)
        for each in totals(b, agency_staff=sum(paid), it=sum(paid))
    ]
    figures = [
        each._replace(n=len(paid)) if each.category == CATEGORY else each for each, paid in _with(figures, amounts)
    ]
    made = [
        circumstances(b, [each for each in whole_year(b) if each.period not in missing] if n == 0 else None)
        for n, b in enumerate(bodies)
    ]
    made = [replace(each, bases=frozenset({"gross", NET})) if n in mixed else each for n, each in enumerate(made)]
    comparison = compare(made, figures, DEFINITIONS.measures[measure], YEAR, DEFINITIONS.categories)
    own = [
        MonthTotal(b.publisher_id, "lgtc-500", "2025-05", len(p), sum(p)) for b, p in zip(bodies, amounts, strict=True)
    ]
    every = [each._replace(n=each.n + 2, amount=2 * each.amount) for each in own]
    paid = {b.publisher_id: p for b, p in zip(bodies, amounts, strict=True)}
    suppliers = {b.publisher_id: 3 for b in bodies}
    row = comparison.row(CATEGORY)
    return comparison, one_category(comparison, row, paid, suppliers, (own, every), DEFINITIONS.categories)


def _with(figures, amounts):
    return [(each, amounts[n // 2]) for n, each in enumerate(figures)]


def said(comparison, found) -> dict[str, str]:
    return {each.code: each.text for each in explained(comparison, found)}


def test_more_often_is_told_from_more_at_a_time():
    often = looked_at([[10_000_00] * 10, *[[10_000_00] * 4] * 4])
    assert said(*often)["often"] == "It pays 2.5 times as often as its peers; its median payment is about the same."
    large = looked_at([[25_000_00] * 4, *[[10_000_00] * 4] * 4])
    assert said(*large)["large"] == "It pays about as often as its peers; its median payment is 2.5 times theirs."
    assert "both" in said(*looked_at([[20_000_00] * 8, *[[10_000_00] * 4] * 4]))
    assert "as-usual" in said(*looked_at([[10_500_00] * 4, *[[10_000_00] * 4] * 4]))


def test_what_the_difference_is_worth():
    comparison, found = looked_at([[100_000_00], *[[40_000_00]] * 4])
    assert said(comparison, found)["at-median-less"] == "At its peers’ median it would have spent £60,000 less."
    assert "at-median-more" in said(*looked_at([[10_000_00], *[[40_000_00]] * 4]))
    assert category_finding(comparison, found.row).text == (
        "Body 1 spends £1.00 a head on agency staff and recruitment, 2.5 times its peers’ median"
    )


def test_too_few_peers_explain_nothing():
    assert said(*looked_at([[100_000_00], [40_000_00], [40_000_00]])) == {}


def test_the_share_s_difference_is_worth_its_part_of_the_whole():
    comparison, found = looked_at([[100_000_00], *[[40_000_00]] * 4], measure="share")
    assert found.row.standing is not None
    assert not said(comparison, found).keys() & {"at-median-less", "at-median-more"}, "all spend half on it"


def test_payments_are_counted_by_heads_or_by_the_pound():
    _, heads = looked_at([[100_00] * 5, *[[50_00]] * 4])
    assert (heads.per, heads.bodies[0].often) == ("heads", Fraction(1, 2))
    _, pounds = looked_at([[100_00] * 5, *[[50_00]] * 4], measure="share")
    assert (pounds.per, pounds.bodies[0].often) == ("million", Fraction(5 * 1_000_000, 1_000))
    assert looked_at([[100_00] * 5, *[[50_00]] * 4], measure="spend")[1].per == ""


@given(st.lists(st.integers(-(10**9), 10**9), max_size=30))
def test_the_median_payment_is_the_median_to_the_penny(amounts):
    found = median_payment(amounts)
    if not amounts:
        assert found is None
    else:
        assert abs(found - standard.median(map(Fraction, amounts))) <= Fraction(1, 2)
