"""A category over time: months and years that are missing are not nought, and a median moves only with the bodies behind it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.figures import MonthTotal, Span
from ckanext.spenddata.compare.over_time import by_month, by_year
from tests.compare.making import DEFINITIONS, body, circumstances, filed, totals

CATEGORY = "agency-staff"
YEARS = Span("2024-04", "2026-03")
QUARTERS = [f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]


def looked_at(paid, *, span=YEARS, missing=None, measure="spend-per-head"):
    """Bodies of 100,000 people, each with pounds paid in the category by month, and as much in another; whose returns are missing."""
    bodies = [body(n) for n in range(1, len(paid) + 1)]
    made = [
        circumstances(b, [filed(b, period) for period in QUARTERS if (n, period) not in (missing or ())], span=span)
        for n, b in enumerate(bodies)
    ]
    whole = [sum(each.values()) * 100 for each in paid]
    figures = [each for b, pence in zip(bodies, whole, strict=True) for each in totals(b, agency_staff=pence, it=pence)]
    comparison = compare(made, figures, DEFINITIONS.measures[measure], span, DEFINITIONS.categories)
    own = [
        MonthTotal(b.publisher_id, "lgtc-500", month, 1, pounds * 100)
        for b, each in zip(bodies, paid, strict=True)
        for month, pounds in each.items()
    ]
    every = [each._replace(n=2, amount=2 * each.amount) for each in own]
    return comparison, comparison.row(CATEGORY), (own, every), DEFINITIONS.categories


def values(times):
    return [(each.span.first, each.value) for each in times]


PEER = {"2024-05": 50_000, "2025-05": 70_000}


def test_whole_financial_years_are_told_and_their_months_added_up():
    mine = {"2024-05": 100_000, "2025-03": 100_000, "2025-04": 300_000}
    found = by_year(*looked_at([mine, *[PEER] * 4]))
    assert values(found) == [("2024-04", 2), ("2025-04", 3)]
    assert [each.statistics and (each.statistics.count, each.statistics.median) for each in found] == [
        (4, Fraction(1, 2)),
        (4, Fraction(7, 10)),
    ]


@pytest.mark.parametrize("span", [Span("2024-04", "2025-03"), Span("2024-05", "2026-02"), Span("2024-10", "2026-03")])
def test_one_year_or_parts_of_two_are_no_years_to_set_side_by_side(span):
    assert by_year(*looked_at([PEER, *[PEER] * 4], span=span)) == ()


def test_a_year_of_which_a_return_is_missing_has_no_figure():
    found = by_year(*looked_at([PEER, *[PEER] * 4], missing={(0, "2024-Q3")}))
    assert values(found) == [("2024-04", None), ("2025-04", Fraction(7, 10))]


def test_a_peer_that_lacks_one_year_is_in_no_year_s_median():
    large = {"2024-05": 9_000_000, "2025-05": 9_000_000}
    found = by_year(*looked_at([PEER, *[PEER] * 4, large], missing={(5, "2024-Q3")}))
    assert {each.statistics.count for each in found if each.statistics} == {4}


def test_a_share_of_a_year_is_of_all_that_was_published_in_it():
    assert values(by_year(*looked_at([PEER, *[PEER] * 4], measure="share"))) == [("2024-04", 50), ("2025-04", 50)]


def test_each_month_has_its_own_figure_and_its_own_peers():
    found = by_month(*looked_at([PEER, *[PEER] * 4], missing={(0, "2024-Q3")}))
    figures = dict(values(found))
    assert len(figures) == 24
    assert (figures["2024-05"], figures["2024-06"], figures["2025-05"]) == (Fraction(1, 2), 0, Fraction(7, 10))
    assert [figures[month] for month in ("2024-07", "2024-08", "2024-09")] == [None, None, None]
    peers = {each.span.first: each.statistics.count for each in found if each.statistics}
    assert set(peers.values()) == {4}
