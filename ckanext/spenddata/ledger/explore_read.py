"""Totals set out by two parts of their key, and the returns behind them, from totals and entries; medians alone read payments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
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
select publisher_id, regime, period_start, period_end, n, coalesce(inside, n), left_out, amount_basis
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
_KINDS_OF_MONTHS = """
select publisher_id, regime, coalesce(amount_basis, 'unknown'), coalesce(currency, 'GBP') = 'GBP', month, count(*),
       count(*) filter (where %(categories)s::text[] is null or category = any(%(categories)s))
from spenddata.ledger
where publisher_id = any(%(publishers)s) and regime = any(%(regimes)s) and month between %(first)s and %(last)s
group by 1, 2, 3, 4, 5
"""
_THOSE = sql.SQL("{time} and ({filed}) and (%(categories)s::text[] is null or category = any(%(categories)s))")
_TOTALS = sql.SQL("select {parts}, n, amount from {table} where {those}")
_PAYMENTS = sql.SQL("select {parts}, 1 as n, amount from spenddata.ledger where {those}")
_OF_KIND = sql.SQL("""
({filed}) and coalesce(currency, 'GBP') = 'GBP' and (%(basis)s::text is null or coalesce(amount_basis, 'unknown') = %(basis)s)
""")
_SUMS = sql.SQL("""
select {names}, sum(n)::bigint, (sum(amount) * 100)::bigint
from ({told}) as told
group by {names}
having sum(n) <> 0
""")
# The largest are chosen where the totals lie: a table shows few of very many.
_SUPPLIERS = sql.SQL("""
with sold as materialized (
    select {names}, sum(n) as n, sum(amount) as amount from ({told}) as told group by {names}
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
select {names}, array_agg((amount * 100)::bigint)
from ({told}) as told
where amount > 0
group by {names}
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
    Part.FILED: ("publisher_id", "regime", "amount_basis"),
}
# A total doesn't know what VAT its payments include: of a duty that is told by totals all is of one kind.
_OF_TOTALS = {"amount_basis": sql.SQL("''::text as amount_basis")}
_OF_PAYMENTS = {
    "amount_basis": sql.SQL("coalesce(amount_basis, 'unknown') as amount_basis"),
    "supplier_id": sql.SQL("coalesce(supplier_id, '') as supplier_id"),
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
    kinds: Sequence[str]
    """What VAT its amounts include."""


class Kinds(NamedTuple):
    """What VAT the amounts of each body include under each duty."""

    one: Mapping[tuple[str, str], str]
    """Of those with one kind alone, in pounds; blank where they have no payment in the months asked for, and several in others."""
    several: Mapping[tuple[str, str], Mapping[str, Mapping[str, int]]]
    """Of the others kind → month → payments in pounds; no kind where all are in other currencies."""
    foreign: int
    """How many payments of the categories asked for are in other currencies."""


@dataclass(frozen=True)
class Asked:
    """Which totals, and what they are set out by."""

    span: Span
    filed: Sequence[tuple[str, str]]
    """Bodies with their duty."""
    categories: Collection[str] | None
    """None for all."""
    parts: Sequence[Part]
    several: Sequence[tuple[str, str]] = ()
    """More bodies with their duty, of several kinds of amounts: of these only payments in pounds count, of the kind ``basis``."""
    basis: str | None = None
    """None for all kinds, each with what it is in the key of ``Part.FILED``."""


def filed(
    connection: Connection, span: Span, regimes: Collection[str], bodies: Collection[str] | None = None
) -> list[Filed]:
    """The returns of some duties that are published now and have a day in some months; of all bodies, or of some."""
    bound = {"regimes": list(regimes), "start": span.start, "end": span.end, "publishers": _some(bodies)}
    return [Filed(*row) for row in rows(connection, _FILED, bound)]


def kinds(
    connection: Connection,
    regimes: Collection[str],
    span: Span,
    bodies: Collection[str] | None = None,
    categories: Collection[str] | None = None,
) -> Kinds:
    """What VAT the amounts of each body include under each duty, in some months.

    The kind of a body's amounts doesn't depend on ``categories``; they say which payments in other currencies are counted.
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
        return Kinds(found, {}, 0)
    bound = {
        "publishers": sorted({publisher_id for publisher_id, _ in several}),
        "regimes": list(regimes),
        "first": span.first,
        "last": span.last,
        "categories": None if categories is None else list(categories),
    }
    told: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    foreign: set[tuple[str, str]] = set()
    of_categories = 0
    for publisher_id, regime, basis, sterling, month, n, asked_for in rows(connection, _KINDS_OF_MONTHS, bound):
        duty = publisher_id, regime
        if duty not in several:
            continue
        of_duty = told.setdefault(duty, {})
        if sterling:
            of_duty.setdefault(basis, {})[month] = n
        else:
            foreign.add(duty)
            of_categories += asked_for
    alone = {duty: next(iter(kinds)) for duty, kinds in told.items() if len(kinds) == 1 and duty not in foreign}
    one = {duty: alone.get(duty, "" if duty in several else basis) for duty, basis in found.items()}
    apart = {duty: kinds for duty, kinds in told.items() if duty not in alone}
    return Kinds({duty: basis for duty, basis in one.items() if duty not in apart}, apart, of_categories)


def _some(bodies: Collection[str] | None) -> list[str] | None:
    return None if bodies is None else sorted(bodies)


def sums(connection: Connection, asked: Asked) -> list[tuple[tuple[str, ...], int, int]]:
    """Payments and pence by the values of the parts asked for, in their order; a body with its duty is two values."""
    whole_year = asked.span.fiscal_year is not None and Part.MONTH not in asked.parts
    table, time = _YEAR if whole_year else _MONTHS
    names = _names(asked)
    told, bound = _told(asked, table, time)
    statement = _SUMS.format(names=_listed(names), told=told)
    key = _key(asked)
    return [(key(values), n, pence) for *values, n, pence in rows(connection, statement, bound)]


def by_supplier(connection: Connection, asked: Asked, most: int) -> tuple[list[tuple[tuple[str, ...], int, int]], int]:
    """The same of suppliers, the first of the parts: of the largest each, of all others together under ``BEHIND``.

    Returns:
        The sums, and how many suppliers the others are. Payments of which nobody may know the supplier have a blank one.
    """
    names = _names(asked)
    beside = sql.SQL("").join(sql.SQL(", {}").format(sql.Identifier(name)) for name in names[1:])
    told, bound = _told(asked, *_MARKET)
    statement = _SUPPLIERS.format(names=_listed(names), told=told, beside=beside)
    found, key = rows(connection, statement, bound | {"most": most, "behind": BEHIND}), _key(asked)
    return [(key(values), n, pence) for *values, n, pence, _ in found], max(found[0][-1] - most, 0) if found else 0


def amounts(connection: Connection, asked: Asked) -> list[tuple[tuple[str, ...], list[int]]]:
    """All payments in pence, credits not counted, by the values of the parts asked for."""
    told, bound = _told(asked, None, _MONTHS[1])
    statement = _AMOUNTS.format(names=_listed(_names(asked)), told=told)
    key = _key(asked)
    return [(key(values), pence) for *values, pence in rows(connection, statement, bound)]


def _names(asked: Asked) -> list[str]:
    """The columns that the parts need, each once: months and quarters are told by the same one, bodies and regions too."""
    return list(dict.fromkeys(name for part in asked.parts for name in _COLUMNS[part]))


def _key(asked: Asked) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """How the key of all parts, in their order, is made of the values of the columns."""
    names = _names(asked)
    places = [names.index(name) for part in asked.parts for name in _COLUMNS[part]]
    return lambda values: tuple(values[place] for place in places)


def _listed(names: Sequence[str], otherwise: Mapping[str, sql.SQL] = MappingProxyType({})) -> sql.Composed:
    return sql.SQL(", ").join(otherwise.get(name) or sql.Identifier(name) for name in names)


def _told(asked: Asked, table: sql.Identifier | None, time: sql.SQL) -> tuple[sql.Composable, dict[str, Any]]:
    """The rows that are summed, with their parameters: totals, or payments where there is no table of them or they are of several kinds."""
    bound: dict[str, Any] = {
        "first": asked.span.first,
        "last": asked.span.last,
        "fiscal_year": asked.span.fiscal_year,
        "categories": None if asked.categories is None else list(asked.categories),
        "basis": asked.basis,
    }
    names = _names(asked)

    def those(duties: Sequence[tuple[str, str]], name: str) -> sql.Composed:
        filed, named = _filed_under(duties, name)
        bound.update(named)
        return filed

    whole = _THOSE.format(time=time, filed=those(asked.filed, "whole"))
    totals = (
        _PAYMENTS.format(parts=_listed(names, {**_OF_PAYMENTS, **_OF_TOTALS}), those=whole)
        if table is None
        else _TOTALS.format(parts=_listed(names, _OF_TOTALS), table=table, those=whole)
    )
    if not asked.several:
        return totals, bound
    kind = _OF_KIND.format(filed=those(asked.several, "several"))
    payments = _THOSE.format(time=_MONTHS[1], filed=kind)
    return sql.SQL(" union all ").join(
        (totals, _PAYMENTS.format(parts=_listed(names, _OF_PAYMENTS), those=payments))
    ), bound


def _filed_under(duties: Sequence[tuple[str, str]], name: str) -> tuple[sql.Composed, dict[str, Any]]:
    """Duty by duty, with the parameters that stand for them."""
    under: dict[str, list[str]] = defaultdict(list)
    for publisher_id, regime in duties:
        under[regime].append(publisher_id)
    filed = [
        _FILED_UNDER.format(regime=sql.Placeholder(f"{name}_{place}"), publishers=sql.Placeholder(f"of_{name}_{place}"))
        for place in range(len(under))
    ]
    bound = {f"{name}_{place}": regime for place, regime in enumerate(under)}
    bound |= {f"of_{name}_{place}": publishers for place, publishers in enumerate(under.values())}
    return sql.SQL(" or ").join(filed or [sql.SQL("false")]), bound
