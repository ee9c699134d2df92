"""A worker that is killed in the middle of a publication: the old revision stays whole, and the new one is finished without a person."""

from __future__ import annotations

import time

import pytest

from tests.faults.conftest import Worker, wait_for
from tests.returns.world import PERIOD, REGIME, World, csv_file, ledger_rows

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
OLD, NEW = 2_000, 30_000


def figures(rows: int) -> tuple[int, int]:
    """Number and pence of the rows of ``csv_file``."""
    return rows, sum(number * 100_000 + number % 100 for number in range(1, rows + 1))


def state(number: int) -> str:
    import sqlalchemy as sa
    from ckan import model

    from ckanext.spenddata.model import Revision

    model.Session.remove()
    return model.Session.scalar(sa.select(Revision.state).where(Revision.number == number)) or ""


def totals() -> int:
    """Pence of the totals by month."""
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select coalesce((sum(amount) * 100)::bigint, 0) from spenddata.total_month")
        return cursor.fetchone()[0]


DEEP = [("checking", 0.3), ("publishing", 0.0), ("publishing", 0.4), ("publishing", 0.8)]


@pytest.mark.check(1)
@pytest.mark.parametrize(
    ("when", "delay"), [("publishing", 0.15), *(pytest.param(*kill, marks=pytest.mark.deep) for kill in DEEP)]
)
def test_the_old_revision_stays_and_the_new_one_is_finished(
    portal_world: World, worker: Worker, measured, when: str, delay: float
):
    world = portal_world
    worker.start()
    world.submit(csv_file(OLD), publish=True)
    wait_for(lambda: state(1) == "published", seconds=180)
    world.submit(csv_file(NEW), publish=True)
    wait_for(lambda: state(2) in (when, "published"), every=0.01)
    time.sleep(delay)
    worker.kill()

    # What readers see now is the old revision or, where the kill came too late, the new one; never a mixture.
    rows, pence = ledger_rows()
    assert (rows, pence) in (figures(OLD), figures(NEW))
    assert totals() == pence

    worker.start()
    took = wait_for(lambda: state(2) == "published", seconds=90)
    measured(f"{NEW:,} rows, 1 kill {delay} s into {when}: finished {took:.0f} s after the restart")
    assert took < 60
    assert ledger_rows() == figures(NEW)
    assert totals() == figures(NEW)[1]
    assert state(1) == "superseded"
    shown = world.show()
    assert [event["to"] for event in shown["revisions"][1]["events"]].count("published") == 1


@pytest.mark.check(3)
def test_a_message_that_was_lost_is_found_by_the_worker_that_starts(portal_world: World, worker: Worker, measured):
    from ckan.lib import jobs

    portal_world.submit(csv_file(), publish=True)
    jobs.get_queue("spenddata").empty()
    worker.start()
    took = wait_for(lambda: state(1) == "published", seconds=180)
    measured(f"its queue emptied once, Valkey left alive: published {took:.0f} s after the worker's start")


@pytest.mark.check(1)
@pytest.mark.deep
def test_follow_ups_are_finished_after_a_kill(portal_world: World, worker: Worker):
    worker.start()
    portal_world.submit(csv_file(OLD), publish=True)
    wait_for(lambda: state(1) == "published", seconds=180)
    worker.kill()
    worker.start()

    def done() -> bool:
        return {step["state"] for step in portal_world.show()["revisions"][0]["follow_ups"]} == {"done"}

    wait_for(done, seconds=90, every=0.5)
