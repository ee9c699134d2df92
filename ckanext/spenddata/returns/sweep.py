"""The sweep: finds work that a lost message, a killed process or a machine's failure left behind."""

from __future__ import annotations

import datetime as dt
import time

from ckanext.spenddata.returns import bell, work
from ckanext.spenddata.returns.storage import Storage

__all__ = ["begin", "sweep"]

EVERY = dt.timedelta(seconds=30)
LEFT_BEHIND = 24 * 3600
"""Seconds after which a half-written file can't belong to anybody."""


def sweep() -> None:
    """Schedule the next sweep, take up what waits, and clear what killed processes left; RQ calls it on the queue ``spenddata``."""
    schedule()
    Storage().clear_incoming(older_than=time.time() - LEFT_BEHIND)
    _, followups = work.anything_waiting()
    if followups:
        work.ring_followups()
    work.drain_returns()


def begin() -> None:
    """A process of the portal has started: have a sweep now and regularly. One that waits already is enough."""
    bell.ring(bell.RETURNS, sweep)
    schedule()


def schedule() -> None:
    """Make sure that there is a next sweep."""
    bell.schedule(bell.RETURNS, sweep, EVERY)
