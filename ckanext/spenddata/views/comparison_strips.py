"""The strips beside the rows of a comparison: where each peer lies, their middle half, and the body, from the median to both sides.

``shown`` is what the action answered, ``row`` one of its categories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.charts import Scale, ticks


def distances(row: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterable[Decimal]:
    """How far each mark of a row's strip lies from its middle."""
    middle = _middle(row)
    if middle is None or row["standing"] is None:
        return []
    return [Decimal(row["cells"][0]["value"]) - middle, *(each - middle for each in _values(row, shown))]


def strip(row: Mapping[str, Any], shown: Mapping[str, Any], scale: Scale) -> dict[str, Any] | None:
    """Where the marks of a row lie; None where it has none."""
    middle, found = _middle(row), row["peers"]
    if middle is None or row["standing"] is None:
        return None
    own = Decimal(row["cells"][0]["value"]) - middle
    low, high = (edge - middle for edge in usual(found))
    return {
        "band": {"x": scale.at(low), "width": scale.length(low, high)},
        "link": [scale.at(each) for each in _link(own, low, high, in_range=found["count"] in (2, 3))],
        "peers": [scale.at(each - middle) for each in _values(row, shown)],
        "middle": scale.at(Decimal(0)),
        "this": scale.at(own),
    }


def axis(scale: Scale, shown: Mapping[str, Any]) -> list[dict[str, str]]:
    """The figures below the strips."""
    unit = shown["measure"]["unit"]
    return [{"x": scale.at(each), "text": tick_words(each, unit, apart=True)} for each in ticks(scale)]


def usual(found: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """From where to where the peers' figures are usual: their middle half; of too few, all of them."""
    edges = (("lower_quartile", "minimum"), ("upper_quartile", "maximum"))
    low, high = (Decimal(found[quartile] if found[quartile] is not None else found[end]) for quartile, end in edges)
    return low, high


def tick_words(figure: Decimal, unit: str, *, apart: bool = False) -> str:
    """A figure on a scale: ``£1.5m``, ``5%``; with its sign where the scale is of differences (``apart``), ``+£20``."""
    sign = "−" if figure < 0 else "+" if apart and figure > 0 else ""
    size = abs(figure)
    number = f"{size:,.0f}" if size == size.to_integral_value() else f"{size.normalize():,f}"
    if unit == "pounds":
        number = f"{size:,.2f}".removesuffix(".00")
        return f"{sign}{tk.h.spenddata_pounds_short(size) if size >= 10_000 else f'£{number}'}"
    if unit == "percent" and apart and figure:
        return tk.ungettext("{n} point", "{n} points", int(size) if size == int(size) else 2).format(
            n=f"{sign}{number}"
        )
    return f"{sign}{number}%" if unit == "percent" and not apart else f"{sign}{number}"


def _middle(row: Mapping[str, Any]) -> Decimal | None:
    """From where a row is read: the median, the one peer, or the middle of the range of two or three."""
    found = row["peers"]
    if not found:
        return None
    if found["median"] is not None:
        return Decimal(found["median"])
    return (Decimal(found["minimum"]) + Decimal(found["maximum"])) / 2


def _values(row: Mapping[str, Any], shown: Mapping[str, Any]) -> list[Decimal]:
    """The comparable peers' values."""
    return [
        Decimal(cell["value"])
        for body, cell in zip(shown["bodies"], row["cells"], strict=True)
        if body["in_statistics"] and cell["value"] is not None
    ]


def _link(own: Decimal, low: Decimal, high: Decimal, *, in_range: bool) -> tuple[Decimal, Decimal]:
    """From where to where the body's line goes: from the median, or of two or three peers from the end of their range."""
    start = min(max(own, low), high) if in_range else Decimal(0)
    return min(own, start), max(own, start)
