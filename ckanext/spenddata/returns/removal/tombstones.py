"""What stands at the address of what was taken back: that it is gone, since when, and the reason for everybody; never what it was."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import Event, Removal, Revision, Scope, SpendReturn, State
from ckanext.spenddata.model.returns import TAKEN_BACK
from ckanext.spenddata.returns import queries

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Kind = Literal["withdrawn", "erased", "being_erased"]


@dataclass(frozen=True)
class Tombstone:
    """Why there is nothing at an address any more."""

    kind: Kind
    at: dt.datetime
    why: str
    """The reason that was given for everybody to read."""
    reference: str
    revision: int | None = None


def of_revision(revision: Revision) -> Tombstone | None:
    """Whether a revision that was public can't be had any more: taken back, or about to be."""
    spend_return = revision.spend_return
    if revision.state in TAKEN_BACK:
        return _ended(revision)
    order = withheld(revision)
    return _ordered(order, spend_return, revision.number) if order else None


def of_resource(resource_id: str) -> Tombstone | None:
    """Whether the file and the table of a return can't be had any more; None too where the resource is none of ours."""
    if not UUID.fullmatch(resource_id):
        return None
    spend_return = model.Session.scalars(sa.select(SpendReturn).where(SpendReturn.resource_id == resource_id)).first()
    return of_return(spend_return) if spend_return else None


def of_return(spend_return: SpendReturn) -> Tombstone | None:
    """Whether nothing of a return is public any more, or something is just being taken back from its file."""
    published = queries.published(spend_return)
    if published is not None:
        order = withheld(published)
        return _ordered(order, spend_return, published.number) if order else None
    taken_back = [each for each in spend_return.revisions if queries.was_public(each) and each.state in TAKEN_BACK]
    return _ended(taken_back[-1]) if taken_back else None


def withheld(revision: Revision) -> Removal | None:
    """The order about a revision that is written down and not carried out to the end: until it is, nothing of it is shown."""
    return next((order for order in open_orders() if _is_about(order, revision.id)), None)


def open_orders() -> list[Removal]:
    """Every order that is written down and not carried out to the end, of all returns; there are few at any time."""
    return list(model.Session.scalars(sa.select(Removal).where(Removal.done.is_(None)).order_by(Removal.ordered)))


def returns_withheld() -> set[str]:
    """References of the returns that open orders are about."""
    return {part["reference"] for order in open_orders() for part in order.plan}


def _is_about(order: Removal, revision_id: str) -> bool:
    return any(part["revision_id"] == revision_id for part in order.plan)


def _ended(revision: Revision) -> Tombstone:
    """The event with which it ended has the instant and the reason."""
    query = (
        sa.select(Event)
        .where(Event.revision_id == revision.id, Event.to_state == revision.state)
        .order_by(Event.id.desc())
    )
    event = model.Session.scalars(query.limit(1)).one()
    kind: Kind = "erased" if revision.state == State.ERASED else "withdrawn"
    return Tombstone(kind, event.at, event.why, revision.spend_return.reference, revision.number)


def _ordered(order: Removal, spend_return: SpendReturn, number: int | None) -> Tombstone:
    kinds: dict[str, Kind] = {Scope.WITHDRAWAL: "withdrawn", Scope.REVISION: "erased"}
    return Tombstone(kinds.get(order.scope, "being_erased"), order.ordered, order.why, spend_return.reference, number)
