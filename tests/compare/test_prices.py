"""Sums in the prices of one year: by the month of payment, rounded once, and nothing carried over from another year."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from ckanext.spenddata.compare.prices import Prices, over_years, prices_dict
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


def test_the_prices_of_an_answer_are_told_with_their_source():
    assert prices_dict(None, MONTHS) is None
    assert prices_dict(Prices(SERIES, "2024-25"), MONTHS) == {
        "financial_year": "2024-25",
        "title": "Made-up prices",
        "source": "Office of Examples",
        "licence": "None",
        "address": "",
        "forecast": [],
    }


def test_a_forecast_is_told_of_the_months_and_of_the_year_in_whose_prices_they_are():
    series = replace(SERIES, forecast={"2026-27": Decimal(2), "2027-28": Decimal(2)})

    def told(year: str, *months: str) -> list[str]:
        found = prices_dict(Prices(series, year), months)
        assert found is not None
        return found["forecast"]

    assert told("2025-26", "2025-03") == []
    assert told("2025-26", "2025-03", "2026-04") == ["2026-27"]
    assert told("2027-28", "2026-04") == ["2026-27", "2027-28"]


def test_months_of_several_years_are_set_side_by_side_in_the_prices_of_the_last():
    found = over_years(MONTHS, SERIES)
    assert found is not None
    assert found.year == "2025-26"


@pytest.mark.parametrize(
    ("months", "series"),
    [
        (MONTHS, None),
        (["2025-04", "2026-03"], SERIES),
        (["2024-03", "2025-04"], SERIES),
        (["2026-03", "2026-04"], SERIES),
    ],
    ids=["no series", "one year", "the first is not known", "the last is not known"],
)
def test_months_of_one_year_or_of_years_not_known_are_told_as_they_were_paid(months, series):
    assert over_years(months, series) is None
