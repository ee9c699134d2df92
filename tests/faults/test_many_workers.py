"""Several workers on real queues: a message delivered many times has the effect of one, and different returns don't hold one another up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from tests.faults.conftest import Worker, wait_for
from tests.faults.whole import ANY_FILE, file_of, pence_of
from tests.returns.world import PERIOD, REGIME, World, csv_file, ledger_rows

pytestmark = pytest.mark.deep

Workers = Callable[[int], list[Worker]]

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
AT_ONCE, IN_TURN = 5, 2
BODIES = {"X-DEMO-1": "Exampleton City Council", "X-DEMO-3": "Otherborough District Council"}
PERIODS = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)][:10]
ROWS = 3_000
NOISE = 1.25
"""Two workers on a machine that does other work too may take this much longer than one."""


def deliver(times: int) -> None:
    """Put the message that there is work on its queues, as often as this."""
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns.work import background

    for _ in range(times):
        tk.enqueue_job(background.drain_returns, queue="spenddata")
        tk.enqueue_job(background.drain_followups, queue="spenddata-follow")


def empty_queues() -> None:
    from ckan.lib import jobs

    for name in ("spenddata", "spenddata-follow"):
        jobs.get_queue(name).empty()


def quiet() -> bool:
    """Whether no message waits and none is worked on."""
    from ckan.lib import jobs
    from rq.registry import StartedJobRegistry

    queues = [jobs.get_queue(name) for name in ("spenddata", "spenddata-follow")]
    return not any(queue.count or StartedJobRegistry(queue=queue).count for queue in queues)


def one(statement: str, **values: Any) -> Any:
    from ckan import model

    model.Session.remove()
    return model.Session.execute(sa.text(statement), values).one()


def entries() -> int:
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select count(*) from spenddata.entry")
        return cursor.fetchone()[0]


def done(world: World) -> bool:
    revision = world.show(REFERENCE)["revisions"][0]
    return revision["state"] == "published" and {step["state"] for step in revision["follow_ups"]} == {"done"}


@pytest.mark.check(5)
def test_a_job_delivered_many_times_is_done_once(portal_world: World, workers: Workers, measured):
    world = portal_world
    world.submit(csv_file(ROWS), publish=True)
    empty_queues()
    deliver(AT_ONCE)
    them = workers(AT_ONCE)
    wait_for(lambda: done(world) and quiet(), seconds=400, every=0.5)
    for _ in range(IN_TURN):
        deliver(1)
        wait_for(quiet, seconds=120, every=0.2)
    assert all(each.is_alive() for each in them)
    revision = world.show(REFERENCE)["revisions"][0]
    assert (revision["attempt"], revision["tries"], len(world.show(REFERENCE)["revisions"])) == (1, 0, 1)
    assert [event["to"] for event in revision["events"]].count("published") == 1
    assert (entries(), *ledger_rows()) == (1, *figures(ROWS, 1))
    found = world.call("spenddata_transaction_search", None, q="", rows=1)
    assert found["count"] == ROWS
    dataset = world.call("package_search", None, q=f"name:exampleton-{REGIME}", include_private=True)
    assert [len(each["resources"]) for each in dataset["results"]] == [1]
    table = world.call("datastore_search", None, resource_id=dataset["results"][0]["resources"][0]["id"], limit=0)
    assert table["total"] == ROWS
    measured(f"{AT_ONCE} times at once to {AT_ONCE} workers, {IN_TURN} times in turn: one attempt, one entry, one file")


def figures(rows: int, start: int) -> tuple[int, int]:
    """Number and pence of the rows of ``csv_file``."""
    return rows, sum(number * 100_000 + number % 100 for number in range(start, start + rows))


def twenty(world: World, first: int) -> dict[str, int]:
    """Twenty returns sent by eight at once, all with a file of the same name; reference → where its numbers begin."""
    from ckan import model

    wanted = [(publisher, period) for publisher in BODIES for period in PERIODS]
    starts = {f"{p}.{REGIME}.{period}": first + at * ROWS for at, (p, period) in enumerate(wanted)}

    def send(publisher: str, period: str) -> None:
        start, month = starts[f"{publisher}.{REGIME}.{period}"], 3 * int(period[-1]) - 1
        content = file_of(ROWS, start, name=BODIES[publisher], month=month, year=int(period[:4]))
        who = "editor" if publisher == "X-DEMO-1" else "stranger"
        try:
            world.submit(content, who=who, publisher=publisher, period=period, publish=True, acknowledge=ANY_FILE)
        finally:
            model.Session.remove()

    with ThreadPoolExecutor(8) as clients:
        for sent in [clients.submit(send, *each) for each in wanted]:
            sent.result()
    return starts


def states() -> dict[str, int]:
    """How many newest revisions are in each state."""
    from ckan import model

    model.Session.remove()
    newest = """SELECT state, count(*) FROM spenddata_revision AS r
        WHERE number = (SELECT max(number) FROM spenddata_revision WHERE return_id = r.return_id) GROUP BY state"""
    return dict(model.Session.execute(sa.text(newest)).tuples().all())


def seconds_for(number: int) -> float:
    """From the first look at a file of this revision to the last publication."""
    row = one(
        """SELECT extract(epoch FROM max(at) FILTER (WHERE to_state = 'published') - min(at) FILTER (WHERE to_state = 'checking'))
        FROM spenddata_event JOIN spenddata_revision AS r ON r.id = revision_id WHERE r.number = :number""",
        number=number,
    )
    return float(row[0])


def published(reference: str) -> tuple[int, str]:
    """Number and fingerprint of the public rows of a return."""
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(
            "select transaction_number, (amount * 100)::bigint from spenddata.ledger where return_id = %s order by 1",
            (reference,),
        )
        rows = cursor.fetchall()
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


def expected(start: int) -> tuple[int, str]:
    rows = sorted((f"T{number:06d}", pence_of(number)) for number in range(start, start + ROWS))
    return ROWS, hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.mark.check(7)
def test_twenty_returns_by_two_workers_are_no_slower_than_by_one(portal_world: World, workers: Workers, measured):
    took = {}
    for revision, number in enumerate((1, 2), start=1):
        starts = twenty(portal_world, first=revision * 200_000)
        empty_queues()
        them = workers(number)
        deliver(number)
        wait_for(lambda: states() == {"published": 20}, seconds=600, every=0.5)
        took[number] = seconds_for(revision)
        for each in them:
            each.kill()
        assert {reference: published(reference) for reference in starts} == {
            reference: expected(start) for reference, start in starts.items()
        }
    assert entries() == 40
    measured(
        f"20 returns of {ROWS:,} rows: {took[1]:.0f} s by one worker, {took[2]:.0f} s by two; each return its own rows"
    )
    assert took[2] <= took[1] * NOISE
