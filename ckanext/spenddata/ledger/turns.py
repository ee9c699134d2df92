"""Taking turns on a publisher's figures."""

from __future__ import annotations

from ckanext.spenddata.ledger.connection import Cursor

_LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"


def lock(cursor: Cursor, publisher_id: str) -> None:
    """Take turns with everything else that changes this publisher's figures, until the transaction ends."""
    cursor.execute(_LOCK, (publisher_id,))
