"""What ``spenddata_transaction_show`` tells around a payment: its neighbours in the file, and what it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.spenddata.compare import market
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import percent
from ckanext.spenddata.ledger import payment_read, read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.ledger.payment_read import Sum
from ckanext.spenddata.logic import kinds
from ckanext.spenddata.values.text import pounds


def around(database: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """``neighbours`` and ``year`` of a row of the ledger; dates and amounts as the database gives them."""
    return {
        "neighbours": payment_read.beside(database, row["publisher_id"], row["_id"]),
        "year": _year(database, row),
    }


def _year(database: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the body published of the payment's financial year under the same duty, and of that, its category and its supplier."""
    publisher_id, regime, begins = row["publisher_id"], row["regime"], row["fiscal_year"]
    span = Span.of_fiscal_year(begins)
    found = payment_read.year(database, publisher_id, regime, begins, row["category"], row["supplier_id"])
    mixed = kinds.never_in_one_sum(read.published_returns(database, [publisher_id], span), regime)
    whole = None if mixed else found.every.pence
    return {
        "period": f"{begins}-{(begins + 1) % 100:02d}",
        "date_from": span.start.isoformat(),
        "date_to": span.end.isoformat(),
        "all": _part(found.every, whole),
        "category": _part(found.category, whole),
        "supplier": _part(found.supplier, whole) if found.supplier else None,
    }


def _part(found: Sum, whole: int | None) -> dict[str, Any]:
    """Number and sum, with the share of all money; neither sum nor share where amounts are never in one sum."""
    if whole is None:
        return {"count": found.n, "total": None, "percent": None}
    share = market.share(found.pence, whole) if found.pence >= 0 else None
    return {"count": found.n, "total": pounds(found.pence), "percent": percent(share)}
