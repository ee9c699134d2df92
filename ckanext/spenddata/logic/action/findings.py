"""Findings that a person must confirm before a return is published."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import acknowledgements, common, dictize
from ckanext.spenddata.logic.changing import held_as_looked_at
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.model import State
from ckanext.spenddata.returns.filing import acknowledging


@tk.side_effect_free
@tk.validate_action_data(schema.one_revision)
def spenddata_finding_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List what a person must confirm before a revision is published, and what was said: for members of the publisher.

    A finding with the severity ``stop`` may be right (a file that was sent before, payments outside the period, a supplier that looks like
    a person), and a person must say so, with the reason. Findings about equal cells are one: all payments to one supplier.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int

    :returns: ``reference``, ``revision``, ``open`` (how many nobody has confirmed) and ``findings``: dictionaries with ``finding`` (its
        identity, which other content does not have), ``rule``, ``title``, ``file``, ``sheet``, ``field``, ``value``, ``expected``,
        ``remedy``, ``count`` of rows, ``rows`` (the first thousand), ``where`` (in words), ``amount`` (pounds as a string) and
        ``acknowledged``: ``reason``, ``who``, ``at`` and the ``revision`` that was looked at, or nothing
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not yours to see
    """
    revision = common.revision_for("spenddata_finding_list", context, data_dict)
    return {
        "reference": revision.spend_return.reference,
        "revision": revision.number,
        "open": len(acknowledging.open_stops(revision)),
        "findings": dictize.stops(acknowledging.given_with(revision)),
    }


@tk.validate_action_data(schema.acknowledge)
def spenddata_finding_acknowledge(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Confirm findings that stop a publication: say of each, by name, that it is right, and why.

    Who said it, when and why is kept for good and shown to whoever approves the return. A yes is for the content in which the finding was
    made: a changed file needs a new one. There is no yes to all of them: each is named, and a name that fits several is refused.

    Example::

        {"reference": "X-DEMO-1.lgtc-500.2026-Q3", "acknowledge": [
            {"rule": "period-another", "reason": "The payments of a quarter that ended early"},
            {"rule": "person-likely", "value": "Jane Exampleton", "reason": "A sole trader who trades under her name"}]}

    :param reference: the return
    :type reference: string
    :param revision: number of the revision that you looked at; one that is not the newest any more is refused (optional, default: the
        newest)
    :type revision: int
    :param attempt: the reading of it that you looked at, as ``spenddata_return_show`` has it; one that was read again since is refused
        (optional)
    :type attempt: int
    :param acknowledge: dictionaries with ``reason`` and what names one finding: ``finding`` (its identity, as ``spenddata_finding_list``
        and ``spenddata check --json`` give it), or ``rule`` and, where there are several of that rule, any of ``value``, ``field``,
        ``file``, ``sheet`` and ``row``
    :type acknowledge: list of dictionaries, or its JSON

    :returns: ``reference``, ``revision``, ``state``, ``acknowledged`` (how many are new) and ``open`` (how many are left)
    :rtype: dictionary

    :raises ValidationError: one names no finding or several, or the revision does not wait for a yes, or is not what you looked at any more
        (of ``revision`` or ``attempt``); nothing was kept
    """
    held = held_as_looked_at(common.revision_for("spenddata_finding_acknowledge", context, data_dict), data_dict)
    if held.state != State.READY:
        model.Session.rollback()
        raise refused(
            "revision",
            tk._("Findings are confirmed while a return has been checked and is waiting for a yes. This one is not."),
        )
    kept = acknowledgements.keep(held, data_dict["acknowledge"], common.acting_user(context))
    model.Session.commit()
    return {
        "reference": held.spend_return.reference,
        "revision": held.number,
        "state": held.state,
        "acknowledged": kept,
        "open": len(acknowledging.open_stops(held)),
    }
