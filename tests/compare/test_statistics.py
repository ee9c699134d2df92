"""Medians, quartiles and ranks are those that a person gets in a spreadsheet, exactly."""

from __future__ import annotations

import statistics as standard
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.statistics import rank, statistics

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
def test_too_few_figures_have_a_median_but_no_quartiles(count):
    found = statistics([Fraction(n) for n in range(count)])
    assert found is not None
    assert (found.lower_quartile, found.upper_quartile) == (None, None)
    assert found.median == Fraction(count - 1, 2)


@given(FIGURES)
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


def test_the_highest_is_first_and_equals_share_a_place():
    others = [Fraction(n) for n in (5, 3, 3, 1)]
    assert [rank(Fraction(n), others) for n in (6, 5, 4, 3, 0)] == [1, 1, 2, 2, 5]
