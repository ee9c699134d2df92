"""What every action that changes a revision does: the row held, a refusal in words, and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.states import ForbiddenChangeError
from ckanext.spenddata.returns.work import background


def held(revision_id: str) -> Revision:
    """The revision, held until the transaction ends; ObjectNotFound where it is gone."""
    found = states.held(revision_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("The revision is gone."))
    return found


def newest_only(revision: Revision) -> None:
    """Refuse what is said of a revision after which another was sent: whoever says it has not seen that one; lets the row go.

    Raises:
        ValidationError: It is not the newest.
    """
    newest = queries.newest(revision.spend_return)
    if newest is None or newest.number == revision.number:
        return
    words = tk._(
        "Revision {newest} was sent after revision {number}, which you looked at. Nothing was changed. Look at revision {newest}, then"
        " decide."
    )
    message = words.format(newest=newest.number, number=revision.number)
    model.Session.rollback()
    raise refused("revision", message)


@contextmanager
def refusing_in_words() -> Iterator[None]:
    """Tell in words that a change is not allowed now; lets the row go."""
    try:
        yield
    except ForbiddenChangeError as error:
        model.Session.rollback()
        raise refused("revision", _why_not_now(error.state)) from error


def _why_not_now(state: State) -> str:
    """Why a revision in a state can't be changed as asked."""
    reasons = {
        State.DRAFT: tk._("This revision is not submitted yet."),
        State.SUBMITTED: tk._("This revision waits to be checked. Wait until its report is there."),
        State.CHECKING: tk._("This revision is being checked. Wait until its report is there."),
        State.REJECTED: tk._("This revision was rejected; its last event says why. Fix the file and submit it again."),
        State.READY: tk._("This revision is checked, and waits for a yes."),
        State.APPROVED: tk._("This revision is approved already, and is about to be published."),
        State.PUBLISHING: tk._("This revision is being published at this moment."),
        State.PUBLISHED: tk._("This revision is published already."),
        State.SUPERSEDED: tk._(
            "A later revision took the place of this one. Nothing was changed. Look at that one, then decide."
        ),
        State.WITHDRAWN: tk._("This revision was withdrawn. Submit the files again to publish them."),
        State.ERASED: tk._("This revision was erased; nothing of it is left. Submit files again to publish them."),
    }
    return reasons[state]


def revision_dict(revision: Revision, *, ring: bool = True) -> dict[str, Any]:
    """What an action answers that changed a revision; wakes a worker for what is to do."""
    answer = {"reference": revision.spend_return.reference, "revision": revision.number, "state": revision.state}
    return {**answer, "waiting": not background.ring() if ring else False}
