"""Dates: what a cell can say.

A cell such as ``03/04/2016`` can be read in two ways, so ``read`` gives both and never chooses; ``date_order.py`` does, for the column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from ckanext.spenddata.values import text
from ckanext.spenddata.values.calendar import LONDON
from ckanext.spenddata.values.faults import Fault

FIRST_YEAR, LAST_YEAR = 1980, 2099
"""Years that a payment can have; others are mistakes."""

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WELSH_MONTHS = [
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
]
_MONTH_NAMES = {
    name: i
    for months in (_WELSH_MONTHS, MONTHS)
    for i, full in enumerate(months, 1)
    for name in (full, full[:3], full[:4])
}
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, right for every day since March 1900."""
_FIRST_SERIAL, _LAST_SERIAL = (date(FIRST_YEAR, 1, 1) - _EPOCH).days, (date(LAST_YEAR, 12, 31) - _EPOCH).days

_TIME = r"(?:[T ,]\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
_LATE_IN_UTC = re.compile(r"[T ,]\s*(23):\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]00:?00)", re.ASCII)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|sday|urday)?[,.]?\s+)?"
_ISO = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?P<time>" + _TIME + ")", re.ASCII)
_NUMERIC = re.compile(
    _WEEKDAY + r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?P<time>" + _TIME + ")",
    re.ASCII | re.IGNORECASE,
)
_NAMED = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[-/. ,]*([a-z]{3,10})[-/. ,']*(\d{4}|\d{2})(?P<time>" + _TIME + ")",
    re.ASCII | re.IGNORECASE,
)
_AMERICAN = re.compile(
    _WEEKDAY + r"([a-z]{3,10})[-/. ]+(\d{1,2})(?:st|nd|rd|th)?(?:[-/. ]|, ?)+(\d{4})(?P<time>" + _TIME + ")",
    re.ASCII | re.IGNORECASE,
)
_NAMED_MONTH = re.compile(r"([a-z]{3,10})[-/. ,']*(\d{4}|\d{2})|(\d{4})[-/. ]([a-z]{3,10})", re.ASCII | re.IGNORECASE)
_NUMERIC_MONTH = re.compile(r"(?:(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2}))", re.ASCII)
_COMPACT = re.compile(r"\d{8}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_SEPARATORS = re.compile(r"\s*[|;&\n]\s*|,\s+|\s+(?:and|to)\s+|\s+-\s+|\s{2,}")


_YEAR_OF_PERIOD = r"(?:(?:fin(?:ancial)? ?year|fy)[ -]*)?(?:(?:20)?\d{2}\s?[-/]\s?(?:20)?\d{2}|20\d{2}|(?<=fy)\d{2})"
_NUMBER_OF_PERIOD = (
    r"(?:(?:accounting|acc|financial|fin|ledger|posting)\.?\s*)?"
    r"(?:period|per|prd|pd|p|month|mth|m|week|wk|w|quarter|qtr|q)[\s.:-]*\d{1,3}"
)
_PERIOD = re.compile(
    rf"{_NUMBER_OF_PERIOD}(?:[\s,/:(_-]*{_YEAR_OF_PERIOD}\)?)?|{_YEAR_OF_PERIOD}[\s,/:(_-]*{_NUMBER_OF_PERIOD}\)?"
    r"|(?:fy|financial year)[ -]*\d{2,4}(?:\s?[-/]\s?\d{2,4})?|20\d{2}\s?[-/]\s?(?:20)?\d{2}|\d{1,2}\s?[-/ ]\s?20\d{2}\s?[-/]\s?\d{2}",
    re.ASCII | re.IGNORECASE,
)
"""A period of the accounts, a week or a financial year; tried where no form of a date fits."""


class Reading(NamedTuple):
    """What one cell can say. ``day_first`` and ``month_first`` are equal where there is one way to read it."""

    day_first: date | None
    month_first: date | None
    fault: Fault | None = None
    form: str | None = None
    """``iso``, ``datetime``, ``named_month``, ``dotted``, ``short_year``, ``serial``, ``compact``, ``month``, ``year``, ``repeated``;
    None for day/month/year."""
    precision: Literal["day", "month", "year"] = "day"
    numeric: bool = False
    """True where day and month are numbers whose order has to be found out."""


BLANK = Reading(None, None)


def read(cell: str | None) -> Reading:
    """What ``cell`` can say."""
    value = (
        re.sub(r"\s+", " ", text.trimmed(cell or "").lstrip("'"))
        if "\n" not in (cell or "")
        else text.trimmed(cell or "")
    )
    if not value or text.is_dash(value):
        return BLANK
    if text.is_spreadsheet_error(value):
        return _faulty(Fault.SPREADSHEET_ERROR)
    if text.is_hidden(value):
        return _faulty(Fault.HIDDEN)
    read_ = _single(value) or _list(text.trimmed(cell or ""))
    return read_ or _faulty(Fault.PERIOD if _PERIOD.fullmatch(value) else Fault.UNREADABLE)


_FEW_YEARS, _MANY_YEARS = 2, 3
_SHORT = re.compile(r"(\d{2})([-/. ])(\d{2})\2(\d{2})(?P<time>" + _TIME + ")", re.ASCII)


def year_first(cells: Sequence[str]) -> dict[str, Reading]:
    """What cells such as ``26/04/13`` say where the year stands first in all of a column; nothing where it does not.

    Nothing in such a cell shows it. Many of them do: the last parts are many, as days are and years are not, and the first parts are
    one or two, as the years of a return are and its days are not.

    Args:
        cells: the distinct cells of a column that are not blank.
    """
    found = {cell: match for cell in cells if (match := _SHORT.fullmatch(text.trimmed(cell)))}
    first, last = ({match[part] for match in found.values()} for part in (1, 4))
    if not found or len(found) < len(cells) or len(first) > _FEW_YEARS or len(last) < _MANY_YEARS:
        return {}
    dates = {cell: _date(_year(match[1]), int(match[3]), int(match[4])) for cell, match in found.items()}
    if None in dates.values():
        return {}
    return {cell: _sure(day, "short_year") for cell, day in dates.items()}


def _faulty(fault: Fault) -> Reading:
    return Reading(None, None, fault)


def _single(value: str) -> Reading | None:
    """The reading of one date; None where no form fits."""
    for pattern, reader in _FORMS:
        if match := pattern.fullmatch(value):
            reading = reader(match)
            if reading is not None:
                return reading
    return None


def _list(value: str) -> Reading | None:
    """The reading of several dates in one cell: the date where they are the same, a fault where they differ."""
    parts = [part for part in _SEPARATORS.split(value) if part]
    readings = [_single(part) for part in parts]
    if len(parts) < 2 or any(reading is None for reading in readings):
        return None
    first = readings[0]
    if first and all(reading and reading[:2] == first[:2] for reading in readings):
        return first._replace(form="repeated")
    return _faulty(Fault.SEVERAL)


def _year(digits: str) -> int:
    """A year of two digits is the one between 1980 and 2079."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= FIRST_YEAR - 1900 else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sure(day: date | None, form: str | None, precision: Literal["day", "month", "year"] = "day") -> Reading:
    if day is None:
        return _faulty(Fault.IMPOSSIBLE)
    return Reading(day, day, None, form, precision)


def _read_iso(match: re.Match[str]) -> Reading:
    day = _date(int(match[1]), int(match[3]), int(match[4]))
    if day and (moment := _LATE_IN_UTC.fullmatch(match["time"])):
        # Midnight of the next day where the clocks are an hour ahead, as programs write days that they take for instants.
        day = datetime(day.year, day.month, day.day, int(moment[1]), tzinfo=UTC).astimezone(LONDON).date()
    return _sure(day, "datetime" if match["time"] else "iso")


def _read_numeric(match: re.Match[str]) -> Reading:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if day_first is None and month_first is None:
        return _faulty(Fault.IMPOSSIBLE)
    form = (
        "short_year" if len(match[4]) == 2 else "datetime" if match["time"] else None if match[2] == "/" else "dotted"
    )
    return Reading(day_first, month_first, None, form, numeric=True)


def _read_named(match: re.Match[str]) -> Reading | None:
    month = _MONTH_NAMES.get(match[2].lower())
    return None if month is None else _sure(_date(_year(match[3]), month, int(match[1])), "named_month")


def _read_american(match: re.Match[str]) -> Reading | None:
    month = _MONTH_NAMES.get(match[1].lower())
    return None if month is None else _sure(_date(_year(match[3]), month, int(match[2])), "named_month")


def _read_named_month(match: re.Match[str]) -> Reading | None:
    month = _MONTH_NAMES.get((match[1] or match[4]).lower())
    return None if month is None else _sure(_date(_year(match[2] or match[3]), month, 1), "month", "month")


def _read_numeric_month(match: re.Match[str]) -> Reading:
    if match[3] and int(match[4]) > len(MONTHS) and int(match[4]) == (int(match[3]) + 1) % 100:
        return _faulty(Fault.PERIOD)
    return _sure(_date(int(match[2] or match[3]), int(match[1] or match[4]), 1), "month", "month")


def _read_compact(match: re.Match[str]) -> Reading | None:
    digits = match[0]
    day = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) or _date(
        int(digits[4:]), int(digits[2:4]), int(digits[:2])
    )
    return None if day is None else _sure(day, "compact")


def _read_serial(match: re.Match[str]) -> Reading | None:
    days = int(match[1])
    return _sure(_EPOCH + timedelta(days=days), "serial") if _FIRST_SERIAL <= days <= _LAST_SERIAL else None


def _read_year(match: re.Match[str]) -> Reading:
    return _sure(_date(int(match[0]), 1, 1), "year", "year")


_FORMS = (
    (_NUMERIC, _read_numeric),
    (_ISO, _read_iso),
    (_NAMED, _read_named),
    (_SERIAL, _read_serial),
    (_NAMED_MONTH, _read_named_month),
    (_AMERICAN, _read_american),
    (_NUMERIC_MONTH, _read_numeric_month),
    (_COMPACT, _read_compact),
    (_YEAR, _read_year),
)
