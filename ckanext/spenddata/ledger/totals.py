"""The three tables of totals, adjusted by the difference that a publication makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg2 import sql

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812

__all__ = ["TOTALS", "TotalTable", "adjust", "clear_empty", "recreate"]


@dataclass(frozen=True)
class TotalTable:
    """A table of totals: sums of the ledger's rows by publisher, regime, time and one more thing."""

    name: str
    time: str
    dimension: str
    value: str
    """How the dimension is read from a row of the ledger."""

    @property
    def table(self) -> sql.Identifier:
        """The table, to be put in a statement."""
        return sql.Identifier("spenddata", self.name)

    @property
    def key(self) -> sql.Composed:
        """Its key, publisher first."""
        return sql.SQL(", ").join(map(sql.Identifier, ("publisher_id", "regime", self.time, self.dimension)))

    @property
    def grouped(self) -> sql.Composed:
        """The key, read from rows of the ledger."""
        return sql.SQL("publisher_id, regime, {time}, {value}").format(
            time=sql.Identifier(self.time), value=sql.SQL(self.value)
        )


TOTALS = (
    TotalTable("total_month", "month", "category", "category"),
    TotalTable("total_year", "fiscal_year", "category", "category"),
    TotalTable("total_supplier", "fiscal_year", "supplier_id", "coalesce(supplier_id, '')"),
)

_ADJUST = sql.SQL("""
insert into {table} as total ({key}, n, amount)
select {grouped}, %(sign)s * count(*), %(sign)s * sum(amount)
from spenddata.ledger
where publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s
group by 1, 2, 3, 4
order by 1, 2, 3, 4
on conflict ({key}) do update set n = total.n + excluded.n, amount = total.amount + excluded.amount
""")
_CLEAR = sql.SQL("delete from {table} where publisher_id = %(publisher_id)s and regime = %(regime)s and n = 0")
_EMPTY = sql.SQL("delete from {table} where publisher_id = %(publisher_id)s")
_RECREATE = sql.SQL("""
insert into {table} ({key}, n, amount)
select {grouped}, count(*), sum(amount)
from spenddata.ledger
where publisher_id = %(publisher_id)s
group by 1, 2, 3, 4
order by 1, 2, 3, 4
""")


def adjust(cursor: Cursor, publisher_id: str, ids: tuple[int, int], sign: int) -> None:
    """Add (1) or take away (-1) the rows of a range of ids.

    Always in the order of the key, so that nothing that is added later can lock the same totals in another order.
    """
    bound = {"publisher_id": publisher_id, "first": ids[0], "last": ids[1], "sign": sign}
    for total in TOTALS:
        cursor.execute(_ADJUST.format(table=total.table, key=total.key, grouped=total.grouped), bound)


def clear_empty(cursor: Cursor, publisher_id: str, regime: str) -> None:
    """Delete the totals of no rows."""
    for total in TOTALS:
        cursor.execute(_CLEAR.format(table=total.table), {"publisher_id": publisher_id, "regime": regime})


def recreate(cursor: Cursor, publisher_id: str) -> None:
    """Make a publisher's totals again from its rows."""
    for total in TOTALS:
        cursor.execute(_EMPTY.format(table=total.table), {"publisher_id": publisher_id})
        cursor.execute(
            _RECREATE.format(table=total.table, key=total.key, grouped=total.grouped), {"publisher_id": publisher_id}
        )
