"""Columns of months, drawn by the server in percent: no script, no style, sharp at any width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from babel.dates import format_date
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.periods import Period

__all__ = ["spenddata_bars", "spenddata_columns"]

TOP, BASE = Decimal(6), Decimal(86)
"""Where the largest column may reach, and where columns stand, in per cent of the drawing's height."""
FILLED = Decimal("0.72")
"""Share of a month's room that its column takes."""
STEPS = (1, 2, 4, 5, 10)
"""What lines of the scale may be multiples of."""
LINES = 4


def spenddata_bars(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines with ``share``: the amount as a percentage of the largest, for a bar in a cell; none for a credit."""
    largest = max((Decimal(line["amount"]) for line in lines), default=Decimal(0))
    return [{**line, "share": _percent(Decimal(line["amount"]), largest)} for line in lines]


def _percent(amount: Decimal, largest: Decimal) -> str | None:
    return f"{amount / largest * 100:.1f}" if largest > 0 and amount > 0 else None


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
    ceiling = step * (largest / step).to_integral_value(ROUND_CEILING)
    fullest = max(int(each["publishers"]) for each in months)
    room = Decimal(100) / len(months)
    columns = [_column(number, each, room, ceiling, fullest) for number, each in enumerate(months)]
    full = [amount for amount, column in zip(amounts, columns, strict=True) if not column["part"]]
    lines = [
        {"y": f"{_height(step * n, ceiling):.2f}", "label": tk.h.spenddata_pounds_short(step * n)}
        for n in range(1, int(ceiling // step) + 1)
    ]
    return {"columns": columns, "lines": lines, "base": f"{BASE}", "least": min(full), "most": max(full)}


def _height(amount: Decimal, ceiling: Decimal) -> Decimal:
    """How far down an amount stands."""
    return BASE - (BASE - TOP) * amount / ceiling


def _column(number: int, month: Mapping[str, Any], room: Decimal, ceiling: Decimal, fullest: int) -> dict[str, Any]:
    amount = max(Decimal(month["amount"]), Decimal(0))
    top = _height(amount, ceiling)
    start = Period.parse(month["month"]).start
    named = number == 0 or start.month == 1
    label = format_date(start, "MMM y" if named else "MMM", locale=tk.h.lang() or "en_GB")
    return {
        "x": f"{room * number + room * (1 - FILLED) / 2:.2f}",
        "width": f"{room * FILLED:.2f}",
        "middle": f"{room * number + room / 2:.2f}",
        "y": f"{top:.2f}",
        "height": f"{BASE - top:.2f}",
        "part": int(month["publishers"]) < fullest,
        "wide": label,
        "thin": label[:1],
    }


def _step(largest: Decimal) -> Decimal:
    """A round number of which at most ``LINES`` reach up to the largest amount."""
    size = Decimal(10) ** (max(largest.adjusted() - 1, 0))
    while True:
        for step in STEPS:
            if size * step * LINES >= largest:
                return size * step
        size *= 10
