"""One at a time for each publisher's figures, and nobody waits for another publisher's."""

from __future__ import annotations

import multiprocessing
import runpy
import time

import psycopg2
import pytest

from ckanext.spenddata.ledger import connection, turns
from tests.ledger import interrupting

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


def comes_to_be(begin: bool, seconds: float) -> bool:
    """Whether, within some seconds, the turn can be taken, or can't."""
    given_up = time.monotonic() + seconds
    while may_begin("X-DEMO-1") is not begin:
        if time.monotonic() > given_up:
            return False
        time.sleep(0.2)
    return True


def test_a_process_that_is_killed_gives_its_turn_back_although_its_statement_still_runs():
    from ckan.common import config

    addresses = {key: config[key] for key in ("ckan.datastore.write_url", "ckan.datastore.read_url")}
    asked = {"ASKED": (addresses, "X-DEMO-1")}
    process = multiprocessing.get_context("forkserver").Process(
        target=runpy.run_path, args=(interrupting.__file__, asked, "__killed_in_its_turn__")
    )
    process.start()
    try:
        assert comes_to_be(False, seconds=40)
    finally:
        process.kill()
        process.join(10)
    assert comes_to_be(True, seconds=10)
