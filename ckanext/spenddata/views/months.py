"""Months of a chart: none is left out, and their names are short, in the reader's language, and with the year wherever it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel.dates import format_date
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import add_months
from ckanext.spenddata.values.periods import Period


def labels(months: Sequence[str], most: int | None = None) -> list[tuple[str, str] | None]:
    """A name for each month, ``(for wide screens, for thin ones)``; None for those for which there is no room.

    Args:
        months: In order: ``2026-04``.
        most: How many names there is room for; all of them, where it isn't given.
    """
    every = -(-len(months) // most) if most else 1
    found: list[tuple[str, str] | None] = []
    year = None
    for number, month in enumerate(months):
        if number % every:
            found.append(None)
            continue
        start = Period.parse(month).start
        form, year = ("MMM" if start.year == year else "MMM y"), start.year
        words = format_date(start, form, locale=tk.h.lang() or "en_GB")
        found.append((words, words[:1]))
    return found


def filled(months: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every month from the first to the last of some with ``value``, ``count`` and ``total``; one without payments counts none.

    Returns:
        ``month``, ``count`` and ``total`` of each.
    """
    known = {each["value"]: each for each in months}
    nothing = {"count": 0, "total": "0.00"}
    return [
        {"month": month, **{name: known.get(month, nothing)[name] for name in nothing}}
        for month in _between(min(known), max(known))
    ]


def _between(first: str, last: str) -> Iterator[str]:
    """Months from one to another, written as they are."""
    start = Period.parse(first).start
    while (month := f"{start:%Y-%m}") <= last:
        yield month
        start = add_months(start, 1)
