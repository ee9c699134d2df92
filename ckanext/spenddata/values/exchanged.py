"""Dates whose day and month a program has exchanged.

A spreadsheet with American settings takes ``03/06/2026`` for 6 March, and leaves ``13/06/2026`` as text. The file that is made of it then
holds the days of one month from the 13th on, and before them the same day of every month: 6 January, 6 February … 6 December. No date
shows it; all of them do.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

__all__ = ["Exchange", "Month", "exchanged"]

Month = tuple[int, int]
"""Year and month."""
_MONTHS = 3
"""The other dates of such a file lie in no more months than this, and those exchanged in no fewer."""
_DATES = 4
"""So many dates must be exchanged for one month that the others lie in; for more months more, for then chance makes some."""


class Exchange(NamedTuple):
    """What shows that dates are exchanged."""

    months: frozenset[Month]
    """The months that the other dates lie in."""
    days: tuple[date, ...]
    """The dates in question as they are written, in order."""

    def concerns(self, day: date) -> bool:
        """True for a date that lies in the other months when day and month are exchanged, and only then."""
        return day.day <= 12 and _month(day) not in self.months and (day.year, day.day) in self.months


def exchanged(days: Collection[date], period: tuple[date, date] | None) -> Exchange | None:
    """What shows that some of ``days`` are exchanged; None where nothing does.

    Args:
        days: the different dates of a column.
        period: where they should lie; used where no date is after the 12th of its month.
    """
    sure = {_month(day) for day in days if day.day > 12}
    if not sure and period:
        sure = _months(*period)
    if not 0 < len(sure) <= _MONTHS:
        return None
    found = Exchange(frozenset(sure), ())
    outside = sorted({day for day in days if _month(day) not in sure})
    concerned = tuple(day for day in outside if found.concerns(day))
    months = {_month(day) for day in concerned}
    # Among the others a few stragglers may be: a date of last month, or a mistyped year.
    enough = len(concerned) >= _DATES * len(sure) and len(concerned) * 10 >= len(outside) * 9
    return found._replace(days=concerned) if enough and len(months) >= _MONTHS else None


def exchange(day: date) -> date:
    """The date with day and month exchanged; the day must be 12 at most."""
    return date(day.year, day.day, day.month)


def _month(day: date) -> Month:
    return day.year, day.month


def _months(first: date, last: date) -> set[Month]:
    """The months of a stretch of days."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return {(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1) for i in range(count)}
