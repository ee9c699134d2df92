"""The whole ledger in a few figures, for the first page."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ckanext.spenddata.ledger.connection import Connection

# The entries say how much, without a look at the rows: one line a publication.
_PUBLISHED = """
select count(distinct publisher_id), count(*), coalesce(sum(n), 0), coalesce(sum(amount), 0), coalesce(sum(left_out), 0), max(published)
from spenddata.entry where current
"""
_MONTHS = "select min(month), max(month) from spenddata.total_month"


class Summary(NamedTuple):
    """What is published in all."""

    publishers: int
    returns: int
    transactions: int
    amount: Decimal
    left_out: int
    """Rows in error that are in no figure."""
    published: str | None
    """The instant of the newest publication (ISO 8601)."""
    first_month: str | None
    last_month: str | None
    """First and last month of payment."""


def summary(connection: Connection) -> Summary:
    """What is published in all, at one moment."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED)
        publishers, returns, transactions, amount, left_out, published = cursor.fetchone() or (
            0,
            0,
            0,
            Decimal(0),
            0,
            None,
        )
        cursor.execute(_MONTHS)
        first, last = cursor.fetchone() or (None, None)
    return Summary(
        publishers,
        returns,
        int(transactions),
        amount,
        int(left_out),
        published.isoformat() if published else None,
        first,
        last,
    )
