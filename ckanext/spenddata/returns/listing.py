"""The task list: what was filed, how it stands, and what is still missing, newest period first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from sqlalchemy.orm import defer

from ckanext.spenddata import config
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.model.claims import MOST_TRIES
from ckanext.spenddata.model.returns import WORKING
from ckanext.spenddata.returns import duties
from ckanext.spenddata.returns.publishers import Body
from ckanext.spenddata.values.calendar import LONDON, is_late

MISSING = "missing"
STUCK = "stuck"
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


@dataclass(frozen=True)
class Wanted:
    """What is asked for."""

    regime: str | None = None
    state: str | None = None
    due_before: dt.date | None = None

    def takes(self, line: Line) -> bool:
        """Whether a line is asked for."""
        return (
            (self.state is None or line.state == self.state)
            and (self.regime is None or line.regime == self.regime)
            and (self.due_before is None or (line.due is not None and line.due < self.due_before))
        )


def lines(bodies: Sequence[Body], own: Collection[str] | None, wanted: Wanted, today: dt.date) -> list[Line]:
    """Everything there is to say about the returns of some publishers.

    Args:
        bodies: The publishers.
        own: Ids of the organisations whose drafts may be shown; None for all. Of others only what is published is told.
        wanted: Which lines.
        today: Today in London.
    """
    by_publisher = _revisions(bodies)
    found: list[Line] = []
    for body in bodies:
        filed = by_publisher.get(body.publisher.publisher_id, {})
        may_see_drafts = own is None or body.organization_id in own
        shown = [line for entry in filed.values() if (line := _line(body, entry, may_see_drafts))]
        found += [line for line in (*shown, *_missing(body, shown, today)) if wanted.takes(line)]
    return sorted(found, key=lambda line: (line.period_end, line.reference), reverse=True)


def _revisions(bodies: Iterable[Body]) -> dict[str, dict[str, tuple[SpendReturn, list[Revision]]]]:
    """Publisher → return → the return and its revisions, without their reports."""
    ids = [body.publisher.publisher_id for body in bodies]
    query = (
        sa.select(SpendReturn, Revision)
        .outerjoin(Revision, Revision.return_id == SpendReturn.id)
        .where(SpendReturn.publisher_id.in_(ids))
        .order_by(SpendReturn.period_start, Revision.number)
        .options(defer(Revision.report), defer(Revision.answers))
    )
    found: dict[str, dict[str, tuple[SpendReturn, list[Revision]]]] = defaultdict(dict)
    for spend_return, revision in model.Session.execute(query):
        _, revisions = found[spend_return.publisher_id].setdefault(spend_return.id, (spend_return, []))
        if revision is not None:
            revisions.append(revision)
    return found


def _line(body: Body, entry: tuple[SpendReturn, list[Revision]], may_see_drafts: bool) -> Line | None:
    spend_return, revisions = entry
    public = [revision for revision in revisions if revision.entry_no is not None]
    published = next((revision for revision in public if revision.state == State.PUBLISHED), None)
    seen = revisions if may_see_drafts else public
    over = (State.SUPERSEDED, State.WITHDRAWN)
    headline = next(reversed([revision for revision in seen if revision.state not in over] or seen), None)
    if headline is None or (not may_see_drafts and published is None):
        return None
    first = min((revision.published for revision in public if revision.published), default=None)
    return Line(
        reference=spend_return.reference,
        publisher_id=spend_return.publisher_id,
        regime=spend_return.regime,
        period=spend_return.period,
        period_start=spend_return.period_start,
        period_end=spend_return.period_end,
        due=spend_return.due,
        state=_state(headline),
        revision=headline.number,
        published_revision=published.number if published else None,
        nil=headline.nil,
        rows_accepted=headline.rows_accepted,
        amount_accepted=str(headline.amount_accepted) if headline.amount_accepted is not None else None,
        rows_in_error=headline.rows_in_error,
        submitted=headline.submitted,
        published=first,
        late=bool(first) and is_late(spend_return.due, first.astimezone(LONDON).date(), body.publisher.joined),
    )


def _state(revision: Revision) -> str:
    return STUCK if revision.tries >= MOST_TRIES and revision.state in WORKING else revision.state


def _missing(body: Body, shown: Iterable[Line], today: dt.date) -> Iterable[Line]:
    """Duties that no return covers, not even one of another cadence."""
    covered: dict[str, list[Line]] = defaultdict(list)
    for line in shown:
        if line.state != State.WITHDRAWN:
            covered[line.regime].append(line)
    first_filed = {regime: min(line.period_start for line in filed) for regime, filed in covered.items()}
    for duty in duties.expected(body.publisher, config.definitions().regimes, today, first_filed):
        start, end = duty.period.start, duty.period.end
        if not any(line.period_start <= end and start <= line.period_end for line in covered[duty.regime]):
            yield Line(
                reference=duty.reference,
                publisher_id=duty.publisher_id,
                regime=duty.regime,
                period=duty.period.text,
                period_start=start,
                period_end=end,
                due=duty.due,
                state=MISSING,
                late=is_late(duty.due, today, body.publisher.joined),
            )
