"""The task list: what was filed, how it stands, and what is still missing, newest period first.

The database counts, chooses and orders; a page costs the same on a portal of a thousand returns and of hundreds of thousands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.model import Event, Revision, SpendReturn, State
from ckanext.spenddata.model.claims import out_of_tries
from ckanext.spenddata.model.returns import OVER, TAKEN_BACK, WORKING
from ckanext.spenddata.returns.due import missing
from ckanext.spenddata.returns.due.duties import Duty
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.calendar import LONDON, add_months, is_late

Key = tuple[dt.date, str, str, str, int]
"""What the list is ordered by, backwards: days, then names; a return that was taken back stands before the duty that is open again."""
MISSING = "missing"
STUCK = "stuck"
NAMES = (SpendReturn.publisher_id, SpendReturn.regime, SpendReturn.period)
STRIDE_MONTHS = 12
"""As far back duties are looked for at first; four times as far where a page needs more."""
AT_ONCE_MONTHS = 1200
HEADLINE = (
    *("id", "number", "state", "tries", "interrupted"),
    *("nil", "rows_accepted", "amount_accepted", "rows_in_error", "submitted"),
)
"""What the list takes from a revision."""
STATES = (MISSING, STUCK, *(str(state) for state in State))
"""States to ask for: of the headline revision, or of none."""


@dataclass(frozen=True)
class Line:
    """A return as the list shows it."""

    reference: str
    publisher_id: str
    regime: str
    period: str
    period_start: dt.date
    period_end: dt.date
    due: dt.date | None
    state: str
    revision: int | None = None
    """Number of the headline revision."""
    published_revision: int | None = None
    nil: bool = False
    rows_accepted: int | None = None
    amount_accepted: str | None = None
    rows_in_error: int | None = None
    submitted: dt.datetime | None = None
    published: dt.datetime | None = None
    """When the return was first published."""
    late: bool = False
    """First published after it was due; or overdue, where nothing was filed."""
    ended: dt.datetime | None = None
    """When it was withdrawn or erased."""
    why: str | None = None
    """The reason that was given for that."""

    @property
    def key(self) -> Key:
        """Its place in the list."""
        return self.period_end, self.publisher_id, self.regime, self.period, int(self.state != MISSING)


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    regime: str | None = None
    state: str | None = None
    due_before: dt.date | None = None


@dataclass(frozen=True)
class Reader:
    """Who asks, and about whose returns."""

    bodies: Sequence[Body]
    own: Collection[str] | None
    """Ids of the organisations whose drafts may be shown; None for all. Of others only what was published is told."""
    everybody: bool = False
    """Whether ``bodies`` are all publishers of the portal."""
    today: dt.date = dt.date.min

    @cached_property
    def joined(self) -> dict[str, dt.date | None]:
        """From when on each of the publishers files here."""
        return {body.publisher.publisher_id: body.publisher.joined for body in self.bodies}


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
    key = _parsed(after) if after else None
    most = limit + offset
    filed = [] if wanted.state == MISSING else _filed(reader, wanted, most, key)
    absent: list[Line] = []
    if wanted.state in (None, MISSING):
        lowest = filed[-1].period_end if filed and len(filed) == most else None
        absent = _missing(reader, wanted, most, key, lowest)
    found = sorted((*filed, *absent), key=lambda line: line.key, reverse=True)
    return found[offset:most]


def count(reader: Reader, wanted: Wanted) -> int:
    """How many lines there are in all."""
    filed = 0 if wanted.state == MISSING else _count_filed(reader, wanted)
    return filed + (missing.count(_window(reader, wanted)) if wanted.state in (None, MISSING) else 0)


def overdue(reader: Reader) -> dict[str, int]:
    """How many returns of each publisher are late and not there, the one with most first."""
    return missing.overdue(_window(reader, Wanted()))


def newest(limit: int) -> list[Line]:
    """The returns that were published last, of all publishers, as everybody sees them."""
    ids = (
        sa.select(Revision.return_id)
        .where(Revision.state == State.PUBLISHED)
        .order_by(Revision.published.desc())
        .limit(limit)
    )
    reader = Reader((), own=(), everybody=True)
    found = _lines(_select(reader, Wanted()).where(SpendReturn.id.in_(ids)))
    return sorted(found, key=lambda line: str(line.published), reverse=True)


def cursor(line: Line) -> str:
    """What to ask for the lines after this one with."""
    end, publisher_id, regime, period, filed = line.key
    return "~".join((end.isoformat(), publisher_id, regime, period, str(filed)))


def _parsed(after: str) -> Key:
    try:
        end, publisher_id, regime, period, filed = after.split("~")
        return dt.date.fromisoformat(end), publisher_id, regime, period, int(filed)
    except ValueError as error:
        message = f"{after!r} is no cursor. Ask with the cursor of the answer before."
        raise ValueError(message) from error


def _visible(reader: Reader) -> sa.ColumnElement[bool]:
    """Which revisions the reader may know of; to be used where the return stands beside them."""
    if reader.own is None:
        return sa.true()
    return sa.or_(Revision.entry_no.is_not(None), SpendReturn.organization_id.in_(list(reader.own)))


def _window(reader: Reader, wanted: Wanted) -> missing.Window:
    regimes = config.definitions().regimes
    chosen = {wanted.regime: regimes[wanted.regime]} if wanted.regime in regimes else regimes
    return missing.Window(reader.bodies, chosen, reader.today, _visible(reader), wanted.due_before)


def _head(reader: Reader) -> sa.FromClause:
    """The revision that says how a return stands: the newest that is not over, else the newest, of those the reader may know of."""
    over = sa.case((Revision.state.in_([str(each) for each in OVER]), 1), else_=0)
    return (
        sa.select(*(getattr(Revision, name) for name in HEADLINE))
        .where(Revision.return_id == SpendReturn.id, _visible(reader))
        .order_by(over, Revision.number.desc())
        .limit(1)
        .correlate(SpendReturn)
        .lateral("head")
    )


def _select(reader: Reader, wanted: Wanted) -> sa.Select[Any]:
    """Filed returns with what the list shows of them, unordered."""
    head = _head(reader)
    state = sa.case(
        (sa.and_(out_of_tries(head.c), head.c.state.in_([str(each) for each in WORKING])), STUCK),
        else_=head.c.state,
    )
    published = (
        sa.select(Revision.number)
        .where(Revision.return_id == SpendReturn.id, Revision.state == State.PUBLISHED)
        .limit(1)
        .scalar_subquery()
    )
    first = (
        sa.select(sa.func.min(Revision.published))
        .where(Revision.return_id == SpendReturn.id, Revision.entry_no.is_not(None))
        .scalar_subquery()
    )
    query = sa.select(
        SpendReturn, head, state.label("stands"), published.label("published_number"), first.label("first_published")
    ).join(head, sa.true())
    return _narrowed(query, reader, wanted, state)


def _narrowed(query: sa.Select[Any], reader: Reader, wanted: Wanted, state: sa.ColumnElement[Any]) -> sa.Select[Any]:
    if reader.everybody:
        active = sa.select(model.Group.id).where(model.Group.state == model.State.ACTIVE)
        query = query.where(SpendReturn.organization_id.in_(active))
    else:
        query = query.where(SpendReturn.publisher_id.in_([body.publisher.publisher_id for body in reader.bodies]))
    if wanted.regime is not None:
        query = query.where(SpendReturn.regime == wanted.regime)
    if wanted.due_before is not None:
        query = query.where(SpendReturn.due < wanted.due_before)
    if wanted.state is not None:
        # Few returns have a revision in most states: those are found by the state first, and not one by one.
        query = query.where(SpendReturn.id.in_(_with_revision(wanted.state)), state == wanted.state)
    return query


def _with_revision(state: str) -> sa.Select[Any]:
    ids = sa.select(Revision.return_id)
    if state == STUCK:
        return ids.where(Revision.state.in_([str(each) for each in WORKING]), out_of_tries(Revision))
    return ids.where(Revision.state == state)


def _filed(reader: Reader, wanted: Wanted, most: int, after: Key | None) -> list[Line]:
    place = [SpendReturn.period_end, *(column.collate("C") for column in NAMES)]
    query = _select(reader, wanted)
    if after is not None:
        # A filed line stands before the missing one of the same period: after either of them it has been.
        query = query.where(sa.tuple_(*place) < sa.tuple_(*after[:-1]))
    return _lines(query.order_by(*(column.desc() for column in place)).limit(most))


def _count_filed(reader: Reader, wanted: Wanted) -> int:
    return model.Session.scalar(sa.select(sa.func.count()).select_from(_select(reader, wanted).subquery())) or 0


def _lines(query: sa.Select[Any]) -> list[Line]:
    rows = model.Session.execute(query).all()
    joined = _joined({row.SpendReturn.publisher_id for row in rows})
    ended = _ended([row.id for row in rows if row.stands in TAKEN_BACK])
    return [_line(row, joined.get(row.SpendReturn.publisher_id), ended) for row in rows]


def _joined(publisher_ids: Collection[str]) -> dict[str, dt.date | None]:
    return {id_: body.publisher.joined for id_, body in publishers.by_ids(publisher_ids).items()}


def _ended(revision_ids: Sequence[str]) -> dict[str, Event]:
    """Revision → the event with which it was taken back."""
    states = [str(each) for each in TAKEN_BACK]
    query = sa.select(Event).where(Event.revision_id.in_(revision_ids), Event.to_state.in_(states)).order_by(Event.id)
    return {event.revision_id: event for event in model.Session.scalars(query)} if revision_ids else {}


def _line(row: Any, joined: dt.date | None, ended: dict[str, Event]) -> Line:
    spend_return: SpendReturn = row.SpendReturn
    first = row.first_published
    event = ended.get(row.id)
    return Line(
        reference=spend_return.reference,
        publisher_id=spend_return.publisher_id,
        regime=spend_return.regime,
        period=spend_return.period,
        period_start=spend_return.period_start,
        period_end=spend_return.period_end,
        due=spend_return.due,
        state=row.stands,
        revision=row.number,
        published_revision=row.published_number,
        nil=row.nil,
        rows_accepted=row.rows_accepted,
        amount_accepted=str(row.amount_accepted) if row.amount_accepted is not None else None,
        rows_in_error=row.rows_in_error,
        submitted=row.submitted,
        published=first,
        late=bool(first) and is_late(spend_return.due, first.astimezone(LONDON).date(), joined),
        ended=event.at if event else None,
        why=event.why if event else None,
    )


def _missing(reader: Reader, wanted: Wanted, most: int, after: Key | None, lowest: dt.date | None) -> list[Line]:
    """Missing lines of a page: down to the period at which its filed ones end, or, where there are not enough, further and further."""
    window = _window(reader, wanted)
    last = after[0] if after else reader.today
    first_of_all = missing.earliest(window)
    # Of a body alone all is looked through at once, which is less than to begin again.
    months, found = STRIDE_MONTHS if len(reader.bodies) > 1 else AT_ONCE_MONTHS, []
    while True:
        first = lowest or max(add_months(last, -months), first_of_all)
        found = [_missing_line(duty, reader) for duty in missing.duties(window, first, last)]
        found = sorted(
            (each for each in found if after is None or each.key < after), key=lambda each: each.key, reverse=True
        )
        if lowest or len(found) >= most or first <= first_of_all:
            return found[:most]
        months *= 4


def _missing_line(duty: Duty, reader: Reader) -> Line:
    joined = reader.joined[duty.publisher_id]
    return Line(
        reference=duty.reference,
        publisher_id=duty.publisher_id,
        regime=duty.regime,
        period=duty.period.text,
        period_start=duty.period.start,
        period_end=duty.period.end,
        due=duty.due,
        state=MISSING,
        late=is_late(duty.due, reader.today, joined),
    )
