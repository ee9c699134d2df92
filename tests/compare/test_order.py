"""What stands first: of what is bought, what differs most by the measure that is asked for; what can't be judged comes last."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.compare.order import ORDERS, PROCUREMENT, ordered


def row(name: str, *amounts: int | None, kind: str = PROCUREMENT, **standing: Any) -> Any:
    """A row with the amounts of its bodies, and how the first stands."""
    known = {"reference": Fraction(1), "difference": Fraction(0), "times": None, "outside": Fraction(0), **standing}
    cells = [SimpleNamespace(amount=amount) for amount in amounts or (0,)]
    return SimpleNamespace(
        category=name, kind=kind, cells=cells, standing=SimpleNamespace(**known) if standing else None
    )


def names(order: str, *rows: Any) -> list[str]:
    found = [each.category for each in ordered(rows, order)]
    assert found == [each.category for each in ordered(rows[::-1], order)], "whatever their order before"
    return found


def test_by_the_distance_from_what_is_usual_and_then_by_the_difference():
    rows = (
        row("near", outside=Fraction(1)),
        row("far below", outside=Fraction(-5)),
        row("within, a little", difference=Fraction(1)),
        row("within, much", difference=Fraction(-3)),
        row("unknown", 900),
        row("without a median", outside=Fraction(2), difference=None),
    )
    assert names("distance", *rows) == [
        "far below", "without a median", "near", "within, much", "within, a little", "unknown",
    ]  # fmt: skip


def test_by_the_difference_either_way():
    rows = (
        row("a", difference=Fraction(2)),
        row("b", difference=Fraction(-3)),
        row("none", 7, difference=None),
        row("c", 8),
    )
    assert names("difference", *rows) == ["b", "a", "c", "none"]


def test_by_the_multiple_either_way_where_something_beside_nothing_is_more_than_any():
    rows = (
        row("twice", times=Fraction(2)),
        row("a fifth", times=Fraction(1, 5)),
        row("as much", times=Fraction(1)),
        row("something beside nothing", times=None, difference=Fraction(1)),
        row("nothing beside nothing", 5, times=None, difference=Fraction(0)),
        row("a range", 9, times=None, reference=None, difference=Fraction(1)),
    )
    assert names("times", *rows) == [
        "something beside nothing", "a fifth", "twice", "nothing beside nothing", "as much", "a range",
    ]  # fmt: skip


def test_by_the_body_s_own_amount_then_all_amounts_then_the_name():
    rows = (
        row("b", 5, 1),
        row("a", 5, 1),
        row("more in all", 5, 2),
        row("most", 6),
        row("none", None, 99),
        row("credit", -1),
    )
    assert names("size", *rows) == ["most", "more in all", "a", "b", "none", "credit"]


@pytest.mark.parametrize("order", ORDERS)
def test_what_is_bought_stands_before_the_rest(order):
    grant = row("grant", 99, kind="grants", outside=Fraction(99), difference=Fraction(99), times=Fraction(99))
    assert names(order, grant, row("bought", 1)) == ["bought", "grant"]
