"""Dates whose day and month a program has exchanged.

A spreadsheet with American settings takes ``03/06/2026`` for 6 March, and leaves ``13/06/2026`` as text. The file that is made of it then
holds the days of one month from the 13th on, and before them the same day of other months: 6 January, 6 February … 6 December. No date
shows it; all of them do, and so does the month that a file speaks of.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

Month = tuple[int, int]
"""Year and month."""
_NEEDED = {1: 2, 2: 4, 3: 6}
"""So many months that the other dates lie in → so many different dates must be exchanged, for of more months chance makes some."""
_EARLY = 12
"""Days after this are no months."""
_MANY_MONTHS = 5
"""Of so many months there are dates for each day of the month that there is, where all seem to be exchanged."""
_SATURDAY, _WEEKENDS = 5, 2
"""So many dates on a weekend show that they are none of payments."""
_PLENTY = 8
"""So many different dates after that show which month a file is about."""


class Exchange(NamedTuple):
    """What shows that dates are exchanged."""

    months: frozenset[Month]
    """The months that the other dates lie in."""
    days: tuple[date, ...]
    """The dates in question as they are written, in order."""

    whole: bool = False
    """True where all dates seem to be exchanged, as of a program that writes ``2026-13-04``."""

    def concerns(self, day: date) -> bool:
        """True for a date that lies in the other months when day and month are exchanged, and only then."""
        if self.whole:
            return day.day <= _EARLY and day.day != day.month
        return day.day <= _EARLY and _month(day) not in self.months and (day.year, day.day) in self.months


def exchanged(days: Collection[date], period: tuple[date, date] | None) -> Exchange | None:
    """What shows that some of ``days`` are exchanged; None where nothing does.

    Args:
        days: the different dates of a column.
        period: where they should lie, as a person or the file's own words say.
    """
    named = _months(*period) if period else set()
    found = _exchanged(days, named, hinted=True) if _mostly(days, named) else None
    found = found or _exchanged(days, {_month(day) for day in days if day.day > _EARLY}, hinted=False)
    return found or _all_exchanged(days, named)


def _all_exchanged(days: Collection[date], named: set[Month]) -> Exchange | None:
    """What shows that all dates are: up to the 12th they are the same day of many months, which becomes many days of one month.

    So are monthly payments. Those fall on the first, leave out no month of a stretch that begins within the year, or lie in months that are
    named; where they are of some few days of each month, none of these is on a weekend.
    """
    if any(day.day > _EARLY for day in days) or sum(_month(day) in named for day in days) * 2 > len(days):
        return None
    in_month, of_year = {day.day for day in days}, {_month(day) for day in days}
    if len({day.year for day in days}) != 1 or len(of_year) < _MANY_MONTHS * len(in_month):
        return None
    weekends, others = (sum(day.weekday() >= _SATURDAY for day in way) for way in (days, map(exchange, days)))
    on_weekends = weekends >= _WEEKENDS and not others
    few = max(in_month) - min(in_month) < len(_NEEDED)
    (year, first), (_, last) = min(of_year), max(of_year)
    seldom = len(in_month) == 1 and in_month != {1} and (first == 1 or len(of_year) <= last - first)
    if not few or not (on_weekends or seldom):
        return None
    return Exchange(
        frozenset((year, day) for day in in_month),
        tuple(sorted(day for day in days if day.day != day.month)),
        whole=True,
    )


def _mostly(days: Collection[date], months: set[Month]) -> bool:
    """True where most of the dates lie in the months, whichever of its parts is the day."""
    inside = sum(_month(day) in months or (day.day <= _EARLY and (day.year, day.day) in months) for day in days)
    return inside * 2 >= len(days)


def _exchanged(days: Collection[date], months: set[Month], *, hinted: bool) -> Exchange | None:
    if len(months) not in _NEEDED:
        return None
    found = Exchange(frozenset(months), ())
    outside = {day for day in days if _month(day) not in months}
    early = {day for day in outside if day.day <= _EARLY}
    concerned = sorted(day for day in early if found.concerns(day))
    # Among the others a few stragglers may be: a date of last month, or a mistyped year.
    if not concerned or len(concerned) * 10 < len(early) * 9:
        return None
    if not hinted:
        # Early days of the very month were not exchanged; where there are more of them, the others come from elsewhere.
        kept = sum(_month(day) in months and day.day <= _EARLY and day.day != day.month for day in days)
        enough = len(concerned) >= max(_NEEDED[len(months)], kept) or _are_strays(days, outside, concerned, months)
    elif outside == {*concerned}:
        enough = _are_no_stragglers(concerned, months)
    else:
        enough = len(concerned) >= _NEEDED[len(months)] + 1
    return found._replace(days=tuple(concerned)) if enough else None


def _are_no_stragglers(concerned: list[date], months: set[Month]) -> bool:
    """True where the only dates outside the months that are named don't come from those before, where stragglers come from.

    Of a longer stretch more days of the year are some of it when they are exchanged.
    """
    if len(months) == 1:
        # Exchanged, a date of December stays in its year: it never lies in the January after it.
        return len(concerned) > 1 or (concerned[0].year, concerned[0].month + 1) not in months
    places = [year * 12 + month for year, month in months]
    away = [day.year * 12 + day.month for day in concerned]
    after, before = max(away) > max(places) + 1, min(away) < min(places) - 1
    return after or (before and len(concerned) > 1)


def _are_strays(days: Collection[date], outside: set[date], concerned: list[date], months: set[Month]) -> bool:
    """True where all dates but those in question lie in one month, and one of them in no month beside it: people don't date so."""
    late = sum(day.day > _EARLY for day in days)
    far = any(abs(day.year * 12 + day.month - year * 12 - month) > 1 for day in concerned for year, month in months)
    return len(months) == 1 and late >= _PLENTY and outside == {*concerned} and far


def exchange(day: date) -> date:
    """The date with day and month exchanged; the day must be 12 at most."""
    return date(day.year, day.day, day.month)


def _month(day: date) -> Month:
    return day.year, day.month


def _months(first: date, last: date) -> set[Month]:
    """The months of a stretch of days."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return {(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1) for i in range(count)}
