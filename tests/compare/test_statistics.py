"""Medians, quartiles and ranks are those that a person gets in a spreadsheet, exactly."""

from __future__ import annotations

import statistics as standard
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.statistics import rank, standing, statistics

PENCE = st.integers(-(10**11), 10**11).map(lambda pence: Fraction(pence, 300))
FIGURES = st.lists(PENCE, min_size=1, max_size=20)


def test_none_of_nothing():
    assert statistics([]) is None


def test_quartiles_of_a_known_example():
    """QUARTILE.INC of 1, 2, 4, 7, 8, 10 is 2.5, 5.5 and 7.75."""
    found = statistics([Fraction(n) for n in (7, 1, 10, 4, 2, 8)])
    assert found is not None
    assert (found.lower_quartile, found.median, found.upper_quartile) == (
        Fraction("2.5"),
        Fraction("5.5"),
        Fraction("7.75"),
    )
    assert (found.minimum, found.maximum, found.count) == (1, 10, 6)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_too_few_figures_have_neither_median_nor_quartiles_and_their_range_is_what_is_usual(count):
    found = statistics([Fraction(n) for n in range(count)])
    assert found is not None
    assert (found.lower_quartile, found.median, found.upper_quartile, found.deviation) == (None, None, None, None)
    assert found.edges == (0, count - 1)


@given(st.lists(PENCE, min_size=4, max_size=20))
def test_the_median_is_the_standard_library_s(figures):
    found = statistics(figures)
    assert found is not None
    assert found.median == standard.median(figures)


@given(st.lists(PENCE, min_size=4, max_size=20))
def test_quartiles_are_the_standard_library_s(figures):
    found = statistics(figures)
    assert found is not None
    lower, _, upper = standard.quantiles(figures, n=4, method="inclusive")
    assert (found.lower_quartile, found.upper_quartile) == (lower, upper)


@given(FIGURES, st.randoms())
def test_the_order_of_the_figures_says_nothing(figures, random):
    mixed = list(figures)
    random.shuffle(mixed)
    assert statistics(mixed) == statistics(figures)


@given(st.lists(PENCE, min_size=4, max_size=20))
def test_the_deviation_is_the_median_of_the_distances_from_the_median(figures):
    found = statistics(figures)
    assert found is not None
    middle = standard.median(figures)
    assert found.deviation == standard.median(abs(figure - middle) for figure in figures)


def stands(figure, *others):
    figures = [Fraction(other) for other in others]
    known = statistics(figures)
    assert known is not None
    return standing(Fraction(figure), figures, known)


def test_where_a_figure_stands_among_many():
    """QUARTILE.INC of 10, 20, 30, 40, 50 is 20, 30 and 40; their MAD is 10."""
    above, within, below = (stands(figure, 10, 20, 30, 40, 50) for figure in (75, 35, 5))
    assert (above.place, above.rank, above.of, above.outside, above.difference) == ("highest", 1, 6, 35, 45)
    assert above.times == Fraction("2.5")
    assert above.robust == 45 / (Fraction("1.4826") * 10)
    assert (within.place, within.outside, within.rank) == ("between", 0, 3)
    assert (below.place, below.outside, below.difference, below.rank) == ("lowest", -15, -25, 6)


def test_outside_the_middle_half_and_yet_not_the_highest():
    found = stands(45, 10, 20, 30, 40, 50)
    assert (found.place, found.rank, found.outside) == ("between", 2, 5)


def test_two_or_three_peers_are_a_range_and_nothing_to_differ_from():
    found = stands(7, 1, 5, 3)
    assert (found.place, found.outside, found.difference, found.times, found.robust) == ("highest", 2, None, None, None)
    assert stands(2, 1, 3).outside == 0


def test_one_peer_is_differed_from():
    found = stands(9, 6)
    assert (found.reference, found.difference, found.times, found.outside) == (6, 3, Fraction("1.5"), 3)


def test_all_the_same_is_neither_highest_nor_lowest_and_scatters_nothing():
    found = stands(5, 5, 5, 5, 5)
    assert (found.place, found.outside, found.robust, found.times) == ("equal", 0, None, 1)


def test_no_multiple_of_nothing_and_none_of_credits():
    assert stands(5, 0, 0, 0, 0).times is None
    assert stands(-5, 1, 2, 3, 4).times is None
    assert stands(5, -1, -1, -1, -1).times is None
    assert stands(0, 1, 2, 3, 4).times == 0


@given(st.lists(PENCE, min_size=1, max_size=12), PENCE)
def test_a_standing_agrees_with_itself(others, figure):
    found = stands(figure, *others)
    assert found.rank == sorted([*others, figure], reverse=True).index(figure) + 1
    assert (found.outside > 0) <= (found.place in ("highest", "between"))
    if found.difference is not None and found.outside:
        assert (found.difference > 0) == (found.outside > 0)
        assert abs(found.outside) <= abs(found.difference)


def test_the_highest_is_first_and_equals_share_a_place():
    others = [Fraction(n) for n in (5, 3, 3, 1)]
    assert [rank(Fraction(n), others) for n in (6, 5, 4, 3, 0)] == [1, 1, 2, 2, 5]


def test_a_half_goes_away_from_nought():
    from ckanext.spenddata.compare.statistics import half_up

    assert [half_up(Fraction(twice, 2)) for twice in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert (half_up(Fraction(149, 100)), half_up(Fraction(-149, 100))) == (1, -1)
