"""The clock: a loop in a process of its own that sweeps every ten seconds, whatever else stops, and leaves signs of life.

Several may run: an advisory lock lets one at a time do its round, and a round that was just done is not done again. It has no state that
must survive it, so it may be killed at any instant.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.spenddata.model import Heartbeat
from ckanext.spenddata.returns.work.claims import reason

log = logging.getLogger(__name__)

NAME = "clock"
EVERY = 10.0
"""Seconds between two rounds."""
DEAD_AFTER = 120.0
"""Seconds without a sign of life after which nobody can say that it runs."""
FIRST_PAUSE = 1.0
"""Seconds until the next round after one that failed; doubled for each further one, up to ``EVERY``."""

Round = Sequence[Callable[[], object]]


class Watchdog:
    """Ends the process where a round takes too long: one that hangs, such as on a mail server that never answers, is as good as dead.

    Whoever keeps the clock running starts another. It needs no database and no service.

    Args:
        seconds: The longest round.
        bite: What ends the process.
    """

    def __init__(self, seconds: float = DEAD_AFTER, bite: Callable[[], object] = lambda: os._exit(70)) -> None:
        self._seconds, self._bite = seconds, bite
        self._moved = time.monotonic()
        threading.Thread(target=self._watch, daemon=True, name="watchdog").start()

    def moved(self) -> None:
        """The clock goes on."""
        self._moved = time.monotonic()

    def _watch(self) -> None:
        while time.monotonic() - self._moved < self._seconds:
            time.sleep(min(1.0, self._seconds / 4))
        log.error("The clock's round has hung for %.0f s; the process ends, to be started again.", self._seconds)
        self._bite()


def run(stop: threading.Event, chores: Round, every: float = EVERY, moved: Callable[[], None] = lambda: None) -> None:
    """Do the chores every so many seconds until told to stop. No outage ends it.

    Args:
        stop: Set by whoever wants it to end; a round that goes on is finished.
        chores: What a round does. One that fails keeps none of the others.
        every: Seconds between two rounds.
        moved: Told before each round; a watchdog may listen.
    """
    failures = 0
    while not stop.is_set():
        moved()
        try:
            tick(chores, every)
            failures = 0
        except Exception as error:  # whatever is away will be back
            failures += 1
            log.warning("The clock can't do its round: %s", reason(error), exc_info=True)
            _forget_connections()
        finally:
            model.Session.remove()
        stop.wait(min(every, FIRST_PAUSE * 2 ** min(failures - 1, 10)) if failures else every)


def tick(chores: Round, every: float = EVERY) -> bool:
    """One round, unless another clock does one or has just done it; whether it was done.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: PostgreSQL is away.
    """
    with _alone() as session:
        if session is None or _just_done(session, every):
            return False
        failed = [error for error in map(_do, chores) if error]
        _beat(session, "; ".join(failed) or None)
    return True


def age() -> tuple[float, str | None] | None:
    """Seconds since the last round, and what went wrong in it; None before the first."""
    found = model.Session.execute(
        sa.select(sa.extract("epoch", sa.func.clock_timestamp() - Heartbeat.at), Heartbeat.error).where(
            Heartbeat.name == NAME
        )
    ).first()
    return (float(found[0]), found[1]) if found else None


def _do(chore: Callable[[], object]) -> str | None:
    """Do one chore; why it failed."""
    try:
        chore()
    except Exception as error:  # the other chores must be done
        log.exception("A chore of the clock failed")
        model.Session.rollback()
        return reason(error)
    return None


@contextmanager
def _alone() -> Iterator[sa.Connection | None]:
    """A database session that is the only clock's, or None where another one has it."""
    engine = model.meta.engine
    if engine is None:
        raise RuntimeError("CKAN's database is not set up yet.")
    with engine.connect() as connection:
        session = connection.execution_options(isolation_level="AUTOCOMMIT")
        key = sa.func.hashtextextended("spenddata:clock", 0)
        if not session.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
            yield None
            return
        try:
            yield session
        finally:
            # A pooled session would keep its lock; one that is broken has lost it.
            if not session.invalidated:
                session.execute(sa.select(sa.func.pg_advisory_unlock(key)))


def _just_done(session: sa.Connection, every: float) -> bool:
    recently = sa.func.clock_timestamp() - dt.timedelta(seconds=every / 2)
    return bool(session.scalar(sa.select(sa.exists().where(Heartbeat.name == NAME, Heartbeat.at > recently))))


def _beat(session: sa.Connection, error: str | None) -> None:
    fresh = {"at": sa.func.clock_timestamp(), "process": f"{socket.gethostname()}:{os.getpid()}", "error": error}
    insert = postgresql.insert(Heartbeat).values(name=NAME, **fresh)
    session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=fresh))


def _forget_connections() -> None:
    """A pool keeps sessions of a server that is gone; each would cost a round."""
    if model.meta.engine is not None:
        model.meta.engine.dispose()
