"""How timely publishers are: of what fell due in a year, what was first published in time, what late, and what is not there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.returns.due import missing
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.calendar import LONDON, add_months, is_late

MONTHS = 12
"""What fell due in so many months is looked at."""
LONGEST_PERIOD_MONTHS = 15
"""No period ends earlier than this before its return is due."""
IN_TIME, LATE, MISSING = "in time", "late", "missing"


@dataclass(frozen=True)
class Record:
    """What of one publisher fell due, and how it stands; corrections don't count as late."""

    body: Body
    in_time: int
    late: int
    missing: int

    @property
    def due(self) -> int:
        """How many returns fell due."""
        return self.in_time + self.late + self.missing


def since(today: dt.date) -> dt.date:
    """The first day of the year that is looked at."""
    return add_months(today, -MONTHS)


def of_publishers(bodies: Sequence[Body], today: dt.date) -> list[Record]:
    """The record of each publisher of whom anything fell due, the least timely first.

    Args:
        bodies: The publishers.
        today: Today in London.
    """
    joined = {body.publisher.publisher_id: body.publisher.joined for body in bodies}
    found: Counter[tuple[str, str]] = Counter()
    for publisher_id, due, published in (*_published(joined, today), *_absent(bodies, today)):
        begun = joined[publisher_id]
        if begun is None or due >= begun:
            how = MISSING if published is None else LATE if is_late(due, published, begun) else IN_TIME
            found[publisher_id, how] += 1
    records = [
        Record(body, *(found[body.publisher.publisher_id, how] for how in (IN_TIME, LATE, MISSING))) for body in bodies
    ]
    return sorted(
        (record for record in records if record.due),
        key=lambda record: (record.in_time / record.due, -record.missing, -record.due, record.body.publisher.name),
    )


def _published(publisher_ids: Collection[str], today: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """What fell due and is published: publisher, the day when it was due, the day when it was first published."""
    first = sa.func.min(Revision.published).filter(Revision.entry_no.is_not(None))
    counts = sa.func.bool_or(Revision.state == State.PUBLISHED)
    query = (
        sa.select(SpendReturn.publisher_id, SpendReturn.due, first.label("first"))
        .join(Revision, Revision.return_id == SpendReturn.id)
        .where(SpendReturn.due >= since(today), SpendReturn.due < today)
        .group_by(SpendReturn.id, SpendReturn.publisher_id, SpendReturn.due)
        .having(counts)
    )
    for publisher_id, due, published in model.Session.execute(query):
        if publisher_id in publisher_ids:
            yield publisher_id, due, published.astimezone(LONDON).date()


def _absent(bodies: Sequence[Body], today: dt.date) -> Iterator[tuple[str, dt.date, None]]:
    """What fell due and is not there."""
    seen = Revision.entry_no.is_not(None)
    window = missing.Window(bodies, config.definitions().regimes, today, seen, due_before=today)
    for duty in missing.duties(window, add_months(today, -MONTHS - LONGEST_PERIOD_MONTHS), today):
        if duty.due >= since(today):
            yield duty.publisher_id, duty.due, None
