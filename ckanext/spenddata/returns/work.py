"""Who does the background work. Two drain loops, for revisions and for their follow-ups; RQ calls them, PostgreSQL knows the work."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import FollowUp, Revision, State
from ckanext.spenddata.model.returns import WORKING
from ckanext.spenddata.returns import bell, checking, followups, publishing
from ckanext.spenddata.returns.claims import Claims

__all__ = ["drain_followups", "drain_returns", "ring", "ring_followups"]

_TO_PUBLISH = (State.APPROVED, State.PUBLISHING)


def _revisions() -> Claims:
    """Revisions that a process should take on; what can be finished comes before what can be begun."""
    first = sa.case((Revision.state.in_(_TO_PUBLISH), 0), else_=1)
    return Claims(Revision, Revision.state.in_(WORKING), (first, Revision.submitted))


def _followups() -> Claims:
    """Follow-ups that are not done; the earlier steps first, so that every file is in the catalogue before the first table is loaded."""
    return Claims(FollowUp, FollowUp.done.is_(None), (followups.ORDER, FollowUp.created))


def drain_returns() -> None:
    """Check and publish until nothing is left to do; the function that RQ calls on the queue ``spenddata``."""
    if _revisions().drain(_step):
        ring_followups()


def drain_followups() -> None:
    """Do what follows publications until nothing is left; the function that RQ calls on the queue ``spenddata-follow``."""
    _followups().drain(followups.do)


def ring() -> bool:
    """Say that a revision waits for work; False where Redis is away."""
    return bell.ring(bell.RETURNS, drain_returns)


def ring_followups() -> bool:
    """Say that follow-ups wait; False where Redis is away."""
    return bell.ring(bell.FOLLOW, drain_followups)


def anything_waiting() -> tuple[bool, bool]:
    """Whether revisions, and whether follow-ups, wait for somebody to take them on."""
    return _revisions().waiting(), _followups().waiting()


def _step(revision_id: str) -> None:
    """Take one revision on, from wherever it is, as far as it goes without a person."""
    state = model.Session.scalar(sa.select(Revision.state).where(Revision.id == revision_id))
    if state in _TO_PUBLISH:
        publishing.publish(revision_id)
    elif state in WORKING:
        checking.check(revision_id)
