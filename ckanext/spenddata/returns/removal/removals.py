"""Taken back: withdrawals and erasures, as orders that are written down first and then carried out, by whoever gets to it.

An order is a row of ``spenddata_removal``. From its commit on nothing of what it is about is shown to anybody (``tombstones.py``);
where a process dies while it is carried out, the sweep has it finished. Every step can run twice with the effect of once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.ledger.publish import withdraw as withdraw_from_ledger
from ckanext.spenddata.model import Removal, Revision, Scope, SpendReturn, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.model.returns import TAKEN_BACK
from ckanext.spenddata.returns import queries, states
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.followups import planning
from ckanext.spenddata.returns.people import authority
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.returns.removal import erasing, removal_record
from ckanext.spenddata.returns.removal.erasure_plans import Part
from ckanext.spenddata.returns.removal.removal_record import Noted


class AuthorityLostError(Exception):
    """Whoever gives the order may no longer give it."""


def withdraw(revisions: Sequence[Revision], user_id: str, why: str) -> None:
    """Take revisions of one return back: what is public leaves every figure and address, what is not will not be published.

    The caller holds them. Commits: first the order, then what it did.

    Raises:
        ForbiddenChangeError: One of them can't be withdrawn in its state.
        AuthorityLostError: The user is no longer an administrator.
        LedgerError: The ledger refuses.
    """
    for revision in revisions:
        _check(revision)
    public = [revision for revision in revisions if queries.was_public(revision)]
    for revision in revisions:
        if revision not in public:
            states.change(revision, State.WITHDRAWN, why, user_id)
    order = None
    if public:
        spend_return = public[0].spend_return
        _authorise(spend_return, user_id)
        plan = [
            {"revision": revision.number, "revision_id": revision.id, "reference": spend_return.reference}
            for revision in public
        ]
        order = _order(spend_return, Scope.WITHDRAWAL, plan, user_id, why)
    model.Session.commit()
    if order is not None:
        carry_out(order.id)


def erase(spend_return: SpendReturn, parts: Sequence[Part], scope: Scope, user_id: str, why: str) -> None:
    """Erase what a plan says. Commits: first the order, then what is quick; a worker does the rest.

    Raises:
        AuthorityLostError: The user may no longer order it.
        LedgerError: The ledger refuses; the order stands, and is tried again.
    """
    _authorise(spend_return, user_id)
    order = _order(spend_return, scope, [part.as_data() for part in parts], user_id, why)
    erasing.take_out(order)


def carry_out(removal_id: str) -> None:
    """Do what an order says, or finish what a dying process left of it; commits."""
    order = _held(removal_id)
    if order is None or order.done:
        model.Session.rollback()
    elif order.scope == Scope.WITHDRAWAL:
        _withdraw(order)
    else:
        erasing.carry_out(order)


def again(noted: Noted) -> bool:
    """Carry out an order that the databases have forgotten, as a restored backup has; whether there was anything to do here.

    Commits. What it is about may be gone with the databases, too: returns and revisions that were made after the backup.

    Raises:
        LedgerError: The ledger refuses; the order stands, and is tried again.
        OSError: A file is missing; the order stands, and nothing of what it is about is shown.
    """
    order = model.Session.get(Removal, noted.id)
    if order is None:
        spend_return = queries.by_reference(noted.reference)
        plan = [part for part in noted.plan if model.Session.get(Revision, part["revision_id"])]
        if spend_return is None or not plan:
            return False
        order = _order(spend_return, Scope(noted.scope), plan, noted.ordered_by, noted.why)
        order.id, order.ordered = noted.id, dt.datetime.fromisoformat(noted.ordered)
    elif order.done:
        return False
    model.Session.commit()
    carry_out(noted.id)
    return True


def public(spend_return: SpendReturn) -> list[Revision]:
    """The revisions that were published and were not taken back, the newest last."""
    return [each for each in spend_return.revisions if queries.was_public(each) and each.state not in TAKEN_BACK]


def _check(revision: Revision) -> None:
    """Refuse what can't be withdrawn: what was replaced before it was public is over already."""
    state = State(revision.state)
    over = state == State.SUPERSEDED and not queries.was_public(revision)
    if over or State.WITHDRAWN not in states.BECOMES[state]:
        raise states.ForbiddenChangeError(state, State.WITHDRAWN)


def _authorise(spend_return: SpendReturn, user_id: str) -> None:
    """Administrators of the publisher, and stewards, read from the database at this instant."""
    may = authority.role(user_id, spend_return.organization_id) >= Role.ADMIN or authority.is_steward(user_id)
    if not may:
        message = "Nothing was taken back: your account is no longer an administrator of this publisher."
        raise AuthorityLostError(message)


def _order(
    spend_return: SpendReturn, scope: Scope, plan: list[dict[str, Any]], user_id: str | None, why: str
) -> Removal:
    order = Removal(return_id=spend_return.id, scope=scope, why=why, ordered_by=user_id, plan=plan)
    model.Session.add(order)
    model.Session.flush()
    return order


def _held(removal_id: str) -> Removal | None:
    query = sa.select(Removal).where(Removal.id == removal_id).execution_options(populate_existing=True)
    return model.Session.scalar(query.with_for_update())


def _withdraw(order: Removal) -> None:
    """The ledger first, then the states; what follows them takes files, tables and documents away."""
    spend_return = order.spend_return
    publisher_id, reference, removal_id = spend_return.publisher_id, spend_return.reference, order.id
    numbers = [part["revision"] for part in order.plan]
    # Nothing of ours stays locked while the ledger's transaction runs. Authority was read when the order was written down.
    model.Session.rollback()
    withdraw_from_ledger(publisher_id, reference, revisions=numbers)
    order = _held(removal_id)
    if order is None or order.done:
        model.Session.rollback()
        return
    storage = Storage()
    for part in order.plan:
        revision = states.held(part["revision_id"])
        if revision is not None and State.WITHDRAWN in states.BECOMES[State(revision.state)]:
            counted = revision.state == State.PUBLISHED
            states.change(revision, State.WITHDRAWN, order.why, order.ordered_by)
            storage.forget_csv(revision.artefact_sha256)
            if counted:
                planning.plan(revision)
    removal_record.note(order)
    order.done = now()
    model.Session.commit()
