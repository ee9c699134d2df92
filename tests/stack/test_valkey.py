"""The stack's Valkey when it is full: it says so, and forgets nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.exceptions import RedisError

from stack.addresses import Addresses, UsualPorts
from stack.home import Home
from stack.processes import Processes
from stack.valkey import Valkey


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    monkeypatch.setenv("SPENDDATA_VALKEY_MB", "8")
    home = Home.open(tmp_path / "home")
    addresses, processes = Addresses.of(home, UsualPorts(), ("ckan", "datastore")), Processes(home)
    valkey = Valkey(home, addresses, throwaway=True)
    try:
        valkey.start(processes)
        processes.wait_for("valkey", valkey.answers)
        yield redis.Redis.from_url(addresses.redis_url)
    finally:
        processes.stop(quiet=True)


def test_it_refuses_what_does_not_fit_and_forgets_nothing(small: redis.Redis):
    small.set("session", "somebody's", ex=3600)
    small.rpush("queue", "a message")
    kept = 0
    with pytest.raises(RedisError, match="maxmemory"):  # noqa: PT012  until it is full
        while True:
            small.set(f"filling {kept}", "x" * 100_000)
            kept += 1
    assert kept
    assert small.get("session") == b"somebody's"
    assert small.lrange("queue", 0, -1) == [b"a message"]
    assert small.lpop("queue") == b"a message"
    small.delete(*(f"filling {number}" for number in range(kept)))
    small.rpush("queue", "another message")
