"""Numbers that are days of a spreadsheet's calendar, which begins in 1900, or in 1904 in workbooks made on old Macs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ckanext.spenddata.values.dates import Reading

BETWEEN_CALENDARS = timedelta(days=1462)
"""Four years and a day: what the same number of days means in the calendar of 1904 and in that of 1900."""
_NEARLY_ALL = 0.9
_SOME_DAYS = 5
"""So many different days show on which days of the week a body pays."""
_A_DAY_OF_THE_WEEK = 0.1
"""The share of payments that a working day has, at least: bodies pay on all five, or on a few and more on each."""


def first_from_1904(
    readings: Sequence[tuple[Reading, int]], days: tuple[date, date] | None, *, counted: bool
) -> date | None:
    """The first of the numbers of a column, where none of them falls in the days as it is and nearly all do if counted from 1904.

    Where nothing says in which days they should fall, a number of a text says by its day of the week alone from when it counts;
    numbers among dates are near to these, and a workbook says it of its own.

    Args:
        readings: of the column, each with how often it comes.
        days: where they should fall, both ends inside.
        counted: it is known from when they count.
    """
    numbers = [(reading.day_first, count) for reading, count in readings if reading.form == "serial"]
    serials = [(day, count) for day, count in numbers if day]
    if not serials or (days and any(days[0] <= day <= days[1] for day, _ in serials)):
        return None
    if days is None:
        alone = not counted and all(
            reading.form == "serial" or not (reading.day_first or reading.month_first) for reading, _ in readings
        )
        return min(serials)[0] if alone and not _on_working_days(serials) else None
    inside = sum(count for day, count in serials if days[0] <= day + BETWEEN_CALENDARS <= days[1])
    return min(serials)[0] if inside >= _NEARLY_ALL * sum(count for _, count in serials) else None


def _on_working_days(serials: Sequence[tuple[date, int]]) -> bool:
    """Whether numbers of days fall on working days as they are; counted from 1904, each would fall on the day of the week before."""

    def share(*weekdays: int) -> float:
        return sum(count for day, count in serials if day.weekday() in weekdays) / sum(count for _, count in serials)

    saturday, sunday, monday = 5, 6, 0
    resting = share(sunday, monday)
    some = len({day for day, _ in serials}) >= _SOME_DAYS
    return some and resting >= _A_DAY_OF_THE_WEEK and share(saturday, sunday) <= _A_DAY_OF_THE_WEEK * resting


def counted_from_1904(reading: Reading) -> Reading:
    """A number of days read as one of the calendar that begins in 1904; any other reading as it is."""
    if reading.form != "serial" or reading.day_first is None:
        return reading
    day = reading.day_first + BETWEEN_CALENDARS
    return reading._replace(day_first=day, month_first=day)
