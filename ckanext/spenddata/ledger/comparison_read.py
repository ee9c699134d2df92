"""What a comparison asks of payments, beyond totals: the largest, what a usual one is, to whom; and what has changed since. In pence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from ckanext.spenddata.compare.figures import AmountCount, LargestPayment, Span, TypeTotal
from ckanext.spenddata.ledger.answers import dicts, rows
from ckanext.spenddata.ledger.connection import Connection

_COUNTS = """
select publisher_id, regime, category, (amount * 100)::bigint, count(*)
from spenddata.ledger
where publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s and amount > 0
group by publisher_id, regime, category, amount
"""
_TYPES = """
select publisher_id, regime, coalesce(lower(supplier_type), ''), (sum(amount) * 100)::bigint
from spenddata.ledger
where publisher_id = any(%(publishers)s) and month between %(first)s and %(last)s
group by 1, 2, 3
"""
# The index that these two walk holds payments by financial year, the largest first.
_LARGEST = """
select bought.publisher_id, bought.regime, bought.category, max(payment.pence)
from spenddata.total_year as bought
cross join lateral (
    select (amount * 100)::bigint as pence
    from spenddata.ledger
    where ledger.publisher_id = bought.publisher_id and ledger.regime = bought.regime and ledger.category = bought.category
      and ledger.fiscal_year = bought.fiscal_year and month between %(first)s and %(last)s
    order by amount desc
    limit 1
) as payment
where bought.publisher_id = %(publisher_id)s and bought.regime = %(regime)s and bought.fiscal_year = any(%(years)s) and n > 0
group by 1, 2, 3
order by 3
"""
# Of each body alone, so that PostgreSQL sorts no payments to group them: it takes them from one index, a few at a time.
_SUPPLIERS = """
select body.publisher_id, coalesce(supplier_id, ''), pence
from unnest(%(publishers)s::text[], %(regimes)s::text[]) as body (publisher_id, regime)
cross join lateral (
    select supplier_id, array_agg((amount * 100)::bigint) as pence
    from spenddata.ledger
    where ledger.publisher_id = body.publisher_id and ledger.regime = body.regime
      and category = %(category)s and fiscal_year = any(%(years)s) and month between %(first)s and %(last)s
    group by supplier_id
) as paid
"""
_PAYMENTS = """
select _id, payment_date, supplier_name, description, expense_area, expense_type, (amount * 100)::bigint as pence,
       coalesce(currency, 'GBP') as currency
from unnest(%(years)s) as year
cross join lateral (
    select * from spenddata.ledger
    where publisher_id = %(publisher_id)s and regime = %(regime)s and category = %(category)s and fiscal_year = year
      and month between %(first)s and %(last)s
    order by amount desc, _id
    limit %(limit)s
) as payment
order by amount desc, _id
limit %(limit)s
"""
# What a figure of some months rests on: publications, what was taken back, what an order erased, categories that were decided anew.
_CHANGES = """
with moment as (
    select coalesce(max(published), '-infinity') as at from spenddata.entry where entry_no <= %(as_of)s
)
(
    select distinct on (publisher_id, return_id) publisher_id, regime, period,
           case when current then case when revision > 1 then 'replaced' else 'published' end else state end,
           (coalesce(ended, published) at time zone 'Europe/London')::date, entry_no, n
    from spenddata.entry, moment
    where publisher_id = any(%(publishers)s) and period_start <= %(end)s and period_end >= %(start)s
      and (entry_no > %(as_of)s or (state in ('withdrawn', 'erased') and ended > moment.at))
    order by publisher_id, return_id, entry_no desc
)
union all
select entry.publisher_id, entry.regime, entry.period, 'erased in part',
       (erasure.erased at time zone 'Europe/London')::date, entry.entry_no, cardinality(erasure.rows)
from spenddata.erasure as erasure join spenddata.entry using (publisher_id, entry_no), moment
where entry.publisher_id = any(%(publishers)s) and entry.current and entry.entry_no <= %(as_of)s
  and entry.period_start <= %(end)s and entry.period_end >= %(start)s and erasure.erased > moment.at
union all
select publisher_id, '', '', 'categories changed', (made at time zone 'Europe/London')::date, null, n
from spenddata.category_change, moment
where publisher_id = any(%(publishers)s) and made > moment.at and n > 0 and kind <> 'publication'
order by 5, 1, 3
"""


class Change(NamedTuple):
    """Something that figures rest on and that is not as it was."""

    publisher_id: str
    regime: str
    """Blank, as the period, where it is about all that the body has published."""
    period: str
    what: str
    """``published``, ``replaced``, ``withdrawn``, ``erased``, ``erased in part`` or ``categories changed``."""
    day: date
    """London's."""
    entry_no: int | None
    n: int
    """Payments that it is about."""


def amount_counts(connection: Connection, publishers: Iterable[str], span: Span) -> list[AmountCount]:
    """How often some bodies paid each amount, by regime and category, over whole months. Reads their rows, and not only sums."""
    bound = {"publishers": list(publishers), "first": span.first, "last": span.last}
    return [AmountCount(*row) for row in rows(connection, _COUNTS, bound)]


def by_supplier_type(connection: Connection, publishers: Iterable[str], span: Span) -> list[TypeTotal]:
    """What some bodies paid suppliers of each type, by regime, over whole months."""
    bound = {"publishers": list(publishers), "first": span.first, "last": span.last}
    return [TypeTotal(*row) for row in rows(connection, _TYPES, bound)]


def largest_payments(database: Connection, publisher_id: str, regime: str, span: Span) -> list[LargestPayment]:
    """The largest payment of a body in each category."""
    bound = {"publisher_id": publisher_id, "regime": regime, **_months(span)}
    return [LargestPayment(*row) for row in rows(database, _LARGEST, bound)]


def supplier_amounts(
    database: Connection, bodies: Sequence[tuple[str, str]], category: str, span: Span
) -> dict[tuple[str, str], tuple[int, ...]]:
    """The amounts of all payments in a category by body, each under its regime, and supplier; that is blank where nobody may know it."""
    bound = {
        "publishers": [publisher_id for publisher_id, _ in bodies],
        "regimes": [regime for _, regime in bodies],
        "category": category,
        **_months(span),
    }
    found = rows(database, _SUPPLIERS, bound)
    return {(publisher_id, supplier_id): tuple(pence) for publisher_id, supplier_id, pence in found}


def payments(
    database: Connection, body: tuple[str, str], category: str, span: Span, limit: int = 10
) -> list[dict[str, Any]]:
    """The largest payments of a body in a category."""
    bound = {"publisher_id": body[0], "regime": body[1], "category": category, "limit": limit, **_months(span)}
    return dicts(database, _PAYMENTS, bound)


def changes_since(database: Connection, publishers: Sequence[str], span: Span, as_of: int) -> list[Change]:
    """What has changed of the returns behind some figures since the ledger's entry ``as_of`` was its newest."""
    bound = {"publishers": list(publishers), "as_of": as_of, "start": span.start, "end": span.end}
    return [Change(*row) for row in rows(database, _CHANGES, bound)]


def _months(span: Span) -> dict[str, Any]:
    """Whole months, and the financial years that they are of."""
    return {"first": span.first, "last": span.last, "years": span.fiscal_years}
