"""Whichever statement of a worker fails in CKAN's database: nothing is half done, the reason is kept, and the next try ends it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from ckanext.spenddata.ledger import verify
from tests.returns.work.test_claims import no_pauses
from tests.returns.world import World, csv_file, ledger_rows, work

OLD, NEW = 4, 5
SOME = (5, 20, 35)
MOST = 400
REASON = "the connection was lost in this test"
WORKED_ON = {"submitted", "checking", "approved", "publishing"}


class Faults:
    """Statements of CKAN's database in this thread are counted; the nth fails as on a connection that is lost."""

    def __init__(self, nth: int) -> None:
        self.counted, self.nth = 0, nth
        self._thread = threading.get_ident()

    def __call__(self, *_arguments: object) -> None:
        if threading.get_ident() == self._thread:
            self.counted += 1
            if self.counted == self.nth:
                raise sa.exc.OperationalError("a statement", {}, Exception(REASON))


@contextmanager
def failing(nth: int) -> Iterator[Faults]:
    from ckan import model

    faults = Faults(nth)
    sa.event.listen(model.meta.engine, "before_cursor_execute", faults)
    try:
        yield faults
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", faults)
        model.Session.remove()


def figures(rows: int) -> tuple[int, int]:
    return rows, sum(number * 100_000 + number % 100 for number in range(1, rows + 1))


@pytest.mark.check(8, "each statement of the worker in CKAN's database: rows whole, reason kept, the next try succeeds")
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=[pytest.mark.deep, pytest.mark.timeout(3600)])])
def test_whichever_statement_fails_the_next_try_ends_it(world: World, every: bool, measured):
    world.publish(csv_file(OLD))
    rows, told, raised, failed = OLD, 0, 0, 0
    for nth in range(1, MOST) if every else SOME:
        before, rows = rows, NEW if rows == OLD else OLD
        filed = world.submit(csv_file(rows), publish=True)
        ended = False
        with failing(nth) as faults:
            try:
                work()
            except sa.exc.OperationalError:
                ended = True  # the claim itself failed: nothing is begun, and the process goes on with the next message
        happened = faults.counted >= nth
        failed += happened
        revision = world.show()["revisions"][filed["revision"] - 1]
        published = revision["state"] == "published"
        assert published or revision["state"] in WORKED_ON, revision
        assert ledger_rows() in ((figures(rows),) if published else (figures(before), figures(rows)))
        assert verify.publisher("X-DEMO-1") == []
        if happened and not published:
            told += REASON in (revision["last_error"] or "")
            raised += ended
            assert ended or REASON in (revision["last_error"] or ""), (nth, revision)
        no_pauses()
        work()
        revision = world.show()["revisions"][filed["revision"] - 1]
        assert (revision["state"], revision["tries"]) == ("published", 0), (nth, revision)
        assert [event["to"] for event in revision["events"]].count("published") == 1
        assert ledger_rows() == figures(rows)
        if not happened:
            break
    else:
        assert not every, f"it still fails after {MOST} statements"
    measured(f"{failed} statements failed in turn: {told} told in the revision, {raised} before it was claimed")
    assert told > 0
    assert failed >= (30 if every else 2)
