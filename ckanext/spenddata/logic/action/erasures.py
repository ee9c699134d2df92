"""Erasing what must not be public, nor kept."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.logic import changing, common
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.model import Revision, Scope, State
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.removal import erasure_plans, removals, tombstones
from ckanext.spenddata.returns.removal.erasure_plans import NothingThereError, Part, Place
from ckanext.spenddata.returns.work import background

OVER = (State.ERASED, State.DRAFT, State.SUBMITTED, State.CHECKING, State.APPROVED, State.PUBLISHING)
"""States in which there is nothing to erase, or not at this moment."""


@tk.validate_action_data(schema.erase)
def spenddata_return_erase(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Erase cells, rows or whole revisions of a return, for good: for administrators of the publisher and for stewards.

    What is erased leaves the files as they were sent (their bytes go; what was read of them stays without it), the published files,
    reports, tables, figures, search and records of this portal, in every revision of the return that ever held it and in other
    returns of the publisher that hold one of the same files. Where a cell goes, its payment and its amount stay; where a row goes,
    totals change with it. That something was erased, when and why stays public; what it was is kept nowhere. Addresses answer 410
    with the date and the reason. Nobody can undo it. Backups are the administrator's to renew (see the documentation).

    Ask with ``preview`` first: it says what would go, and changes nothing.

    Example::

        {"reference": "X-DEMO-1.lgtc-500.2026-Q1", "why": "A private person was named.",
         "places": [{"row": 32, "fields": ["supplier_name", "description"]}], "preview": true}

    :param reference: the return
    :type reference: string
    :param revision: number of the revision in whose files the places are named, or that is erased (optional, default: the published
        one, else the newest that is not erased)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param published_revision: number of the revision that was public when you looked, as ``spenddata_return_show`` has it, 0 for none;
        refused where another is now, or none (optional)
    :type published_revision: int
    :param places: dictionaries with ``row`` (from 1, as a spreadsheet shows it), ``file`` and ``sheet`` where there are several, and
        ``fields``, the cells that go, such as ``["supplier_name"]``; without ``fields`` the whole row goes. Without any place the
        whole revision is erased (optional)
    :type places: list of dictionaries, or its JSON
    :param same_words: erase the words of the named cells from every other text of these revisions in which they stand (optional,
        default: ``False``)
    :type same_words: bool
    :param every_revision: erase all revisions of the return, those that were never public too (optional, default: ``False``)
    :type every_revision: bool
    :param preview: only say what would go (optional, default: ``False``)
    :type preview: bool
    :param why: the reason, which everybody can read: name nobody in it
    :type why: string

    :returns: ``reference``; ``scope`` (``cells``, ``rows``, ``revision``); ``erased``: for each revision that is touched,
        ``reference``, ``revision``, ``state``, ``rows``, ``cells`` (how many go; null for all) and ``files`` (how many are erased as
        they were sent); ``preview``; ``waiting`` where the workers could not be told: the rest is then done by the next sweep
    :rtype: dictionary

    :raises ValidationError: a place is not there, the revision is just being worked on, or the return is not what you looked at any more
        (of ``attempt`` or ``published_revision``); nothing was erased
    """
    named = common.withdrawable(context, data_dict)
    tk.check_access("spenddata_return_erase", context, data_dict)
    preview, user_id = data_dict["preview"], common.user_id(context)
    if user_id is None:
        raise tk.NotAuthorized(tk._("Sign in, or send an API token."))
    if not preview:
        named = _held(named)
    changing.same_published(named.spend_return, data_dict)
    changing.same_reading(named, data_dict)
    try:
        parts, scope = _planned(named, data_dict)
    except tk.ValidationError:
        model.Session.rollback()
        raise
    result = {
        "reference": named.spend_return.reference,
        "scope": str(scope),
        "erased": [_part_dict(part, scope) for part in parts],
        "preview": preview,
        "waiting": False,
    }
    if preview:
        return result
    try:
        removals.erase(named.spend_return, parts, scope, user_id, data_dict["why"])
    except (LedgerError, removals.AuthorityLostError) as error:
        model.Session.rollback()
        raise refused("message", str(error)) from error
    return result | {"waiting": not background.ring_followups()}


def _held(named: Revision) -> Revision:
    """The revision that is named, held with the public one, so that neither is replaced or read again before the order is written."""
    published = queries.published(named.spend_return)
    holding = {each.id: each.number for each in (named, published) if each is not None}
    held = {revision_id: changing.held(revision_id) for revision_id in sorted(holding, key=holding.__getitem__)}
    return held[named.id]


def _planned(named: Revision, data_dict: dict[str, Any]) -> tuple[list[Part], Scope]:
    """What goes; refused while an earlier order is carried out, since places are told by what stands there now."""
    if named.state in OVER:
        message = tk._("This revision is being worked on. Nothing was erased. Try again when its report is there.")
        raise refused("revision", message)
    chosen = [named]
    if data_dict["every_revision"]:
        chosen = [each for each in named.spend_return.revisions if each.state not in OVER]
    if any(tombstones.withheld(each) for each in (named, *chosen)):
        message = tk._(
            "An earlier order for this return is being carried out. Nothing more was erased. Try again in a minute."
        )
        raise refused("reference", message)
    if not data_dict["places"]:
        return erasure_plans.whole(chosen), Scope.REVISION
    places = [Place(**{**place, "fields": tuple(place["fields"])}) for place in data_dict["places"]]
    try:
        parts = erasure_plans.plan(named, places, same_words=data_dict["same_words"])
    except NothingThereError as error:
        raise refused("places", str(error)) from error
    return parts, Scope.ROWS if any(not place.fields for place in places) else Scope.CELLS


def _part_dict(part: Part, scope: Scope) -> dict[str, Any]:
    whole = scope == Scope.REVISION
    return {
        "reference": part.revision.spend_return.reference,
        "revision": part.revision.number,
        "state": part.revision.state,
        "rows": None if whole else len(part.drop),
        "cells": None if whole else sum(len(fields) for fields in part.blank.values()),
        "files": len(part.revision.files),
    }
