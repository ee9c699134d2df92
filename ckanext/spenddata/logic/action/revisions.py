"""Returns and revisions, read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import common, dictize
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.returns.due import listing
from ckanext.spenddata.returns.due.lines import Line, Reader, Wanted, cursor
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.values.calendar import london_today


@tk.side_effect_free
@tk.validate_action_data(schema.one_return)
def spenddata_return_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a return: its duty, its revisions with their states, figures, files, events, and what follows a publication.

    Everybody sees what was published; members of the publisher see its drafts, reports, questions and people too.

    :param reference: the return, such as ``X-DEMO-1.lgtc-500.2026-Q1``
    :type reference: string

    :returns: ``reference``, ``publisher_id``, ``publisher_name``, ``organization_id``, ``dataset_id``, ``regime``, ``period``,
        ``period_start``, ``period_end``, ``due``, ``late``, ``state`` and ``revision`` (of the revision that says how the return
        stands), ``published_revision``, and ``revisions``: dictionaries with ``number``, ``state``, ``nil``, ``rows_accepted``,
        ``note`` (what the publisher says to readers, or null), ``amount_accepted`` (pounds as a string; null where amounts are of kinds
        that are never added up), ``rows_in_error``, ``files``, ``events``, ``follow_ups``, ``report`` and, for members, ``questions``
        in the report, ``answers``, ``fixes``, ``stuck``, ``last_error``, ``step`` (of what is checked ``approval_asked`` or
        ``sent_back`` where that was done since, else null), ``to_acknowledge`` and ``open_stops`` (how many findings must
        be confirmed, and how many are left: ``spenddata_finding_list``), ``sent_before`` (earlier revisions of the publisher with the
        same bytes: ``name`` of the file, ``reference``, ``revision``, ``state``)
    :rtype: dictionary

    :raises ObjectNotFound: there is no such return, or nothing of it is public
    """
    found = common.spend_return(context, data_dict["reference"])
    tk.check_access("spenddata_return_show", context, data_dict)
    return dictize.spend_return(found, own=common.role(context, found.organization_id) >= Role.MEMBER)


@tk.side_effect_free
@tk.validate_action_data(schema.list_)
def spenddata_return_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List returns, the newest period first: what was filed, how it stands, and what is missing.

    Everybody is told what is published and what is missing; members of a publisher see its unpublished returns too. Without
    ``publisher``, the list is about the publishers you work for; for anybody else, about all.

    :param publisher: a publisher's identifier, or its organisation's name or id (optional)
    :type publisher: string
    :param regime: only returns under this duty (optional)
    :type regime: string
    :param state: only returns in this state: ``missing``, ``stuck``, or a state of the revision that says how the return stands
        (optional); or ``not_due``: of periods that are still running, which are listed only where they are asked for by this, and are
        not missing
    :type state: string
    :param due_before: only returns due before this day (optional)
    :type due_before: ISO date string
    :param everybody: about all publishers, also for people who work for some (optional, default: ``False``)
    :type everybody: bool
    :param limit: (optional, default: 100)
    :type limit: int
    :param after: ``cursor`` of the answer before, to go on from there; there is no limit to how far one can go (optional)
    :type after: string
    :param offset: how many to pass over; each costs as much as one that is given, so use ``after`` to go far (optional, default: 0)
    :type offset: int
    :param count: whether to count all that are asked for (optional, default: ``True``)
    :type count: bool

    :returns: ``count`` (of all that were asked for; null where it was not asked), ``cursor`` (to ask for the next page with; null on
        the last) and ``results``: dictionaries with ``reference``, ``publisher_id``, ``regime``,
        ``period``, ``period_start``, ``period_end``, ``due``, ``late`` (first published after it was due, or missing and overdue;
        never what fell due before the publisher joined), ``state``, ``revision``, ``published_revision``, ``nil``,
        ``rows_accepted``, ``amount_accepted`` (as of ``spenddata_return_show``), ``rows_in_error``, ``submitted``, ``published``, and of
        what was withdrawn or erased ``ended`` and ``why``; and ``step``: of a return that is ready, for its publisher's people,
        ``approval_asked`` or ``sent_back`` where that was done since it was checked, else null. A duty whose return was taken back is
        listed as missing, too
    :rtype: dictionary

    :raises ValidationError: ``after`` is no cursor
    """
    tk.check_access("spenddata_return_list", context, data_dict)
    own = common.organizations(context, Role.MEMBER)
    one = data_dict.get("publisher")
    everybody = not one and (data_dict["everybody"] or not own)
    known = [common.body(one)] if one else publishers.every()
    bodies = [body for body in known if one or everybody or body.organization_id in (own or ())]
    reader = Reader(bodies, own, everybody=everybody, today=london_today())
    wanted = Wanted(data_dict.get("regime"), data_dict.get("state"), _day(data_dict.get("due_before")))
    limit = data_dict["limit"]
    try:
        found = listing.page(reader, wanted, limit + 1, after=data_dict["after"], offset=data_dict["offset"])
    except ValueError as error:
        raise refused("after", str(error)) from error
    shown = found[:limit]
    return {
        "count": _count(reader, wanted, data_dict, found) if data_dict["count"] else None,
        "cursor": cursor(shown[-1]) if shown and len(found) > limit else None,
        "results": [dictize.line(line) for line in shown],
    }


def _count(reader: Reader, wanted: Wanted, data_dict: dict[str, Any], found: Sequence[Line]) -> int:
    """How many lines there are in all: they are counted only where they are not all in hand."""
    whole = not data_dict["after"] and not data_dict["offset"] and len(found) <= data_dict["limit"]
    return len(found) if whole else listing.count(reader, wanted)


@tk.side_effect_free
@tk.validate_action_data(schema.one_revision)
def spenddata_revision_report(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show the report of a revision: what was read, asked, refused and found.

    Everybody is told how often which rule was broken in a published revision; members of the publisher see the whole report: files,
    tables, mapping, questions. Single findings are paged by ``spenddata_revision_findings``.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest that you may see)
    :type revision: int

    :returns: ``reference``, ``revision``, ``state`` and ``report``; its shape is that of ``spenddata check --json`` for each of
        ``files``, with sums over all of them (null where amounts are of kinds that are never added up). Empty while the revision is
        being checked
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not public
    """
    revision = common.revision_for("spenddata_revision_report", context, data_dict)
    spend_return = revision.spend_return
    own = common.role(context, spend_return.organization_id) >= Role.MEMBER
    whole = reports.whole(revision) if own else None
    told = dictize.summed(msgspec.to_builtins(whole)) if whole else dictize.revision(revision, own=own)["report"]
    return {"reference": spend_return.reference, "revision": revision.number, "state": revision.state, "report": told}


@tk.side_effect_free
@tk.validate_action_data(schema.findings)
def spenddata_revision_findings(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the findings of a revision: every place where its files break a rule, for members of the publisher.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int
    :param rule: only findings of this rule (optional)
    :type rule: string
    :param severity: only ``error``, ``stop`` or ``warning`` (optional)
    :type severity: string
    :param fixable: only findings that suggest what the cell should be (optional, default: ``False``)
    :type fixable: bool
    :param limit: (optional, default: 100)
    :type limit: int
    :param offset: (optional, default: 0)
    :type offset: int

    :returns: ``count`` (of all that were asked for) and ``results``: dictionaries with ``rule``, ``severity``, ``file``, ``sheet``,
        ``row`` and ``column`` (from 1, as a spreadsheet shows them), ``field``, ``value`` (as sent), ``expected``, ``fix``
    :rtype: dictionary
    """
    revision = common.revision_for("spenddata_revision_findings", context, data_dict)
    return reports.findings(
        revision,
        data_dict.get("rule"),
        data_dict.get("severity"),
        data_dict["offset"],
        data_dict["limit"],
        fixable=data_dict["fixable"],
    )


def _day(value: dt.datetime | None) -> dt.date | None:
    return value.date() if value else None
