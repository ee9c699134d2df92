"""Connections to the DataStore database, from the pools that CKAN keeps (its settings, and safe where CKAN forks).

Everything is a transaction: committed when the block ends well, rolled back when it does not. The time-outs are the
transaction's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg2.extensions import connection as Connection  # noqa: N812
from psycopg2.extensions import cursor as Cursor  # noqa: N812

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

LOCK_TIMEOUT = "60s"
"""As long as a publication waits for another of the same publisher; then it is another attempt, later."""
STATEMENT_TIMEOUT = "15min"
"""Five million rows are published in two minutes."""
IDLE_TIMEOUT = "5min"
"""A process that hangs in the middle of a publication gives its lock back."""
READ_TIMEOUT = "20s"
READER_TIMEOUT = "5s"
"""As long as a question may take that a reader waits for."""

STANDSTILL = "hashtextextended('spenddata standstill', 0)"
"""Key of the lock that everything that changes the ledger shares; who holds it alone (a backup, for an instant) sees the ledger still."""

LOST_CLIENT = "1s"
"""How often PostgreSQL looks, while a statement of a publication runs, whether the process that asked is still there.

The statement of a killed worker would go on to its end, for nothing, and the next attempt would wait for the publisher's lock.
"""

_WRITING = """
select set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),
       set_config('idle_in_transaction_session_timeout', %s, true), set_config('timezone', 'UTC', true),
       (select set_config(name, %s, true) from pg_settings where name = 'client_connection_check_interval')
"""
"""The last one is PostgreSQL 14's."""
_SHARED = f"select pg_advisory_xact_lock_shared({STANDSTILL})"
_NOTE = "insert into spenddata.change (may_wait) values (%s)"
READER_MEMORY = "32MB"
"""For each sorting or grouping of a question; with PostgreSQL's own 4 MB one over a few hundred thousand rows goes through the disk."""
_READING = """
select set_config('statement_timeout', %s, true), set_config('timezone', 'UTC', true), set_config('work_mem', %s, true)
"""


@contextmanager
def writing(*, noted: bool = True, may_wait: bool = False) -> Iterator[Connection]:
    """A transaction of the write role, READ COMMITTED.

    Args:
        noted: Whether it may change what the ledger says, so that answers made of it hold no longer (``changes``).
        may_wait: Whether it only adds something, so that an answer without it is old for a moment and not wrong.
    """
    from ckanext.datastore.backend.postgres import get_write_engine

    with _transaction(get_write_engine()) as connection:
        with connection.cursor() as cursor:
            cursor.execute(_WRITING, (LOCK_TIMEOUT, STATEMENT_TIMEOUT, IDLE_TIMEOUT, LOST_CLIENT))
            cursor.execute(_SHARED)
            if noted:
                note(cursor, may_wait=may_wait)
        yield connection


def note(cursor: Cursor, *, may_wait: bool = False) -> None:
    """Write down that this transaction of ``writing(noted=False)`` does change what the ledger says."""
    cursor.execute(_NOTE, (may_wait,))


@contextmanager
def reading(timeout: str = READ_TIMEOUT) -> Iterator[Connection]:
    """A transaction of the read-only role in which all figures are of one moment: REPEATABLE READ READ ONLY."""
    from ckanext.datastore.backend.postgres import get_read_engine

    with _transaction(get_read_engine()) as connection:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute(_READING, (timeout, READER_MEMORY))
        yield connection


@contextmanager
def glancing() -> Iterator[Cursor]:
    """The read-only role, for one statement that is a transaction of its own: no figure may need a second one."""
    from ckanext.datastore.backend.postgres import get_read_engine

    with _lent(get_read_engine()) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
        connection.autocommit = False


def frozen(row: Iterable[Any]) -> tuple[Any, ...]:
    """A row whose arrays, which psycopg2 gives as lists, are tuples."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)


def read_role() -> str:
    """Name of the read-only role."""
    from ckanext.datastore.backend.postgres import get_read_engine

    return get_read_engine().url.username or ""


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """A psycopg2 connection of a pool, in a transaction of its own."""
    with _lent(engine) as connection, connection:
        yield connection


@contextmanager
def _lent(engine: Engine) -> Iterator[Connection]:
    """A psycopg2 connection of a pool, which does not get it back where anything went wrong."""
    lent = engine.raw_connection()
    connection: Connection = lent.driver_connection  # pyright: ignore[reportAssignmentType]
    try:
        yield connection
    except BaseException:
        lent.invalidate()
        raise
    finally:
        lent.close()
