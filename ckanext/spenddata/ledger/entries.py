"""Entries: finding them, locking them, writing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg2 import sql

from ckanext.spenddata.ledger.connection import Connection, Cursor, frozen
from ckanext.spenddata.ledger.publication import Entry, Publication

BASIS = sql.SQL(
    "case when cardinality(amount_basis) = 1 and currencies = array['GBP'] then amount_basis[1] else 'mixed' end"
)
"""What VAT the amounts of an entry include; ``mixed`` where it has several treatments, or another currency."""
_COLUMNS = sql.SQL("""
    publisher_id, entry_no, publisher_name, regime, period, period_start, period_end, return_id, revision, attempt,
    state, current, nil, n, (amount * 100)::bigint, left_out, amount_basis, currencies, sha256, rules_version,
    mapping_version, published, ended, decided
""")
_LATEST = sql.SQL("""
select {columns} from spenddata.entry
where publisher_id = %(publisher_id)s and return_id = %(return_id)s
order by current desc, revision desc, entry_no desc
limit 1
for update
""").format(columns=_COLUMNS)
_OF_RETURN = sql.SQL("""
select {columns} from spenddata.entry
where publisher_id = %(publisher_id)s and return_id = %(return_id)s
order by entry_no
""").format(columns=_COLUMNS)
_OF_REVISIONS = sql.SQL("""
select {columns} from spenddata.entry
where publisher_id = %(publisher_id)s and return_id = %(return_id)s and revision = any(%(revisions)s)
  and state <> all(%(over)s)
order by entry_no
for update
""").format(columns=_COLUMNS)
_BY_NUMBER = sql.SQL("select {columns} from spenddata.entry where entry_no = %(entry_no)s").format(columns=_COLUMNS)
_BY_NUMBERS = sql.SQL("""
select {columns} from spenddata.entry where entry_no = any(%(numbers)s) and state = any(%(states)s)
""").format(columns=_COLUMNS)
_CURRENT = sql.SQL("""
select {columns} from spenddata.entry
where current and publisher_id = any(%(publishers)s)
order by publisher_id, regime, period_start, entry_no
""").format(columns=_COLUMNS)
_ALL_CURRENT = sql.SQL("""
select {columns} from spenddata.entry where current order by publisher_id, entry_no
""").format(columns=_COLUMNS)
_RECORD = sql.SQL("""
insert into spenddata.entry
    (publisher_id, entry_no, publisher_name, regime, period, period_start, period_end, return_id, revision, attempt,
     state, current, nil, n, amount, inside, left_out, amount_basis, currencies, sha256, rules_version, mapping_version)
values
    (%(publisher_id)s, %(entry_no)s, %(publisher_name)s, %(regime)s, %(period)s, %(period_start)s, %(period_end)s,
     %(return_id)s, %(revision)s, %(attempt)s, 'published', true, %(nil)s, %(n)s, %(pence)s::numeric / 100,
     %(inside)s, %(left_out)s, %(amount_basis)s, %(currencies)s, %(sha256)s, %(rules_version)s, %(mapping_version)s)
returning {columns}
""").format(columns=_COLUMNS)
_CLOSE = sql.SQL("""
update spenddata.entry set state = %(state)s, current = false, ended = coalesce(ended, now())
where publisher_id = %(publisher_id)s and entry_no = %(entry_no)s
returning {columns}
""").format(columns=_COLUMNS)


def latest(cursor: Cursor, publisher_id: str, return_id: str) -> Entry | None:
    """The current entry of a return, else its last one, locked against change until the transaction ends."""
    cursor.execute(_LATEST, {"publisher_id": publisher_id, "return_id": return_id})
    row = cursor.fetchone()
    return _entry(row) if row else None


def of_revisions(
    cursor: Cursor, publisher_id: str, return_id: str, revisions: Iterable[int], over: Iterable[str]
) -> list[Entry]:
    """The entries of some revisions of a return whose states are none of ``over``, locked until the transaction ends."""
    bound = {
        "publisher_id": publisher_id,
        "return_id": return_id,
        "revisions": list(revisions),
        "over": list(over),
    }
    cursor.execute(_OF_REVISIONS, bound)
    return [_entry(row) for row in cursor.fetchall()]


def next_number(cursor: Cursor) -> int:
    """A number that no entry has had."""
    cursor.execute("select nextval('spenddata.entry_no')")
    return _only(cursor)[0]


def record(
    cursor: Cursor,
    publication: Publication,
    entry_no: int,
    n: int,
    pence: int,
    inside: int,
    bases: Sequence[str],
    currencies: Sequence[str],
) -> Entry:
    """Write the entry of a publication."""
    start, end = publication.days()
    cursor.execute(
        _RECORD,
        {
            **vars(publication),
            "entry_no": entry_no,
            "period_start": start,
            "period_end": end,
            "n": n,
            "pence": pence,
            "inside": inside,
            "amount_basis": list(bases),
            "currencies": list(currencies),
        },
    )
    return _entry(_only(cursor))


def close(cursor: Cursor, entry: Entry, state: str) -> Entry:
    """End an entry: ``superseded``, ``withdrawn`` or ``erased``; an instant at which it ended before stays."""
    cursor.execute(_CLOSE, {"state": state, "publisher_id": entry.publisher_id, "entry_no": entry.entry_no})
    return _entry(_only(cursor))


def of_return(connection: Connection, publisher_id: str, return_id: str) -> list[Entry]:
    """Every publication there has been of a return, the first one first."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_RETURN, {"publisher_id": publisher_id, "return_id": return_id})
        return [_entry(row) for row in cursor]


def numbered(connection: Connection, entry_no: int) -> Entry | None:
    """The entry with a number."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBER, {"entry_no": entry_no})
        row = cursor.fetchone()
        return _entry(row) if row else None


def with_numbers(connection: Connection, numbers: Iterable[int], states: Iterable[str]) -> dict[int, Entry]:
    """Number → the entry with it, of those entries that are in one of some states."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBERS, {"numbers": list(numbers), "states": list(states)})
        found = [_entry(row) for row in cursor]
    return {entry.entry_no: entry for entry in found}


def current_of(connection: Connection, publishers: Iterable[str]) -> list[Entry]:
    """What is published now of some publishers, by publisher, regime and period."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, {"publishers": list(publishers)})
        return [_entry(row) for row in cursor]


def all_current(connection: Connection) -> list[Entry]:
    """Everything that is published now, by publisher."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL_CURRENT)
        return [_entry(row) for row in cursor]


def _only(cursor: Cursor) -> tuple[Any, ...]:
    """The one row that a statement gives."""
    row = cursor.fetchone()
    if row is None:
        raise RuntimeError("PostgreSQL gave no row where one must be.")
    return row


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(*frozen(row))
