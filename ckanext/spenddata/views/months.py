"""Names of months below a chart: short, in the reader's language, and with the year wherever it begins."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.periods import Period

__all__ = ["labels"]


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
