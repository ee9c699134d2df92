"""Charts of the server: bars in a table's cells, and columns by month, in per cent of the room that they have. No script, no styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import charts
from ckanext.spenddata.views.months import labels

TOP, BASE = Decimal(6), Decimal(86)
"""Where the largest column may reach, and where columns stand, in per cent of the drawing's height."""
GAP = Decimal("0.14")
"""Of the room of a column, on each side."""
LEAST = Decimal("0.4")
LINES = 4
"""Of a scale, at most."""


def share(amount: Decimal, largest: Decimal) -> str | None:
    """An amount as a percentage of the largest, ``63.2``; None where there is no bar to draw, as for a credit."""
    return f"{amount / largest * 100:.1f}" if largest > 0 and amount > 0 else None


def width(amount: Decimal, largest: Decimal) -> str:
    """Width of a bar beside the largest, ``63.2%``; nothing for what is not above nought."""
    if amount <= 0 or largest <= 0:
        return "0%"
    return f"{max(amount / largest * 100, LEAST):.1f}%"


def drawn(amounts: Sequence[Decimal | None], months: Sequence[str]) -> dict[str, Any]:
    """A chart of columns, for the macro ``columns`` of ``spenddata/macros/charts.html``.

    Args:
        amounts: One for each column, at least one of them above nought; what is below nought has none, and None, a gap, is hatched.
        months: The month of each: ``2026-04``.

    Returns:
        ``columns`` (``x``, ``width``, ``y``, ``height`` and ``middle`` in per cent, ``wide`` and ``thin``, ``gap``), ``lines`` (``y``,
        ``label``), ``base``.
    """
    scale = charts.up_to(max(amount for amount in amounts if amount is not None), LINES)
    ceiling, room = scale[-1], Decimal(100) / len(amounts)
    return {
        "columns": [
            _column(number, amount, label, room, ceiling)
            for number, (amount, label) in enumerate(zip(amounts, labels(months), strict=True))
        ],
        "lines": [{"y": charts.place(_y(line, ceiling)), "label": tk.h.spenddata_pounds_short(line)} for line in scale],
        "base": f"{BASE}",
    }


def in_words(plot: Mapping[str, Any]) -> str:
    """What the columns of ``by_month`` show, in a sentence."""
    high, low = plot["high"], plot["low"]
    if high["total"] == low["total"]:
        return tk._("The same in each month")
    return tk._("{high} was the highest month, {low} the lowest").format(
        high=tk.h.spenddata_period(high["month"]), low=tk.h.spenddata_period(low["month"])
    )


def by_month(months: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Columns for months with ``month``, ``count`` and ``total``; None where nothing is to be shown.

    Returns:
        What :func:`drawn` gives, and ``low`` and ``high`` months.
    """
    amounts = [Decimal(each["total"]) for each in months]
    highest = max(amounts, default=Decimal(0))
    if highest <= 0:
        return None
    return {
        **drawn(amounts, [each["month"] for each in months]),
        "low": min(months, key=lambda each: Decimal(each["total"])),
        "high": max(months, key=lambda each: Decimal(each["total"])),
    }


def _column(
    number: int, amount: Decimal | None, label: tuple[str, str] | None, room: Decimal, ceiling: Decimal
) -> dict[str, Any]:
    y = TOP if amount is None else _y(max(amount, Decimal(0)), ceiling)
    return {
        "x": charts.place(number * room + room * GAP),
        "width": charts.place(room * (1 - 2 * GAP)),
        "y": charts.place(y),
        "height": charts.place(BASE - y),
        "middle": charts.place(number * room + room / 2),
        "wide": label[0] if label else "",
        "thin": label[1] if label else "",
        "gap": amount is None,
    }


def _y(amount: Decimal, ceiling: Decimal) -> Decimal:
    """How far down an amount stands."""
    return BASE - amount / ceiling * (BASE - TOP)
