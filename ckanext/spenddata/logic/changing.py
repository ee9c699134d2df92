"""What every action that changes a revision does: the row held, a refusal in words, and the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.states import ForbiddenChangeError
from ckanext.spenddata.returns.work import background


def held(revision_id: str) -> Revision:
    """The revision, held until the transaction ends; ObjectNotFound where it is gone."""
    found = states.held(revision_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("The revision is gone."))
    return found


def held_as_looked_at(revision: Revision, asked: Mapping[str, Any]) -> Revision:
    """The newest revision, held, if it stands as whoever says something of it looked at it; where not, its row is let go.

    Args:
        revision: What was named.
        asked: What an action was asked: ``attempt`` is the reading that was looked at, where that is said.

    Raises:
        ObjectNotFound: It is gone.
        ValidationError: Another was sent after it (of ``revision``), or it was read again (of ``attempt``).
    """
    found = held(revision.id)
    newest, _ = queries.numbers_now(found.spend_return)
    if newest != found.number:
        words = tk._(
            "Revision {newest} was sent after revision {number}, which you looked at. Nothing was changed. Look at revision {newest},"
            " then decide."
        )
        _let_go("revision", words.format(newest=newest, number=found.number))
    same_reading(found, asked)
    return found


def same_reading(revision: Revision, asked: Mapping[str, Any]) -> None:
    """Refuse what is said of an earlier reading of a revision that is held; lets the row go.

    Raises:
        ValidationError: It was read again since (of ``attempt``).
    """
    if asked.get("attempt") not in (None, revision.attempt):
        words = tk._(
            "Revision {number} has been read again since you looked at it. Nothing was changed. Look at it as it is now, then decide."
        )
        _let_go("attempt", words.format(number=revision.number))


def same_published(spend_return: SpendReturn, asked: Mapping[str, Any]) -> None:
    """Refuse what is said of a return while another revision of it was public; lets what is held go.

    Args:
        spend_return: The return.
        asked: What an action was asked: ``published_revision`` is the one that was public when it was looked at, 0 for none, where
            that is said.

    Raises:
        ValidationError: Another is public now, or none is (of ``published_revision``).
    """
    looked_at = asked.get("published_revision")
    if looked_at is None:
        return
    _, published = queries.numbers_now(spend_return)
    if (published or 0) == looked_at:
        return
    if looked_at == 0:
        words = tk._(
            "Revision {published} is public now; none was when you looked. Nothing was changed. Look at the return as it is now, then"
            " decide."
        )
        _let_go("published_revision", words.format(published=published))
    if published is None:
        words = tk._(
            "Revision {number}, which you looked at, is no longer public, and no other is. Nothing was changed. Look at the return as"
            " it is now, then decide."
        )
        _let_go("published_revision", words.format(number=looked_at))
    words = tk._(
        "Revision {published} is public now, not revision {number}, which you looked at. Nothing was changed. Look at the return as it is"
        " now, then decide."
    )
    _let_go("published_revision", words.format(published=published, number=looked_at))


def _let_go(field: str, message: str) -> NoReturn:
    model.Session.rollback()
    raise refused(field, message)


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
        State.DRAFT: tk._("This revision has not been submitted yet."),
        State.SUBMITTED: tk._("This revision is waiting to be checked. Wait until its report is there."),
        State.CHECKING: tk._("This revision is being checked. Wait until its report is there."),
        State.REJECTED: tk._("This revision was rejected; its last event says why. Fix the file and submit it again."),
        State.READY: tk._("This revision has been checked, and is waiting for a yes."),
        State.APPROVED: tk._("This revision has already been approved, and is about to be published."),
        State.PUBLISHING: tk._("This revision is being published at this moment."),
        State.PUBLISHED: tk._("This revision has already been published."),
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
