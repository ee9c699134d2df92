"""Totals set out by two parts of their key, and which returns stand behind them: read from totals and entries, never from payments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from psycopg2 import sql

from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger.answers import rows

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812

__all__ = ["Asked", "Filed", "bases", "filed", "sums"]

_BASIS = sql.SQL(
    "case when cardinality(amount_basis) = 1 and currencies = array['GBP'] then amount_basis[1] when n > 0 then 'mixed' else '' end"
)
_FILED = sql.SQL("""
select publisher_id, regime, period_start, period_end, n, coalesce(inside, n), left_out, {basis}
from spenddata.entry
where current and regime = any(%(regimes)s) and period_start <= %(end)s and period_end >= %(start)s
""").format(basis=_BASIS)
_BASES = sql.SQL("""
select publisher_id, regime, case when min(basis) = max(basis) then min(basis) else 'mixed' end
from (select publisher_id, regime, {basis} as basis from spenddata.entry where current and n > 0 and regime = any(%(regimes)s)) as filed
group by publisher_id, regime
""").format(basis=_BASIS)
_SUMS = sql.SQL("""
select {parts}, sum(n)::bigint, (sum(amount) * 100)::bigint
from {table} join unnest(%(publishers)s::text[], %(duties)s::text[]) as asked (publisher_id, regime) using (publisher_id, regime)
where {time} and (%(categories)s::text[] is null or category = any(%(categories)s))
group by {parts}
having sum(n) <> 0
""")
_MONTHS = (sql.Identifier("spenddata", "total_month"), sql.SQL("month between %(first)s and %(last)s"))
_YEAR = (sql.Identifier("spenddata", "total_year"), sql.SQL("fiscal_year = %(fiscal_year)s"))
_COLUMNS = {
    Part.BODY: ("publisher_id",),
    Part.DUTY: ("regime",),
    Part.MONTH: ("month",),
    Part.CATEGORY: ("category",),
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
    basis: str
    """What VAT all its payments include; ``mixed`` where that differs, or the currency isn't pounds; empty where it has no payment."""


@dataclass(frozen=True)
class Asked:
    """Which totals, and what they are set out by."""

    span: Span
    filed: Sequence[tuple[str, str]]
    """Bodies with their duty."""
    categories: Collection[str] | None
    """None for all."""
    parts: Sequence[Part]


def filed(connection: Connection, span: Span, regimes: Collection[str]) -> list[Filed]:
    """The returns of some duties that are published now and have a day in some months."""
    return [
        Filed(*row)
        for row in rows(connection, _FILED, {"regimes": list(regimes), "start": span.start, "end": span.end})
    ]


def bases(connection: Connection, regimes: Collection[str]) -> dict[tuple[str, str], str]:
    """The treatment of VAT of all that each body publishes under each duty, whatever it is about; ``mixed`` where there are several."""
    found = rows(connection, _BASES, {"regimes": list(regimes)})
    return {(publisher_id, regime): basis for publisher_id, regime, basis in found}


def sums(connection: Connection, asked: Asked) -> list[tuple[tuple[str, ...], int, int]]:
    """Payments and pence by the values of the parts asked for, in their order; a body with its duty is two values."""
    names = [name for part in asked.parts for name in _COLUMNS[part]]
    whole_year = asked.span.fiscal_year is not None and Part.MONTH not in asked.parts
    table, time = _YEAR if whole_year else _MONTHS
    parts = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = _SUMS.format(table=table, time=time, parts=parts)
    bound = {
        "publishers": [publisher_id for publisher_id, _ in asked.filed],
        "duties": [regime for _, regime in asked.filed],
        "first": asked.span.first,
        "last": asked.span.last,
        "fiscal_year": asked.span.fiscal_year,
        "categories": None if asked.categories is None else list(asked.categories),
    }
    return [(tuple(key), n, pence) for *key, n, pence in rows(connection, statement, bound)]
