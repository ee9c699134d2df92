"""Whether the portal can serve is asked by anybody, and answered at once while a service hangs."""

from __future__ import annotations

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
