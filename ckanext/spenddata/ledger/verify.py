"""Proof that the ledger agrees with itself: totals are the sums of its rows, and each row is in a current entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.spenddata.ledger import ALL_SPEND, connection
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.totals import TOTALS, TotalTable

TIMEOUT = "1h"

_PUBLISHERS = """
select publisher_id from spenddata.entry
union select publisher_id from spenddata.ledger
union select publisher_id from spenddata.total_month
order by publisher_id
"""
_TOTALS = sql.SQL("""
select coalesce(rows.key, totals.key), coalesce(rows.n, 0), coalesce(rows.amount, 0),
       coalesce(totals.n, 0), coalesce(totals.amount, 0)
from (
    select concat_ws(' ', {grouped}) as key, count(*) as n, sum(amount) as amount
    from spenddata.ledger where publisher_id = %(publisher_id)s group by {grouped}
) as rows
full join (
    select concat_ws(' ', {key}) as key, n, amount from {table} where publisher_id = %(publisher_id)s
) as totals on rows.key = totals.key
where rows.n is distinct from totals.n or rows.amount is distinct from totals.amount
order by 1
""")
_ENTRIES = """
select coalesce(entries.entry_no, rows.entry_no)::text, coalesce(rows.n, 0), coalesce(rows.amount, 0),
       coalesce(entries.n, 0), coalesce(entries.amount, 0)
from (
    select _id >> 24 as entry_no, count(*) as n, sum(amount) as amount
    from spenddata.ledger where publisher_id = %(publisher_id)s group by 1
) as rows
full join (
    select entry_no, n, amount from spenddata.entry where publisher_id = %(publisher_id)s and current
) as entries on rows.entry_no = entries.entry_no
where coalesce(rows.n, 0) <> coalesce(entries.n, 0) or coalesce(rows.amount, 0) <> coalesce(entries.amount, 0)
order by 1
"""
_COUNTS = """
select (select count(*) from spenddata.ledger),
       (select (stats ->> 'rows')::bigint from public._table_stats where resource_id = %(resource_id)s)
"""


@dataclass(frozen=True)
class Disagreement:
    """A place where the ledger's rows say one thing and what is kept about them another."""

    publisher_id: str
    kept_in: str
    """``entry`` or the table of totals."""
    key: str
    rows: tuple[Any, ...]
    """Number and sum of the rows themselves."""
    kept: tuple[Any, ...]
    """Number and sum that are kept about them."""

    def __str__(self) -> str:
        return (
            f"{self.publisher_id}, {self.kept_in} {self.key}: the rows are {self.rows[0]} of £{self.rows[1]},"
            f" kept are {self.kept[0]} of £{self.kept[1]}"
        )


def every_publisher() -> Iterator[tuple[str, list[Disagreement]]]:
    """Each publisher of the ledger with its disagreements; each publisher is looked at as of one moment."""
    for publisher_id in publishers():
        yield publisher_id, publisher(publisher_id)


def publishers() -> list[str]:
    """Everyone of whom the ledger holds anything."""
    with connection.reading(TIMEOUT) as database, database.cursor() as cursor:
        cursor.execute(_PUBLISHERS)
        return [publisher_id for (publisher_id,) in cursor]


def publisher(publisher_id: str) -> list[Disagreement]:
    """Where the figures of one publisher disagree; empty where all is well."""
    with connection.reading(TIMEOUT) as database, database.cursor() as cursor:
        found = _disagreements(cursor, publisher_id, "entry", _ENTRIES)
        for total in TOTALS:
            found += _disagreements(cursor, publisher_id, total.name, _statement(total))
        return found


def row_count() -> tuple[int, int | None]:
    """Number of rows, and the number that CKAN keeps of the public resource (None: it will count when asked)."""
    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute(_COUNTS, {"resource_id": ALL_SPEND})
        counted, kept = cursor.fetchone() or (0, None)
        return counted, kept


def _statement(total: TotalTable) -> sql.Composed:
    return _TOTALS.format(table=total.table, key=total.key, grouped=total.grouped)


def _disagreements(
    cursor: Cursor, publisher_id: str, kept_in: str, statement: str | sql.Composed
) -> list[Disagreement]:
    cursor.execute(statement, {"publisher_id": publisher_id})
    return [
        Disagreement(publisher_id, kept_in, key, (n, amount), (kept_n, kept_amount))
        for key, n, amount, kept_n, kept_amount in cursor
    ]
