"""What becomes of a return that was filed: publish, approve, withdraw, try again."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.logic import acknowledgements, common
from ckanext.spenddata.logic.changing import (
    held,
    held_as_looked_at,
    refusing_in_words,
    revision_dict,
    same_published,
    same_reading,
)
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.filing import publishing
from ckanext.spenddata.returns.removal import removals
from ckanext.spenddata.returns.work import background


@tk.validate_action_data(schema.approve)
def spenddata_return_publish(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Publish a revision that was checked: your own yes after looking at its report.

    Publication follows in the background, in one transaction: every figure shows what was public before, or this revision, never a
    mixture. Where the portal asks for approval, administrators of the publisher give this yes (``spenddata_return_approve``).

    :param reference: the return
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param without_errors: the exact number of rows in error, to publish without them; the number is then public beside the data
        (optional, default: 0)
    :type without_errors: int
    :param acknowledge: findings that are right, as for ``spenddata_finding_acknowledge`` (optional)
    :type acknowledge: list of dictionaries, or its JSON
    :param note: what readers should know of the figures, such as a one-off payment; published with them, at most 1,000 characters
        (optional)
    :type note: string

    :returns: ``reference``, ``revision``, ``state`` and ``waiting``, as of ``spenddata_return_submit``
    :rtype: dictionary

    :raises ValidationError: it is not ready, has open questions, something left to confirm, or another number of rows in error; or it is
        not what you looked at any more (of ``revision`` or ``attempt``)
    """
    revision = common.revision_for("spenddata_return_publish", context, data_dict)
    return _approve(context, revision, data_dict)


@tk.validate_action_data(schema.approve)
def spenddata_return_approve(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Approve a revision that was checked, as an administrator of its publisher; publication follows in the background.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param without_errors: the exact number of rows in error, to publish without them (optional, default: 0)
    :type without_errors: int
    :param acknowledge: findings that are right, as for ``spenddata_finding_acknowledge`` (optional)
    :type acknowledge: list of dictionaries, or its JSON
    :param note: what readers should know of the figures, as for ``spenddata_return_publish`` (optional)
    :type note: string

    :returns: ``reference``, ``revision``, ``state`` and ``waiting``, as of ``spenddata_return_submit``
    :rtype: dictionary

    :raises ValidationError: it is not ready, has open questions, something left to confirm, or another number of rows in error; or it is
        not what you looked at any more (of ``revision`` or ``attempt``)
    """
    revision = common.revision_for("spenddata_return_approve", context, data_dict)
    return _approve(context, revision, data_dict)


@tk.validate_action_data(schema.send_for_approval)
def spenddata_return_send_for_approval(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a checked revision to the administrators of its publisher, who approve it or send it back; where the portal asks for approval.

    Its state stays. They are told by email, where the portal can send any.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param note: what readers should know of the figures, as for ``spenddata_return_publish``; whoever approves may change it (optional)
    :type note: string

    :returns: ``reference``, ``revision`` and ``state``
    :rtype: dictionary

    :raises ValidationError: the portal asks for no approval; it is not ready, or has open questions or something left to confirm; or it is
        not what you looked at any more (of ``revision`` or ``attempt``)
    """
    revision = common.revision_for("spenddata_return_send_for_approval", context, data_dict)
    if not config.approval():
        raise refused("message", tk._("Returns need no approval on this portal. Publish it yourself."))
    revision = held_as_looked_at(revision, data_dict)
    if revision.state == State.READY:
        # Rows that are left out are the approver's to agree to.
        _refuse_unfinished(revision, revision.rows_in_error or 0)
    with refusing_in_words():
        publishing.ask(revision, common.acting_user(context), data_dict["note"])
    return revision_dict(revision, ring=False)


@tk.validate_action_data(schema.send_back)
def spenddata_return_send_back(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a checked revision back to whoever prepared it, as an administrator of its publisher, and say why.

    Its state stays; the reason stands on its page for the publisher's people until it is read again, replaced or published. Nobody else
    is told.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param why: what is to be put right, at most 1,000 characters
    :type why: string

    :returns: ``reference``, ``revision`` and ``state``
    :rtype: dictionary

    :raises ValidationError: it is not ready, or not what you looked at any more (of ``revision`` or ``attempt``); nothing was sent back
    """
    revision = held_as_looked_at(common.revision_for("spenddata_return_send_back", context, data_dict), data_dict)
    with refusing_in_words():
        states.send_back(revision, data_dict["why"], common.acting_user(context))
    model.Session.commit()
    return revision_dict(revision, ring=False)


@tk.validate_action_data(schema.withdraw)
def spenddata_return_withdraw(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Withdraw a revision, or all that was ever published of a return.

    Published rows leave every figure at once, their file and their table go, and their addresses answer 410 with the date and the
    reason; what is not published will not be. What was sent is kept privately; ``spenddata_return_erase`` removes that too. That
    there was such a revision, when it was withdrawn and why, stays public. What it replaced does not come back by itself.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision, which may be one that was replaced (optional, default: the published one, else the
        newest that is not erased)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param published_revision: number of the revision that was public when you looked, as ``spenddata_return_show`` has it, 0 for none;
        refused where another is now, or none (optional)
    :type published_revision: int
    :param every_revision: take back all revisions that were ever published (optional, default: ``False``)
    :type every_revision: bool
    :param why: the reason, which everybody can read
    :type why: string

    :returns: ``reference``, ``revision``, ``state`` and ``waiting``, as of ``spenddata_return_submit``
    :rtype: dictionary

    :raises ValidationError: the revision can't be withdrawn in its state, or the return is not what you looked at any more (of ``attempt``
        or ``published_revision``)
    """
    revision = common.withdrawable(context, data_dict)
    tk.check_access("spenddata_return_withdraw", context, data_dict)
    chosen = removals.public(revision.spend_return) if data_dict["every_revision"] else [revision]
    every = [held(each.id) for each in chosen or [revision]]
    same_published(every[0].spend_return, data_dict)
    if not data_dict["every_revision"]:
        same_reading(every[0], data_dict)
    with refusing_in_words():
        try:
            removals.withdraw(every, common.acting_user(context), data_dict["why"])
        except (LedgerError, removals.AuthorityLostError) as error:
            model.Session.rollback()
            raise refused("message", str(error)) from error
    background.ring_followups()
    return revision_dict(every[-1], ring=False)


@tk.validate_action_data(schema.one_revision)
def spenddata_return_recover(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Try again what is stuck: background work on a revision, or what follows its publication, that failed five times.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int

    :returns: ``reference``, ``revision``, ``state`` and ``waiting``, as of ``spenddata_return_submit``
    :rtype: dictionary
    """
    revision = common.revision_for("spenddata_return_recover", context, data_dict)
    states.try_again(revision)
    model.Session.commit()
    background.ring_followups()
    return revision_dict(revision)


def _approve(context: Context, revision: Revision, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give the yes to a revision that the user may publish, with what is confirmed of its findings."""
    revision = held_as_looked_at(revision, data_dict)
    user_id, without_errors = common.acting_user(context), data_dict["without_errors"]
    if revision.state == State.READY:
        acknowledgements.keep(revision, data_dict["acknowledge"], user_id)
        _refuse_unfinished(revision, without_errors)
    with refusing_in_words():
        publishing.approve(revision, user_id, without_errors, data_dict["note"])
    return revision_dict(revision)


def _refuse_unfinished(revision: Revision, without_errors: int) -> None:
    """Refuse what can't be approved as it is, and say what to do."""
    why_not = publishing.why_not(revision, without_errors)
    if why_not:
        model.Session.rollback()
        raise refused(why_not.about, why_not.message)
