"""What a supplier is paid for, month by month, by whom and under which duty, and its largest payments. Money in integer pence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.connection import Connection

_CELLS = """
select month, category, publisher_id, regime, coalesce(amount_basis, 'unknown') as basis, coalesce(currency, 'GBP') as currency,
       count(*)::int as count, (sum(amount) * 100)::bigint as pence, min(payment_date) as first, max(payment_date) as last
from spenddata.ledger where supplier_id = %(supplier_id)s
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6
"""
_LARGEST = """
select _id, publisher_id, payment_date, coalesce(description, expense_type) as what, (amount * 100)::bigint as pence
from spenddata.ledger
where supplier_id = %(supplier_id)s and regime = any(%(regimes)s) and coalesce(amount_basis, 'unknown') = %(basis)s
  and coalesce(currency, 'GBP') = %(currency)s
order by amount desc, _id
limit %(limit)s
"""
_SPENT_ON = """
select publisher_id, (sum(amount) * 100)::bigint as pence
from spenddata.total_year
where category = %(category)s and publisher_id = any(%(publishers)s) and regime = any(%(regimes)s)
group by publisher_id
"""


def cells(database: Connection, supplier_id: str) -> list[dict[str, Any]]:
    """What each body paid a supplier in each category and month, by duty, VAT treatment and currency, with the first and last day."""
    return dicts(database, _CELLS, {"supplier_id": supplier_id})


def largest(
    database: Connection, supplier_id: str, regimes: Iterable[str], basis: str, currency: str, limit: int
) -> list[dict[str, Any]]:
    """The largest payments to a supplier under some duties, of one VAT treatment and currency."""
    bound = {
        "supplier_id": supplier_id,
        "regimes": sorted(regimes),
        "basis": basis,
        "currency": currency,
        "limit": limit,
    }
    return dicts(database, _LARGEST, bound)


def spent_on(database: Connection, category: str, publishers: Iterable[str], regimes: Iterable[str]) -> dict[str, int]:
    """What bodies spent in a category in all, under some duties."""
    bound = {"category": category, "publishers": sorted(publishers), "regimes": sorted(regimes)}
    return {row["publisher_id"]: row["pence"] for row in dicts(database, _SPENT_ON, bound)}
