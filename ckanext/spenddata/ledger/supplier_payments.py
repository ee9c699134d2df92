"""What a supplier is paid for, month by month, by whom, and its largest payments. Money in integer pence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ckanext.spenddata.ledger.answers import dicts

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection  # noqa: N812

__all__ = ["cells", "largest", "spent_on"]

_CELLS = """
select month, category, publisher_id, count(*)::int as count, (sum(amount) * 100)::bigint as pence,
       min(payment_date) as first, max(payment_date) as last
from spenddata.ledger where supplier_id = %(supplier_id)s
group by month, category, publisher_id
order by month, category, publisher_id
"""
_LARGEST = """
select _id, publisher_id, payment_date, coalesce(description, expense_type) as what, (amount * 100)::bigint as pence
from spenddata.ledger where supplier_id = %(supplier_id)s
order by amount desc, _id
limit %(limit)s
"""
_SPENT_ON = """
select publisher_id, (sum(amount) * 100)::bigint as pence
from spenddata.total_year where category = %(category)s and publisher_id = any(%(publishers)s)
group by publisher_id
"""


def cells(database: Connection, supplier_id: str) -> list[dict[str, Any]]:
    """What each body paid a supplier in each category and month, with the first and last day."""
    return dicts(database, _CELLS, {"supplier_id": supplier_id})


def largest(database: Connection, supplier_id: str, limit: int) -> list[dict[str, Any]]:
    """The largest payments to a supplier."""
    return dicts(database, _LARGEST, {"supplier_id": supplier_id, "limit": limit})


def spent_on(database: Connection, category: str, publishers: Iterable[str]) -> dict[str, int]:
    """What bodies spent in a category in all."""
    rows = dicts(database, _SPENT_ON, {"category": category, "publishers": sorted(publishers)})
    return {row["publisher_id"]: row["pence"] for row in rows}
