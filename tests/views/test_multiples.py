"""A small chart has nought in it, a gap is no fall, and one point is no line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ckanext.spenddata.views.multiples import BASE, SIDE, TOP, drawn


def chart(*figures: int | None) -> dict:
    return drawn("Roads", [None if figure is None else Decimal(figure) for figure in figures], ["2024", "2025"])


def heights(found: dict) -> list[Decimal]:
    return [Decimal(dot["y"]) for dot in found["dots"]]


def test_the_highest_is_at_the_top_and_nought_at_the_base():
    found = chart(0, 50, 100)
    assert heights(found) == [BASE, (BASE + TOP) / 2, TOP]
    assert Decimal(found["base"]) == BASE
    assert [Decimal(dot["x"]) for dot in found["dots"]] == [SIDE, Decimal(50), 100 - SIDE]


def test_credits_go_below_nought():
    found = chart(-100, 100)
    assert heights(found) == [BASE, TOP]
    assert Decimal(found["base"]) == (BASE + TOP) / 2


def test_a_gap_breaks_the_line():
    assert len(chart(1, 2, None, 3, 4)["lines"]) == 2
    assert len(chart(1, 2, None, 3)["lines"]) == 1, "a point alone is a dot"
    assert len(chart(1, 2, None, 3)["dots"]) == 3


@pytest.mark.parametrize("figures", [(), (None,), (0, 0), (5,)])
def test_nothing_to_draw_draws_without_fault(figures):
    found = chart(*figures)
    assert len(found["dots"]) == sum(figure is not None for figure in figures)
    assert found["label"] == "Roads"
