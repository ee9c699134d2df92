"""What the ledger holds in all, counted and summed afresh: for whoever must know that two portals hold the same."""

from __future__ import annotations

from ckanext.spenddata.ledger.connection import Connection

_THERE = "select to_regclass('spenddata.entry') is not null"
_ENTRIES = "select count(*) from spenddata.entry"
_CURRENT = "select count(*) from spenddata.entry where current"
_ROWS = "select count(*), coalesce(sum(amount), 0)::text from spenddata.ledger"
_BY_PUBLISHER = """
select publisher_id, count(*), sum(amount)::text from spenddata.ledger group by publisher_id order by publisher_id
"""


def entries(connection: Connection) -> int:
    """How many publications there were, whatever became of them; none where there is no ledger yet."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE)
        if cursor.fetchone() == (False,):
            return 0
        cursor.execute(_ENTRIES)
        return cursor.fetchone()[0]  # pyright: ignore[reportOptionalSubscript]  a count has a row


def in_all(connection: Connection) -> dict[str, int | str]:
    """``entries``, ``current entries`` and ``payments`` are numbers; ``amount`` is pounds, as text."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        (current,) = cursor.fetchone()  # pyright: ignore[reportGeneralTypeIssues]  a count has a row
        cursor.execute(_ROWS)
        payments, amount = cursor.fetchone()  # pyright: ignore[reportGeneralTypeIssues]  a count has a row
    return {"entries": entries(connection), "current entries": current, "payments": payments, "amount": amount}


def by_publisher(connection: Connection) -> dict[str, list[int | str]]:
    """``publisher_id`` → number of its payments and their sum in pounds, as text."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_PUBLISHER)
        return {publisher: [count, amount] for publisher, count, amount in cursor}
