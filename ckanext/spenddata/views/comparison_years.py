"""The financial years of one category as lines of a table, as paid and in the prices of the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.words import decimal
from ckanext.spenddata.values.exact import Fraction
from ckanext.spenddata.views.prices import after_inflation, in_prices


def years(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The years as lines; ``prices`` are the words that say by whose figures they are in the prices of one year."""
    found, prices = shown["category"]["years"], shown["category"]["prices"]
    return {
        "title": _title(found),
        "lines": [_line(year) for year in found],
        "peers": next((year["peers"]["count"] for year in found if year["peers"]), 0),
        "prices_of": prices["financial_year"] if prices else None,
        "prices": in_prices(prices) if prices else "",
    }


def _line(year: Mapping[str, Any]) -> dict[str, Any]:
    found = year["peers"] or {}
    return {
        "year": year["financial_year"],
        "value": year["value_text"],
        "median": found.get("median_text"),
        "band": found.get("middle_half_text") or found.get("range_text"),
        "real": year["real_value_text"],
        "real_median": year["real_median_text"],
    }


def _title(found: Sequence[Mapping[str, Any]]) -> str:
    """How the last year differs from the first, as paid and after inflation; nothing where either is not known."""
    ends = [found[0], found[-1]] if found else []
    paid = _change([year["value"] for year in ends])
    if paid is None:
        return ""
    real, first = _change([year["real_value"] for year in ends]), found[0]["financial_year"]
    if real is None:
        return _changed(paid, first)
    return tk._("{changed}; after inflation, {real}").format(changed=_changed(paid, first), real=after_inflation(real))


def _change(ends: Sequence[str | None]) -> Fraction | None:
    """By how many per cent a figure has changed; None where one is not known or the first is not above nought."""
    known = [Decimal(each) for each in ends if each is not None]
    if not ends or len(known) < len(ends) or known[0] <= 0:
        return None
    return (Fraction(known[1]) / Fraction(known[0]) - 1) * 100


def _changed(change: Fraction, year: str) -> str:
    if abs(change) < 1:
        return tk._("About the same as in {year}").format(year=year)
    words = tk._("{percent} more than in {year}") if change > 0 else tk._("{percent} less than in {year}")
    return words.format(percent=f"{decimal(abs(change), 0)}%", year=year)
