"""Filed returns as lines of the task list: chosen, counted and ordered by the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import Event, Revision, SpendReturn, State
from ckanext.spenddata.model.claims import out_of_tries
from ckanext.spenddata.model.returns import OVER, TAKEN_BACK, WORKING
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.due.lines import STUCK, Key, Line, Reader, Wanted
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.values.calendar import LONDON, is_late
from ckanext.spenddata.values.sums import never_in_one_sum

NAMES = (SpendReturn.publisher_id, SpendReturn.regime, SpendReturn.period)
HEADLINE = (
    *("id", "number", "state", "tries", "interrupted"),
    *("nil", "rows_accepted", "amount_accepted", "rows_in_error", "submitted"),
)
"""What the list takes from a revision."""
KINDS = ("amount_basis", "currencies")
"""And what its report says of amounts: whether they are ever in one sum."""


def lines(reader: Reader, wanted: Wanted, most: int, after: Key | None) -> list[Line]:
    """The filed lines of a page, the newest period first."""
    place = [SpendReturn.period_end, *(column.collate("C") for column in NAMES)]
    query = _select(reader, wanted)
    if after is not None:
        # A filed line stands before the missing one of the same period: after either of them it has been.
        query = query.where(sa.tuple_(*place) < sa.tuple_(*after[:-1]))
    return _read(query.order_by(*(column.desc() for column in place)).limit(most), reader)


def count(reader: Reader, wanted: Wanted) -> int:
    """How many filed lines there are."""
    return model.Session.scalar(sa.select(sa.func.count()).select_from(_select(reader, wanted).subquery())) or 0


def since(reader: Reader, first: dt.date) -> list[Line]:
    """Filed lines of the periods that end on a day or later; without what is over, which nothing stands in place of."""
    query = _select(reader, Wanted()).where(SpendReturn.period_end >= first)
    return [line for line in _read(query, reader) if line.state not in OVER]


def newest(limit: int) -> list[Line]:
    """The returns that were published last, of all publishers, as everybody sees them."""
    ids = (
        sa.select(Revision.return_id)
        .where(Revision.state == State.PUBLISHED)
        .order_by(Revision.published.desc())
        .limit(limit)
    )
    reader = Reader((), own=(), everybody=True)
    found = _read(_select(reader, Wanted()).where(SpendReturn.id.in_(ids)), reader)
    return sorted(found, key=lambda line: str(line.published), reverse=True)


def visible(reader: Reader) -> sa.ColumnElement[bool]:
    """Which revisions the reader may know of; to be used where the return stands beside them."""
    if reader.own is None:
        return sa.true()
    return sa.or_(Revision.entry_no.is_not(None), SpendReturn.organization_id.in_(list(reader.own)))


def _head(reader: Reader) -> sa.FromClause:
    """The revision that says how a return stands: the newest that is not over, else the newest, of those the reader may know of."""
    over = sa.case((Revision.state.in_([str(each) for each in OVER]), 1), else_=0)
    return (
        sa.select(
            *(getattr(Revision, name) for name in HEADLINE), *(Revision.report[kind].label(kind) for kind in KINDS)
        )
        .where(Revision.return_id == SpendReturn.id, visible(reader))
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


def _read(query: sa.Select[Any], reader: Reader) -> list[Line]:
    rows = model.Session.execute(query).all()
    mine = [row for row in rows if reader.own is None or row.SpendReturn.organization_id in reader.own]
    steps = _steps([row.id for row in mine if row.stands == State.READY])
    joined = _joined({row.SpendReturn.publisher_id for row in rows})
    ended = _ended([row.id for row in rows if row.stands in TAKEN_BACK])
    return [_line(row, joined.get(row.SpendReturn.publisher_id), ended, steps.get(row.id)) for row in rows]


def _joined(publisher_ids: Collection[str]) -> dict[str, dt.date | None]:
    return {id_: body.publisher.joined for id_, body in publishers.by_ids(publisher_ids).items()}


def _ended(revision_ids: Sequence[str]) -> dict[str, Event]:
    """Revision → the event with which it was taken back."""
    states = [str(each) for each in TAKEN_BACK]
    query = sa.select(Event).where(Event.revision_id.in_(revision_ids), Event.to_state.in_(states)).order_by(Event.id)
    return {event.revision_id: event for event in model.Session.scalars(query)} if revision_ids else {}


def _steps(revision_ids: Sequence[str]) -> dict[str, str | None]:
    """Revision that is ready → the last step of its people."""
    query = sa.select(Event.revision_id, Event.from_state, Event.to_state).where(Event.revision_id.in_(revision_ids))
    told: dict[str, list[tuple[str | None, str]]] = defaultdict(list)
    for id_, before, after in model.Session.execute(query.order_by(Event.id)) if revision_ids else ():
        told[id_].append((before, after))
    return {id_: states.last_step(each) for id_, each in told.items()}


def _line(row: Any, joined: dt.date | None, ended: dict[str, Event], step: str | None) -> Line:
    spend_return: SpendReturn = row.SpendReturn
    first = row.first_published
    event = ended.get(row.id)
    mixed = never_in_one_sum(row.amount_basis or (), row.currencies or ())
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
        amount_accepted=None if mixed or row.amount_accepted is None else str(row.amount_accepted),
        rows_in_error=row.rows_in_error,
        submitted=row.submitted,
        published=first,
        late=bool(first) and is_late(spend_return.due, first.astimezone(LONDON).date(), joined),
        ended=event.at if event else None,
        why=event.why if event else None,
        step=step,
    )
