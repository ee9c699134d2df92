"""The tables of totals, adjusted by the difference that a publication, or a link between suppliers, makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from ckanext.spenddata.ledger.connection import Cursor

Ids = tuple[int, int]
NO_ROWS: Ids = (0, -1)
"""A range of ids in which there is none."""


@dataclass(frozen=True)
class TotalTable:
    """A table of totals: sums of the ledger's rows by publisher, regime and what else it is about."""

    name: str
    dimensions: Mapping[str, str]
    """Column → how it is read from a row of the ledger."""

    @property
    def table(self) -> sql.Identifier:
        """The table, to be put in a statement."""
        return sql.Identifier("spenddata", self.name)

    @property
    def key(self) -> sql.Composed:
        """Its key, publisher first."""
        return sql.SQL(", ").join(map(sql.Identifier, ("publisher_id", "regime", *self.dimensions)))

    @property
    def grouped(self) -> sql.Composed:
        """The key, read from rows of the ledger."""
        return sql.SQL(", ").join(map(sql.SQL, ("publisher_id", "regime", *self.dimensions.values())))


_SUPPLIER = "coalesce(supplier_id, '')"
_KEY = """
case when supplier_id is null then '' when length(supplier_key) > 150 then md5(supplier_key) else coalesce(supplier_key, '') end
"""
"""Blank with the supplier: what a withheld name was is nobody's to count."""
_NAME = "case when supplier_id is null then '' else coalesce(left(supplier_name, 120), '') end"
"""As the publisher spells it. A cell with more characters is a paragraph; the three together must fit an index, which takes 2,704 bytes."""
BY_SUPPLIER = (
    TotalTable("total_supplier", {"fiscal_year": "fiscal_year", "supplier_id": _SUPPLIER}),
    TotalTable(
        "total_market",
        {
            "month": "month",
            "category": "category",
            "supplier_id": _SUPPLIER,
            "category_method": "coalesce(category_method, '')",
        },
    ),
    TotalTable("total_name", {"supplier_id": _SUPPLIER, "supplier_key": _KEY, "supplier_name": _NAME}),
)
"""Those that a link between suppliers moves."""
TOTALS = (
    TotalTable("total_month", {"month": "month", "category": "category"}),
    TotalTable("total_year", {"fiscal_year": "fiscal_year", "category": "category"}),
    *BY_SUPPLIER,
)

# A key whose rows are as many as before, and of the same sum, is left alone: most of a revision is what it replaces.
_ADJUST = sql.SQL("""
insert into {table} as total ({key}, n, amount)
select {grouped}, sum(sign), sum(sign * amount)
from ({changed}) as changed
group by {grouped}
having sum(sign) <> 0 or sum(sign * amount) <> 0
order by {grouped}
on conflict ({key}) do update set n = total.n + excluded.n, amount = total.amount + excluded.amount
""")
_REPLACED = sql.SQL("""
select *, -1 as sign from spenddata.ledger where publisher_id = %(publisher_id)s and _id between %(out_first)s and %(out_last)s
union all
select *, 1 from spenddata.ledger where publisher_id = %(publisher_id)s and _id between %(in_first)s and %(in_last)s
""")
_OF_NAMES = sql.SQL("""
select *, %(sign)s as sign from spenddata.ledger where publisher_id = %(publisher_id)s and supplier_key = any(%(keys)s)
""")
_CLEAR = sql.SQL("delete from {table} where publisher_id = %(publisher_id)s and regime = %(regime)s and n = 0")
_CLEAR_NAMES = sql.SQL("delete from {table} where publisher_id = %(publisher_id)s and n = 0")
_EMPTY = sql.SQL("delete from {table} where publisher_id = %(publisher_id)s")
_RECREATE = sql.SQL("""
insert into {table} ({key}, n, amount)
select {grouped}, count(*), sum(amount)
from spenddata.ledger
where publisher_id = %(publisher_id)s
group by {grouped}
order by {grouped}
""")


def adjust(cursor: Cursor, publisher_id: str, *, out: Ids = NO_ROWS, into: Ids = NO_ROWS) -> None:
    """Take away rows that leave the ledger, and add those that come into it; both stand in it now.

    Always in the order of the key, so that nothing that is added later can lock the same totals in another order.

    Args:
        cursor: Of a transaction that holds the publisher's lock.
        publisher_id: Whose rows they are.
        out: First and last ``_id`` of those that leave.
        into: The same of those that come.
    """
    bound = {
        "publisher_id": publisher_id,
        "out_first": out[0],
        "out_last": out[1],
        "in_first": into[0],
        "in_last": into[1],
    }
    _adjust(cursor, TOTALS, _REPLACED, bound)


def adjust_names(cursor: Cursor, publisher_id: str, keys: Sequence[str], sign: int) -> None:
    """Add (1) or take away (-1) a publisher's rows with some names (``supplier_key``), from the totals that a link moves."""
    _adjust(cursor, BY_SUPPLIER, _OF_NAMES, {"publisher_id": publisher_id, "keys": keys, "sign": sign})


def _adjust(cursor: Cursor, tables: Iterable[TotalTable], changed: sql.SQL, bound: Mapping[str, Any]) -> None:
    for total in tables:
        statement = _ADJUST.format(table=total.table, key=total.key, grouped=total.grouped, changed=changed)
        cursor.execute(statement, bound)


def clear_empty(cursor: Cursor, publisher_id: str, regime: str) -> None:
    """Delete the totals of no rows."""
    for total in TOTALS:
        cursor.execute(_CLEAR.format(table=total.table), {"publisher_id": publisher_id, "regime": regime})


def clear_empty_names(cursor: Cursor, publisher_id: str) -> None:
    """Delete the totals of no rows that moving names has left."""
    for total in BY_SUPPLIER:
        cursor.execute(_CLEAR_NAMES.format(table=total.table), {"publisher_id": publisher_id})


def recreate(cursor: Cursor, publisher_id: str) -> None:
    """Make a publisher's totals again from its rows."""
    for total in TOTALS:
        cursor.execute(_EMPTY.format(table=total.table), {"publisher_id": publisher_id})
        cursor.execute(
            _RECREATE.format(table=total.table, key=total.key, grouped=total.grouped), {"publisher_id": publisher_id}
        )
