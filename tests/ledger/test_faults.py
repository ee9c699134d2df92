"""Whatever breaks in the middle of a publication, the public sees the old revision or the new one, and another attempt succeeds."""

from __future__ import annotations

import multiprocessing
import runpy
import signal

import psycopg2
import pytest
from psycopg2.errors import LockNotAvailable

from ckanext.spenddata.ledger import connection, publish, verify
from tests.ledger import interrupting
from tests.ledger.making import PUBLISHER, accepted_rows, contents, publication, published_rows, rows

pytestmark = pytest.mark.usefixtures("ledger")

OLD, NEW = rows(60, seed=1), rows(45, seed=2)
RETURN = publication().return_id
MOST_STATEMENTS = 60


class InjectedError(Exception):
    """A fault made by the test."""


def change(kind: str) -> None:
    """Replace or withdraw what is published."""
    if kind == "revise":
        publish.publish(publication(2), NEW)
    else:
        publish.withdraw(PUBLISHER, RETURN)


def after(kind: str) -> list:
    """What is public when the change is made."""
    return accepted_rows(NEW) if kind == "revise" else []


@pytest.mark.check(8)
@pytest.mark.parametrize("kind", ["revise", "withdraw"])
def test_the_nth_statement_fails_for_every_n_until_none_does(kind, interrupt, measured):
    publish.publish(publication(1), OLD)
    before = contents()
    changed_after = None
    for n in range(1, MOST_STATEMENTS):

        def fail(number: int, nth: int = n) -> None:
            if number == nth:
                raise InjectedError

        interrupt(fail)
        try:
            change(kind)
        except InjectedError:
            if changed_after is None and contents() != before:
                # The fault came after the commit, where only CKAN's row count follows.
                changed_after = n
            assert published_rows(PUBLISHER, RETURN) == (accepted_rows(OLD) if changed_after is None else after(kind))
            assert verify.publisher(PUBLISHER) == []
        else:
            break
    else:
        pytest.fail(f"It still fails after {MOST_STATEMENTS} statements.")
    measured(f"{kind}: {n - 1} statements of the ledger failed in turn")
    assert n > 10, "the faults reach through the whole transaction"
    assert published_rows(PUBLISHER, RETURN) == after(kind)
    assert verify.publisher(PUBLISHER) == []
    assert verify.row_count() == (len(after(kind)),) * 2


@pytest.mark.check(1)
def test_a_killed_process_changes_nothing_wherever_it_dies(measured):
    """kill -9 before each statement in turn, and between the last one and the commit."""
    publish.publish(publication(1), OLD)
    before = contents()
    survived = 0
    for n in range(1, MOST_STATEMENTS):
        if not killed(n):
            survived = n
            break
        if contents() != before:
            assert published_rows(PUBLISHER, RETURN) == accepted_rows(NEW), "either the old or the new"
        assert verify.publisher(PUBLISHER) == []
    measured(f"{NEW.height} rows, a publishing process (no worker) killed before each of {survived - 1} statements")
    assert survived > 10
    assert published_rows(PUBLISHER, RETURN) == accepted_rows(NEW)
    assert verify.publisher(PUBLISHER) == []
    assert verify.row_count() == (NEW.height, NEW.height)


def killed(nth: int) -> bool:
    """Revise in a process of its own that dies before its nth statement; whether it did."""
    from ckan.common import config

    addresses = {
        key: config[key]
        for key in ("ckan.datastore.write_url", "ckan.datastore.read_url", "ckanext.spenddata.definitions")
    }
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(
        ["pylibmagic", "ckanext.datastore.backend.postgres", "ckanext.spenddata.ledger.publish"]
    )
    asked = (addresses, nth, publication(2), NEW)
    process = processes.Process(target=runpy.run_path, args=(interrupting.__file__, {"ASKED": asked}, "__killed__"))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@pytest.mark.check(2)
def test_a_database_that_drops_the_connection_changes_nothing_and_the_next_attempt_succeeds(interrupt, measured):
    publish.publish(publication(1), OLD)
    before = contents()
    for n in (4, 8, 12):

        def terminate(number: int, nth: int = n) -> None:
            if number == nth:
                end_other_connections()

        interrupt(terminate)
        with pytest.raises(psycopg2.Error):
            publish.publish(publication(2), NEW)
        assert contents() == before
    measured("its connections ended at 3 statements; the server itself not killed")
    interrupt(lambda _number: None)
    publish.publish(publication(2), NEW)
    assert published_rows(PUBLISHER, RETURN) == accepted_rows(NEW)


def end_other_connections() -> None:
    """End every connection of the write role that is in a transaction, as a restarting server does."""
    from ckan.common import config

    database = psycopg2.connect(config["ckan.datastore.write_url"])
    with database, database.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = current_user and pid <> pg_backend_pid() and state like 'idle in transaction%'"
        )
    database.close()


def test_a_publication_that_hangs_makes_others_of_the_publisher_wait_and_then_tell(monkeypatch):
    monkeypatch.setattr(connection, "LOCK_TIMEOUT", "200ms")
    with connection.writing() as database, database.cursor() as cursor:
        publish.lock(cursor, PUBLISHER)
        with pytest.raises(LockNotAvailable):
            publish.publish(publication(), OLD)
        publish.publish(publication(publisher_id="X-DEMO-ELSEWHERE"), OLD)
    publish.publish(publication(), OLD)
    assert published_rows(PUBLISHER, RETURN) == accepted_rows(OLD)
