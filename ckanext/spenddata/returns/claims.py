"""Claiming work: one process at a time has a row, for as long as it lives.

A claim is an advisory lock of a database session of its own. It ends with the session, so the work of a process that was killed is
free at once, and no clock has to be trusted. Every claim counts as a try, before it is known how it ends.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model.claims import MOST_TRIES, Work
from ckanext.spenddata.model.columns import now

log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two signs of life."""
BEATS_MISSED = 4
"""After so many a process counts as dead, where only its signs of life are looked at."""
CANDIDATES = 50
FIRST_PAUSE = 2.0
"""Seconds until the second try; doubled for each further one."""
REASON_LENGTH = 500

Order = tuple[sa.ColumnElement[Any], ...]


class Claims:
    """The claims of one process on the rows of one table."""

    def __init__(self, table: type[Work], is_open: sa.ColumnElement[bool], order: Order) -> None:
        self._table: Any = table
        self._open = is_open
        self._order = order
        self._name = f"{socket.gethostname()}:{os.getpid()}"

    def drain(self, work: Callable[[str], None]) -> int:
        """Do all work there is: claim a row, ``work`` on it, until nothing is left to claim; how many rows.

        A row whose work fails keeps its reason and waits for its next try, longer each time.
        """
        done = 0
        with self._session() as session:
            while (claimed := self._claim(session)) is not None:
                with self._beating(claimed), self._failing_softly(claimed):
                    work(claimed)
                self._release(session, claimed)
                done += 1
        return done

    def waiting(self) -> bool:
        """Whether some work could be tried now, by whoever has it or not."""
        return bool(model.Session.scalar(sa.select(sa.exists().where(self._due()))))

    def in_hands(self) -> bool:
        """Whether somebody alive is working on some of it."""
        table = self._table
        alive = sa.func.now() - dt.timedelta(seconds=BEAT * BEATS_MISSED)
        return bool(model.Session.scalar(sa.select(sa.exists().where(self._open, table.heartbeat > alive))))

    @contextmanager
    def _session(self) -> Iterator[sa.Connection]:
        """A database session that holds the locks; each statement is a transaction of its own."""
        with _engine().connect() as connection:
            session = connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                yield session
            finally:
                # A pooled session would keep its locks.
                session.execute(sa.select(sa.func.pg_advisory_unlock_all()))

    def _due(self) -> sa.ColumnElement[bool]:
        table = self._table
        in_time = sa.or_(table.not_before.is_(None), table.not_before <= sa.func.now())
        return sa.and_(self._open, table.tries < MOST_TRIES, in_time)

    def _claim(self, session: sa.Connection) -> str | None:
        """Claim the next row, and count the try."""
        table = self._table
        for candidate in session.scalars(
            sa.select(table.id).where(self._due()).order_by(*self._order).limit(CANDIDATES)
        ).all():
            if not session.scalar(sa.select(sa.func.pg_try_advisory_lock(_key(candidate)))):
                continue
            # Between the look and the lock somebody may have finished it.
            begun = session.execute(
                sa.update(table)
                .where(table.id == candidate, self._due())
                .values(tries=table.tries + 1, claimed_by=self._name, heartbeat=now(), not_before=None)
            )
            if begun.rowcount:
                return candidate
            self._release(session, candidate)
        return None

    @staticmethod
    def _release(session: sa.Connection, claimed: str) -> None:
        session.execute(sa.select(sa.func.pg_advisory_unlock(_key(claimed))))

    @contextmanager
    def _beating(self, claimed: str) -> Iterator[None]:
        """Give signs of life while something long is done."""
        ended = threading.Event()
        table = self._table

        def beat() -> None:
            while not ended.wait(BEAT):
                with _engine().begin() as connection:
                    connection.execute(sa.update(table).where(table.id == claimed).values(heartbeat=now()))

        beating = threading.Thread(target=beat, daemon=True, name="heartbeat")
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()

    @contextmanager
    def _failing_softly(self, claimed: str) -> Iterator[None]:
        """Turn a failure into a reason and a later try."""
        try:
            yield
        except Exception as error:  # whatever failed, the other work must go on
            log.exception("The work on %s %s failed", self._table.__tablename__, claimed)
            model.Session.rollback()
            self._note(claimed, error)
        finally:
            model.Session.remove()

    def _note(self, claimed: str, error: Exception) -> None:
        table = self._table
        with _engine().begin() as connection:
            tries = connection.scalar(sa.select(table.tries).where(table.id == claimed)) or 1
            pause = dt.timedelta(seconds=FIRST_PAUSE * 2 ** (tries - 1))
            connection.execute(
                sa.update(table).where(table.id == claimed).values(last_error=reason(error), not_before=now() + pause)
            )


def reason(error: Exception) -> str:
    """What a person may read of an error: its first line."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:REASON_LENGTH]


def _engine() -> sa.Engine:
    engine = model.meta.engine
    if engine is None:
        message = "CKAN's database is not set up yet."
        raise RuntimeError(message)
    return engine


def _key(claimed: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(f"spenddata:{claimed}", 0)
