"""What ``doctor`` looks at of the work in the background: Redis, workers, the clock, and what is stuck or waits."""

from __future__ import annotations

import time
from collections.abc import Callable

from ckan.lib import jobs, redis
from rq import Worker

from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.work import background, clock, queues, waiting
from ckanext.spenddata.values.text import counted

HEARD_WITHIN = 5
"""Seconds that a worker has to take a message before nobody is taken to listen."""


def _redis() -> str:
    redis.connect_to_redis().ping()
    return "answers"


def _workers() -> str:
    heard = {queue for worker in Worker.all(connection=redis.connect_to_redis()) for queue in worker.queue_names()}
    kinds = zip((queues.RETURNS, queues.FOLLOW), background.kinds(), strict=True)
    missing = [
        name for name, kind in kinds if jobs.add_queue_name_prefix(name) not in heard and not _is_heard(name, kind)
    ]
    if missing:
        raise Problem(
            f"no worker listens to {', '.join(missing)}", f"Run, and keep running: ckan jobs worker {' '.join(missing)}"
        )
    return f"workers listen to {queues.RETURNS} and {queues.FOLLOW}"


def _is_heard(queue: str, kind: background.Kind) -> bool:
    """Whether somebody works on it, or takes a message: a worker whose child met an outage is no longer in RQ's list, and works on."""
    if kind.in_hands():
        return True
    kind.ring()
    until = time.monotonic() + HEARD_WITHIN
    while jobs.get_queue(queue).count and time.monotonic() < until:
        time.sleep(0.1)
    return not jobs.get_queue(queue).count


def _clock() -> str:
    remedy = "Run, and keep running: ckan spenddata clock run"
    found = clock.age()
    if found is None:
        raise Problem("it never ran: work that a dead process left would stay", remedy)
    age, error = found
    if age > clock.DEAD_AFTER:
        raise Problem(f"its last round was {age:.0f} s ago: work that a dead process left would stay", remedy)
    if error:
        raise Problem(
            f"its last round, {age:.0f} s ago, failed: {error}", "Remove the cause; it tries again by itself."
        )
    return f"did its last round {age:.0f} s ago"


def _work() -> str:
    stuck = queries.stuck()
    if stuck:
        names = ", ".join(found.reference for found in stuck[:3])
        raise Problem(
            f"work is stuck on {counted(len(stuck), 'return')} ({names} …)",
            "Remove the cause (ckan spenddata return show), then: … return recover",
        )
    away = waiting.outages()
    if away:
        outages_listed = "; ".join(
            f"{outage.pieces} for the {outage.kind}, since {outage.since:%d %B %H:%M} ({outage.reason})"
            for outage in away
        )
        raise Problem(
            f"work waits: {outages_listed}",
            "Bring back what is away; the work goes on by itself within two minutes, and nothing is lost.",
        )
    return f"nothing is stuck; {queries.followups_waiting()} follow-ups wait for their turn"


LOOKS: dict[str, Callable[[], str]] = {
    "Redis": _redis,
    "workers": _workers,
    "clock": _clock,
    "work": _work,
}
