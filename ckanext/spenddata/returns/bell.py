"""The doorbell: a message in Redis that says *there is work*. The work itself is in PostgreSQL, so a lost message loses nothing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from ckan.lib import jobs
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError
from rq.registry import ScheduledJobRegistry

log = logging.getLogger(__name__)

RETURNS = "spenddata"
"""Queue of the work on revisions, and of the sweep."""
FOLLOW = "spenddata-follow"
"""Queue of the follow-ups."""
WITHOUT_LIMIT = -1
"""No time limit for RQ to keep: each piece of work has its own."""


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


def schedule(queue: str, function: Callable[[], object], every: dt.timedelta) -> None:
    """Have a function called at the next full multiple of ``every``, unless that is arranged already.

    Its job is named by that instant, so that two processes that ask at once arrange it once. Where Redis is away, the next process
    that starts asks again.
    """
    seconds = every.total_seconds()
    slot = int(dt.datetime.now(tz=dt.UTC).timestamp() // seconds) + 1
    at = dt.datetime.fromtimestamp(slot * seconds, tz=dt.UTC)
    name = f"{queue}-{function.__name__}-"
    try:
        waiting = jobs.get_queue(queue)
        if not any(job_id.startswith(name) for job_id in ScheduledJobRegistry(queue=waiting).get_job_ids()):
            waiting.enqueue_at(
                at, function, job_id=f"{name}{slot}", job_timeout=WITHOUT_LIMIT, result_ttl=60, failure_ttl=3600
            )
    except (RedisError, NoSuchJobError) as error:
        log.warning("The next sweep could not be scheduled (%s); the next process that starts will.", error)
