"""Stewards' queues, and what they decide about suppliers and categories."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.ledger import connection, supplier_decisions, supplier_read
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.ledger.supplier_decisions import APART
from ckanext.spenddata.logic import category_decisions, common, suppliers
from ckanext.spenddata.logic.kinds import cards
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import decisions as schema
from ckanext.spenddata.logic.schema.decisions import CATEGORY
from ckanext.spenddata.returns.followups import categories
from ckanext.spenddata.returns.followups import suppliers as following
from ckanext.spenddata.returns.work import background


@tk.side_effect_free
@tk.validate_action_data(schema.queue)
def spenddata_queue_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What stewards are asked: which pairs of suppliers may be one, or which payments' category is not sure. For stewards.

    :param kind: ``supplier`` (the default) or ``category``
    :type kind: string
    :param publisher: of categories, only payments of this publisher (optional)
    :type publisher: string
    :param limit: how many (20, at most 100)
    :type limit: int
    :param offset: after how many
    :type offset: int

    **Results:** ``count`` of all questions, ``results``, those with the most pounds in doubt first, and ``decisions``: the newest ones,
    with who, when and why.

    Of suppliers: ``one`` and ``other`` (each ``id, name, count, total, sums``; ``total`` null as of categories), ``score``, ``doubt`` (what
    kept them from being linked) and ``asked``. Of categories, also ``payments``, ``sums`` and ``total`` of all questions; each is about the
    payments with one ``expense_type``, or that have none and went to one ``supplier`` (``id``, ``name``): ``count``, ``publishers``,
    ``suppliers``, ``sums`` of each kind of payments (``card``, ``amount_basis``, ``currency``, ``count``, ``total``) and ``total``: null
    where there are several kinds, which are never in one sum, or it is not in pounds; the largest sum times doubt of one kind says which
    question comes first. Of the largest of them its ``payment`` (``_id``), ``publisher_id``, ``category`` and ``category_label`` now, what
    the evidence alone ``suggested`` (``category, label, confidence``; ``likely``: whether it is likely enough to be shown, and none of
    the others is in a third one now), and
    ``reason``: the category that came ``second``, what ``decided`` and what spoke ``against``. Each of its decisions also says how many
    payments it ``moved`` when it was made.
    """
    tk.check_access("spenddata_queue_list", context, data_dict)
    if data_dict["kind"] == CATEGORY:
        return category_decisions.queue(_publisher_id(data_dict), data_dict["limit"], data_dict["offset"])
    with connection.reading() as database:
        rows = supplier_read.questions(database, cards(), data_dict["limit"], data_dict["offset"])
        names = supplier_read.labels(database, [row[side] for row in rows for side in ("one", "other")])
        decided = supplier_decisions.decisions(database, category_decisions.DECISIONS_TOLD)
    return {
        "count": rows[0]["questions"] if rows else 0,
        "results": [suppliers.question_dict(row, names) for row in rows],
        "decisions": [suppliers.decision_dict(row) for row in decided],
    }


@tk.validate_action_data(schema.decide)
def spenddata_decision_make(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide about suppliers (two are one, or two) or about categories (what some payments are). For stewards.

    Payments and totals follow at once, in one transaction; files and the search index follow in minutes. The decision is kept, with who,
    when and why, and can be undone. No rule overrules it.

    Of suppliers::

        {"verdict": "same", "one": "name:ALDER CARE", "other": "GB-COH-01234568", "why": "Same address and web site."}

    Of categories: for one ``payment``, for those of one ``publisher``, or, without either, for everybody's; also for returns that are
    published later. A code that a publisher gave stands above it, save for one payment. The narrowest decision counts, then the newest::

        {"kind": "category", "expense_type": "Programme contribution", "category": "grants", "why": "Grants to charities"}

    :param kind: ``supplier`` (the default) or ``category``
    :type kind: string
    :param verdict: of suppliers: ``same`` or ``apart``
    :type verdict: string
    :param one: a supplier
    :type one: string
    :param other: another
    :type other: string
    :param name: with ``apart`` and in place of ``one`` and ``other``: ``key`` of a name that is to be a supplier of its own
    :type name: string
    :param category: of categories: which one
    :type category: string
    :param payment: of one payment, by its ``_id``
    :type payment: int
    :param expense_type: of payments with this expense type, without regard to case
    :type expense_type: string
    :param supplier_id: of payments to this supplier; with ``expense_type``, of those that have both
    :type supplier_id: string
    :param publisher: only this publisher's (optional)
    :type publisher: string
    :param why: the reason; name no person in it
    :type why: string
    :param preview: only say what would move (optional, default: ``False``)
    :type preview: bool

    :returns: ``decision`` (its number; null for a preview), ``moved`` (how many names are another supplier's now, or how many payments
        are in another category), ``returns`` (of how many returns payments changed). Of categories also ``matching`` (how many
        payments it is about), ``repeated`` (whether it stood already: nothing was written, and ``decision`` is the earlier one),
        ``total``, ``sums`` and ``lines``, as ``spenddata_category_preview``

    :raises ValidationError: it can't be decided: the two are one already, are none, or both have a number; no payment is like that;
        nothing was changed
    """
    tk.check_access("spenddata_decision_make", context, data_dict)
    reviewer = common.user_name(context)
    if data_dict["kind"] == CATEGORY:
        return category_decisions.decide(data_dict, _publisher_id(data_dict), reviewer)
    verdict, why = data_dict.get("verdict"), data_dict["why"]
    if not verdict:
        raise refused("verdict", tk._("Missing value"))
    one, other, name = (data_dict.get(each) or "" for each in ("one", "other", "name"))
    if bool(name) == bool(one or other) or (name and verdict != APART) or (bool(one) != bool(other)):
        message = tk._("Give two suppliers, one and other; or, to take it apart, one name.")
        raise refused("one", message)
    try:
        decision = (
            supplier_decisions.separate(name, reviewer, why, preview=data_dict["preview"])
            if name
            else supplier_decisions.decide(verdict, one, other, reviewer, why, preview=data_dict["preview"])
        )
    except Undecidable as error:
        raise refused("verdict", str(error)) from error
    return _followed(decision)


@tk.validate_action_data(schema.undo)
def spenddata_decision_undo(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Undo a decision: names go back to the suppliers that they were, payments to the categories that they would have. For stewards.

    :param kind: ``supplier`` (the default) or ``category``
    :type kind: string
    :param decision: its number
    :type decision: int
    :param why: the reason; name no person in it
    :type why: string
    :param preview: of categories: only say what would move (optional, default: ``False``)
    :type preview: bool

    :returns: as ``spenddata_decision_make``
    :rtype: dictionary

    :raises ValidationError: there is none of this number, or it is undone already
    """
    tk.check_access("spenddata_decision_undo", context, data_dict)
    number, why, reviewer = data_dict["decision"], data_dict["why"], common.user_name(context)
    try:
        if data_dict["kind"] == CATEGORY:
            decision = categories.undo_decision(number, reviewer, why, preview=data_dict["preview"])
            background.ring_followups()
            return category_decisions.decision_dict(decision)
        return _followed(supplier_decisions.undo(number, reviewer, why))
    except Undecidable as error:
        raise refused("decision", str(error)) from error


def _publisher_id(data_dict: dict[str, Any]) -> str | None:
    name = data_dict.get("publisher")
    return common.body(name).publisher.publisher_id if name else None


def _followed(decision: supplier_decisions.Decision) -> dict[str, Any]:
    if decision.decision_no is not None and decision.returns:
        following.index_again(decision.returns)
        background.ring_followups()
    return {"decision": decision.decision_no, "moved": decision.moved, "returns": len(decision.returns)}
