"""Periods as people write them: October 2026, Oct-26, April to June 2026, Q1 2026/27, P10 2026-27.

What can be meant in one way only is understood. *Q1 2026-27* names its financial year and is April to June 2026; *Q1 2026* could also be
January to March, and stays unknown.
"""

from __future__ import annotations

import re
from datetime import date

from ckanext.spenddata.values import dates
from ckanext.spenddata.values.periods import Period, PeriodError

_YEAR = r"(?:financial year|fy|of)?\W*(?P<year>[12]\d{3})\s*[-/]\s*(?P<next>\d{4}|\d{2})"
_QUARTER_OF_YEAR = r"q(?:uarter|tr)?\.?\s*(?P<number>[1-4])"
_PERIOD_OF_YEAR = r"(?:accounting )?p(?:eriod|d)?\.?\s*(?P<number>\d{1,2})"
_NUMBERED = tuple(
    (kind, re.compile(form))
    for kind, numbered in (("quarter", _QUARTER_OF_YEAR), ("accounting", _PERIOD_OF_YEAR))
    for form in (rf"{numbered}\W*{_YEAR}", rf"{_YEAR}\W*{numbered}")
)
_CALENDAR_QUARTER = re.compile(r"([12]\d{3})[\s/-]*q([1-4])")
_ALONE = re.compile(_YEAR)
_MONTHS = re.compile(r"([a-z]{3,12})\.?\s*(?:to|-)\s*([a-z]{3,12}\W*(?:\d{4}|\d{2}))")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def parse(text: str, start: date | None = None, end: date | None = None) -> Period:
    """The period that a person calls ``text``; the dates as ``Period.parse`` takes them.

    Raises:
        PeriodError: It names no period, or more than one.
    """
    try:
        return Period.parse(text, start, end)
    except PeriodError:
        words = " ".join(_DASHES.sub("-", text).lower().split())
        plain = _numbered(words) or _quarter(words) or _month(words)
        if plain is None:
            raise
        return Period.parse(plain, start, end)


def _numbered(words: str) -> str | None:
    """A quarter, or an accounting period, of a financial year; or the year alone."""
    for kind, form in _NUMBERED:
        if found := form.fullmatch(words):
            year, number = int(found["year"]), int(found["number"])
            if not _is_next(found):
                return None
            if kind == "accounting":
                return f"{year}-{found['next']}-P{number:02d}"
            return f"{year}-Q{number + 1}" if number < 4 else f"{year + 1}-Q1"
    if (found := _ALONE.fullmatch(words)) and _is_next(found):
        return f"{found['year']}-{int(found['year']) + 1}"  # in full: 2011-12 by itself is December
    return None


def _is_next(found: re.Match[str]) -> bool:
    return (int(found["year"]) + 1) % 100 == int(found["next"][-2:])


def _quarter(words: str) -> str | None:
    """A calendar quarter, by its number behind the year or by its first and last month."""
    if found := _CALENDAR_QUARTER.fullmatch(words):
        return f"{found[1]}-Q{found[2]}"
    if not (found := _MONTHS.fullmatch(words)) or (last := _first_day(found[2])) is None:
        return None
    first = _first_day(f"{found[1]} {last.year}")
    quarter = Period.of(last, "quarter")
    return str(quarter) if (first, last.month) == (quarter.start, quarter.end.month) else None


def _month(words: str) -> str | None:
    day = _first_day(words)
    return None if day is None else f"{day.year}-{day.month:02d}"


def _first_day(words: str) -> date | None:
    """The first day of a month written with its year, as the dates of files may be."""
    read = dates.read(words)
    return read.day_first if read.precision == "month" else None
