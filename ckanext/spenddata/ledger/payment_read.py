"""What stands around one payment: the rows beside it in its published file, and its supplier's and category's sums of the year.

Read by keys: rows by ``_id``, figures from the totals of the financial year.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ckanext.spenddata.ledger.answers import dicts, rows
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.keys import entry_of, id_range

BESIDE = 2
"""Rows that are shown before a payment, and after it."""
_SHOWN = """
_id, source_file, source_sheet, source_row, payment_date, supplier_name, description, expense_type, expense_area, amount, currency
"""
_BESIDE = f"""
(select {_SHOWN} from spenddata.ledger
 where publisher_id = %(publisher_id)s and _id between %(first)s and %(row)s order by _id desc limit {BESIDE + 1})
union all
(select {_SHOWN} from spenddata.ledger
 where publisher_id = %(publisher_id)s and _id > %(row)s and _id <= %(last)s order by _id limit {BESIDE})
order by _id
"""  # noqa: S608  constants of this module
_OF_YEAR = """
select coalesce(sum(n), 0)::bigint, coalesce(sum(amount) * 100, 0)::bigint,
       coalesce(sum(n) filter (where category = %(category)s), 0)::bigint,
       coalesce(sum(amount) filter (where category = %(category)s) * 100, 0)::bigint
from spenddata.total_year
where publisher_id = %(publisher_id)s and regime = %(regime)s and fiscal_year = %(fiscal_year)s
"""
_OF_SUPPLIER = """
select n::bigint, (amount * 100)::bigint from spenddata.total_supplier
where publisher_id = %(publisher_id)s and regime = %(regime)s and fiscal_year = %(fiscal_year)s
  and supplier_id = %(supplier_id)s and supplier_id <> ''
"""


class Sum(NamedTuple):
    """Some payments."""

    n: int
    pence: int


class Year(NamedTuple):
    """What a body published of a financial year under a duty."""

    every: Sum
    category: Sum
    """Of the payment's category."""
    supplier: Sum | None
    """To the payment's supplier; None where nobody may know it."""


def beside(database: Connection, publisher_id: str, row_id: int) -> list[dict[str, Any]]:
    """A payment among the rows that stand before and after it in its published file, in their order."""
    first, last = id_range(entry_of(row_id))
    return dicts(database, _BESIDE, {"publisher_id": publisher_id, "first": first, "row": row_id, "last": last})


def year(
    database: Connection, publisher_id: str, regime: str, fiscal_year: int, category: str, supplier_id: str | None
) -> Year:
    """The sums of a financial year of which a payment is part."""
    bound = {"publisher_id": publisher_id, "regime": regime, "fiscal_year": fiscal_year}
    n, pence, of_category, category_pence = rows(database, _OF_YEAR, {**bound, "category": category})[0]
    supplier = rows(database, _OF_SUPPLIER, {**bound, "supplier_id": supplier_id}) if supplier_id else []
    return Year(Sum(n, pence), Sum(of_category, category_pence), Sum(*supplier[0]) if supplier else None)
