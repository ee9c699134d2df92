"""What a revision may become. The only code that sets a state, so that every change is allowed, and is written down.

::

    draft → submitted → checking → rejected                     (the publisher fixes and sends again)
                                 → ready → approved → publishing → published → superseded | withdrawn | erased

What was replaced can be withdrawn too, and what is withdrawn can be erased. Besides: answers
send a ready revision back to ``submitted``; a publisher may withdraw what is not published yet; a later submission
supersedes a revision that was not published; a publication that may not happen (authority was lost meanwhile) goes back to ``ready``.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model as ckan_model

from ckanext.spenddata.model import Event, FollowUp, Removal, Revision, State
from ckanext.spenddata.model.claims import NEW_START
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.security import changes

BECOMES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.CHECKING, State.SUPERSEDED, State.WITHDRAWN}),
    State.CHECKING: frozenset({State.REJECTED, State.READY}),
    State.REJECTED: frozenset({State.SUPERSEDED, State.WITHDRAWN, State.ERASED}),
    State.READY: frozenset({State.SUBMITTED, State.APPROVED, State.SUPERSEDED, State.WITHDRAWN, State.ERASED}),
    State.APPROVED: frozenset({State.PUBLISHING, State.READY}),
    State.PUBLISHING: frozenset({State.PUBLISHED, State.READY, State.SUPERSEDED}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN, State.ERASED}),
    State.SUPERSEDED: frozenset({State.WITHDRAWN, State.ERASED}),
    State.WITHDRAWN: frozenset({State.ERASED}),
    State.ERASED: frozenset(),
}
"""State → the states it may become."""


BEGUN = (State.CHECKING, State.PUBLISHING)
"""States that say that work has begun."""


DETAILS_ERASED = "details_erased"
"""What an event says of a revision that stays in its state, while rows or cells of it were erased."""

SENT_BACK = "sent_back"
"""What an event says of a checked revision that stays in its state, while whoever approves sends it back; its publisher's own business."""

ASKED = "approval_asked"
"""What an event says of a checked revision that stays in its state, while an editor sends it for approval; its publisher's own business."""

OWN_STEPS = (SENT_BACK, ASKED)
"""Steps of the publisher's own people, of which nobody else is told."""

PUBLIC_REASONS = (State.WITHDRAWN, State.ERASED, DETAILS_ERASED)
"""What may become of a revision for a reason that was given for everybody to read."""


class ForbiddenChangeError(Exception):
    """A revision can't become what was asked for; the message says what it is now."""

    def __init__(self, state: State | str, to: State) -> None:
        self.state = State(state)
        super().__init__(f"A revision that is {self.state} can't become {to}.")


def begin(revision: Revision, why: str, user_id: str | None) -> None:
    """A new revision is a draft."""
    revision.state = State.DRAFT
    _record(revision, None, State.DRAFT, why, user_id)


def change(revision: Revision, to: State, why: str, user_id: str | None = None) -> None:
    """Change a state and write the event; the caller holds the revision's row (``held``) and commits.

    The end of a piece of work is progress, and the tries that it took are forgotten; its beginning is not.

    Raises:
        ForbiddenChangeError: It may not become that.
    """
    now_is = State(revision.state)
    if to not in BECOMES[now_is]:
        raise ForbiddenChangeError(now_is, to)
    revision.state = to
    if to not in BEGUN:
        revision.tries = 0
        revision.not_before = None
        revision.last_error = None
    _record(revision, now_is, to, why, user_id)


def note(revision: Revision, why: str, user_id: str) -> None:
    """Write down what a person decided about a revision without changing its state; the caller holds its row and commits."""
    _record(revision, State(revision.state), State(revision.state), why, user_id)


def send_back(revision: Revision, why: str, user_id: str) -> None:
    """Write down why a checked revision is not approved; its state stays. The caller holds its row and commits.

    Raises:
        ForbiddenChangeError: It is not ready.
    """
    if revision.state != State.READY:
        raise ForbiddenChangeError(revision.state, State.READY)
    _record(revision, State.READY, SENT_BACK, why, user_id)


def ask(revision: Revision, user_id: str) -> None:
    """Write down that a checked revision is sent for approval; its state stays. The caller holds its row and commits.

    Raises:
        ForbiddenChangeError: It is not ready.
    """
    if revision.state != State.READY:
        raise ForbiddenChangeError(revision.state, State.READY)
    _record(revision, State.READY, ASKED, "", user_id)


def is_asked(revision: Revision) -> bool:
    """Whether a checked revision was sent for approval, and neither read again nor sent back since."""
    return last_step_of(revision) == ASKED


def last_step_of(revision: Revision) -> str | None:
    """The last step of its people with a revision, where it is ready."""
    told = ((event.from_state, event.to_state) for event in revision.events)
    return last_step(told) if revision.state == State.READY else None


def last_step(told: Iterable[tuple[str | None, str]]) -> str | None:
    """The last step of its people with a revision that is ready; None where nobody did one since it was checked.

    Args:
        told: From which state to which, event by event. What is noted of a revision leaves its state, and is no step.
    """
    last = None
    for before, after in told:
        if after in OWN_STEPS:
            last = after
        elif after != before:
            last = None
    return last


def note_erasure(revision: Revision, why: str, user_id: str | None) -> None:
    """Write down that rows or cells of a revision were erased; its state stays. The caller commits."""
    _record(revision, State(revision.state), DETAILS_ERASED, why, user_id)


def try_again(revision: Revision) -> None:
    """Give work that ran out of tries a new start, that of the follow-ups too; the caller commits."""
    ckan_model.Session.execute(sa.update(Revision).where(Revision.id == revision.id).values(NEW_START))
    ckan_model.Session.execute(
        sa.update(FollowUp).where(FollowUp.revision_id == revision.id, FollowUp.done.is_(None)).values(NEW_START)
    )
    ordered = sa.update(Removal).where(Removal.return_id == revision.return_id, Removal.done.is_(None))
    ckan_model.Session.execute(ordered.values(NEW_START))


def held(revision_id: str) -> Revision | None:
    """A revision as it is at this instant, its row locked until the transaction ends."""
    query = (
        sa.select(Revision)
        .where(Revision.id == revision_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return ckan_model.Session.scalar(query)


def _record(revision: Revision, before: State | None, after: str, why: str, user_id: str | None) -> None:
    """An event, and a line of the audit log once it is true."""
    revision.events.append(Event(at=now(), user_id=user_id, from_state=before, to_state=after, why=why))
    user = ckan_model.User.get(user_id) if user_id else None
    name = f"{revision.spend_return.reference}/{revision.number}"
    told = changes.audited(f"revision.{after}", revision=name, account=user.name if user else None)
    changes.once_committed(ckan_model.Session(), told)
