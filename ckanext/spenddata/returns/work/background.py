"""Who does the background work. Two drain loops, for revisions and for their follow-ups; RQ calls them, PostgreSQL knows the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import journal
from ckanext.spenddata.model import FollowUp, Removal, Revision, State
from ckanext.spenddata.model.returns import WORKING
from ckanext.spenddata.returns.filing import checking, publishing
from ckanext.spenddata.returns.followups import planning, steps
from ckanext.spenddata.returns.removal import removals
from ckanext.spenddata.returns.work import queues
from ckanext.spenddata.returns.work.claims import Claims

POLITE = 10
"""Figures come before files: what follows yields to what publishes (a step of ``nice``; it ends with RQ's process for the job)."""
_TO_PUBLISH = (State.APPROVED, State.PUBLISHING)


@dataclass(frozen=True)
class Kind:
    """A kind of work: its rows, how workers are called to it, and how it is done here and now."""

    name: str
    claims: tuple[Claims, ...]
    ring: Callable[[], bool]
    drain: Callable[[], None]

    def waiting(self) -> bool:
        """Whether some of it could be tried now."""
        return any(each.waiting() for each in self.claims)

    def in_hands(self) -> bool:
        """Whether somebody alive is working on some of it."""
        return any(each.in_hands() for each in self.claims)


def _revisions() -> Claims:
    """Revisions that a process should take on; what can be finished comes before what can be begun."""
    first = sa.case((Revision.state.in_(_TO_PUBLISH), 0), else_=1)
    return Claims(Revision, Revision.state.in_(WORKING), (first, Revision.submitted))


def _followups() -> Claims:
    """Follow-ups that are not done; the earlier steps first, so that every file is in the catalogue before the first table is loaded."""
    return Claims(FollowUp, FollowUp.done.is_(None), (planning.ORDER, FollowUp.created))


def _removals() -> Claims:
    """Orders that a process should carry out, the oldest first."""
    return Claims(Removal, Removal.done.is_(None), (Removal.ordered,))


def drain_returns() -> None:
    """Check and publish until nothing is left to do; the function that RQ calls on the queue ``spenddata``."""
    _revisions().drain(_step)


def drain_followups() -> None:
    """Take back what was ordered to be, and do what follows publications, until nothing is left."""
    _removals().drain(removals.carry_out)
    _followups().drain(steps.do)


def drain_followups_politely() -> None:
    """The same, leaving the processor to those who check and publish; the function that RQ calls on the queue ``spenddata-follow``."""
    os.nice(POLITE)
    drain_followups()


def ring() -> bool:
    """Say that a revision waits for work; False where Redis is away."""
    return queues.ring(queues.RETURNS, drain_returns)


def ring_followups() -> bool:
    """Say that follow-ups wait; False where Redis is away."""
    return queues.ring(queues.FOLLOW, drain_followups_politely)


def kinds() -> tuple[Kind, ...]:
    """The two kinds of work, the more urgent first."""
    return (
        Kind("revisions", (_revisions(),), ring, drain_returns),
        Kind("follow-ups", (_removals(), _followups()), ring_followups, drain_followups),
    )


def _step(revision_id: str) -> None:
    """Take one revision on, from wherever it is, as far as it goes without a person."""
    found = model.Session.get(Revision, revision_id)
    if found is None:
        return
    state, reference = found.state, found.spend_return.reference
    with journal.about(reference):
        if state in _TO_PUBLISH:
            publishing.publish(revision_id)
            ring_followups()
        elif state in WORKING:
            checking.check(revision_id)
