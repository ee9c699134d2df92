"""The stretch of time that a return is about.

======================= ======================================================================
written                 means
======================= ======================================================================
``2026-04``             a calendar month
``2026-Q1``             a calendar quarter, January to March 2026
``2026-27``             a financial year, 1 April 2026 to 31 March 2027
``2026-27-P10``         an accounting period of that year, with a start and end of its own
======================= ======================================================================

``2011-12`` could be December 2011 or a financial year. It is the month, as most returns are monthly; the financial
years before 2012-13 are written out, ``2011-2012``, a form that is understood for every year.

Bodies that close their books every four weeks number these periods from 1 April. Unless the body's own dates are given,
periods 1 to 12 are taken as 28 days each, and period 13 as what is left until 31 March.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Cadence = Literal["month", "quarter", "year"]

_MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"([12]\d{3})-Q([1-4])")
_YEAR = re.compile(r"([12]\d{3})[-/](\d{4}|\d{2})(?:-P(0[1-9]|1[0-3]))?")
_DAY = timedelta(days=1)
_APRIL = 4
_MONTHS = 12


class PeriodError(ValueError):
    """The words do not name a period; the message says what would."""


@dataclass(frozen=True, order=True)
class Period:
    """A period; ``start`` and ``end`` are both inside it. Ordered by its days, printed as it is parsed."""

    start: date
    end: date
    kind: Literal["month", "quarter", "year", "accounting"]
    text: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            message = f"The period {self.text} ends on {self.end}, before it starts on {self.start}. Check its dates."
            raise PeriodError(message)

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def parse(text: str, start: date | None = None, end: date | None = None) -> Period:
        """The period written as ``text``.

        Args:
            text: ``2026-04``, ``2026-Q1``, ``2026-27`` or ``2026-27-P10``.
            start: First day of an accounting period, where the body's own calendar is known.
            end: Last day of it.

        Raises:
            PeriodError: It names no period.
        """
        text = text.strip()
        if found := _QUARTER.fullmatch(text):
            return _quarter(int(found[1]), int(found[2]))
        if found := _MONTH.fullmatch(text):
            return _month(int(found[1]), int(found[2]))
        if (found := _YEAR.fullmatch(text)) and (int(found[1]) + 1) % 100 == int(found[2][-2:]):
            year = int(found[1])
            return _accounting(year, int(found[3]), start, end) if found[3] else _year(year)
        raise PeriodError(
            f"{text!r} is not a period. Write a month as 2026-04, a calendar quarter as 2026-Q1, a financial year as"
            " 2026-27, or an accounting period as 2026-27-P10."
        )

    @staticmethod
    def of(day: date, cadence: Cadence) -> Period:
        """The period of a cadence in which a day falls."""
        if cadence == "month":
            return _month(day.year, day.month)
        if cadence == "quarter":
            return _quarter(day.year, (day.month + 2) // 3)
        return _year(fiscal_year(day))

    @property
    def fiscal_year(self) -> int:
        """The financial year in which the period starts: 2026 for 2026-27."""
        return fiscal_year(self.start)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def title(self) -> str:
        """The period in words: ``April 2026``, ``January to March 2026``, ``financial year 2026-27``."""
        if self.kind == "month":
            return f"{month_name[self.start.month]} {self.start.year}"
        if self.kind == "quarter":
            return f"{month_name[self.start.month]} to {month_name[self.end.month]} {self.end.year}"
        if self.kind == "year":
            return f"financial year {financial_year(self.fiscal_year)}"
        number = int(self.text.rpartition("P")[2])
        return f"period {number} of {financial_year(self.fiscal_year)}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def following(self) -> Period:
        """The next period of the same cadence; an accounting period's by the four-week rule."""
        if self.kind == "accounting":
            number = int(self.text.rpartition("P")[2])
            year = self.fiscal_year
            return _accounting(year, number + 1) if number < 13 else _accounting(year + 1, 1)
        return Period.of(self.end + _DAY, self.kind)

    @staticmethod
    def between(first: date, last: date, cadence: Cadence) -> Iterator[Period]:
        """The periods of a cadence that have a day from ``first`` to ``last``, in order."""
        period = Period.of(first, cadence)
        while period.start <= last:
            yield period
            period = period.following()


def fiscal_year(day: date) -> int:
    """The financial year of a day, by its first half: 2026 from 1 April 2026 to 31 March 2027."""
    return day.year if day.month >= _APRIL else day.year - 1


def financial_year(year: int) -> str:
    """A financial year in the usual form: ``2026-27`` for 2026."""
    return f"{year}-{(year + 1) % 100:02d}"


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), _last_day(year, month), "month", f"{year}-{month:02d}")


def _quarter(year: int, quarter: int) -> Period:
    return Period(date(year, quarter * 3 - 2, 1), _last_day(year, quarter * 3), "quarter", f"{year}-Q{quarter}")


def _year_text(year: int) -> str:
    """The unmistakable form of a financial year."""
    return f"{year}-{year + 1}" if 1 <= (year + 1) % 100 <= _MONTHS else financial_year(year)


def _year(year: int) -> Period:
    return Period(date(year, _APRIL, 1), date(year + 1, _APRIL, 1) - _DAY, "year", _year_text(year))


def _accounting(year: int, number: int, start: date | None = None, end: date | None = None) -> Period:
    first = date(year, _APRIL, 1)
    start = start or first + timedelta(days=28 * (number - 1))
    if end is None:
        end = start + timedelta(days=27) if number < 13 else date(year + 1, _APRIL, 1) - _DAY
    return Period(start, end, "accounting", f"{financial_year(year)}-P{number:02d}")


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
