"""Many workers at once: publishers don't wait for one another, returns of one publisher take turns, nothing is mixed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ckanext.spenddata.ledger import connection, entries, publish, verify
from ckanext.spenddata.ledger.publication import Entry, Overtaken
from tests.ledger.making import PUBLISHER, accepted_rows, contents, publication, published_rows, rows

pytestmark = pytest.mark.usefixtures("ledger")

WORKERS = 8


@pytest.fixture(autouse=True)
def _pool(monkeypatch):
    """As many connections as there are workers."""
    from ckan.common import config
    from ckanext.datastore.backend.postgres import _dispose_engines, _engines

    _dispose_engines()
    _engines.clear()
    monkeypatch.setitem(config, "ckan.datastore.sqlalchemy.pool_size", str(WORKERS))
    yield
    _dispose_engines()
    _engines.clear()


def at_once(tasks: list) -> list:
    with ThreadPoolExecutor(WORKERS) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


@pytest.mark.check(7)
def test_different_publishers_at_once(measured):
    bodies = [f"X-DEMO-{n}" for n in range(WORKERS)]
    frames = {body: rows(200, seed=n) for n, body in enumerate(bodies)}
    at_once(
        [
            lambda body=body, period=period: publish.publish(
                publication(publisher_id=body, period=period), frames[body]
            )
            for period in ("2026-Q1", "2026-Q2", "2026-Q3")
            for body in bodies
        ]
    )
    for body in bodies:
        assert verify.publisher(body) == []
        for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
            return_id = publication(publisher_id=body, period=period).return_id
            assert published_rows(body, return_id) == accepted_rows(frames[body])
    assert verify.row_count() == (200 * 3 * WORKERS,) * 2
    measured(f"{3 * len(bodies)} returns, {WORKERS} threads, in the ledger alone; speed not compared")


@pytest.mark.check(6)
def test_revisions_of_one_return_at_once_end_with_the_last(measured):
    def revise(revision: int) -> Entry | None:
        try:
            return publish.publish(publication(revision), rows(50 + revision, seed=revision))
        except Overtaken:
            return None

    at_once([lambda n=n: revise(n) for n in range(1, 25)])
    return_id = publication().return_id
    assert published_rows(PUBLISHER, return_id) == accepted_rows(rows(74, seed=24))
    assert verify.publisher(PUBLISHER) == []
    with connection.reading() as database:
        history = entries.of_return(database, PUBLISHER, return_id)
    revisions = [entry.revision for entry in history]
    assert revisions == sorted(revisions), "never an older one over a newer one"
    assert [entry.revision for entry in history if entry.current] == [24]
    measured(f"24 revisions, {WORKERS} threads, in the ledger alone")


@pytest.mark.check(5)
def test_one_publication_delivered_several_times_at_once_is_published_once(measured):
    found = at_once([lambda: publish.publish(publication(), rows(80))] * WORKERS)
    assert len({entry.entry_no for entry in found}) == 1
    assert len(contents()["entry"]) == 1
    assert verify.publisher(PUBLISHER) == []
    measured(f"{WORKERS} times at once, in the ledger alone")


def test_publishing_and_withdrawing_one_return_at_once_gives_one_or_the_other():
    return_id = publication().return_id
    for revision in range(1, 11, 2):
        publish.publish(publication(revision), rows(30, seed=revision))
        at_once(
            [
                lambda: publish.withdraw(PUBLISHER, return_id),
                lambda n=revision + 1: publish.publish(publication(n), rows(20, seed=n)),
            ]
        )
        assert published_rows(PUBLISHER, return_id) in ([], accepted_rows(rows(20, seed=revision + 1)))
        assert verify.publisher(PUBLISHER) == []


def test_a_reader_sees_the_old_revision_or_the_new_one_and_never_a_mixture():
    publish.publish(publication(1), rows(300, seed=1))
    stop = False
    seen = set()
    sizes = {300 + n for n in range(12)}

    def watch() -> None:
        while not stop:
            with connection.reading() as database, database.cursor() as cursor:
                cursor.execute("select count(*), sum(amount) from spenddata.ledger")
                of_rows = cursor.fetchone()
                cursor.execute("select sum(n), sum(amount) from spenddata.total_month")
                of_totals = cursor.fetchone()
                cursor.execute("select sum(n), sum(amount) from spenddata.entry where current")
                of_entries = cursor.fetchone()
            assert of_rows == of_totals == of_entries
            seen.add(of_rows[0])

    with ThreadPoolExecutor(3) as pool:
        watchers = [pool.submit(watch) for _ in range(2)]
        for revision in range(2, 13):
            publish.publish(publication(revision), rows(299 + revision, seed=revision))
        stop = True
        for watcher in watchers:
            watcher.result()
    assert seen <= sizes
