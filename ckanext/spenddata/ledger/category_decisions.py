"""Stewards' decisions about categories: a line says what an expense type, a supplier or one payment means, for a publisher or everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ckanext.spenddata.ledger import category_changes, category_moves, connection, decided_categories, turns
from ckanext.spenddata.ledger.category_changes import Change
from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.publication import Undecidable

_CURRENT_SUPPLIER = "select supplier_id from spenddata.supplier_name where supplier_key = %s"
_ROW = "select publisher_id from spenddata.ledger where _id = %s"
_WRITE = """
insert into spenddata.category_decision (publisher_id, row_id, expense_type, supplier_id, category, reviewer, why)
values (%(publisher_id)s, %(row_id)s, upper(btrim(%(expense_type)s)), %(supplier_id)s, %(category)s, %(reviewer)s, %(why)s)
returning decision_no
"""
_UNDO = """
update spenddata.category_decision set undone = now(), undone_by = %(reviewer)s, undone_why = %(why)s
where decision_no = %(decision_no)s and undone is null
"""
_SAME = """
select decision_no, category from spenddata.category_decision
where undone is null and publisher_id is not distinct from %(publisher_id)s and row_id is not distinct from %(row_id)s
  and supplier_id is not distinct from %(supplier_id)s and expense_type is not distinct from upper(btrim(%(expense_type)s))
order by decision_no desc limit 1
"""
_MATCHING = """
select ledger.publisher_id, array_agg(ledger._id)
from spenddata.ledger as ledger
where (%(publisher_id)s is null or ledger.publisher_id = %(publisher_id)s)
  and (%(row_id)s is null or ledger._id = %(row_id)s)
  and (%(supplier_id)s is null or ledger.supplier_id = %(supplier_id)s)
  and (%(expense_type)s is null or upper(btrim(ledger.expense_type)) = upper(btrim(%(expense_type)s)))
group by ledger.publisher_id order by ledger.publisher_id
"""
_STANDING = """
select publisher_id, array_agg(_id) from spenddata.category_base where decision_no = %(decision_no)s
group by publisher_id order by publisher_id
"""


@dataclass(frozen=True)
class Target:
    """Which payments a decision is about; at least one of the last three."""

    publisher_id: str | None = None
    """Whose; None for everybody's."""
    row_id: int | None = None
    """One payment, by its ``_id``."""
    expense_type: str | None = None
    """Those with this expense type, without regard to case."""
    supplier_id: str | None = None
    """Those to this supplier, whatever names are linked to it."""


class Decision(NamedTuple):
    """A decision, and what it moved or would move."""

    decision_no: int | None
    """None for a preview."""
    matching: int
    """Number of payments that it is about."""
    moved: Moved
    repeated: bool = False
    """Whether it had been decided already: nothing was written, and ``decision_no`` is the earlier one."""


def decide(target: Target, category: str, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Write a line, and move the payments that it is about, of all publishers in one transaction.

    What stands already is not written twice: a form that is sent twice is one decision.

    Args:
        target: Which payments.
        category: A category of the definitions.
        reviewer: Who decides.
        why: The reason.
        preview: Only say what would move: the same is done, and rolled back.

    Raises:
        Undecidable: It is about no published payment.
    """

    def act(cursor: Cursor) -> Decision:
        found = _as_known_now(cursor, target)
        cursor.execute(_SAME, vars(found))
        standing = cursor.fetchone()
        cursor.execute(_WRITE, vars(found) | {"category": category, "reviewer": reviewer, "why": why})
        decision_no: int = (cursor.fetchone() or (0,))[0]
        cursor.execute(_MATCHING, vars(found))
        rows = cursor.fetchall()
        if not rows:
            raise Undecidable("No published payment is like that. Nothing was changed; look at the words again.")
        decision = _moved(cursor, rows, Change("", "decision", reviewer, why, decision_no=decision_no))
        # Where a newer line on other words had taken a payment from it, deciding again is no repetition.
        if standing and standing[1] == category and not decision.moved.rows:
            return decision._replace(decision_no=standing[0], repeated=True)
        return decision

    return _acted(act, preview=preview)


def undo(decision_no: int, reviewer: str, why: str, *, preview: bool = False) -> Decision:
    """Take a decision back: its payments are what the other decisions say, else what tables and evidence say.

    Raises:
        Undecidable: There is none of this number, or it is undone already.
    """

    def act(cursor: Cursor) -> Decision:
        cursor.execute(_UNDO, {"decision_no": decision_no, "reviewer": reviewer, "why": why})
        if not cursor.rowcount:
            raise Undecidable(f"There is no decision {decision_no} that could be undone.")
        cursor.execute(_STANDING, {"decision_no": decision_no})
        return _moved(cursor, cursor.fetchall(), Change("", "undo", reviewer, why, decision_no=decision_no))

    return _acted(act, preview=preview)


def _acted(act: Callable[[Cursor], Decision], *, preview: bool) -> Decision:
    with connection.writing() as database, database.cursor() as cursor:
        category_changes.lock(cursor)
        decision = act(cursor)
        if preview or decision.repeated:
            database.rollback()
            return decision._replace(decision_no=None) if preview else decision
    return decision


def _as_known_now(cursor: Cursor, target: Target) -> Target:
    """The target with its payment's publisher, and its supplier as it is known now."""
    if target.row_id is not None:
        cursor.execute(_ROW, (target.row_id,))
        found = cursor.fetchone()
        if found is None:
            raise Undecidable(
                "That payment is no longer published. Nothing was changed; look for it in the newest revision."
            )
        return Target(found[0], target.row_id)
    if target.supplier_id is None:
        return target
    cursor.execute(_CURRENT_SUPPLIER, (target.supplier_id,))
    found = cursor.fetchone()
    return Target(target.publisher_id, None, target.expense_type, found[0] if found else target.supplier_id)


def _moved(cursor: Cursor, rows: Sequence[tuple[str, list[int]]], change: Change) -> Decision:
    """Give the rows of each publisher their categories, as a change of its own."""
    moved = []
    for publisher_id, ids in rows:
        turns.lock(cursor, publisher_id)
        moved.append(
            decided_categories.apply(cursor, replace(change, publisher_id=publisher_id), (min(ids), max(ids)), ids)
        )
    return Decision(change.decision_no, sum(len(ids) for _, ids in rows), category_moves.together(moved))
