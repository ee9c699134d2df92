"""Questions about a category as a market: who buys, month by month, and from whom. Money comes out in integer pence.

All of it is totals; suppliers come from the index of ``total_market`` that holds all that is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.market import Buyer, Month, Sellers
from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection

_BUYERS = """
select publisher_id, sum(n)::int as n, (sum(amount) * 100)::bigint as pence
from spenddata.total_month
where category = %(category)s and month between %(first)s and %(last)s and regime = any(%(regimes)s)
group by publisher_id
having sum(n) > 0
order by sum(amount) desc, publisher_id
"""
_SPENT = """
select publisher_id, (sum(amount) * 100)::bigint as pence
from spenddata.total_month
where month between %(first)s and %(last)s and regime = any(%(regimes)s)
group by publisher_id
"""
_MONTHS = """
select month, sum(n)::int as n, (sum(amount) * 100)::bigint as pence
from spenddata.total_month
where category = %(category)s and month between %(first)s and %(last)s and regime = any(%(regimes)s)
  and publisher_id = any(%(publishers)s)
group by month
order by month
"""
# The bodies are chosen last: most are asked for, and the index of a category's months holds them side by side.
_SELLERS = """
with sold as materialized (
    select supplier_id, publisher_id, category_method, sum(n) as n, sum(amount) as amount
    from spenddata.total_market
    where category = %(category)s and month between %(first)s and %(last)s and regime = any(%(regimes)s)
    group by supplier_id, publisher_id, category_method
), paid as materialized (
    select * from sold where publisher_id = any(%(publishers)s) and n > 0
), supplier as materialized (
    select supplier_id, count(distinct publisher_id)::int as buyers, sum(n)::int as count, (sum(amount) * 100)::bigint as pence
    from paid where supplier_id <> '' group by supplier_id
)
select
    (select count(*)::int from supplier) as count,
    (select count(*)::int from supplier where buyers >= %(many)s) as paid_by_many,
    (select coalesce(sum(pence), 0)::bigint from supplier where pence > 0) as pence,
    (select coalesce(sum(pence::numeric * pence), 0)::text from supplier where pence > 0) as squares,
    (select coalesce(json_agg(largest), '[]')::text from (
        select supplier_id, buyers, count, pence from supplier order by pence desc, supplier_id limit %(limit)s
    ) as largest) as largest,
    (select coalesce(json_agg(body), '[]')::text from (
        select publisher_id, count(distinct supplier_id) filter (where supplier_id <> '')::int as suppliers from paid group by publisher_id
    ) as body) as by_buyer,
    (select coalesce(json_agg(way), '[]')::text from (
        select category_method as method, sum(n)::int as count, (sum(amount) * 100)::bigint as pence
        from paid group by 1 order by sum(n) desc, 1
    ) as way) as methods,
    (select coalesce(sum(n), 0)::int from paid where supplier_id = '') as withheld_count,
    (select coalesce((sum(amount) * 100)::bigint, 0) from paid where supplier_id = '') as withheld_pence
"""


@dataclass(frozen=True)
class Scope:
    """Of which payments a market is made: whole months, and duties of one kind, for cards and invoices are never in one sum."""

    category: str
    span: Span
    regimes: tuple[str, ...]

    def bound(self, **more: Any) -> dict[str, Any]:
        """The same, as parameters of a statement."""
        span = {"first": self.span.first, "last": self.span.last}
        return {"category": self.category, "regimes": list(self.regimes), **span, **more}


def buyers(database: Connection, scope: Scope) -> list[Buyer]:
    """Every body that bought, the largest first."""
    return [Buyer(**row) for row in dicts(database, _BUYERS, scope.bound())]


def spent(database: Connection, scope: Scope) -> dict[str, int]:
    """What each body spent on everything, as far as it is published, under the same duties."""
    rows = dicts(database, _SPENT, scope.bound())
    return {row["publisher_id"]: row["pence"] for row in rows}


def months(database: Connection, scope: Scope, publishers: Iterable[str]) -> list[Month]:
    """What bodies bought month by month; a month in which they bought nothing has no total."""
    return [Month(**row) for row in dicts(database, _MONTHS, scope.bound(publishers=sorted(publishers)))]


def sellers(database: Connection, scope: Scope, publishers: Iterable[str], *, limit: int, many: int) -> Sellers:
    """Who sold to some bodies: the largest, and what is known of all.

    Args:
        database: connection of ``reading()``.
        scope: the payments.
        publishers: the buyers.
        limit: how many of the largest.
        many: buyers from which a supplier is said to be paid by many.
    """
    bound = scope.bound(publishers=sorted(publishers), limit=limit, many=many)
    [row] = dicts(database, _SELLERS, bound)
    lists = {name: msgspec.json.decode(row[name]) for name in ("largest", "by_buyer", "methods")}
    return msgspec.convert({**row, **lists, "squares": int(row["squares"])}, Sellers)
