"""The tables of the first release, filled and written to, are brought to today's: no row changes, and nobody waits long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.model.test_migration import database

__all__ = ["database"]

FIRST_RELEASE = "5a1f0c7d2e01"
FEW, MANY = 2_000, 100_000
PATIENCE = 2.0
"""Seconds for which nobody may be kept waiting."""
FILLED = ("return", "revision", "file", "event", "followup")
WRITTEN = ("heartbeat", "tries")
"""Columns that the writers of the test write."""
FILL = """
INSERT INTO spenddata_return (id, publisher_id, organization_id, regime, period, period_start, period_end, created)
SELECT 'r' || n, 'X-DEMO-' || n % 500, 'o' || n % 500, 'lgtc-500', 'P' || n / 500, date '2020-01-01' + n / 500,
       date '2020-01-01' + n / 500, timestamptz '2026-01-01' + n * interval '1 second'
FROM generate_series(1, :number) AS n;
INSERT INTO spenddata_revision (id, return_id, number, state, attempt, nil, answers, fixes, publish_on_ready, report, rows_accepted,
                                amount_accepted, entry_no, tries)
SELECT 'v' || n, 'r' || n, 1, 'published', 1, false, '{}', '[]', true, jsonb_build_object('n', n), n, n / 100.0, n, 0
FROM generate_series(1, :number) AS n;
INSERT INTO spenddata_file (id, revision_id, position, name, size, sha256)
SELECT 'f' || n, 'v' || n, 1, 'spend.csv', n, md5(n::text) FROM generate_series(1, :number) AS n;
INSERT INTO spenddata_event (revision_id, at, from_state, to_state, why)
SELECT 'v' || n, now(), 'publishing', 'published', 'Published as entry ' || n FROM generate_series(1, :number) AS n;
INSERT INTO spenddata_followup (id, revision_id, step, created, tries)
SELECT 's' || n, 'v' || n, 'index', now(), 0 FROM generate_series(1, :number) AS n;
"""
WRITES = (
    "UPDATE spenddata_revision SET heartbeat = now(), tries = tries + 1 WHERE id = 'v' || :n",
    "UPDATE spenddata_followup SET heartbeat = now(), tries = tries + 1 WHERE id = 's' || :n",
    "INSERT INTO spenddata_event (revision_id, at, to_state, why) VALUES ('v' || :n, now(), 'published', 'In use')",
    "SELECT count(*) FROM spenddata_return WHERE organization_id = 'o' || (:n % 500)",
    """INSERT INTO spenddata_return (id, publisher_id, organization_id, regime, period, period_start, period_end, created)
    VALUES ('new' || :n || clock_timestamp(), 'X-DEMO-NEW', 'o', 'lgtc-500', clock_timestamp()::text, now(), now(), now())""",
)
"""What a portal of the first release does meanwhile."""


@contextmanager
def in_use() -> Iterator[list[float]]:
    """Writers and readers who go on meanwhile; the seconds that each statement took."""
    from ckan import model

    took: list[float] = []
    ended = threading.Event()

    def write(statement: str) -> None:
        n = 0
        while not ended.is_set():
            n += 1
            begun = time.monotonic()
            try:
                with model.meta.engine.begin() as connection:
                    connection.execute(sa.text(statement), {"n": n % FEW + 1})
            except sa.exc.IntegrityError:
                # The new column must be filled: what the old program writes from now on is refused, which is honest.
                assert "resource_id" in statement or "spenddata_return " in statement
            took.append(time.monotonic() - begun)
            ended.wait(0.005)

    threads = [threading.Thread(target=write, args=(statement,)) for statement in WRITES]
    for thread in threads:
        thread.start()
    try:
        yield took
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def columns(connection: sa.Connection) -> dict[str, list[str]]:
    """The columns of each table that the writers leave alone."""
    inspector = sa.inspect(connection)
    return {
        table: [name for each in inspector.get_columns(f"spenddata_{table}") if (name := each["name"]) not in WRITTEN]
        for table in FILLED
    }


def fingerprints(connection: sa.Connection, of: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Number and fingerprint of the rows that were there, of each table."""
    made_meanwhile = {"return": "id NOT LIKE 'new%'", "event": "why <> 'In use'"}
    found = {}
    for table, names in of.items():
        row = f"ROW({', '.join(names)})::text"
        found[table] = tuple(
            connection.execute(
                sa.text(
                    f"SELECT count(*), md5(string_agg({row}, ',' ORDER BY {row} COLLATE \"C\")) FROM spenddata_{table}"
                    f" WHERE {made_meanwhile.get(table, 'true')}"
                )
            ).one()
        )
    connection.rollback()
    return found


@pytest.mark.check(
    24, "up from the first release, filled and written to: no row changed, nobody blocked over 2 s, can run again"
)
@pytest.mark.parametrize("number", [FEW, pytest.param(MANY, marks=pytest.mark.deep)])
def test_an_upgrade_in_use_changes_no_row_and_blocks_nobody(database: sa.Connection, number: int, measured):
    from ckan.cli.db import _run_migrations

    database.rollback()
    _run_migrations("spenddata", "base", forward=False)
    _run_migrations("spenddata", FIRST_RELEASE)
    database.execute(sa.text(FILL), {"number": number})
    database.commit()
    of_then = columns(database)
    before = fingerprints(database, of_then)
    with in_use() as took:
        time.sleep(0.5)
        begun = time.monotonic()
        _run_migrations("spenddata")
        seconds = time.monotonic() - begun
        time.sleep(0.2)
    assert fingerprints(database, of_then) == before
    _run_migrations("spenddata")
    with pytest.raises(RuntimeError, match="This database holds"):
        _run_migrations("spenddata", "base", forward=False)
    assert fingerprints(database, of_then) == before
    measured(
        f"{number:,} returns: {seconds:.1f} s, {len(took):,} statements meanwhile, the longest wait {max(took):.2f} s"
    )
    assert before["return"][0] == number
    assert len(took) > 100
    assert max(took) < PATIENCE
