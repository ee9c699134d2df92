"""The two databases are seen at one instant in which nothing is published, and publications are never held up for long."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg2
import pytest

from ckanext.spenddata.backup import moment
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.ledger.connection import STANDSTILL

GONE = "gone"


class Cursor:
    """Notes what it was asked, in the order of all connections."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name

    def __enter__(self) -> Cursor:
        return self

    def __exit__(self, *_exception: object) -> None:
        return None

    def execute(self, statement: object, _bound: object = None) -> None:
        text = statement if isinstance(statement, str) else repr(statement)
        self.server.asked.append((self.name, text))
        if "pg_advisory_lock" in text and self.server.busy:
            self.server.busy -= 1
            raise psycopg2.errors.LockNotAvailable("a publication is under way")
        if "lock table" in text and GONE in text:
            raise psycopg2.errors.UndefinedTable(GONE)

    def fetchall(self) -> list[tuple[str, str]]:
        return [(f"snapshot of {self.name}", f"moment of {self.name}")]


class Connection:
    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name

    def cursor(self) -> Cursor:
        return Cursor(self.server, self.name)


class Database:
    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name, self.opened = server, name, 0

    @contextmanager
    def connected(self):
        self.opened += 1
        yield Connection(self.server, f"{self.name}-{self.opened}")
        self.server.asked.append((f"{self.name}-{self.opened}", "closed"))


class Server:
    """Both databases; what they were asked, in order."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.busy = 0

    def places(self, *words: str) -> list[int]:
        """Where each of some statements first came."""
        return [next(i for i, (_, text) in enumerate(self.asked) if word in text) for word in words]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    both = (Database(server, "ckan"), Database(server, "datastore"))
    monkeypatch.setattr(moment.databases, "both", lambda: both)
    monkeypatch.setattr(moment.figures, "tables", lambda _connection: [("public", "kept"), ("public", GONE)])
    monkeypatch.setattr(moment, "PAUSE", 0)
    return server


def test_both_snapshots_and_the_files_are_taken_while_nothing_can_be_published(server):
    with moment.one_moment(lambda: server.asked.append(("files", "pinned"))) as now:
        assert now.snapshots["ckan"].startswith("snapshot of ckan")
        assert now.snapshots["datastore"].startswith("snapshot of datastore")
        assert now.made == "moment of ckan-1"
        locked, pinned, free = server.places("pg_advisory_lock", "pinned", "pg_advisory_unlock")
        snapshots = [i for i, (_, text) in enumerate(server.asked) if "pg_export_snapshot" in text]
        assert len(snapshots) == 2
        assert all(locked < place < free for place in (*snapshots, pinned))


def test_publications_go_on_while_the_dumps_are_read(server):
    with moment.one_moment(lambda: None):
        assert server.places("pg_advisory_unlock")
        closed = [name for name, text in server.asked if text == "closed"]
        assert "ckan-1" not in closed, "a snapshot lives as long as its transaction"
        assert "datastore-1" not in closed


def test_transactions_begin_and_tables_are_held_before_anybody_waits(server):
    """Locks on thousands of tables must not be taken while publications wait; and before the first snapshot."""
    with moment.one_moment(lambda: None):
        begun, held, locked = server.places("begin isolation level repeatable read", "lock table", "pg_advisory_lock")
        assert begun < held < locked


def test_a_table_that_was_dropped_meanwhile_is_passed_over(server):
    with moment.one_moment(lambda: None):
        texts = [text for _, text in server.asked]
        assert "rollback to before" in texts
        assert texts.count("release before") == 2


def test_while_something_is_published_it_asks_again(server):
    server.busy = 3
    with moment.one_moment(lambda: None):
        assert sum(f"pg_advisory_lock({STANDSTILL})" in text for _, text in server.asked) == 4


def test_it_waits_in_line_for_seconds_only(server):
    """Whoever waits for a lock holds up all that come after."""
    with moment.one_moment(lambda: None):
        timed, locked = server.places("lock_timeout", "pg_advisory_lock")
        assert timed < locked


def test_a_portal_that_is_never_still_is_given_up(server, monkeypatch):
    server.busy = 10**6
    monkeypatch.setattr(moment, "LONGEST_WAIT", 0.01)
    with pytest.raises(BackupError, match="No backup was made"), moment.one_moment(lambda: None):
        pass
    assert not any("pg_export_snapshot" in text for _, text in server.asked)


def test_whatever_fails_in_the_instant_publications_go_on(server):
    def fail() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), moment.one_moment(fail):
        pass
    assert server.places("pg_advisory_unlock")
