"""Published rows, by key: one transaction, a page of an entry, all of an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg2 import sql

from ckanext.spenddata.ledger import connection
from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.keys import id_range

_ONE = "select * from spenddata.ledger where _id = %(_id)s"
_PAGE = """
select * from spenddata.ledger
where publisher_id = %(publisher_id)s and _id > %(after)s and _id <= %(last)s
order by _id
limit %(limit)s
"""
_EQUAL_AMOUNT = sql.SQL("amount = %(amount)s::numeric / 100")
_ALIKE = sql.SQL("""
select _id from spenddata.ledger
where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s and {alike}
order by _id
limit 2
""")


def transaction(database: Connection, row_id: int) -> dict[str, Any] | None:
    """A published row by its ``_id``; None where it is not, or no longer, published."""
    return next(iter(dicts(database, _ONE, {"_id": row_id})), None)


def page(
    database: Connection, publisher_id: str, entry_no: int, after: int = 0, limit: int = 100
) -> list[dict[str, Any]]:
    """Rows of an entry in the order of the files, from the one after ``after`` (an ``_id``) on."""
    first, last = id_range(entry_no)
    bound = {"publisher_id": publisher_id, "after": max(after, first - 1), "last": last, "limit": limit}
    return dicts(database, _PAGE, bound)


def alike(database: Connection, publisher_id: str, entry_no: int, values: Mapping[str, Any]) -> list[int]:
    """``_id`` of the first two rows of an entry that have these values; ``amount`` in pence, and nothing is equal to nothing."""
    first, last = id_range(entry_no)
    equal = sql.SQL(" and ").join(_EQUAL_AMOUNT if name == "amount" else _equal(name) for name in values)
    with database.cursor() as cursor:
        bound = {**values, "publisher_id": publisher_id, "first": first, "last": last}
        cursor.execute(_ALIKE.format(alike=equal), bound)
        return [row_id for (row_id,) in cursor]


def _equal(name: str) -> sql.Composed:
    return sql.SQL("{column} is not distinct from {value}").format(
        column=sql.Identifier(name), value=sql.Placeholder(name)
    )


def batches(publisher_id: str, entry_no: int, size: int = 10_000) -> Iterator[list[dict[str, Any]]]:
    """All rows of an entry, some at a time; each batch is read in a short transaction of its own.

    Ends early where the entry is superseded meanwhile: compare its rows with ``Entry.n`` where that matters.
    """
    after = 0
    while True:
        with connection.reading() as database:
            rows = page(database, publisher_id, entry_no, after, size)
        if rows:
            yield rows
        if len(rows) < size:
            return
        after = rows[-1]["_id"]
