"""Finding returns and revisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import FollowUp, Removal, Revision, SpendReturn, State
from ckanext.spenddata.model.claims import out_of_tries
from ckanext.spenddata.model.returns import OVER, WORKING
from ckanext.spenddata.values import sums
from ckanext.spenddata.values.calendar import LONDON, is_late

NOTE = "note"
"""What a report holds what a publisher says to readers under, and a resource of the catalogue shows it under."""


def by_reference(reference: str) -> SpendReturn | None:
    """The return called ``<publisher_id>.<regime>.<period>``; only the publisher's identifier may hold full stops itself."""
    duty, _, period = reference.rpartition(".")
    publisher_id, _, regime = duty.rpartition(".")
    query = sa.select(SpendReturn).where(
        SpendReturn.publisher_id == publisher_id, SpendReturn.regime == regime, SpendReturn.period == period
    )
    return model.Session.scalars(query).first()


def by_number(spend_return: SpendReturn, number: int | None) -> Revision | None:
    """A revision by its number; without one, the headline."""
    if number is None:
        return headline(spend_return)
    return next((revision for revision in spend_return.revisions if revision.number == number), None)


def was_public(revision: Revision) -> bool:
    """Whether the revision is, or once was, published: the ledger has an entry of it."""
    return revision.entry_no is not None


def never_in_one_sum(report: Mapping[str, Any]) -> bool:
    """Whether the amounts of a report are of kinds that are never added up; one that was made before it was noted has one kind."""
    return sums.never_in_one_sum(report.get("amount_basis") or (), report.get("currencies") or ())


def note(revision: Revision) -> str:
    """What its publisher says to readers; blank where nothing."""
    return revision.report.get(NOTE, "")


def published(spend_return: SpendReturn) -> Revision | None:
    """The revision whose rows are in the figures."""
    return next((revision for revision in spend_return.revisions if revision.state == State.PUBLISHED), None)


def was_late(spend_return: SpendReturn, joined: dt.date | None) -> bool:
    """Whether the return was first published after it was due, of a publisher that files here from ``joined`` on."""
    published = [revision.published for revision in spend_return.revisions if revision.published]
    return bool(published) and is_late(spend_return.due, min(published).astimezone(LONDON).date(), joined)


def headline(spend_return: SpendReturn) -> Revision | None:
    """The revision that says how the return stands: the newest that is not over, else the newest."""
    going = [revision for revision in spend_return.revisions if revision.state not in OVER]
    return (going or list(spend_return.revisions) or [None])[-1]


def newest(spend_return: SpendReturn) -> Revision | None:
    """The revision that was submitted last."""
    return spend_return.revisions[-1] if spend_return.revisions else None


def numbers_now(spend_return: SpendReturn) -> tuple[int | None, int | None]:
    """Numbers of the newest revision and of the published one, as the database has them at this instant."""
    published = sa.func.max(Revision.number).filter(Revision.state == State.PUBLISHED)
    query = sa.select(sa.func.max(Revision.number), published).where(Revision.return_id == spend_return.id)
    newest_one, published_one = model.Session.execute(query).one()
    return newest_one, published_one


def followups_waiting() -> int:
    """How many follow-ups of publications are not done yet."""
    waiting = sa.select(sa.func.count()).select_from(FollowUp).where(FollowUp.done.is_(None))
    return model.Session.scalar(waiting) or 0


def stuck() -> list[SpendReturn]:
    """Returns of which some background work ran out of tries."""
    revision = sa.exists().where(
        Revision.return_id == SpendReturn.id, Revision.state.in_(WORKING), out_of_tries(Revision)
    )
    followup = sa.exists().where(
        Revision.return_id == SpendReturn.id,
        FollowUp.revision_id == Revision.id,
        FollowUp.done.is_(None),
        out_of_tries(FollowUp),
    )
    removal = sa.exists().where(Removal.return_id == SpendReturn.id, Removal.done.is_(None), out_of_tries(Removal))
    query = (
        sa.select(SpendReturn)
        .where(sa.or_(revision, followup, removal))
        .order_by(SpendReturn.publisher_id, SpendReturn.period_start)
    )
    return list(model.Session.scalars(query))
