"""A large revision, killed at random moments: the old one stays whole each time, and the new one is published in the end."""

from __future__ import annotations

import multiprocessing
import random
import runpy
import time

import polars as pl
import pytest

from ckanext.spenddata.ledger import category_read, category_versions, connection, publish, verify
from tests.ledger import interrupting
from tests.ledger.making import PUBLISHER, accepted_rows, publication, published_rows, rows

pytestmark = [pytest.mark.usefixtures("ledger"), pytest.mark.deep, pytest.mark.timeout(1200)]

ROWS = 200_000
KILLS = 20
SECONDS = 8.0
"""About twice as long as a publication takes."""
NEVER = 0


@pytest.mark.check(1)
def test_kills_at_random_moments_of_a_large_revision(measured):
    from ckan.common import config

    # Odd revisions have one set of rows, even ones the other.
    frames = {1: rows(ROWS, seed=1), 0: rows(ROWS, seed=2)}
    expected = {parity: accepted_rows(frame) for parity, frame in frames.items()}
    addresses = {
        key: config[key]
        for key in ("ckan.datastore.write_url", "ckan.datastore.read_url", "ckanext.spenddata.definitions")
    }
    publish.publish(publication(1), frames[1])
    chance, revision, killed = random.Random(20), 1, 0
    for _ in range(KILLS):
        following = revision + 1
        asked = (addresses, NEVER, publication(following), frames[following % 2])
        killed += died_within(chance.uniform(0.1, SECONDS), asked)
        found = published_rows(PUBLISHER, publication().return_id)
        assert found in expected.values(), "the old or the new, whole"
        if found == expected[following % 2]:
            revision = following
    assert verify.publisher(PUBLISHER) == []
    publish.publish(publication(revision + 1), rows(10, seed=3))
    assert published_rows(PUBLISHER, publication().return_id) == accepted_rows(rows(10, seed=3))
    assert killed > 0
    measured(f"{ROWS:,} rows, {killed} of {KILLS} publishing processes killed (no worker), old or new whole each time")
    print(f"{ROWS:,} rows: {killed} of {KILLS} processes killed, {revision - 1} revisions published, nothing mixed")


@pytest.mark.timeout(900)
def test_kills_at_random_moments_of_applying_a_version_leave_the_old_categories_or_the_new(measured):
    from ckan.common import config

    many = rows(60_000).with_columns(
        pl.lit("Agency staff").alias("expense_type"),
        pl.lit("legal").alias("category"),
        pl.lit("old").alias("category_version"),
    )
    publish.publish(publication(1), many)
    addresses = {key: config[key] for key in ("ckan.datastore.write_url", "ckan.datastore.read_url")}
    chance, killed, applied = random.Random(11), 0, 0
    for _ in range(10):
        killed += died_within(chance.uniform(2, 12), (addresses, NEVER, PUBLISHER), "__killed_applying__")
        assert verify.publisher(PUBLISHER) == []
        found = categories()
        if found != {"legal": 60_000}:
            assert found == {"agency-staff": 60_000}
            applied += 1
            take_back()
            assert categories() == {"legal": 60_000}
    assert killed
    measured(f"60,000 payments, {killed} of 10 processes killed while applying, {applied} applied whole, nothing mixed")


def categories() -> dict[str, int]:
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select category, count(*)::int from spenddata.ledger group by 1")
        return dict(cursor.fetchall())


def take_back() -> None:
    with connection.reading() as database:
        (change, *_) = category_read.changes(database, PUBLISHER)
    category_versions.undo(change["change_no"], "steward", "Again")


def died_within(seconds: float, asked: tuple, work: str = "__killed__") -> bool:
    """Do some work in a process that is killed after so many seconds; whether it still ran."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(
        ["pylibmagic", "ckanext.datastore.backend.postgres", "ckanext.spenddata.ledger.publish"]
    )
    process = processes.Process(target=runpy.run_path, args=(interrupting.__file__, {"ASKED": asked}, work))
    process.start()
    process.join(seconds)
    alive = process.is_alive()
    process.kill()
    process.join()
    time.sleep(0.2)  # until PostgreSQL has noticed
    return alive
