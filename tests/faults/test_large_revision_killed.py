"""A large revision on a real worker, killed with its child at random moments from the first look to the last row."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from tests.faults.conftest import Worker, wait_for
from tests.faults.test_killed_worker import state
from tests.faults.whole import ANY_FILE, file_of
from tests.returns.world import World

pytestmark = [pytest.mark.deep, pytest.mark.timeout(3600)]

ROWS, KILLS = 200_000, 20
FEWEST_IN_TIME = 12
"""Kills that must have come before the publication was over, or the test shows too little."""
PATIENCE = 60
OWN_TABLES = """
select n.nspname || '.' || c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm') and (n.nspname in ('spenddata', 'public') or n.nspname like 'pg_temp%') order by 1
"""
PUBLIC = """
select count(*), coalesce((sum(amount) * 100)::bigint, 0),
       md5(string_agg(transaction_number || ' ' || supplier_name || ' ' || amount, ',' order by transaction_number))
from spenddata.ledger
"""


def rows_of(statement: str) -> list[tuple]:
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def vacuum() -> None:
    """Clear away dead rows, as a server does by itself; the one of tests does not."""
    from ckan.plugins.toolkit import config

    with closing(psycopg2.connect(config["ckan.datastore.write_url"])) as database:
        database.autocommit = True
        with database.cursor() as cursor:
            cursor.execute("vacuum (analyze)")


class Pair:
    """The workers of a portal: one takes what is filed, the other what follows and may be long at it."""

    def __init__(self) -> None:
        self._both = (Worker("spenddata"), Worker("spenddata-follow"))

    def start(self) -> None:
        for each in self._both:
            each.start()

    def kill(self) -> None:
        for each in self._both:
            each.kill()


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.kill()


@pytest.mark.check(1)
def test_twenty_kills_of_both_workers_with_200_000_rows(portal_world: World, pair: Pair, measured):
    from ckanext.spenddata.ledger import verify

    files = {parity: file_of(ROWS, 1 + parity * 1_000_000) for parity in (0, 1)}
    public: dict[int, list[tuple]] = {}
    pair.start()
    for number in (1, 2):  # what each file looks like when it is public, and how long it takes
        portal_world.submit(files[number % 2], publish=True, acknowledge=ANY_FILE)
        whole = wait_for(lambda number=number: state(number) == "published", seconds=300)
        public[number % 2] = rows_of(PUBLIC)
        assert public[number % 2][0][0] == ROWS
    assert public[0] != public[1]
    tables = rows_of(OWN_TABLES)
    chance, in_time, slowest = random.Random(1), 0, 0.0
    for number in range(3, KILLS + 3):
        vacuum()
        portal_world.submit(files[number % 2], publish=True, acknowledge=ANY_FILE)
        time.sleep(chance.uniform(0, whole))
        pair.kill()
        came_in_time = state(number) != "published"
        in_time += came_in_time
        found = rows_of(PUBLIC)
        assert found == public[1 - number % 2] or (
            found == public[number % 2] and state(number) in ("publishing", "published")
        )
        assert rows_of(OWN_TABLES) == tables, "nothing half-loaded is left"
        pair.start()
        took = wait_for(lambda number=number: state(number) == "published", seconds=180)
        slowest = max(slowest, took if came_in_time else 0)
        assert rows_of(PUBLIC) == public[number % 2]
    assert verify.publisher("X-DEMO-1") == []
    measured(
        f"{ROWS:,} rows, both workers and their children killed {KILLS} times within {whole:.0f} s, {in_time} of them before it was"
        f" over: old or new whole each time, no table left; published at most {slowest:.0f} s after the restart"
    )
    assert in_time >= FEWEST_IN_TIME
    assert slowest < PATIENCE
