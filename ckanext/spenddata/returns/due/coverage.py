"""The calendar of coverage: of each publisher and duty, every return whose period ends in a window of months, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.spenddata.returns.due import listing
from ckanext.spenddata.returns.due.lines import MISSING, NOT_DUE, Line, Reader
from ckanext.spenddata.values.calendar import add_months, is_judged

IN_TIME, LATE, PUBLISHED, OVERDUE, DUE, IN_WORK = "in_time", "late", "published", "missing", "due", "in_work"
"""How a return stands: first published in time, or late; published, and due before its body joined; not there, and overdue or not due
yet; sent, and not published yet."""


@dataclass(frozen=True)
class Row:
    """One duty of one publisher."""

    publisher_id: str
    regime: str
    lines: tuple[Line, ...]
    """In the order of their periods."""
    overdue: int
    """How many are not there, and should be."""
    longest: dt.date
    """The day on which the first of these was due; the last day of all where none is."""


def first_month(today: dt.date, months: int) -> dt.date:
    """The first day of a window of so many months, of which this one is the last."""
    return add_months(today.replace(day=1), 1 - months)


def rows(reader: Reader, first: dt.date) -> list[Row]:
    """Those with most overdue first, of these the longest overdue.

    Args:
        reader: Who asks, and about whose returns.
        first: Returns of periods that end before this day are left out.
    """
    by_duty: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in listing.since(reader, first):
        by_duty[line.publisher_id, line.regime].append(line)
    found = [_row(publisher_id, regime, lines, reader.today) for (publisher_id, regime), lines in by_duty.items()]
    return sorted(found, key=lambda row: (-row.overdue, row.longest, row.publisher_id, row.regime))


def stands(line: Line, reader: Reader) -> str:
    """How a return stands, in one word of this module's."""
    if line.published_revision is not None:
        if line.late:
            return LATE
        return IN_TIME if is_judged(line.due, reader.joined.get(line.publisher_id)) else PUBLISHED
    if line.state == MISSING:
        return OVERDUE if _is_overdue(line, reader.today) else DUE
    return DUE if line.state == NOT_DUE else IN_WORK


def _row(publisher_id: str, regime: str, lines: Iterable[Line], today: dt.date) -> Row:
    in_order = tuple(sorted(lines, key=lambda line: (line.period_start, line.period_end)))
    overdue = [line.due for line in in_order if line.due and line.state == MISSING and _is_overdue(line, today)]
    return Row(publisher_id, regime, in_order, len(overdue), min(overdue, default=dt.date.max))


def _is_overdue(line: Line, today: dt.date) -> bool:
    return line.due is not None and line.due < today
