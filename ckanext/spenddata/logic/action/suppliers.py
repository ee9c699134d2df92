"""Suppliers: who one is, who pays it, and what stewards decide about them."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.ledger import connection, supplier_decisions, supplier_read
from ckanext.spenddata.ledger.supplier_decisions import APART, Decision, Undecidable
from ckanext.spenddata.logic import common, suppliers
from ckanext.spenddata.logic.schema import suppliers as schema
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.returns import suppliers as following
from ckanext.spenddata.returns import work

__all__ = [
    "spenddata_decision_make",
    "spenddata_decision_undo",
    "spenddata_queue_list",
    "spenddata_supplier_list",
    "spenddata_supplier_show",
]

DECISIONS_TOLD = 20


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_supplier_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A supplier: who it is, under which names it was paid and why they are one, who pays it, and how much. Anybody may.

    :param id: the supplier, as a payment, a search or a total names it (``supplier_id``); a name that has been linked to another
        supplier since leads to that one
    :type id: string

    **Results:** ``id``; ``name``, the most frequent one; ``identity`` (``kind``: ``company``, ``charity``, ``public body`` or ``name``;
    ``number``; ``url`` of the register); ``count`` and ``total`` of all its payments, with their ``amount_bases`` and ``currencies``;
    ``names`` (each with ``count``, ``publishers``, ``total``, the ``method`` and ``score`` by which it was linked, the name that it is
    ``like``, and the steward's ``decision`` where there was one); ``payers`` and ``years``, each with ``count`` and ``total``. Sums
    in pounds, as text.

    :raises ObjectNotFound: no published payment went to it
    """
    tk.check_access("spenddata_supplier_show", context, data_dict)
    with connection.reading() as database:
        found = suppliers.supplier_dict(database, supplier_read.current_id(database, data_dict["id"]))
    if found is None:
        raise suppliers.no_supplier()
    return found


@tk.side_effect_free
@tk.validate_action_data(schema.listed)
def spenddata_supplier_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Suppliers, those who were paid most first. Anybody may.

    :param q: letters that stand in one of a supplier's names (optional)
    :type q: string
    :param limit: how many (20, at most 100)
    :type limit: int

    :returns: dictionaries with ``id``, ``name``, ``count``, ``publishers`` (how many pay it) and ``total`` (pounds, as text)
    :rtype: list of dictionaries
    """
    tk.check_access("spenddata_supplier_list", context, data_dict)
    with connection.reading() as database:
        return suppliers.listed_dict(
            database, supplier_read.largest(database, data_dict["q"].strip(), data_dict["limit"])
        )


@tk.side_effect_free
@tk.validate_action_data(schema.queue)
def spenddata_queue_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What stewards are asked about suppliers: pairs that may be one, those with the most pounds in doubt first. For stewards.

    :param limit: how many (20, at most 100)
    :type limit: int
    :param offset: after how many
    :type offset: int

    :returns: ``count`` of all questions; ``results``: dictionaries with ``one`` and ``other`` (each ``id, name, count, total``),
        ``score``, ``doubt`` (what kept them from being linked) and ``asked``; ``decisions``: the newest decisions, with who, when, why
    :rtype: dictionary
    """
    tk.check_access("spenddata_queue_list", context, data_dict)
    with connection.reading() as database:
        rows = supplier_read.questions(database, data_dict["limit"], data_dict["offset"])
        names = supplier_read.labels(database, [row[side] for row in rows for side in ("one", "other")])
        decided = supplier_decisions.decisions(database, DECISIONS_TOLD)
    return {
        "count": rows[0]["questions"] if rows else 0,
        "results": [suppliers.question_dict(row, names) for row in rows],
        "decisions": [_decision_dict(row) for row in decided],
    }


@tk.validate_action_data(schema.decide)
def spenddata_decision_make(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide that two suppliers are one, or two, or that a name is a supplier of its own. For stewards.

    Payments and totals follow at once, in one transaction; the search index follows in a minute. The decision is kept, with who, when
    and why, and can be undone. Linking by rule never overrules it.

    Example::

        {"verdict": "same", "one": "name:ALDER CARE", "other": "GB-COH-01234568", "why": "Same address and web site."}

    :param verdict: ``same`` or ``apart``
    :type verdict: string
    :param one: a supplier
    :type one: string
    :param other: another
    :type other: string
    :param name: with ``apart`` and in place of ``one`` and ``other``: ``key`` of a name that is to be a supplier of its own
    :type name: string
    :param why: the reason; name no person in it
    :type why: string
    :param preview: only say what would move (optional, default: ``False``)
    :type preview: bool

    :returns: ``decision`` (its number; null for a preview), ``moved`` (how many names are another supplier's now), ``returns`` (of how
        many returns payments moved)
    :rtype: dictionary

    :raises ValidationError: it can't be decided: the two are one already, are none, or both have a number; nothing was changed
    """
    tk.check_access("spenddata_decision_make", context, data_dict)
    reviewer = _reviewer(context)
    verdict, why = data_dict["verdict"], data_dict["why"]
    one, other, name = (data_dict.get(each) or "" for each in ("one", "other", "name"))
    if bool(name) == bool(one or other) or (name and verdict != APART) or (bool(one) != bool(other)):
        message = tk._("Give two suppliers, one and other; or, to take it apart, one name.")
        raise tk.ValidationError({"one": [message]})
    try:
        decision = (
            supplier_decisions.separate(name, reviewer, why, preview=data_dict["preview"])
            if name
            else supplier_decisions.decide(verdict, one, other, reviewer, why, preview=data_dict["preview"])
        )
    except Undecidable as error:
        raise tk.ValidationError({"verdict": [str(error)]}) from error
    return _followed(decision)


@tk.validate_action_data(schema.undo)
def spenddata_decision_undo(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Undo a decision about suppliers: names go back to the suppliers that they were. For stewards.

    :param decision: its number
    :type decision: int
    :param why: the reason; name no person in it
    :type why: string

    :returns: as ``spenddata_decision_make``
    :rtype: dictionary

    :raises ValidationError: there is none of this number, or it is undone already
    """
    tk.check_access("spenddata_decision_undo", context, data_dict)
    try:
        decision = supplier_decisions.undo(data_dict["decision"], _reviewer(context), data_dict["why"])
    except Undecidable as error:
        raise tk.ValidationError({"decision": [str(error)]}) from error
    return _followed(decision)


def _reviewer(context: Context) -> str:
    """Name of the user who decides; the portal's own where it does."""
    user = model.User.get(common.user_id(context)) if common.user_id(context) else None
    return user.name if user else str(context.get("user") or "")


def _followed(decision: Decision) -> dict[str, Any]:
    if decision.decision_no is not None and decision.returns:
        following.index_again(decision.returns)
        work.ring_followups()
    return {"decision": decision.decision_no, "moved": decision.moved, "returns": len(decision.returns)}


def _decision_dict(row: dict[str, Any]) -> dict[str, Any]:
    times = {name: instant(row[name]) if row[name] else None for name in ("decided", "undone")}
    named = {"decision": row["decision_no"]} | {
        name: row[name] for name in ("verdict", "one", "other", "reviewer", "why")
    }
    return named | times | {"undone_by": row["undone_by"], "undone_why": row["undone_why"]}
