"""The doorbell: a message in Redis that says *there is work*. The work itself is in PostgreSQL, so a lost message loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable

from ckan.lib import jobs
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

RETURNS = "spenddata"
"""Queue of the work on revisions."""
FOLLOW = "spenddata-follow"
"""Queue of the follow-ups."""
WITHOUT_LIMIT = -1
"""No time limit for RQ to keep: each piece of work has its own."""
LONGEST_PAUSE = 4.0
"""Seconds between two looks of a worker whether Redis is back."""


def wait_shortly() -> None:
    """Have CKAN's workers find Redis within seconds of its return: left to itself RQ pauses for up to a minute."""
    jobs.Worker.max_connection_wait_time = LONGEST_PAUSE


def ring(queue: str, drain: Callable[[], object]) -> bool:
    """Ask a worker to come and ``drain``; call it after the commit.

    One waiting message is enough: whoever takes it finds everything that was committed before. False where Redis is away, which
    delays the work until the next sweep and loses nothing.
    """
    try:
        if jobs.get_queue(queue).count == 0:
            tk.enqueue_job(drain, title=f"{queue}: work", queue=queue, rq_kwargs={"timeout": WITHOUT_LIMIT})
    except RedisError as error:
        log.warning("Redis can't be reached (%s); the work waits in the database until the next sweep.", error)
        return False
    return True
