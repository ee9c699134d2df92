"""Amounts in the prices of one year say whose figures they rest on, and what of these is only a forecast."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.views import prices

SERIES = {"financial_year": "2026-27", "title": "GDP deflator", "source": "A treasury", "licence": "Open"}


def test_the_series_its_source_and_its_licence_are_named():
    assert prices.in_prices({**SERIES, "forecast": []}) == "In 2026-27 prices (GDP deflator: A treasury; Open)"


def test_a_forecast_is_called_one():
    told = prices.in_prices({**SERIES, "forecast": ["2026-27", "2027-28"]})
    assert told.endswith("Open). Prices of 2026-27, 2027-28 are a forecast")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Fraction(1), "1% more"),
        (Fraction(-25, 2), "13% less"),
        (Fraction(99, 100), "about the same"),
        (Fraction(-99, 100), "about the same"),
        (Fraction(0), "about the same"),
    ],
)
def test_a_change_after_inflation_in_words(change, told):
    assert prices.after_inflation(change) == told
