"""Which supplier each published name is: kept, moved with the totals in one transaction, and forgotten with the last payment.

Whoever changes links takes turns (``_LOCK``), then locks the publishers whose rows move, in the order of their identifiers. A
publication only reads the links, so it never waits here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
from psycopg2.extras import execute_values

from ckanext.spenddata.classify.suppliers.names import Link, Name, Question
from ckanext.spenddata.ledger import connection, supplier_keys, totals, turns
from ckanext.spenddata.ledger.connection import Cursor

_LOCK = "select pg_advisory_xact_lock(hashtextextended('spenddata suppliers', 0))"
_KNOWN = "select supplier_key, supplier_id from spenddata.supplier_name where supplier_key = any(%s)"
_ALL = (
    "select supplier_key, name, identity, supplier_id, decision_no from spenddata.supplier_name order by supplier_key"
)
_NEW = """
select ledger.supplier_key, min(ledger.supplier_name)
from spenddata.ledger as ledger
where ledger.supplier_key is not null and ledger.supplier_key <> %(person)s
  and (%(return_id)s is null or ledger.return_id = %(return_id)s)
  and not exists (select 1 from spenddata.supplier_name as known where known.supplier_key = ledger.supplier_key)
group by ledger.supplier_key
order by ledger.supplier_key
"""
_RECORD = """
insert into spenddata.supplier_name (supplier_key, name, identity, supplier_id, method, score, alike, version, decision_no)
values %s
on conflict (supplier_key) do update
set supplier_id = excluded.supplier_id, method = excluded.method, score = excluded.score, alike = excluded.alike,
    version = excluded.version, decision_no = excluded.decision_no, linked = now()
"""
_HISTORY = """
insert into spenddata.supplier_link (supplier_key, supplier_id, method, score, alike, version, decision_no) values %s
"""
_ASK = """
insert into spenddata.supplier_question (one, other, score, method, one_key, other_key) values %s
on conflict (one, other) do update set score = excluded.score, method = excluded.method,
    one_key = excluded.one_key, other_key = excluded.other_key
"""
_PAYERS = "select distinct publisher_id from spenddata.ledger where supplier_key = any(%s) order by publisher_id"
_MOVE = """
with moved as (
    update spenddata.ledger as ledger
    set supplier_id = wanted.supplier_id
    from unnest(%(keys)s::text[], %(ids)s::text[]) as wanted (supplier_key, supplier_id)
    where ledger.publisher_id = %(publisher_id)s and ledger.supplier_key = wanted.supplier_key
      and ledger.supplier_id is distinct from wanted.supplier_id
    returning ledger.return_id
)
select distinct return_id from moved order by return_id
"""
_NOBODY = "update spenddata.ledger set supplier_id = null where publisher_id = %(publisher_id)s and supplier_key = any(%(keys)s)"
_PERSON = "update spenddata.ledger set supplier_key = %(person)s where publisher_id = %(publisher_id)s and supplier_key = any(%(keys)s)"
# Lines of stewards on a supplier name it as it is known now, so that they outlive the name that they were written with.
_LINES = """
update spenddata.category_decision as decision set supplier_id = known.supplier_id
from spenddata.supplier_name as known
where known.supplier_key = decision.supplier_id and known.supplier_id <> decision.supplier_id
"""
_RENAME_LINES = "update spenddata.category_decision set supplier_id = %(new)s where supplier_id = %(old)s"
_GONE = """
delete from spenddata.supplier_name as known
where not exists (select 1 from spenddata.ledger as ledger where ledger.supplier_key = known.supplier_key)
returning supplier_key
"""
_FORGET = (
    "delete from spenddata.supplier_link where supplier_key = any(%(keys)s) or supplier_id = any(%(keys)s)",
    "update spenddata.supplier_link set alike = null where alike = any(%(keys)s)",
    "update spenddata.supplier_name set alike = null where alike = any(%(keys)s)",
    """delete from spenddata.supplier_question
    where one = any(%(keys)s) or other = any(%(keys)s) or one_key = any(%(keys)s) or other_key = any(%(keys)s)""",
    """delete from spenddata.supplier_decision
    where one = any(%(keys)s) or other = any(%(keys)s) or moved ?| %(keys)s
       or exists (select 1 from jsonb_each_text(moved) as was where was.value = any(%(keys)s))
       or question ->> 'one_key' = any(%(keys)s) or question ->> 'other_key' = any(%(keys)s)""",
    "delete from spenddata.category_decision where supplier_id = any(%(keys)s)",
)
_ORPHANS = """
select supplier_id, array_agg(supplier_key order by length(supplier_key), supplier_key)
from spenddata.supplier_name where supplier_id = any(%s) group by supplier_id order by supplier_id
"""
_RENAME = """
update spenddata.supplier_name
set supplier_id = %(new)s, method = case when supplier_key = %(new)s then 'own' else method end
where supplier_id = %(old)s
returning supplier_key, supplier_id, method, score, alike, version, decision_no
"""


def lock(cursor: Cursor) -> None:
    """Take turns with everything else that links suppliers."""
    cursor.execute(_LOCK)


def with_known(cursor: Cursor, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the ledger with the suppliers that their names are known to be; of other names what they are by themselves."""
    keys = rows["supplier_key"].drop_nulls().unique().to_list()
    cursor.execute(_KNOWN, (keys,))
    known = dict(cursor.fetchall())
    if not known:
        return rows
    linked = pl.col("supplier_key").replace_strict(known, default=None, return_dtype=pl.String)
    return rows.with_columns(pl.coalesce(linked, pl.col("supplier_id")).alias("supplier_id"))


def known_names(cursor: Cursor) -> tuple[list[Name], dict[str, str], frozenset[str]]:
    """All names that are linked, the supplier of each by its key, and the keys of those that a steward decided."""
    cursor.execute(_ALL)
    rows = cursor.fetchall()
    names = [Name(key, name, given) for key, name, given, _, _ in rows]
    decided = frozenset(key for key, *_, decision in rows if decision is not None)
    return names, {key: supplier_id for key, _, _, supplier_id, _ in rows}, decided


def new_names(cursor: Cursor, return_id: str | None = None) -> list[Name]:
    """Names in the ledger that were never linked; those of one return, or all."""
    cursor.execute(_NEW, {"person": supplier_keys.PERSON, "return_id": return_id})
    return [Name(key, name, _number(key)) for key, name in cursor]


def _number(key: str) -> str | None:
    found = supplier_keys.owner(key)
    return found if found != key else None


def record(cursor: Cursor, names: Mapping[str, Name], links: Iterable[Link], version: str) -> None:
    """Write links down: as they are now, and in the history."""
    rows = [
        (link.key, link.supplier_id, link.method, link.score, link.like or None, version, None)
        for link in sorted(links, key=lambda link: link.key)
    ]
    now = [(key, names[key].name, names[key].identity, *rest) for key, *rest in rows]
    execute_values(cursor, _RECORD, now)
    execute_values(cursor, _HISTORY, rows)


def record_questions(cursor: Cursor, questions: Iterable[Question]) -> None:
    """Write down what a steward is asked."""
    rows = [(each.one, each.other, each.score, each.method, *each.keys) for each in questions]
    if rows:
        execute_values(cursor, _ASK, rows)


def move(cursor: Cursor, suppliers: Mapping[str, str]) -> list[str]:
    """Give the rows of some names to suppliers, totals with them; references of the returns whose rows moved.

    Args:
        cursor: Of a transaction that holds the lock.
        suppliers: Key of a name → its supplier.
    """
    keys, moved = sorted(suppliers), []
    cursor.execute(_PAYERS, (keys,))
    for (publisher_id,) in cursor.fetchall():
        turns.lock(cursor, publisher_id)
        bound = {"publisher_id": publisher_id, "keys": keys, "ids": [suppliers[key] for key in keys]}
        totals.adjust_names(cursor, publisher_id, keys, -1)
        cursor.execute(_MOVE, bound)
        moved += [return_id for (return_id,) in cursor.fetchall()]
        totals.adjust_names(cursor, publisher_id, keys, 1)
        totals.clear_empty_names(cursor, publisher_id)
    return moved


def take_out_people(cursor: Cursor, keys: Iterable[str]) -> None:
    """Rows that were published before people were told from suppliers have none from now on; totals with them."""
    wanted = sorted(keys)
    cursor.execute(_PAYERS, (wanted,))
    for (publisher_id,) in cursor.fetchall():
        turns.lock(cursor, publisher_id)
        bound = {"publisher_id": publisher_id, "keys": wanted, "person": supplier_keys.PERSON}
        totals.adjust_names(cursor, publisher_id, wanted, -1)
        cursor.execute(_NOBODY, bound)
        totals.adjust_names(cursor, publisher_id, wanted, 1)
        cursor.execute(_PERSON, bound)
        totals.clear_empty_names(cursor, publisher_id)


def forget(cursor: Cursor) -> list[str]:
    """Forget names that no published payment has any more, wherever they stand; references of returns whose rows moved for it.

    A supplier that was known by such a name is known by another of its names from then on.
    """
    cursor.execute(_LINES)
    cursor.execute(_GONE)
    gone = [key for (key,) in cursor.fetchall()]
    if not gone:
        return []
    connection.note(cursor)
    cursor.execute(_ORPHANS, (gone,))
    heirs = dict(cursor.fetchall())
    moves: dict[str, str] = {}
    for old, keys in heirs.items():
        cursor.execute(_RENAME, {"old": old, "new": keys[0]})
        execute_values(cursor, _HISTORY, cursor.fetchall())
        cursor.execute(_RENAME_LINES, {"old": old, "new": keys[0]})
        moves |= dict.fromkeys(keys, keys[0])
    for statement in _FORGET:
        cursor.execute(statement, {"keys": gone})
    return move(cursor, moves) if moves else []
