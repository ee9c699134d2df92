"""Whether the portal can serve is asked by anybody, and answered at once while a service hangs."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from ckanext.spenddata.watch import ready


def test_services_that_hang_hold_up_one_of_those_who_ask(monkeypatch):
    asked, answering = threading.Event(), threading.Event()

    def hang() -> None:
        asked.set()
        answering.wait(30)
        raise TimeoutError

    monkeypatch.setattr(ready, "SERVICES", {"database": hang})
    monkeypatch.setattr(ready, "_known", (time.monotonic() - 60, ["valkey"]))
    first = threading.Thread(target=ready.missing)
    first.start()
    try:
        assert asked.wait(30)
        assert ready.missing() == ["valkey"], "the answer of before"
    finally:
        answering.set()
        first.join()
    assert ready.missing() == ["database"]


def test_who_asks_first_waits_for_an_answer(monkeypatch):
    def away() -> None:
        raise ConnectionError

    monkeypatch.setattr(ready, "SERVICES", {"database": away, "valkey": lambda: None})
    monkeypatch.setattr(ready, "_known", (ready.NEVER, []))
    assert ready.missing() == ["database"]


def test_a_valkey_that_hangs_is_told_within_its_time(monkeypatch):
    from ckan.lib import redis

    with contextlib.closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as silent:
        pool = redis.ConnectionPool.from_url(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        monkeypatch.setattr(redis, "_connection_pool", pool)
        monkeypatch.setattr(ready, "SERVICES", {"valkey": ready.SERVICES["valkey"]})
        monkeypatch.setattr(ready, "_known", (ready.NEVER, []))
        begun = time.monotonic()
        assert ready.missing() == ["valkey"]
    assert time.monotonic() - begun < 2 * ready.SECONDS
