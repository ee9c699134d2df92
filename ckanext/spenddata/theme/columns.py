"""Columns of months, drawn by the server in percent: no script, no style, sharp at any width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckanext.spenddata.views import columns

__all__ = ["spenddata_bars", "spenddata_columns"]


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
    chart = columns.drawn(amounts, [each["month"] for each in months])
    fullest = max(int(each["publishers"]) for each in months)
    parts = [int(each["publishers"]) < fullest for each in months]
    full = [amount for amount, part in zip(amounts, parts, strict=True) if not part]
    drawn = [{**column, "part": part} for column, part in zip(chart["columns"], parts, strict=True)]
    return {**chart, "columns": drawn, "least": min(full), "most": max(full)}
