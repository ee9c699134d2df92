"""Changes of the categories of published payments: rows and totals together, by the difference, and every old one kept.

A change is one publisher's, in a transaction that holds its lock (``publish.lock``). ``category_history`` is only added to: what was
approved, and laid over it the last line about a row, is the category that the row has (:func:`replayed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

from psycopg2.extras import Json

from ckanext.spenddata.ledger.category_moves import Moved, Tally
from ckanext.spenddata.ledger.connection import Connection, Cursor

AT_ONCE = 20_000
"""Rows that one statement moves."""

_LOCK = "select pg_advisory_xact_lock(hashtextextended('spenddata categories', 0))"
_BEGIN = """
insert into spenddata.category_change (publisher_id, kind, version, decision_no, undoes, reviewer, why)
values (%(publisher_id)s, %(kind)s, %(version)s, %(decision_no)s, %(undoes)s, %(reviewer)s, %(why)s)
returning change_no
"""
_MOVE = """
with wanted as (
    select * from unnest(%(ids)s::bigint[], %(categories)s::text[], %(methods)s::text[], %(versions)s::text[], %(confidences)s::real[])
        as given (_id, category, method, version, confidence)
),
before as (
    select ledger._id, ledger.return_id, ledger.regime, ledger.month, ledger.fiscal_year, ledger.amount,
           coalesce(ledger.amount_basis, 'unknown') as basis, coalesce(ledger.currency, 'GBP') as currency,
           coalesce(ledger.supplier_id, '') as supplier_id,
           ledger.category as was, ledger.category_method as was_method, ledger.category_version as was_version,
           ledger.category_confidence as was_confidence, wanted.category, wanted.method, wanted.version, wanted.confidence
    from spenddata.ledger as ledger join wanted on wanted._id = ledger._id
    where ledger.publisher_id = %(publisher_id)s and ledger._id between %(first)s and %(last)s
      and (ledger.category, ledger.category_method, ledger.category_version, ledger.category_confidence)
          is distinct from (wanted.category, wanted.method, wanted.version, wanted.confidence)
),
moved as (
    update spenddata.ledger as ledger
    set category = before.category, category_method = before.method, category_version = before.version,
        category_confidence = before.confidence
    from before
    where ledger.publisher_id = %(publisher_id)s and ledger._id = before._id
),
kept as (
    insert into spenddata.category_history
        (publisher_id, _id, change_no, beneath, category, method, version, confidence, was, was_method, was_version, was_confidence)
    select %(publisher_id)s, _id, %(change_no)s, false, category, method, version, confidence, was, was_method, was_version,
           was_confidence
    from before
),
sides as (
    select regime, month, fiscal_year, was as category, -1 as n, -amount as amount from before where was <> category
    union all
    select regime, month, fiscal_year, category, 1, amount from before where was <> category
),
months as (
    insert into spenddata.total_month as total (publisher_id, regime, month, category, n, amount)
    select %(publisher_id)s, regime, month, category, sum(n), sum(amount) from sides group by 2, 3, 4 order by 2, 3, 4
    on conflict (publisher_id, regime, month, category)
    do update set n = total.n + excluded.n, amount = total.amount + excluded.amount
),
years as (
    insert into spenddata.total_year as total (publisher_id, regime, fiscal_year, category, n, amount)
    select %(publisher_id)s, regime, fiscal_year, category, sum(n), sum(amount) from sides group by 2, 3, 4 order by 2, 3, 4
    on conflict (publisher_id, regime, fiscal_year, category)
    do update set n = total.n + excluded.n, amount = total.amount + excluded.amount
),
ways as (
    select regime, month, was as category, supplier_id, coalesce(was_method, '') as category_method, -1 as n, -amount as amount from before
    union all
    select regime, month, category, supplier_id, coalesce(method, ''), 1, amount from before
),
markets as (
    insert into spenddata.total_market as total (publisher_id, regime, month, category, supplier_id, category_method, n, amount)
    select %(publisher_id)s, regime, month, category, supplier_id, category_method, sum(n), sum(amount)
    from ways group by 2, 3, 4, 5, 6 having sum(n) <> 0 or sum(amount) <> 0 order by 2, 3, 4, 5, 6
    on conflict (publisher_id, regime, month, category, supplier_id, category_method)
    do update set n = total.n + excluded.n, amount = total.amount + excluded.amount
)
select return_id, was, category, regime, basis, currency, count(*)::int, (sum(amount) * 100)::bigint
from before group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
"""
_BENEATH = """
with given as (
    select * from unnest(%(ids)s::bigint[], %(categories)s::text[], %(methods)s::text[], %(versions)s::text[], %(confidences)s::real[])
        as given (_id, category, method, version, confidence)
),
before as (
    select base._id, base.category as was, base.method as was_method, base.version as was_version, base.confidence as was_confidence,
           given.category, given.method, given.version, given.confidence
    from spenddata.category_base as base join given on given._id = base._id
    where base.publisher_id = %(publisher_id)s
      and (base.category, base.method, base.version, base.confidence)
          is distinct from (given.category, given.method, given.version, given.confidence)
),
changed as (
    update spenddata.category_base as base
    set category = before.category, method = before.method, version = before.version, confidence = before.confidence
    from before where base.publisher_id = %(publisher_id)s and base._id = before._id
)
insert into spenddata.category_history
    (publisher_id, _id, change_no, beneath, category, method, version, confidence, was, was_method, was_version, was_confidence)
select %(publisher_id)s, _id, %(change_no)s, true, category, method, version, confidence, was, was_method, was_version, was_confidence
from before
"""
_CLEAR = (
    "delete from spenddata.total_month where publisher_id = %(publisher_id)s and n = 0",
    "delete from spenddata.total_year where publisher_id = %(publisher_id)s and n = 0",
    "delete from spenddata.total_market where publisher_id = %(publisher_id)s and n = 0",
)
_MARK = """
update spenddata.entry as entry set decided = %(change_no)s
where entry.publisher_id = %(publisher_id)s and entry.entry_no in (
    select distinct _id >> 24 from spenddata.category_history
    where publisher_id = %(publisher_id)s and change_no = %(change_no)s and not beneath
)
"""
_END = "update spenddata.category_change set n = %(n)s, sums = %(sums)s where change_no = %(change_no)s"
_NOTHING = """
delete from spenddata.category_change as change
where change_no = %(change_no)s
  and not exists (
      select 1 from spenddata.category_history as history
      where history.publisher_id = change.publisher_id and history.change_no = change.change_no
  )
"""
_REPLAYED = """
select distinct on (_id) _id, category, method, version, confidence
from spenddata.category_history
where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s and change_no <= %(upto)s and not beneath
order by _id, change_no desc
"""
_FORGET = (
    "delete from spenddata.category_history where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s",
    "delete from spenddata.category_base where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s",
    "delete from spenddata.category_decision where row_id between %(first)s and %(last)s",
)


class Given(NamedTuple):
    """The category that a row is given, and how it was decided."""

    row_id: int
    category: str
    method: str | None
    version: str | None
    confidence: float | None
    beneath: bool = False
    """Whether a steward's decision stands over it, so that only what is beneath changes."""


@dataclass(frozen=True)
class Change:
    """What is changed of a publisher's categories, by whom and why."""

    publisher_id: str
    kind: Literal["version", "decision", "undo", "publication"]
    reviewer: str
    why: str
    version: str = ""
    """The tables' version, where one is applied."""
    decision_no: int | None = None
    undoes: int | None = None
    """The change that it takes back."""


def lock(cursor: Cursor) -> None:
    """Take turns with every other steward's act on categories; before any publisher's lock."""
    cursor.execute(_LOCK)


def make(cursor: Cursor, change: Change, given: Iterable[Sequence[Given]]) -> Moved:
    """Give rows of a publisher their categories, totals with them, and keep what they were.

    Args:
        cursor: Of a transaction that holds the publisher's lock.
        change: What is changed, by whom and why.
        given: Rows, some at a time; those that have what they are given already are passed over.
    """
    cursor.execute(_BEGIN, {name: getattr(change, name) for name in Change.__dataclass_fields__})
    change_no: int = (cursor.fetchone() or (0,))[0]
    bound = {"publisher_id": change.publisher_id, "change_no": change_no}
    tally = Tally()
    for some in given:
        if seen := [each for each in some if not each.beneath]:
            cursor.execute(_MOVE, bound | _columns(seen))
            tally.add(cursor.fetchall())
        if beneath := [each for each in some if each.beneath]:
            cursor.execute(_BENEATH, bound | _columns(beneath))
    for statement in (*_CLEAR, _MARK):
        cursor.execute(statement, bound)
    moved = tally.moved(change.publisher_id, change_no)
    cursor.execute(_END, bound | {"n": moved.rows, "sums": Json([asdict(each) for each in moved.sums])})
    cursor.execute(_NOTHING, bound)
    return moved if not cursor.rowcount else Moved()


def replayed(database: Connection, publisher_id: str, ids: tuple[int, int], upto: int) -> list[Given]:
    """The last line of the history about each row of a range that any change up to one has moved."""
    with database.cursor() as cursor:
        cursor.execute(_REPLAYED, {"publisher_id": publisher_id, "first": ids[0], "last": ids[1], "upto": upto})
        return [Given(*row) for row in cursor]


def forget(cursor: Cursor, publisher_id: str, ids: tuple[int, int]) -> None:
    """Leave no trace of rows that an order erases: neither what they were nor what was decided about them alone."""
    for statement in _FORGET:
        cursor.execute(statement, {"publisher_id": publisher_id, "first": ids[0], "last": ids[1]})


def _columns(given: Sequence[Given]) -> dict[str, object]:
    ids, categories, methods, versions, confidences, _ = (list(column) for column in zip(*given, strict=True))
    return {
        "ids": ids,
        "categories": categories,
        "methods": methods,
        "versions": versions,
        "confidences": confidences,
        "first": min(ids),
        "last": max(ids),
    }
