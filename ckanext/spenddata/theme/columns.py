"""Columns of months, drawn by the server in percent: no script, no style, sharp at any width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from babel.dates import format_date
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.views import columns

__all__ = ["spenddata_bars", "spenddata_columns"]

STEPS = (1, 2, 4, 5, 10)
"""What lines of the scale may be multiples of."""
LINES = 4


def spenddata_bars(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines with ``share``: the amount as a percentage of the largest, for a bar in a cell; none for a credit."""
    largest = max((Decimal(line["amount"]) for line in lines), default=Decimal(0))
    return [{**line, "share": columns.share(Decimal(line["amount"]), largest)} for line in lines]


def spenddata_columns(months: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """A chart of months.

    Args:
        months: In order, each with ``month`` (``2026-04``), ``publishers`` and ``amount`` (pounds).

    Returns:
        ``columns`` (``x``, ``width``, ``y``, ``height`` and ``middle`` in per cent, ``part``: whether fewer bodies than in the
        fullest month have published, ``wide`` and ``thin``: labels), ``lines`` of the scale (``y``, ``label``), ``base``, and
        ``least`` and ``most`` of the full months. None where there is nothing to draw: fewer than two months, or nothing above
        nought.
    """
    amounts = [Decimal(each["amount"]) for each in months]
    largest = max(amounts, default=Decimal(0))
    if len(months) < 2 or largest <= 0:
        return None
    step = _step(largest)
    lines = int((largest / step).to_integral_value(ROUND_CEILING))
    labels = [_label(each["month"], first=not number) for number, each in enumerate(months)]
    chart = columns.drawn(amounts, labels, [step * n for n in range(1, lines + 1)])
    fullest = max(int(each["publishers"]) for each in months)
    parts = [int(each["publishers"]) < fullest for each in months]
    full = [amount for amount, part in zip(amounts, parts, strict=True) if not part]
    drawn = [{**column, "part": part} for column, part in zip(chart["columns"], parts, strict=True)]
    return {**chart, "columns": drawn, "least": min(full), "most": max(full)}


def _label(month: str, *, first: bool) -> tuple[str, str]:
    """The name of a month in the reader's language; with the year at the first and at each January."""
    start = Period.parse(month).start
    label = format_date(start, "MMM y" if first or start.month == 1 else "MMM", locale=tk.h.lang() or "en_GB")
    return label, label[:1]


def _step(largest: Decimal) -> Decimal:
    """A round number of which at most ``LINES`` reach up to the largest amount."""
    size = Decimal(10) ** (max(largest.adjusted() - 1, 0))
    while True:
        for step in STEPS:
            if size * step * LINES >= largest:
                return size * step
        size *= 10
