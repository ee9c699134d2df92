"""What background work waits for: outages, which end by themselves or by whoever runs the machine, and never count against the work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.model import FollowUp, Removal, Revision
from ckanext.spenddata.model.returns import WORKING


@dataclass(frozen=True)
class Outage:
    """Something that work waits for."""

    kind: str
    """A kind of :mod:`ckanext.spenddata.faults`, such as ``search``."""
    pieces: int
    """How many revisions, follow-ups and removals wait for it."""
    since: dt.datetime
    """When it was met first."""
    reason: str
    """What one of them was told."""

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return (dt.datetime.now(dt.UTC) - self.since).total_seconds()


def outages() -> list[Outage]:
    """What work waits for now, the longest first."""
    work = (
        (Revision, Revision.state.in_(WORKING)),
        (FollowUp, FollowUp.done.is_(None)),
        (Removal, Removal.done.is_(None)),
    )
    waiting = sa.union_all(
        *(
            sa.select(table.waits_for.label("kind"), table.waits_since.label("since"), table.last_error.label("reason"))
            .where(is_open)
            .where(table.waits_for.is_not(None))
            for table, is_open in work
        )
    ).subquery()
    since = sa.func.min(waiting.c.since)
    query = (
        sa.select(waiting.c.kind, sa.func.count(), since, sa.func.max(waiting.c.reason))
        .group_by(waiting.c.kind)
        .order_by(since)
    )
    return [Outage(*found) for found in model.Session.execute(query)]


def wake(kinds: Iterable[Kind]) -> None:
    """Let the work that waits for these be tried at once; commits."""
    names = [kind.value for kind in kinds]
    for table in (Revision, FollowUp, Removal):
        model.Session.execute(sa.update(table).where(table.waits_for.in_(names)).values(not_before=None))
    model.Session.commit()
