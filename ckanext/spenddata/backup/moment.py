"""Both databases at one moment, while the portal is used.

Whatever changes the ledger holds a lock, shared with all others that do (``ledger/connection.py``). For an instant this takes it alone: no
publication is under way then, and none begins, so the ledger as the second snapshot sees it is the ledger at the instant of the first.
Each snapshot is then kept by its transaction for as long as the dump needs, and everything goes on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql

from ckanext.spenddata.backup import databases, figures
from ckanext.spenddata.backup.faults import BackupError
from ckanext.spenddata.ledger.connection import STANDSTILL, Connection

TURN = "5s"
"""So long publications wait behind this at most; then they have their turn, and it asks again."""
PAUSE = 0.5
LONGEST_WAIT = 1800.0
"""Seconds until it is given up: the longest publication takes two minutes."""
_ALONE = f"select pg_advisory_lock({STANDSTILL})"
_DONE = f"select pg_advisory_unlock({STANDSTILL})"
_BEGIN = "begin isolation level repeatable read, read only"
_KEEP = (
    "select pg_export_snapshot(), to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
)


@dataclass(frozen=True)
class Moment:
    """Two transactions that see the same moment."""

    ckan: Connection
    datastore: Connection
    snapshots: dict[str, str]
    """Database → the snapshot for ``pg_dump``."""
    made: str
    """When it was, in UTC."""


@contextmanager
def one_moment(in_it: Callable[[], None]) -> Iterator[Moment]:
    """Both databases at one moment.

    Args:
        in_it: Called while nothing can be published: to pin the files.

    Raises:
        BackupError: The ledger was never still.
    """
    ckan, datastore = databases.both()
    with ckan.connected() as one, datastore.connected() as other:
        _begin(one)
        _begin(other)
        # A table that is dropped after the snapshot could not be dumped any more. This takes no snapshot yet.
        _hold_tables(datastore, other)
        with _standstill(datastore):
            snapshot, made = _snapshot(one)
            second, _ = _snapshot(other)
            in_it()
        yield Moment(one, other, {databases.CKAN: snapshot, databases.DATASTORE: second}, made)


@contextmanager
def _standstill(datastore: databases.Database) -> Iterator[None]:
    with datastore.connected() as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, false)", (TURN,))
        given_up = time.monotonic() + LONGEST_WAIT
        while not _alone(cursor):
            if time.monotonic() > given_up:
                message = "There was no instant without a publication under way. No backup was made. Try again at a quieter time."
                raise BackupError(message)
            time.sleep(PAUSE)
        try:
            yield
        finally:
            cursor.execute(_DONE)


def _alone(cursor: psycopg2.extensions.cursor) -> bool:
    try:
        cursor.execute(_ALONE)
    except psycopg2.errors.LockNotAvailable:
        return False
    return True


def _begin(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN)


def _hold_tables(datastore: databases.Database, connection: Connection) -> None:
    with datastore.connected() as looking:
        found = figures.tables(looking)
    with connection.cursor() as cursor:
        for schema, name in found:
            cursor.execute("savepoint before")
            try:
                cursor.execute(sql.SQL("lock table {} in access share mode").format(sql.Identifier(schema, name)))
            except psycopg2.errors.UndefinedTable:
                cursor.execute("rollback to before")  # it was dropped since it was looked at
            cursor.execute("release before")


def _snapshot(connection: Connection) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP)
        ((snapshot, made),) = cursor.fetchall()
    return snapshot, made
