"""Amounts in the prices of one year, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.words import decimal
from ckanext.spenddata.values.exact import Fraction


def in_prices(prices: Mapping[str, Any]) -> str:
    """In the prices of which year, whose series says so, and which of its years are only a forecast."""
    words = tk._("In {year} prices ({series}: {source}; {licence})").format(
        year=prices["financial_year"], series=prices["title"], source=prices["source"], licence=prices["licence"]
    )
    if not prices["forecast"]:
        return words
    return tk._("{prices}. Prices of {years} are a forecast").format(prices=words, years=", ".join(prices["forecast"]))


def after_inflation(change: Fraction) -> str:
    """A change in per cent that stands behind the one as paid."""
    if abs(change) < 1:
        return tk._("about the same")
    words = tk._("{percent} more") if change > 0 else tk._("{percent} less")
    return words.format(percent=f"{decimal(abs(change), 0)}%")
