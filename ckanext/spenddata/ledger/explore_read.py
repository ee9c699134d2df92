"""Totals set out by two parts of their key, and the returns behind them, from totals and entries; medians alone read payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg2 import sql

from ckanext.spenddata.compare.crosstab import BEHIND
from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import entries
from ckanext.spenddata.ledger.answers import rows
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.values.vat import MIXED

_FILED = """
select publisher_id, regime, period_start, period_end, n, coalesce(inside, n), left_out
from spenddata.entry
where current and regime = any(%(regimes)s) and period_start <= %(end)s and period_end >= %(start)s
  and (%(publishers)s::text[] is null or publisher_id = any(%(publishers)s))
"""
_BASES = sql.SQL("""
select publisher_id, regime, case when min(basis) = max(basis) then min(basis) else 'mixed' end
from (
    select publisher_id, regime, {basis} as basis from spenddata.entry
    where current and n > 0 and regime = any(%(regimes)s) and (%(publishers)s::text[] is null or publisher_id = any(%(publishers)s))
) as filed
group by publisher_id, regime
""").format(basis=entries.BASIS)
# Those few that have published amounts of several kinds are asked for payment by payment: in the months asked for they may have one.
_BASES_OF_MONTHS = """
select publisher_id, regime,
       case when count(distinct coalesce(amount_basis, 'unknown')) = 1 and bool_and(coalesce(currency, 'GBP') = 'GBP')
            then min(coalesce(amount_basis, 'unknown')) else 'mixed' end
from spenddata.ledger
where publisher_id = any(%(publishers)s) and regime = any(%(regimes)s) and month between %(first)s and %(last)s
group by publisher_id, regime
"""
_THOSE = sql.SQL("{time} and ({filed}) and (%(categories)s::text[] is null or category = any(%(categories)s))")
_SUMS = sql.SQL("""
select {parts}, sum(n)::bigint, (sum(amount) * 100)::bigint
from {table}
where {those}
group by {parts}
having sum(n) <> 0
""")
# The largest are chosen where the totals lie: a table shows few of very many.
_SUPPLIERS = sql.SQL("""
with sold as materialized (
    select {parts}, sum(n) as n, sum(amount) as amount from {table} where {those} group by {parts}
), placed as materialized (
    select supplier_id, row_number() over (order by sum(amount) desc, supplier_id) as place
    from sold group by supplier_id having sum(n) <> 0
)
select case when place <= %(most)s then supplier_id else %(behind)s end{beside}, sum(n)::bigint, (sum(amount) * 100)::bigint,
       max(max(place)) over ()
from sold join placed using (supplier_id)
group by 1{beside}
having sum(n) <> 0
""")
_AMOUNTS = sql.SQL("""
select {parts}, array_agg((amount * 100)::bigint)
from spenddata.ledger
where {those} and amount > 0
group by {parts}
""")
# Said duty by duty: PostgreSQL knows how many rows that leaves, and groups them without sorting; of a join it expects too few.
_FILED_UNDER = sql.SQL("regime = {regime} and publisher_id = any({publishers})")
_MONTHS = (sql.Identifier("spenddata", "total_month"), sql.SQL("month between %(first)s and %(last)s"))
_YEAR = (sql.Identifier("spenddata", "total_year"), sql.SQL("fiscal_year = %(fiscal_year)s"))
_MARKET = (sql.Identifier("spenddata", "total_market"), _MONTHS[1])
_COLUMNS = {
    Part.BODY: ("publisher_id",),
    Part.DUTY: ("regime",),
    Part.MONTH: ("month",),
    Part.CATEGORY: ("category",),
    Part.SUPPLIER: ("supplier_id",),
    Part.FILED: ("publisher_id", "regime"),
}


class Filed(NamedTuple):
    """A return that is published now."""

    publisher_id: str
    regime: str
    start: date
    end: date
    n: int
    inside: int
    """Of its payments, how many fall in its own period."""
    left_out: int


@dataclass(frozen=True)
class Asked:
    """Which totals, and what they are set out by."""

    span: Span
    filed: Sequence[tuple[str, str]]
    """Bodies with their duty."""
    categories: Collection[str] | None
    """None for all."""
    parts: Sequence[Part]


def filed(
    connection: Connection, span: Span, regimes: Collection[str], bodies: Collection[str] | None = None
) -> list[Filed]:
    """The returns of some duties that are published now and have a day in some months; of all bodies, or of some."""
    bound = {"regimes": list(regimes), "start": span.start, "end": span.end, "publishers": _some(bodies)}
    return [Filed(*row) for row in rows(connection, _FILED, bound)]


def bases(
    connection: Connection, regimes: Collection[str], span: Span, bodies: Collection[str] | None = None
) -> dict[tuple[str, str], str]:
    """What VAT the amounts of each body include under each duty, in some months; ``mixed`` where several, or other currencies.

    A body that has no payment in these months is told by all that it has published, where that is of one kind.
    """
    found = {
        (publisher_id, regime): basis
        for publisher_id, regime, basis in rows(
            connection, _BASES, {"regimes": list(regimes), "publishers": _some(bodies)}
        )
    }
    several = {duty for duty, basis in found.items() if basis == MIXED}
    if not several:
        return found
    bound = {
        "publishers": sorted({publisher_id for publisher_id, _ in several}),
        "regimes": list(regimes),
        "first": span.first,
        "last": span.last,
    }
    of_months = {
        (publisher_id, regime): basis
        for publisher_id, regime, basis in rows(connection, _BASES_OF_MONTHS, bound)
        if (publisher_id, regime) in several
    }
    return {**found, **dict.fromkeys(several, ""), **of_months}


def _some(bodies: Collection[str] | None) -> list[str] | None:
    return None if bodies is None else sorted(bodies)


def sums(connection: Connection, asked: Asked) -> list[tuple[tuple[str, ...], int, int]]:
    """Payments and pence by the values of the parts asked for, in their order; a body with its duty is two values."""
    whole_year = asked.span.fiscal_year is not None and Part.MONTH not in asked.parts
    table, time = _YEAR if whole_year else _MONTHS
    statement, bound = _made(_SUMS, asked, table=table, time=time, parts=_listed(_names(asked)))
    return [(tuple(key), n, pence) for *key, n, pence in rows(connection, statement, bound)]


def by_supplier(connection: Connection, asked: Asked, most: int) -> tuple[list[tuple[tuple[str, ...], int, int]], int]:
    """The same of suppliers, the first of the parts: of the largest each, of all others together under ``BEHIND``.

    Returns:
        The sums, and how many suppliers the others are. Payments of which nobody may know the supplier have a blank one.
    """
    names = _names(asked)
    beside = sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(name)) for name in names[1:])
    statement, bound = _made(_SUPPLIERS, asked, table=_MARKET[0], time=_MARKET[1], parts=_listed(names), beside=beside)
    found = rows(connection, statement, bound | {"most": most, "behind": BEHIND})
    return [(tuple(key), n, pence) for *key, n, pence, _ in found], max(found[0][-1] - most, 0) if found else 0


def amounts(connection: Connection, asked: Asked) -> list[tuple[tuple[str, ...], list[int]]]:
    """All payments in pence, credits not counted, by the values of the parts asked for."""
    names = [
        sql.SQL("coalesce(supplier_id, '')") if name == "supplier_id" else sql.Identifier(name)
        for name in _names(asked)
    ]
    statement, bound = _made(_AMOUNTS, asked, time=_MONTHS[1], parts=sql.SQL(", ").join(names))
    return [(tuple(key), pence) for *key, pence in rows(connection, statement, bound)]


def _names(asked: Asked) -> list[str]:
    return [name for part in asked.parts for name in _COLUMNS[part]]


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _made(
    statement: sql.SQL, asked: Asked, *, time: sql.SQL, **put: sql.Composable
) -> tuple[sql.Composed, dict[str, Any]]:
    """A statement about some totals, with its parameters."""
    under: dict[str, list[str]] = defaultdict(list)
    for publisher_id, regime in asked.filed:
        under[regime].append(publisher_id)
    filed = [
        _FILED_UNDER.format(regime=sql.Placeholder(f"duty_{place}"), publishers=sql.Placeholder(f"of_duty_{place}"))
        for place in range(len(under))
    ]
    bound = {
        "first": asked.span.first,
        "last": asked.span.last,
        "fiscal_year": asked.span.fiscal_year,
        "categories": None if asked.categories is None else list(asked.categories),
        **{f"duty_{place}": regime for place, regime in enumerate(under)},
        **{f"of_duty_{place}": publishers for place, publishers in enumerate(under.values())},
    }
    those = _THOSE.format(time=time, filed=sql.SQL(" or ").join(filed or [sql.SQL("false")]))
    return statement.format(those=those, **put), bound
