"""One at a time for each publisher's figures, and nobody waits for another publisher's."""

from __future__ import annotations

import psycopg2
import pytest

from ckanext.spenddata.ledger import connection, turns

pytestmark = pytest.mark.usefixtures("ledger")


def may_begin(publisher_id: str) -> bool:
    """Whether somebody else has their turn on a publisher's figures at once."""
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        cursor.execute("set local lock_timeout = '50ms'")
        try:
            turns.lock(cursor, publisher_id)
        except psycopg2.errors.LockNotAvailable:
            database.rollback()
            return False
    return True


def test_a_turn_lasts_until_the_transaction_ends():
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        turns.lock(cursor, "X-DEMO-1")
        turns.lock(cursor, "X-DEMO-1")
        assert not may_begin("X-DEMO-1")
        assert may_begin("X-DEMO-2")
    assert may_begin("X-DEMO-1")
