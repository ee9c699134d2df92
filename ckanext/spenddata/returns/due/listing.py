"""The task list: what was filed, how it stands, and what is still missing, newest period first.

The database counts, chooses and orders; a page costs the same on a portal of a thousand returns and of hundreds of thousands.
"""

from __future__ import annotations

import datetime as dt

from ckanext.spenddata import config
from ckanext.spenddata.returns.due import filed, missing
from ckanext.spenddata.returns.due.duties import Duty
from ckanext.spenddata.returns.due.lines import MISSING, NOT_DUE, Key, Line, Reader, Wanted, parsed
from ckanext.spenddata.values.calendar import add_months, is_late

STRIDE_MONTHS = 12
"""As far back duties are looked for at first; four times as far where a page needs more."""
AT_ONCE_MONTHS = 1200


def page(reader: Reader, wanted: Wanted, limit: int, *, after: str = "", offset: int = 0) -> list[Line]:
    """One page of the list.

    Args:
        reader: Who asks, and about whose returns.
        wanted: Which lines.
        limit: How many lines at most.
        after: ``cursor`` of the line after which the page begins; blank for the first.
        offset: How many lines of that are passed over, which costs as much as reading them.

    Raises:
        ValueError: ``after`` is no cursor.
    """
    key = parsed(after) if after else None
    most = limit + offset
    if wanted.state == NOT_DUE:
        running = sorted(_not_due(reader, wanted), key=lambda line: line.key, reverse=True)
        return [line for line in running if key is None or line.key < key][offset:most]
    here = [] if wanted.state == MISSING else filed.lines(reader, wanted, most, key)
    absent: list[Line] = []
    if wanted.state in (None, MISSING):
        lowest = here[-1].period_end if here and len(here) == most else None
        absent = _missing(reader, wanted, most, key, lowest)
    found = sorted((*here, *absent), key=lambda line: line.key, reverse=True)
    return found[offset:most]


def count(reader: Reader, wanted: Wanted) -> int:
    """How many lines there are in all."""
    if wanted.state == NOT_DUE:
        return len(_not_due(reader, wanted))
    here = 0 if wanted.state == MISSING else filed.count(reader, wanted)
    return here + (missing.count(_window(reader, wanted)) if wanted.state in (None, MISSING) else 0)


def since(reader: Reader, first: dt.date) -> list[Line]:
    """Every return of the periods that end on a day or later, those that are still running included, in no order.

    What was taken back is not there: its duty is open again.
    """
    window = _window(reader, Wanted())
    absent = [_line(duty, reader, MISSING) for duty in missing.duties(window, first, reader.today)]
    return [*filed.since(reader, first), *absent, *_not_due(reader, Wanted())]


def overdue(reader: Reader) -> dict[str, int]:
    """How many returns of each publisher are late and not there, the one with most first."""
    return missing.overdue(_window(reader, Wanted()))


def _window(reader: Reader, wanted: Wanted) -> missing.Window:
    regimes = config.definitions().regimes
    chosen = {wanted.regime: regimes[wanted.regime]} if wanted.regime in regimes else regimes
    return missing.Window(reader.bodies, chosen, reader.today, filed.visible(reader), wanted.due_before)


def _missing(reader: Reader, wanted: Wanted, most: int, after: Key | None, lowest: dt.date | None) -> list[Line]:
    """Missing lines of a page: down to the period at which its filed ones end, or, where there are not enough, further and further."""
    window = _window(reader, wanted)
    last = after[0] if after else reader.today
    first_of_all = missing.earliest(window)
    # Of a body alone all is looked through at once, which is less than to begin again.
    months, found = STRIDE_MONTHS if len(reader.bodies) > 1 else AT_ONCE_MONTHS, []
    while True:
        first = lowest or max(add_months(last, -months), first_of_all)
        found = [_line(duty, reader, MISSING) for duty in missing.duties(window, first, last)]
        found = sorted(
            (each for each in found if after is None or each.key < after), key=lambda each: each.key, reverse=True
        )
        if lowest or len(found) >= most or first <= first_of_all:
            return found[:most]
        months *= 4


def _not_due(reader: Reader, wanted: Wanted) -> list[Line]:
    return [_line(duty, reader, NOT_DUE) for duty in missing.running(_window(reader, wanted))]


def _line(duty: Duty, reader: Reader, state: str) -> Line:
    """A duty without a return."""
    joined = reader.joined[duty.publisher_id]
    return Line(
        reference=duty.reference,
        publisher_id=duty.publisher_id,
        regime=duty.regime,
        period=duty.period.text,
        period_start=duty.period.start,
        period_end=duty.period.end,
        due=duty.due,
        state=state,
        late=is_late(duty.due, reader.today, joined),
    )
