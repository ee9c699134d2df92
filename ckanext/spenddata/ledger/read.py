"""Questions to the ledger. Each takes a connection of ``reading()``, so that figures of one page are of one moment.

Money comes out in integer pence. Everything a comparison reads is totals; the rows are read by key alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.spenddata.compare.figures import LargestSuppliers, MonthTotal, PublishedReturn, Span, Total
from ckanext.spenddata.ledger.answers import rows
from ckanext.spenddata.ledger.connection import Connection

_TOTALS = """
select publisher_id, regime, category, sum(n)::bigint, (sum(amount) * 100)::bigint
from spenddata.total_month
where publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s
group by publisher_id, regime, category
order by publisher_id, regime, category
"""
_TOTALS_OF_YEAR = """
select publisher_id, regime, category, n, (amount * 100)::bigint
from spenddata.total_year
where publisher_id = any(%(publishers)s) and fiscal_year = %(fiscal_year)s
order by publisher_id, regime, category
"""
_MONTHLY = """
select publisher_id, regime, month, sum(n)::bigint, (sum(amount) * 100)::bigint
from spenddata.total_month
where publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s
  and (%(category)s is null or category = %(category)s)
group by publisher_id, regime, month
order by publisher_id, regime, month
"""
_LARGEST = """
select body.publisher_id, body.regime, count(*), (sum(largest.amount) * 100)::bigint
from (
    select distinct publisher_id, regime
    from spenddata.total_year
    where publisher_id = any(%(publishers)s) and fiscal_year = %(fiscal_year)s
) as body
cross join lateral (
    select amount
    from spenddata.total_supplier as total
    where total.publisher_id = body.publisher_id and total.regime = body.regime
      and total.fiscal_year = %(fiscal_year)s and total.supplier_id <> '' and total.amount > 0
    order by total.amount desc
    limit %(count)s
) as largest
group by body.publisher_id, body.regime
order by body.publisher_id, body.regime
"""
_WITHHELD = """
select publisher_id, regime, '', count(*), (sum(amount) * 100)::bigint
from spenddata.ledger
where supplier_id is null and supplier_key is null and publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s
group by publisher_id, regime
order by publisher_id, regime
"""
_RETURNS = """
select publisher_id, regime, period, min(period_start) as start, max(period_end) as until, return_id,
       bool_or(current), coalesce(bool_or(nil) filter (where current), false),
       coalesce(sum(n) filter (where current), 0), coalesce(sum(left_out) filter (where current), 0),
       coalesce(sum(coalesce(inside, n)) filter (where current), 0),
       (array_agg(amount_basis::text order by current desc, entry_no desc))[1]::text[],
       (array_agg(currencies::text order by current desc, entry_no desc))[1]::text[],
       (min(published) at time zone 'Europe/London')::date
from spenddata.entry
where publisher_id = any(%(publishers)s) and period_start <= %(end)s and period_end >= %(start)s
group by publisher_id, regime, period, return_id
order by publisher_id, regime, start, return_id
"""

# Categories lead the index that is read; there are few, and each is jumped to.
_NEAREST_MONTH = """
with recursive used as (
    (select category from spenddata.total_month order by category limit 1)
    union all
    select (select next.category from spenddata.total_month as next where next.category > used.category order by next.category limit 1)
    from used where used.category is not null
)
select (select max(month) from spenddata.total_month as total where total.category = used.category and total.month <= %(month)s),
       (select min(month) from spenddata.total_month as total where total.category = used.category and total.month >= %(month)s)
from used where used.category is not null
"""
_PERIODS = "select distinct period from spenddata.entry where current order by period"


def totals(connection: Connection, publishers: Iterable[str], span: Span) -> list[Total]:
    """Totals of some bodies by regime and category, over whole months."""
    bound = {"publishers": list(publishers), "first": span.first, "last": span.last, "fiscal_year": span.fiscal_year}
    statement = _TOTALS_OF_YEAR if span.fiscal_year is not None else _TOTALS
    return [Total(*row) for row in rows(connection, statement, bound)]


def withheld(connection: Connection, publishers: Iterable[str], span: Span) -> list[Total]:
    """What some bodies paid to suppliers whose names they withhold, by regime, over whole months; of no category."""
    bound = {"publishers": list(publishers), "first": span.first, "last": span.last}
    return [Total(*row) for row in rows(connection, _WITHHELD, bound)]


def monthly(
    connection: Connection, publishers: Iterable[str], span: Span, category: str | None = None
) -> list[MonthTotal]:
    """Totals of some bodies by regime and month, of one category or of all; a month without payments has no total."""
    bound = {"publishers": list(publishers), "first": span.first, "last": span.last, "category": category}
    return [MonthTotal(*row) for row in rows(connection, _MONTHLY, bound)]


def largest_suppliers(
    connection: Connection, publishers: Iterable[str], fiscal_year: int, count: int
) -> list[LargestSuppliers]:
    """What each body paid its ``count`` largest named suppliers together, by regime."""
    bound = {"publishers": list(publishers), "fiscal_year": fiscal_year, "count": count}
    return [LargestSuppliers(*row) for row in rows(connection, _LARGEST, bound)]


def published_returns(connection: Connection, publishers: Iterable[str], span: Span) -> list[PublishedReturn]:
    """Returns about the months asked for of which something is or was published; coverage is counted from them."""
    bound = {"publishers": list(publishers), "start": span.start, "end": span.end}
    return [
        PublishedReturn._make((*figures, tuple(bases), tuple(currencies), first))
        for *figures, bases, currencies, first in rows(connection, _RETURNS, bound)
    ]


def nearest_month(connection: Connection, month: str) -> str | None:
    """The month itself where a payment of it is published, else the last one before it, else the first one after it; None for none."""
    found = rows(connection, _NEAREST_MONTH, {"month": month})
    before = max((each[0] for each in found if each[0]), default=None)
    return before or min((each[1] for each in found if each[1]), default=None)


def periods(connection: Connection) -> list[str]:
    """The periods of all returns that are published now."""
    return [period for (period,) in rows(connection, _PERIODS, {})]


def last_entry_no(connection: Connection) -> int:
    """The number of the newest publication; 0 where there is none."""
    return rows(connection, "select coalesce(max(entry_no), 0) from spenddata.entry", {})[0][0]
