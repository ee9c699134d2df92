"""Working days, and the day by which a return is due. Days are London's, with the bank holidays of England."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")

DueKind = Literal["last_working_day_of_month", "working_day", "days", "months"]

_DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def london_today() -> date:
    """Today in London, wherever the machine stands."""
    return datetime.now(LONDON).date()


def is_working_day(day: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def last_working_day(year: int, month: int) -> date:
    """The last working day of a month."""
    day = date(year, month, monthrange(year, month)[1])
    while not is_working_day(day):
        day -= _DAY
    return day


def working_day(year: int, month: int, number: int) -> date:
    """The ``number``-th working day counted from the first of a month."""
    day = date(year, month, 1)
    while True:
        if is_working_day(day):
            number -= 1
        if number <= 0:
            return day
        day += _DAY


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on; the end of a month stays the end of a month."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    at_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if at_end else min(day.day, last))


def due_date(period_end: date, kind: DueKind, count: int = 1) -> date:
    """The last day on which a return is in time.

    Args:
        period_end: Last day of its period.
        kind: ``last_working_day_of_month``: the last working day of the ``count``-th following month.
            ``working_day``: the ``count``-th working day of the following month. ``days`` or ``months``: that many
            after the end of the period; a period that ends with its month is due by the end of a month, the reading in
            the publisher's favour.
        count: See ``kind``.
    """
    if kind == "days":
        return period_end + timedelta(days=count)
    if kind == "months":
        return add_months(period_end, count)
    month = add_months(period_end, count if kind == "last_working_day_of_month" else 1)
    if kind == "last_working_day_of_month":
        return last_working_day(month.year, month.month)
    return working_day(month.year, month.month, count)


def is_judged(due: date | None, joined: date | None) -> bool:
    """Whether it can be said of a return that it is late, or in time: see :func:`is_late`."""
    return due is not None and (joined is None or due >= joined)


def is_late(due: date | None, done: date, joined: date | None) -> bool:
    """Whether a return is late, by London's days.

    A publisher that begins to use the portal may load years of returns at once; it published them elsewhere, and when is
    not known here. So only a return that fell due on or after the day from which it files here is judged.

    Args:
        due: The last day on which the return is in time; None where its regime sets none.
        done: The day on which it was sent or published; today where it still is not.
        joined: The day from which the publisher files here; None judges every return.
    """
    return due is not None and done > due and is_judged(due, joined)
