"""Claiming work: one process at a time has a row, for as long as it lives.

A claim is an advisory lock of a database session of its own. It ends with the session, so the work of a process that was killed is
free at once, and no clock has to be trusted. What fails by its own fault is tried five times; what meets an outage (``faults.OUTAGES``)
waits for as long as that lasts; what ends its processes is bounded too, as each claim counts as an interruption until it has ended.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.faults import OUTAGES, Kind, fault
from ckanext.spenddata.model.claims import FRESH, Work, out_of_tries
from ckanext.spenddata.model.columns import now

log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two signs of life."""
BEATS_MISSED = 4
"""After so many a process counts as dead, where only its signs of life are looked at."""
CANDIDATES = 50
FIRST_PAUSE = 2.0
"""Seconds until the second try; doubled for each further one. An outage is waited for as long again as it has lasted."""
LONGEST_PAUSE = 120.0
"""Seconds between two looks whether an outage is over."""
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
                    self._succeeded(claimed)
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
                # A pooled session would keep its locks; one whose server went away has none.
                with suppress(sa.exc.DBAPIError):
                    session.execute(sa.select(sa.func.pg_advisory_unlock_all()))

    def _due(self) -> sa.ColumnElement[bool]:
        table = self._table
        in_time = sa.or_(table.not_before.is_(None), table.not_before <= sa.func.now())
        return sa.and_(self._open, sa.not_(out_of_tries(table)), in_time)

    def _claim(self, session: sa.Connection) -> str | None:
        """Claim the next row, and count an interruption until it has ended; after the first the next one comes later each time."""
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
                .values(
                    interrupted=table.interrupted + 1,
                    claimed_by=self._name,
                    heartbeat=now(),
                    not_before=sa.case((table.interrupted == 0, None), else_=sa.func.now() + _pause(table.interrupted)),
                )
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
                with suppress(sa.exc.DBAPIError), _engine().begin() as connection:
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
        """Turn a failure into a reason and a later try, and an outage into waiting."""
        try:
            yield
        except Exception as error:  # whatever failed, the other work must go on
            log.exception("The work on %s %s failed", self._table.__tablename__, claimed)
            model.Session.rollback()
            self._note(claimed, error)
        finally:
            model.Session.remove()

    def _succeeded(self, claimed: str) -> None:
        self._write(claimed, FRESH)

    def _note(self, claimed: str, error: Exception) -> None:
        found = fault(error)
        if found is not None and found.kind in OUTAGES:
            self._write(claimed, self._waiting_for(found.kind) | {"interrupted": 0, "last_error": reason(error)})
        else:
            later = sa.func.now() + _pause(self._table.tries + 1)
            failed = {
                "tries": self._table.tries + 1,
                "interrupted": 0,
                "not_before": later,
                "last_error": reason(error),
            }
            self._write(claimed, failed | {"waits_for": None, "waits_since": None})

    def _waiting_for(self, kind: Kind) -> dict[str, Any]:
        """What an outage changes: the next look comes after as long again as it has lasted."""
        since = sa.func.coalesce(self._table.waits_since, now())
        first, longest = (dt.timedelta(seconds=seconds) for seconds in (FIRST_PAUSE, LONGEST_PAUSE))
        pause = sa.func.least(sa.func.greatest(now() - since, first), longest)
        return {"waits_for": kind.value, "waits_since": since, "not_before": now() + pause}

    def _write(self, claimed: str, values: Mapping[str, Any]) -> None:
        table = self._table
        with _engine().begin() as connection:
            connection.execute(sa.update(table).where(table.id == claimed).values(values))


def _pause(number: sa.ColumnElement[int]) -> sa.ColumnElement[dt.timedelta]:
    """How long to leave work alone after the first, second, third … failure."""
    seconds = sa.func.least(LONGEST_PAUSE, FIRST_PAUSE * sa.func.power(2, sa.func.least(number, 10) - 1))
    return seconds * sa.literal(dt.timedelta(seconds=1))


def reason(error: Exception) -> str:
    """What a person may read of an error: its first line."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:REASON_LENGTH]


def _engine() -> sa.Engine:
    engine = model.meta.engine
    if engine is None:
        raise RuntimeError("CKAN's database is not set up yet.")
    return engine


def _key(claimed: str) -> sa.ColumnElement[int]:
    return sa.func.hashtextextended(f"spenddata:{claimed}", 0)
