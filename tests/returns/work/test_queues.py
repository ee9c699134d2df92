"""The doorbell: a worker hears it again within seconds, however long Redis was away."""

from __future__ import annotations

import pytest
from ckan.lib import jobs
from redis.exceptions import ConnectionError as AwayError

from ckanext.spenddata.returns.work.queues import LONGEST_PAUSE, RETURNS

LOOKS = 12


@pytest.mark.usefixtures("world")
def test_a_worker_looks_for_redis_every_few_seconds_for_as_long_as_it_is_away(monkeypatch):
    class EnoughError(Exception):
        pass

    def away(*_: object) -> None:
        raise AwayError if len(pauses) < LOOKS else EnoughError

    pauses: list[float] = []
    worker = jobs.Worker([RETURNS])
    monkeypatch.setattr(worker, "heartbeat", away)
    monkeypatch.setattr("rq.worker.base.time.sleep", pauses.append)
    with pytest.raises(EnoughError):
        worker.dequeue_job_and_maintain_ttl(None)
    assert len(pauses) == LOOKS
    assert max(pauses) == LONGEST_PAUSE, "RQ's own pause grows to a minute"
