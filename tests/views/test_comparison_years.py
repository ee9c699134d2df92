"""Financial years side by side: a change is told as paid and after inflation, and never of a year that isn't known."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import comparison_years

PRICES = {
    "financial_year": "2026-27",
    "title": "GDP deflator",
    "source": "A treasury",
    "licence": "Open",
    "address": "",
    "forecast": [],
}
PEERS = {"count": 4, "median_text": "£1.00", "middle_half_text": ["£0.50", "£1.50"], "range_text": ["£0.10", "£2.00"]}


def year(name: str, value: str | None, real: str | None, peers: dict[str, Any] | None = None) -> dict[str, Any]:
    def text(figure: str | None) -> str | None:
        return figure and f"£{figure}"

    return {
        "financial_year": name,
        "value": value,
        "value_text": text(value),
        "real_value": real,
        "real_value_text": text(real),
        "real_median_text": "£1.05" if peers else None,
        "peers": peers,
    }


def shown(*years: dict[str, Any], prices: dict[str, Any] | None = PRICES) -> dict[str, Any]:
    return {"category": {"years": list(years), "prices": prices}}


@pytest.mark.parametrize(
    ("paid", "real", "told"),
    [
        (("2.00", "3.00"), ("2.50", "3.00"), "50% more than in 2025-26; after inflation, 20% more"),
        (("2.00", "2.10"), ("2.20", "2.10"), "5% more than in 2025-26; after inflation, 5% less"),
        (("2.00", "2.06"), ("2.06", "2.06"), "3% more than in 2025-26; after inflation, about the same"),
        (("2.00", "2.01"), ("2.10", "2.01"), "About the same as in 2025-26; after inflation, 4% less"),
        (("2.00", "1.00"), (None, None), "50% less than in 2025-26"),
        (("0.00", "1.00"), ("0.00", "1.00"), ""),
        (("-2.00", "1.00"), ("-2.00", "1.00"), ""),
        ((None, "1.00"), (None, "1.00"), ""),
        (("1.00", None), ("1.00", None), ""),
    ],
)
def test_how_the_last_year_differs_from_the_first(paid, real, told):
    found = comparison_years.years(shown(year("2025-26", paid[0], real[0]), year("2026-27", paid[1], real[1])))
    assert found["title"] == told


def test_lines_have_the_peers_middle_half_and_both_figures():
    found = comparison_years.years(shown(year("2025-26", "2.00", "2.50", PEERS), year("2026-27", None, None)))
    assert found["peers"] == 4
    assert found["lines"] == [
        {
            "year": "2025-26",
            "value": "£2.00",
            "median": "£1.00",
            "band": ["£0.50", "£1.50"],
            "real": "£2.50",
            "real_median": "£1.05",
        },
        {"year": "2026-27", "value": None, "median": None, "band": None, "real": None, "real_median": None},
    ]
    assert found["prices"] == "In 2026-27 prices (GDP deflator: A treasury; Open)"


def test_without_years_or_prices_nothing_is_said_of_them():
    found = comparison_years.years(shown(prices=None))
    assert (found["title"], found["lines"], found["prices"], found["prices_of"], found["peers"]) == (
        "",
        [],
        "",
        None,
        0,
    )
