"""What decisions of stewards do to the rows of the ledger: each has the category of the narrowest decision in force that it falls under.

A decision stands over what tables and evidence say (kept in ``category_base``), but not over a code that the publisher gave; that of one
payment stands over everything. Of several the narrowest counts: a payment's before a publisher's before everybody's, then type and
supplier together before one of them, then the newest. A return that is published later has them from the moment of its publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg2.extras import RealDictCursor

from ckanext.spenddata.classify.classify import CODES
from ckanext.spenddata.ledger import category_changes
from ckanext.spenddata.ledger.category_changes import AT_ONCE, Change, Given
from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.keys import id_range
from ckanext.spenddata.ledger.publication import Entry

STEWARD = "steward"
"""The method of a category that a steward decided."""

_ANY = """
select exists (
    select 1 from spenddata.category_decision
    where undone is null and (publisher_id is null or publisher_id = %(publisher_id)s)
) or exists (select 1 from spenddata.category_base where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s)
"""
# Rows whose category is not what the decisions in force say of them. Each kind of line is joined on its own, so that none is compared
# with every row.
_DIFFERING = """
with line as (
    select decision.decision_no, decision.row_id, decision.expense_type, decision.category,
           case when decision.publisher_id is null then 0 else 10 end as rank,
           coalesce(known.supplier_id, decision.supplier_id) as supplier_id
    from spenddata.category_decision as decision
    left join spenddata.supplier_name as known on known.supplier_key = decision.supplier_id
    where decision.undone is null and (decision.publisher_id is null or decision.publisher_id = %(publisher_id)s)
),
scope as (
    select ledger._id, upper(btrim(ledger.expense_type)) as expense_type, ledger.supplier_id,
           coalesce(base.method, ledger.category_method, '') = any(%(codes)s) as coded, base._id is not null as covered,
           base.decision_no as standing, base.category, base.method, base.version, base.confidence
    from spenddata.ledger as ledger
    left join spenddata.category_base as base on base.publisher_id = ledger.publisher_id and base._id = ledger._id
    where ledger.publisher_id = %(publisher_id)s and ledger._id between %(first)s and %(last)s
      and (%(ids)s::bigint[] is null or ledger._id = any(%(ids)s))
),
fitting as (
    select scope._id, line.decision_no, line.category, 100 as rank
    from scope join line on line.row_id = scope._id
    union all
    select scope._id, line.decision_no, line.category, line.rank + 2
    from scope join line on line.expense_type = scope.expense_type and line.supplier_id = scope.supplier_id
    where not scope.coded and line.row_id is null
    union all
    select scope._id, line.decision_no, line.category, line.rank
    from scope join line on line.expense_type = scope.expense_type
    where not scope.coded and line.row_id is null and line.supplier_id is null
    union all
    select scope._id, line.decision_no, line.category, line.rank
    from scope join line on line.supplier_id = scope.supplier_id
    where not scope.coded and line.row_id is null and line.expense_type is null
),
winning as (
    select distinct on (_id) _id, decision_no, category from fitting order by _id, rank desc, decision_no desc
)
select scope._id, winning.decision_no, winning.category, scope.category, scope.method, scope.version, scope.confidence
from scope left join winning on winning._id = scope._id
where winning.decision_no is distinct from scope.standing
order by scope._id
"""
_COVER = """
insert into spenddata.category_base (publisher_id, _id, decision_no, category, method, version, confidence)
select ledger.publisher_id, ledger._id, covering.decision_no, ledger.category, ledger.category_method, ledger.category_version,
       ledger.category_confidence
from unnest(%(ids)s::bigint[], %(decisions)s::integer[]) as covering (_id, decision_no)
join spenddata.ledger as ledger on ledger._id = covering._id and ledger.publisher_id = %(publisher_id)s
on conflict (publisher_id, _id) do update set decision_no = excluded.decision_no
"""
_UNCOVER = "delete from spenddata.category_base where publisher_id = %(publisher_id)s and _id = any(%(ids)s)"
_RELEASE = (
    "delete from spenddata.category_base where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s"
)
_SINGLE = """
select decision.decision_no, ledger.payment_date, ledger.amount, ledger.supplier_name, ledger.expense_type, ledger.description,
       ledger.transaction_number
from spenddata.category_decision as decision
join spenddata.ledger as ledger on ledger._id = decision.row_id and ledger.publisher_id = decision.publisher_id
where decision.publisher_id = %(publisher_id)s and decision.row_id between %(first)s and %(last)s and decision.undone is null
order by decision.decision_no
"""
_CARRY = """
update spenddata.category_decision set row_id = found._id
from (
    select ledger._id from spenddata.ledger as ledger
    where ledger.publisher_id = %(publisher_id)s and ledger._id between %(first)s and %(last)s
      and ledger.payment_date = %(payment_date)s and ledger.amount = %(amount)s
      and ledger.supplier_name is not distinct from %(supplier_name)s
      and ledger.expense_type is not distinct from %(expense_type)s
      and ledger.description is not distinct from %(description)s
      and ledger.transaction_number is not distinct from %(transaction_number)s
      and not exists (
          select 1 from spenddata.category_decision as other
          where other.row_id = ledger._id and other.undone is null and other.decision_no <> %(decision_no)s
      )
    order by ledger._id limit 1
) as found
where decision_no = %(decision_no)s
"""


def apply(cursor: Cursor, change: Change, ids: tuple[int, int], only: Sequence[int] | None = None) -> Moved:
    """Give the rows of a range the categories that the decisions in force say; those that they no longer cover what is beneath.

    Can run again, to the effect of once.

    Args:
        cursor: Of a transaction that holds the publisher's lock.
        change: As what it is written down.
        ids: First and last ``_id``.
        only: Of these rows alone, in the range.
    """
    bound = {"publisher_id": change.publisher_id, "first": ids[0], "last": ids[1]}
    cursor.execute(_ANY, bound)
    if not (cursor.fetchone() or (False,))[0]:
        return Moved()
    cursor.execute(_DIFFERING, bound | {"codes": list(CODES), "ids": list(only) if only is not None else None})
    found = cursor.fetchall()
    if not found:
        return Moved()
    covered = [row for row in found if row[1] is not None]
    cursor.execute(_COVER, bound | {"ids": [row[0] for row in covered], "decisions": [row[1] for row in covered]})
    moved = category_changes.make(cursor, change, _some(found))
    cursor.execute(_UNCOVER, bound | {"ids": [row[0] for row in found if row[1] is None]})
    return moved


def apply_to_entry(cursor: Cursor, entry: Entry) -> Moved:
    """Give the rows of a publication the categories that stewards decided for their like."""
    why = "Decisions in force when it was published"
    return apply(cursor, Change(entry.publisher_id, "publication", "", why), id_range(entry.entry_no))


def release(cursor: Cursor, publisher_id: str, ids: tuple[int, int]) -> None:
    """Forget what is beneath decisions on rows that leave the ledger."""
    cursor.execute(_RELEASE, {"publisher_id": publisher_id, "first": ids[0], "last": ids[1]})


def of_single_rows(cursor: Cursor, entry: Entry) -> list[dict[str, Any]]:
    """Decisions on single payments of an entry that is about to be replaced, with what its payments are known again by."""
    first, last = id_range(entry.entry_no)
    with cursor.connection.cursor(cursor_factory=RealDictCursor) as told:
        told.execute(_SINGLE, {"publisher_id": entry.publisher_id, "first": first, "last": last})
        return [dict(row) for row in told]


def carry(cursor: Cursor, single: Sequence[dict[str, Any]], entry: Entry) -> None:
    """Have decisions on single payments follow them into the revision that replaced theirs, where it has the same payment."""
    first, last = id_range(entry.entry_no)
    for decision in single:
        cursor.execute(_CARRY, decision | {"publisher_id": entry.publisher_id, "first": first, "last": last})


def _some(found: Sequence[tuple[Any, ...]]) -> Iterator[list[Given]]:
    for start in range(0, len(found), AT_ONCE):
        yield [_given(*row) for row in found[start : start + AT_ONCE]]


def _given(row_id: int, decision_no: int | None, decided: str | None, category: str, *beneath: Any) -> Given:
    if decision_no is None or decided is None:
        return Given(row_id, category, *beneath)
    return Given(row_id, decided, STEWARD, f"decision {decision_no}", 1.0)
