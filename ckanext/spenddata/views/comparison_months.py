"""The months of one category as lines of a table and as places of a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.charts import Scale, percent, ticks
from ckanext.spenddata.views.comparison_strips import tick_words, usual
from ckanext.spenddata.views.months import labels

MOST_LABELS = 14
"""Months that have their name below a chart."""
TOP, BOTTOM = Decimal("0.06"), Decimal("0.86")
"""Between these parts of its height a chart has its figures; the months stand below."""
ABOVE, BELOW = "-10", "20"
"""From a point to the foot of the words above it, or below it, in pixels."""
ROOM, TOUCHING = Decimal("0.25"), Decimal("0.04")
"""Parts of the height: what words between two lines need, and from where on a line runs into words."""
UNDER_WORDS = 3
"""The last months, whose part of the line the words at its end may cover."""
_BOTH = 2


def months(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The months as lines of a table and as places of a chart: the body's line, the peers' middle half and median."""
    found = shown["category"]["months"]
    bands = [usual(month["peers"]) if month["peers"] else None for month in found]
    figures = [Decimal(month["value"]) for month in found if month["value"] is not None]
    figures += [edge for band in bands if band for edge in band]
    scale = Scale.around(figures)
    across = [percent((Decimal(n) + Decimal("0.5")) / len(found)) for n in range(len(found))]
    return {
        "title": _title(found),
        "ends": _ends(scale, across, found),
        "lines": [_month_line(month, band) for month, band in zip(found, bands, strict=True)],
        "grid": [
            {"y": _height(scale, tick), "text": tick_words(tick, shown["measure"]["unit"])}
            for tick in ticks(scale)
            if tick > 0
        ],
        "base": _height(scale, Decimal(0)),
        "line": _points(scale, across, [_number(month["value"]) for month in found]),
        "dots": [
            {"x": x, "y": _height(scale, Decimal(month["value"]))}
            for x, month in zip(across, found, strict=True)
            if month["value"] is not None
        ],
        "median": _points(scale, across, [_middle(month["peers"]) for month in found]),
        "band": _band_points(scale, across, bands),
        "labels": _labels(found, across),
        "peers": next((month["peers"]["count"] for month in found if month["peers"]), 0),
        "drawn": len(found) > 1 and bool(figures),
    }


def _title(found: Sequence[Mapping[str, Any]]) -> str:
    """What the line says: beyond every peer in every month, or in how many above the peers' median; nothing where that isn't known."""
    known = [(Decimal(each["value"]), each["peers"]) for each in found if each["value"] is not None and each["peers"]]
    if len(known) < len(found) or not known:
        return ""
    if all(value > Decimal(peers["maximum"]) for value, peers in known):
        return tk._("Above every peer in every month")
    if all(value < Decimal(peers["minimum"]) for value, peers in known):
        return tk._("Below every peer in every month")
    if any(peers["median"] is None for _, peers in known):
        return ""
    above = sum(value > Decimal(peers["median"]) for value, peers in known)
    if not above:
        return tk._("Never above its peers’ median")
    return tk.ungettext(
        "Above its peers’ median in {above} of {n} month",
        "Above its peers’ median in {above} of {n} months",
        len(known),
    ).format(above=above, n=len(known))


def _ends(scale: Scale, across: Sequence[str], found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The body's and the median's last figure, said at the end of their lines: the higher one above its line, the other below."""
    last = found[-1]
    told = [
        (kind, Decimal(value), text)
        for kind, value, text in (
            ("this", last["value"], last["value_text"]),
            ("median", (last["peers"] or {}).get("median"), (last["peers"] or {}).get("median_text")),
        )
        if value is not None and text
    ]
    ordered = sorted(told, key=lambda each: -each[1])
    apart = len(ordered) < _BOTH or _share(scale, ordered[0][1] - ordered[1][1]) > ROOM
    return [
        {
            "kind": kind,
            "x": across[-1],
            "y": _height(scale, figure),
            "text": text,
            "dy": ABOVE if (_is_free_above(scale, kind, found, above=first) if apart else first) else BELOW,
        }
        for first, (kind, figure, text) in zip((True, False), ordered, strict=False)
    ]


def _is_free_above(scale: Scale, kind: str, found: Sequence[Mapping[str, Any]], *, above: bool) -> bool:
    """Whether the words at a line's end stand above it: where they would by themselves (``above``), unless the line comes from there."""
    figures = [_number(each["value"] if kind == "this" else (each["peers"] or {}).get("median")) for each in found]
    before, last = [each for each in figures[-UNDER_WORDS:-1] if each is not None], figures[-1] or Decimal(0)
    higher = max((_share(scale, each - last) for each in before), default=Decimal(0))
    lower = max((_share(scale, last - each) for each in before), default=Decimal(0))
    near_months = _share(scale, last - scale.low) < ROOM / 2
    if above:
        return higher <= TOUCHING or lower > TOUCHING or near_months
    return near_months or (lower > TOUCHING >= higher)


def _share(scale: Scale, difference: Decimal) -> Decimal:
    """A difference as a part of the chart's height."""
    return difference / (scale.high - scale.low) * (BOTTOM - TOP)


def _month_line(month: Mapping[str, Any], band: Sequence[Decimal] | None) -> dict[str, Any]:
    found = month["peers"] or {}
    return {
        "month": month["month"],
        "value": month["value_text"],
        "median": found.get("median_text"),
        "band": (found.get("middle_half_text") or found.get("range_text")) if band else None,
    }


def _middle(peers: Mapping[str, Any] | None) -> Decimal | None:
    """The peers' median; of one peer, its figure."""
    found = peers or {}
    return _number(found.get("maximum") if found.get("count") == 1 else found.get("median"))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _height(scale: Scale, figure: Decimal) -> str:
    share = (figure - scale.low) / (scale.high - scale.low)
    return percent(BOTTOM - share * (BOTTOM - TOP))


def _points(scale: Scale, across: Sequence[str], figures: Sequence[Decimal | None]) -> list[str]:
    """Stretches of a line, each broken off where a month has no figure: a missing return must not look like a fall."""
    stretches: list[list[str]] = [[]]
    for x, figure in zip(across, figures, strict=True):
        if figure is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{x[:-1]},{_height(scale, figure)[:-1]}")
    return [" ".join(points) for points in stretches if len(points) > 1]


def _band_points(scale: Scale, across: Sequence[str], bands: Sequence[tuple[Decimal, Decimal] | None]) -> str:
    known = [(x, band) for x, band in zip(across, bands, strict=True) if band]
    upper = [f"{x[:-1]},{_height(scale, band[1])[:-1]}" for x, band in known]
    lower = [f"{x[:-1]},{_height(scale, band[0])[:-1]}" for x, band in reversed(known)]
    return " ".join(upper + lower) if len(known) > 1 else ""


def _labels(months: Sequence[Mapping[str, Any]], across: Sequence[str]) -> list[dict[str, str]]:
    """Names of months below a chart, as many as there is room for."""
    named = labels([month["month"] for month in months], MOST_LABELS)
    return [{"x": x, "wide": name[0], "thin": name[1]} for x, name in zip(across, named, strict=True) if name]
