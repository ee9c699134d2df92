"""To whom a public body's payments of some months went, what for, and how that is known. In integer pence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger.answers import rows
from ckanext.spenddata.ledger.connection import Connection

_PAID = """
select supplier_id, category, coalesce(nullif(category_method, ''), 'none'), sum(n)::bigint, (sum(amount) * 100)::bigint
from spenddata.total_market
where publisher_id = any(%(publishers)s) and regime = %(regime)s and month between %(first)s and %(last)s
group by 1, 2, 3
order by 5 desc, 1, 2, 3
"""


class Paid(NamedTuple):
    """Payments to one supplier, in one category, which one method gave."""

    supplier_id: str
    """Blank where nobody may know it, or nobody can tell."""
    category: str
    method: str
    n: int
    pence: int


def paid(database: Connection, publishers: Iterable[str], regime: str, span: Span) -> list[Paid]:
    """All payments of a body (and of those that it took over from) under a duty, the largest sums first."""
    bound = {"publishers": list(publishers), "regime": regime, "first": span.first, "last": span.last}
    return [Paid(*row) for row in rows(database, _PAID, bound)]
