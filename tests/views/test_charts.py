"""Marks lie where their figures say, and a scale's ticks are round, few, and have nought among them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.views.charts import Scale, percent, round_step, ticks, up_to

FIGURES = st.lists(st.decimals("-1e9", "1e9", places=2), min_size=1, max_size=20)


@pytest.mark.parametrize(("share", "words"), [("0", "0%"), ("0.625", "62.5%"), ("1", "100%")])
def test_a_share_as_svg_writes_it(share, words):
    assert percent(Decimal(share)) == words


def test_bars_begin_at_nought():
    scale = Scale.from_nought([Decimal(50), Decimal(100)])
    assert scale.at(Decimal(0)) == "0%"
    assert scale.length(Decimal(0), Decimal(51)) == "50%"
    assert scale.length(Decimal(0), Decimal(-5)) == "0%", "a sum of credits has no bar"


@given(FIGURES)
def test_every_figure_has_its_place(figures):
    scale = Scale.around(figures)
    places = [Decimal(scale.at(figure)[:-1]) for figure in sorted(figures)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


@given(FIGURES)
def test_ticks_are_few_and_round_and_nought_is_one(figures):
    scale = Scale.around(figures)
    found = ticks(scale)
    assert 1 <= len(found) <= 6
    assert Decimal(0) in found
    assert all(scale.low <= tick <= scale.high for tick in found)
    steps = {after - before for before, after in pairwise(found)}
    assert len(steps) <= 1
    assert {step.normalize().as_tuple().digits for step in steps} <= {(1,), (2,), (5,)}


def test_nothing_but_noughts_has_a_scale_too():
    assert Scale.around([Decimal(0)]).at(Decimal(0)) == "50%"
    assert Scale.from_nought([]).at(Decimal(0)) == "0%"


@pytest.mark.parametrize(
    ("span", "most", "step"),
    [("3", 4, "1"), ("4", 4, "1"), ("4.01", 4, "2"), ("600", 4, "200"), ("2001", 4, "1000"), ("0.9", 5, "0.2")],
)
def test_a_step_is_the_smallest_round_one_that_few_enough_fit(span, most, step):
    assert round_step(Decimal(span), most) == Decimal(step)


@pytest.mark.parametrize(
    ("largest", "lines"),
    [("600", [200, 400, 600]), ("447000000", [200000000, 400000000, 600000000]), ("1000", [500, 1000]), ("0.30", [1])],
)
def test_lines_reach_over_the_largest_and_are_whole_pounds(largest, lines):
    assert up_to(Decimal(largest), 4) == lines
