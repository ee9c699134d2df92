"""The months that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ckanext.spenddata.compare.figures import PublishedReturn, Span
from ckanext.spenddata.values.calendar import add_months
from ckanext.spenddata.values.periods import Period, PeriodError, fiscal_year

EVER = Span("1900-01", "2199-12")
_MOST_MONTHS = 240
_MARCH = 3


def parse(text: str) -> Span:
    """The months written as a period (``2026-04``, ``2026-Q1``, ``2025-26``) or as two of them (``2025-10/2026-03``).

    Raises:
        PeriodError: They are none; the message says what would be.
    """
    first, _, last = text.partition("/")
    span = Span.of(Period.parse(first).start, Period.parse(last or first).end)
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    if not 1 <= months <= _MOST_MONTHS:
        raise PeriodError(
            f"{text!r} is not a stretch of 1 to {_MOST_MONTHS} months."
            " Write the first month, a stroke and the last: 2025-10/2026-03."
        )
    return span


def default_span(published: Iterable[PublishedReturn]) -> Span | None:
    """The newest financial year published whole, else the twelve months up to the last day published."""
    current = [each for each in published if each.current]
    if not current:
        return None
    start, end = min(each.start for each in current), max(each.end for each in current)
    year = fiscal_year(end) if (end.month, end.day) == (_MARCH, 31) else fiscal_year(end) - 1
    if start <= date(year, 4, 1):
        return Span.of_fiscal_year(year)
    return Span.of(max(start, add_months(end.replace(day=1), -11)), end)


def usual_span(published: Iterable[PublishedReturn], regime: str, today: date) -> Span:
    """The time that is shown where nobody asks for one: the newest published under a duty; of nothing, the last twelve months."""
    return default_span(each for each in published if each.regime == regime) or twelve_months_before(today)


def twelve_months_before(day: date) -> Span:
    """The twelve whole months before the month of a day."""
    return twelve_months_to(day.replace(day=1) - date.resolution)


def twelve_months_to(day: date) -> Span:
    """The twelve months of which the last is that of a day."""
    return Span.of(add_months(day.replace(day=1), -11), day)
