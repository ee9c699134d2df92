"""Charts of the server: bars in a table's cells, and columns by month, in per cent of the room that they have. No script, no styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

__all__ = ["by_month", "width"]

BASE = 86
"""Where the axis is, in per cent from the top."""
TOP = 6
GAP = Decimal("0.14")
"""Of the room of a column, on each side."""
LEAST = Decimal("0.4")


def width(amount: Decimal, largest: Decimal) -> str:
    """Width of a bar beside the largest, ``63.2%``; nothing for what is not above nought."""
    if amount <= 0 or largest <= 0:
        return "0%"
    return f"{max(amount / largest * 100, LEAST):.1f}%"


def by_month(months: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Columns for months with ``month``, ``count`` and ``total``; None where nothing is to be shown.

    Returns:
        ``columns`` (``x``, ``width``, ``y``, ``height``, ``middle`` in per cent; ``label``, ``short``), ``lines`` (``y``, ``label``),
        ``low`` and ``high`` months.
    """
    amounts = [Decimal(each["total"]) for each in months]
    highest = max(amounts, default=Decimal(0))
    if highest <= 0:
        return None
    ceiling = _ceiling(highest)
    room = Decimal(100) / len(months)
    return {
        "columns": [
            _column(number, room, each, amount, ceiling)
            for number, (each, amount) in enumerate(zip(months, amounts, strict=True))
        ],
        "lines": [
            {"y": f"{_y(ceiling * part / 3, ceiling):.2f}%", "label": tk.h.spenddata_pounds_short(ceiling * part / 3)}
            for part in (1, 2, 3)
        ],
        "low": min(months, key=lambda each: Decimal(each["total"])),
        "high": max(months, key=lambda each: Decimal(each["total"])),
    }


def _column(number: int, room: Decimal, each: Mapping[str, Any], amount: Decimal, ceiling: Decimal) -> dict[str, Any]:
    x, y = number * room + room * GAP, _y(max(amount, Decimal(0)), ceiling)
    words = tk.h.spenddata_period(each["month"])
    first = not number or each["month"].endswith("-01")
    return {
        "x": f"{x:.2f}%",
        "width": f"{room * (1 - 2 * GAP):.2f}%",
        "y": f"{y:.2f}%",
        "height": f"{BASE - y:.2f}%",
        "middle": f"{number * room + room / 2:.2f}%",
        "label": f"{words[:3]} {each['month'][:4]}" if first else words[:3],
        "short": words[:1],
    }


def _y(amount: Decimal, ceiling: Decimal) -> Decimal:
    return BASE - amount / ceiling * (BASE - TOP)


def _ceiling(highest: Decimal) -> Decimal:
    """A round number above the highest, that three lines divide."""
    size = Decimal(10) ** highest.adjusted()
    for times in (Decimal("1.5"), 3, 6, 9, 12, 15):
        if highest <= times * size:
            return times * size
    return highest
