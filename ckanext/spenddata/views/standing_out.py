"""Where a public body differs most from its peers, in a few sentences: the first rows of its comparison."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.words import in_sentence
from ckanext.spenddata.views import comparison_table as tables

STAND_OUT = 3
MANY_TIMES = Decimal("1.5")
"""From here on a figure is told as times the median."""
DIGITS = frozenset("123456789")


def sentences(comparison: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first rows of the comparison as sentences: what is outside the peers' middle half, the furthest first."""
    rows = [
        row
        for row in comparison["categories"]
        if row["kind"] == tables.PURCHASE and row["standing"] and Decimal(row["standing"]["outside"] or 0) != 0
    ]
    address = tk.url_for("spenddata_comparison.index")
    query = urlencode({"publisher": comparison["bodies"][0]["slug"]})
    return [
        {
            "value": _reads(comparison, row["cells"][0]),
            "label": in_sentence(row["label"]),
            "url": f"{address}/{row['category']}?{query}",
            "beside": _beside(row),
            "cautions": [tables.in_words(each) for each in row["cautions"]],
        }
        for row in rows[:STAND_OUT]
    ]


def _reads(comparison: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    if not cell["transactions"]:
        return tk._("Nothing")
    return comparison["measure"]["reads"].format(value=cell["value_text"])


def _beside(row: Mapping[str, Any]) -> str:
    """Where a figure stands among the peers, in a clause."""
    found, standing = row["peers"], row["standing"]
    place = tables.place(standing)
    place = place[:1].lower() + place[1:]
    if found["median"] is None:
        low, high = found["range_text"]
        return tk._("{place}; its peers, {low} to {high}").format(place=place, low=low, high=high)
    times, said = standing["times"], standing["times_text"]
    if said and Decimal(times) >= MANY_TIMES:
        return tk._("{times} times its peers’ median of {median}").format(times=said, median=found["median_text"])
    median = found["median_text"] if DIGITS & set(found["median_text"]) else tk._("next to nothing")
    return tk._("{place}; its peers’ median is {median}").format(
        place=place, median=median if Decimal(found["median"]) else tk._("nothing")
    )
