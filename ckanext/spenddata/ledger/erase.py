"""Erasing rows, cells or a whole revision from the ledger: one transaction for each entry, totals adjusted with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from psycopg2 import sql

from ckanext.spenddata.intake.canonical import WITHHOLDING
from ckanext.spenddata.ledger import category_changes, connection, entries, publish, row_count, totals, turns
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.keys import first_id, id_range
from ckanext.spenddata.ledger.publication import Entry

MOST_SINGLE_ROWS = 500
"""Up to so many rows, totals are adjusted by these rows alone; for more, by the whole entry."""

_IS_DONE = "select 1 from spenddata.erasure where publisher_id = %s and entry_no = %s and erasure_id = %s"
_RECORD = """
insert into spenddata.erasure (publisher_id, entry_no, erasure_id, scope, rows, why, sha256_before, sha256_after)
values (%(publisher_id)s, %(entry_no)s, %(erasure_id)s, %(scope)s, %(rows)s, %(why)s, %(before)s, %(after)s)
"""
_DELETE = "delete from spenddata.ledger where publisher_id = %(publisher_id)s and _id = any(%(ids)s)"
_BLANK = sql.SQL("update spenddata.ledger set {blank} where publisher_id = %(publisher_id)s and _id = any(%(ids)s)")
_REST = """
update spenddata.entry as entry
set sha256 = %(after)s, n = %(n)s, amount = %(pence)s::numeric / 100, left_out = %(left_out)s,
    inside = case when current then (
        select count(*) from spenddata.ledger as ledger
        where ledger.publisher_id = %(publisher_id)s and ledger._id between %(first)s and %(last)s
          and ledger.payment_date between entry.period_start and entry.period_end
    ) else least(inside, %(n)s) end
where publisher_id = %(publisher_id)s and entry_no = %(entry_no)s
"""
_NOTHING_LEFT = """
update spenddata.entry set sha256 = '', n = 0, amount = 0, left_out = 0, inside = 0
where publisher_id = %(publisher_id)s and entry_no = %(entry_no)s
"""
# The words of a steward's line go with the last payment that has them.
_TYPES = """
select distinct decision.expense_type from spenddata.category_decision as decision
where exists (
    select 1 from spenddata.ledger as ledger
    where ledger.publisher_id = %(publisher_id)s and ledger._id between %(first)s and %(last)s
      and upper(btrim(ledger.expense_type)) = decision.expense_type
)
"""
_FORGET_LINES = """
delete from spenddata.category_decision as decision
where decision.expense_type = any(%(types)s) and not exists (
    select 1 from spenddata.ledger as ledger where upper(btrim(ledger.expense_type)) = decision.expense_type
)
"""


@dataclass(frozen=True)
class Order:
    """What is erased of one entry."""

    erasure_id: str
    why: str
    """The public reason."""
    before: str
    """SHA-256 of the artefact that had been approved."""
    whole: bool = False
    """Whether nothing is left of the revision; the rest then says nothing."""
    after: str = ""
    """SHA-256 of the artefact that stands in its place."""
    n: int = 0
    """Number of rows that are left."""
    pence: int = 0
    """Their sum."""
    left_out: int = 0
    """Number of rows in error that are left in the artefact."""
    rows: tuple[int, ...] = ()
    """Numbers of the rows that go, in their entry."""
    cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Number of a row → its fields that are made blank."""
    redaction_reason: str = "personal_data"


def erase(entry_no: int, order: Order) -> Entry | None:
    """Erase from an entry what an order says, and record that it was done; the entry afterwards, None where there is none.

    Can be called again, to the effect of once. An entry that is not current has no rows any more: then only the record is written.
    """
    with connection.writing() as database, database.cursor() as cursor:
        entry = entries.numbered(database, entry_no)
        if entry is None:
            return None
        turns.lock(cursor, entry.publisher_id)
        cursor.execute(_IS_DONE, (entry.publisher_id, entry_no, order.erasure_id))
        if cursor.fetchone() is None:
            # Read again: it may have ended before the lock was ours.
            _erase(cursor, entries.numbered(database, entry_no) or entry, order)
            _record(cursor, entry, order)
        entry = entries.numbered(database, entry_no)
    row_count.refresh()
    return entry


def _erase(cursor: Cursor, entry: Entry, order: Order) -> None:
    bound = {"publisher_id": entry.publisher_id, "entry_no": entry.entry_no}
    if order.whole:
        types = _types_of(cursor, entry, id_range(entry.entry_no))
        publish.end(cursor, entry, "erased")
        category_changes.forget(cursor, entry.publisher_id, id_range(entry.entry_no))
        _forget_lines(cursor, types)
        cursor.execute(_NOTHING_LEFT, bound)
        return
    if entry.current:
        ranges = _ranges(entry.entry_no, {*order.rows, *order.cells})
        for ids in ranges:
            totals.adjust(cursor, entry.publisher_id, out=ids)
        types = [word for ids in ranges for word in _types_of(cursor, entry, ids)]
        _change(cursor, entry, order)
        for ids in ranges:
            totals.adjust(cursor, entry.publisher_id, into=ids)
        _forget_lines(cursor, types)
        totals.clear_empty(cursor, entry.publisher_id, entry.regime)
    for row in order.rows:
        one = _id(entry.entry_no, row)
        category_changes.forget(cursor, entry.publisher_id, (one, one))
    first, last = id_range(entry.entry_no)
    rest = {"after": order.after, "n": order.n, "pence": order.pence, "left_out": order.left_out}
    rest |= {"first": first, "last": last}
    cursor.execute(_REST, bound | rest)


def _types_of(cursor: Cursor, entry: Entry, ids: tuple[int, int]) -> list[str]:
    """Expense types of rows that stewards have written lines on."""
    cursor.execute(_TYPES, {"publisher_id": entry.publisher_id, "first": ids[0], "last": ids[1]})
    return [word for (word,) in cursor.fetchall()]


def _forget_lines(cursor: Cursor, types: list[str]) -> None:
    if types:
        cursor.execute(_FORGET_LINES, {"types": types})


def _ranges(entry_no: int, rows: set[int]) -> list[tuple[int, int]]:
    """The ids whose totals are taken away before and added after; always in the order of the key."""
    if len(rows) > MOST_SINGLE_ROWS:
        return [id_range(entry_no)]
    return [(_id(entry_no, row), _id(entry_no, row)) for row in sorted(rows)]


def _change(cursor: Cursor, entry: Entry, order: Order) -> None:
    if order.rows:
        ids = [_id(entry.entry_no, row) for row in order.rows]
        cursor.execute(_DELETE, {"publisher_id": entry.publisher_id, "ids": ids})
    by_fields: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, fields in order.cells.items():
        by_fields[tuple(sorted(fields))].append(_id(entry.entry_no, row))
    for fields, ids in by_fields.items():
        bound = {"publisher_id": entry.publisher_id, "ids": ids, "reason": order.redaction_reason}
        cursor.execute(_BLANK.format(blank=_blank(fields)), bound)


def _blank(fields: tuple[str, ...]) -> sql.Composed:
    """Blank cells; where a supplier goes, what it was known by goes too, and the row says that something is withheld."""
    names = [*fields, *(["supplier_id", "supplier_key"] if "supplier_name" in fields else [])]
    blank: list[sql.Composable] = [sql.SQL("{} = null").format(sql.Identifier(name)) for name in names]
    if set(fields) & set(WITHHOLDING):
        blank.append(sql.SQL("redaction_reason = coalesce(redaction_reason, %(reason)s)"))
    return sql.SQL(", ").join(blank)


def _record(cursor: Cursor, entry: Entry, order: Order) -> None:
    for scope, numbers in _scopes(order).items():
        bound = {
            "publisher_id": entry.publisher_id,
            "entry_no": entry.entry_no,
            "erasure_id": order.erasure_id,
            "scope": scope,
            "rows": sorted(numbers),
            "why": order.why,
            "before": order.before,
            "after": order.after,
        }
        cursor.execute(_RECORD, bound)


def _scopes(order: Order) -> dict[str, Collection[int]]:
    """What is recorded: the whole revision; or the rows that went, and those of which cells went, each on its own."""
    if order.whole:
        return {"revision": ()}
    found: dict[str, Collection[int]] = {"rows": order.rows} if order.rows else {}
    return found | ({"cells": order.cells} if order.cells or not order.rows else {})


def _id(entry_no: int, row: int) -> int:
    return first_id(entry_no) + row - 1
