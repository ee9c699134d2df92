"""What a supplier is paid for, month by month, by whom and under which duty, and its largest payments. Money in integer pence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from psycopg2 import sql

from ckanext.spenddata.ledger import entries
from ckanext.spenddata.ledger.answers import dicts, rows
from ckanext.spenddata.ledger.connection import Connection

# Totals tell it of bodies whose amounts under a duty are all of one kind; those few that have several are told payment by payment.
_CELLS = sql.SQL("""
with sold as materialized (
    select month, category, publisher_id, regime, sum(n)::int as count, (sum(amount) * 100)::bigint as pence
    from spenddata.total_market where supplier_id = %(supplier_id)s and supplier_id <> '' and n > 0
    group by 1, 2, 3, 4
), filed as materialized (
    select publisher_id, regime, case when min(basis) = max(basis) then min(basis) else 'mixed' end as basis
    from (
        select publisher_id, regime, {basis} as basis from spenddata.entry
        where current and n > 0 and publisher_id in (select publisher_id from sold)
    ) as entry
    group by 1, 2
)
select month, category, publisher_id, regime, basis, 'GBP' as currency, count, pence
from sold join filed using (publisher_id, regime) where basis <> 'mixed'
union all
select month, category, publisher_id, regime, coalesce(amount_basis, 'unknown'), coalesce(currency, 'GBP'),
       count(*)::int, (sum(amount) * 100)::bigint
from spenddata.ledger
where supplier_id = %(supplier_id)s and (publisher_id, regime) in (select publisher_id, regime from filed where basis = 'mixed')
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6
""").format(basis=entries.BASIS)
# Not by coalesce(): PostgreSQL knows how many rows have a value, and then takes them in the order of an index until it has enough.
_KIND = """
supplier_id = %(supplier_id)s and regime = any(%(regimes)s)
  and (amount_basis = %(basis)s or amount_basis is null and %(basis)s = 'unknown')
  and (currency = %(currency)s or currency is null and %(currency)s = 'GBP')
"""
_DAYS = f"""
select (select payment_date from spenddata.ledger where {_KIND} order by payment_date limit 1),
       (select payment_date from spenddata.ledger where {_KIND} order by payment_date desc limit 1)
"""  # noqa: S608  made of constants
_LARGEST = f"""
select _id, publisher_id, payment_date, coalesce(description, expense_type) as what, (amount * 100)::bigint as pence
from spenddata.ledger
where {_KIND}
order by amount desc, _id
limit %(limit)s
"""  # noqa: S608  made of constants
_COUNTS = f"""
select (amount * 100)::bigint as pence, count(*)::int as n from spenddata.ledger where {_KIND} group by 1
"""  # noqa: S608  made of constants
_SPENT_ON = """
select publisher_id, (sum(amount) * 100)::bigint as pence
from spenddata.total_year
where category = %(category)s and publisher_id = any(%(publishers)s) and regime = any(%(regimes)s)
group by publisher_id
"""


@dataclass(frozen=True)
class Paid:
    """Payments to a supplier of which one sum may be made: under some duties, of one VAT treatment and currency."""

    supplier_id: str
    regimes: tuple[str, ...]
    basis: str
    currency: str

    def bound(self, **more: Any) -> dict[str, Any]:
        """The same, as parameters of a statement."""
        return {**asdict(self), "regimes": list(self.regimes), **more}


def cells(database: Connection, supplier_id: str) -> list[dict[str, Any]]:
    """What each body paid a supplier in each category and month, by duty, VAT treatment and currency."""
    return dicts(database, _CELLS, {"supplier_id": supplier_id})


def days(database: Connection, paid: Paid) -> tuple[date, date]:
    """The days of the first and of the last payment, of which there must be one."""
    [(first, last)] = rows(database, _DAYS, paid.bound())
    return first, last


def largest(database: Connection, paid: Paid, limit: int) -> list[dict[str, Any]]:
    """The largest payments, the largest first."""
    return dicts(database, _LARGEST, paid.bound(limit=limit))


def amount_counts(database: Connection, paid: Paid) -> dict[int, int]:
    """Each amount that was paid, and how often; every payment is read for it."""
    return {row["pence"]: row["n"] for row in dicts(database, _COUNTS, paid.bound())}


def spent_on(database: Connection, category: str, publishers: Iterable[str], regimes: Iterable[str]) -> dict[str, int]:
    """What bodies spent in a category in all, under some duties."""
    bound = {"category": category, "publishers": sorted(publishers), "regimes": sorted(regimes)}
    return {row["publisher_id"]: row["pence"] for row in dicts(database, _SPENT_ON, bound)}
