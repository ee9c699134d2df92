"""What stewards are asked about categories, and what their decisions tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.classify.classify import kind_of_body, likeliest
from ckanext.spenddata.classify.evidence import FIELDS
from ckanext.spenddata.classify.reasons import reason
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.ledger import category_read, connection, supplier_read, transactions
from ckanext.spenddata.ledger.category_decisions import Decision, Target
from ckanext.spenddata.ledger.category_moves import Line, Moved
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.logic.kinds import cards, sums_dict
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.returns.followups import categories
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.work import background

DECISIONS_TOLD = 20
"""The newest, of each kind of decision."""


def queue(publisher_id: str | None, limit: int, offset: int) -> dict[str, Any]:
    """The questions of kind ``category``."""
    known = config.definitions()
    with connection.reading() as database:
        asked = category_read.questions(database, known.category_levels.sure, cards(), publisher_id, limit, offset)
        names = supplier_read.labels(database, [row["supplier_id"] for row in asked if row["supplier_id"]])
        largest = [transactions.transaction(database, row["largest"]) or {} for row in asked]
        decided = category_read.decisions(database, DECISIONS_TOLD)
        decided_names = _names_of(database, decided)
    first = asked[0] if asked else {"questions": 0, "payments": 0, "sums_in_all": []}
    return {
        "count": first["questions"],
        "payments": first["payments"],
        **sums_dict(first["sums_in_all"]),
        "results": [_asked(row, names, evidence) for row, evidence in zip(asked, _evidence(largest), strict=True)],
        "decisions": [_line(row, decided_names) for row in decided],
    }


def decide(asked: Mapping[str, Any], publisher_id: str | None, reviewer: str) -> dict[str, Any]:
    """Decide, as ``spenddata_decision_make`` is asked to.

    Raises:
        ValidationError: It doesn't say what is decided about what, or is about no payment.
    """
    payment, type_, supplier = (asked.get(name) or None for name in ("payment", "expense_type", "supplier_id"))
    if not asked.get("category"):
        raise refused("category", tk._("Choose a category."))
    if bool(payment) == bool((type_ or "").strip() or supplier) or (payment and publisher_id):
        message = tk._("Say what is decided about: one payment; or an expense type, a supplier, or both.")
        raise refused("expense_type", message)
    target = Target(publisher_id, payment, type_, supplier)
    try:
        decision = categories.decide(target, asked["category"], reviewer, asked["why"], preview=asked["preview"])
    except Undecidable as error:
        raise refused("expense_type", str(error)) from error
    if not asked["preview"]:
        background.ring_followups()
    return decision_dict(decision)


def decision_dict(decision: Decision) -> dict[str, Any]:
    """A decision that was made, undone or tried."""
    told = {"decision": decision.decision_no, "matching": decision.matching, "repeated": decision.repeated}
    return told | moved_dict(decision.moved)


def moved_dict(moved: Moved) -> dict[str, Any]:
    """What moved."""
    return {
        "moved": moved.rows,
        **sums_dict(asdict(each) for each in moved.sums),
        "returns": len(moved.returns),
        "lines": lines_dict(moved.lines),
    }


def lines_dict(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Payments of publishers that go from one category to another, those of one kind as one line, the largest first."""
    label = config.definitions().categories.label
    moves: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for line in lines:
        moves.setdefault((line.publisher_id, line.before, line.after), []).append(line._asdict() | {"count": line.rows})
    return [
        {
            "publisher_id": publisher_id,
            "before": before,
            "before_label": label(before),
            "after": after,
            "after_label": label(after),
            **each,
        }
        for (publisher_id, before, after), kinds in moves.items()
        for each in sums_dict(kinds)["sums"]
    ]


def change_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    """A version that was applied, or what was undone."""
    return {
        "change": row["change_no"],
        "publisher_id": row["publisher_id"],
        "kind": row["kind"],
        "version": row["version"],
        "decision": row["decision_no"],
        "undoes": row["undoes"],
        "count": row["count"],
        **sums_dict(row["sums"]),
        "reviewer": row["reviewer"],
        "why": row["why"],
        "made": instant(row["made"]),
    }


def _question(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    supplier_id = row["supplier_id"]
    return {
        "expense_type": row["expense_type"],
        "supplier": {"id": supplier_id, "name": names.get(supplier_id, supplier_id)} if supplier_id else None,
        "count": row["count"],
        "publishers": row["publishers"],
        "suppliers": row["suppliers"],
        **sums_dict(row["sums"]),
        "payment": row["largest"],
    }


def _evidence(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the evidence says of each of some payments, weighed together for bodies of one kind."""
    known = config.definitions()
    bodies = {row["publisher_id"]: publishers.by_id(row["publisher_id"]) for row in rows if row}
    kinds = {id_: kind_of_body(body.publisher) if body else "" for id_, body in bodies.items()}
    found: list[dict[str, Any]] = [{} for _ in rows]
    for kind in sorted(set(kinds.values())):
        places = [place for place, row in enumerate(rows) if row and kinds[row["publisher_id"]] == kind]
        frame = pl.DataFrame(
            {field: pl.Series([rows[place].get(field) for place in places], dtype=pl.String) for field in FIELDS}
        )
        for place, suggested in zip(places, likeliest(frame, known, kind).rows(named=True), strict=True):
            found[place] = _suggestion_dict(rows[place], suggested["category"], suggested["confidence"], kind)
    return found


def _suggestion_dict(row: Mapping[str, Any], category: str, confidence: float, kind: str) -> dict[str, Any]:
    known = config.definitions()
    why = reason({field: row.get(field) for field in FIELDS}, category, kind, known)
    return {
        "publisher_id": row["publisher_id"],
        "category": row["category"],
        "category_label": known.categories.label(row["category"]),
        "suggested": {
            "category": category,
            "label": known.categories.label(category),
            "confidence": confidence,
        },
        "reason": asdict(why) if why else None,
    }


def _asked(row: Mapping[str, Any], names: Mapping[str, str], evidence: dict[str, Any]) -> dict[str, Any]:
    """A question, with what the evidence says of its largest payment and whether that may be said of all of them."""
    if suggested := evidence.get("suggested"):
        speaks_for_all = set(row["categories"]) <= {suggested["category"], UNCLASSIFIED}
        suggested["likely"] = speaks_for_all and _is_likely(suggested["category"], suggested["confidence"])
    return _question(row, names) | evidence


def _is_likely(category: str, confidence: float) -> bool:
    """Whether payments are shown with a category of that confidence."""
    known = config.definitions()
    likely, found = known.category_levels.likely, known.categories.by_id[category]
    undecided = category in (REDACTED, UNCLASSIFIED)
    return not undecided and confidence >= (likely.purchase if found.kind == "procurement" else likely.other)


def _names_of(database: Connection, decided: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return supplier_read.labels(database, [row["supplier_id"] for row in decided if row["supplier_id"]])


def _line(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    body = publishers.known(row["publisher_id"]) if row["publisher_id"] else None
    times = {name: instant(row[name]) if row[name] else None for name in ("decided", "undone")}
    return {
        "decision": row["decision_no"],
        "publisher_id": row["publisher_id"],
        "publisher_name": body.name if body else row["publisher_id"],
        "payment": row["row_id"],
        "expense_type": row["expense_type"],
        "supplier_id": row["supplier_id"],
        "supplier_name": names.get(row["supplier_id"], row["supplier_id"]),
        "category": row["category"],
        "category_label": config.definitions().categories.label(row["category"]),
        **{name: row[name] for name in ("moved", "reviewer", "why", "undone_by", "undone_why")},
        **times,
    }
