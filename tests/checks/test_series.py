"""Amounts that count on from row to row."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import series
from tests.checks.kinds import payments, tried


def test_these_are_its_kinds():
    assert set(series.KINDS) == {"filled_series"}


OTHERS = ["9", "70", "12.50", "8", "33", "71.20", "14", "5", "44", "2", "90.10", "31"]


def values(*amounts: str) -> list[str]:
    return tried("filled_series", payments(*amounts))["value"].to_list()


def test_they_are_told_with_their_place_and_step():
    counted_on = [f"{500 + n}.25" for n in range(7)]
    assert values("9", "7", *counted_on, *OTHERS) == ["7 amounts from row 4 on are each £1 more than the one above"]
    assert values("9", "7", *counted_on[::-1], *OTHERS) == [
        "7 amounts from row 4 on are each £1 less than the one above"
    ]


@pytest.mark.parametrize(
    "amounts",
    [
        [*(f"{500 + n}.25" for n in range(6)), *OTHERS],
        [f"{500 + n}.25" for n in range(60)],
        ["500"] * 20,
        [str(500 + n + n // 4) for n in range(12)],
        ["100", "200"] * 8,
    ],
)
def test_fewer_and_others_are_none(amounts):
    assert values(*amounts) == []
