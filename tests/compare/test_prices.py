"""Sums in the prices of one year: by the month of payment, rounded once, and nothing carried over from another year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ckanext.spenddata.compare.prices import Prices
from ckanext.spenddata.definitions.deflators import Deflator

SERIES = Deflator(
    "made-up", "Made-up prices", "Office of Examples", "None", {"2024-25": Decimal(100), "2025-26": Decimal(104)}
)
MONTHS = ["2025-03", "2025-04", "2025-05"]


def test_each_month_is_told_by_its_own_year_and_the_months_go():
    sums = [
        (("a", "2025-03"), 2, 10_000),
        (("a", "2025-04"), 1, 500),
        (("b", "2025-05"), 3, 700),
    ]
    assert Prices(SERIES, "2025-26").told(sums, MONTHS) == [(("a",), 3, 10_900), (("b",), 3, 700)]
    assert Prices(SERIES, "2024-25").told(sums, MONTHS) == [(("a",), 3, 10_481), (("b",), 3, 673)]


def test_a_month_that_is_asked_for_stays_in_the_key():
    assert Prices(SERIES, "2025-26").told([(("2025-03", "2025-03"), 1, 100)], MONTHS) == [(("2025-03",), 1, 104)]


@pytest.mark.parametrize(("pence", "told"), [(13, 14), (-13, -14), (12, 12), (-12, -12), (0, 0)])
def test_half_a_penny_goes_away_from_nought(pence, told):
    # 13 × 1.04 = 13.52; 12 × 1.04 = 12.48
    assert Prices(SERIES, "2025-26").told([(("2025-03",), 1, pence)], MONTHS) == [((), 1, told)]


def test_pence_are_rounded_once_for_a_key_and_not_for_each_month():
    # 12 pence of March twice: 12.48 + 12.48 = 24.96, not 12 + 12.
    sums = [(("a", "2025-03"), 1, 12), (("a", "2025-03"), 1, 12)]
    assert Prices(SERIES, "2025-26").told(sums, MONTHS) == [(("a",), 2, 25)]


def test_a_year_that_the_series_lacks_is_no_figure():
    with pytest.raises(KeyError):
        Prices(SERIES, "2025-26").told([], ["2023-01"])
