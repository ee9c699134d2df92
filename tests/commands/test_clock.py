"""The clock's command: all that is to be done at every round, until it is told to stop; then what is under way has some seconds."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import click
import pytest

from ckanext.spenddata.commands import clock as command
from ckanext.spenddata.ledger import changes as ledger_changes
from ckanext.spenddata.model import changes
from ckanext.spenddata.returns.work import clock, sweep
from ckanext.spenddata.watch import letters, stuck, waking


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the clock was given, and the order of what was done."""
    told: dict[str, Any] = {"order": [], "handlers": {}}

    class Sweeper:
        def __init__(self, surroundings: Any) -> None:
            told["surroundings"] = surroundings

        def sweep(self) -> None:
            told["order"].append("sweep")

        def wait(self, seconds: float) -> None:
            told["order"].append(f"wait {seconds}")

    def run(stop: threading.Event, chores: Any, moved: Any) -> None:
        told.update(stop=stop, moved=moved)
        told["order"].append("run")
        for chore in chores:
            chore()

    monkeypatch.setattr(sweep, "Sweeper", Sweeper)
    monkeypatch.setattr(waking, "Waker", lambda: SimpleNamespace(look=lambda: told["order"].append("wake")))
    monkeypatch.setattr(stuck, "tell", lambda: told["order"].append("stuck"))
    monkeypatch.setattr(letters.Letters, "tell", lambda _self: told["order"].append("letters"))
    monkeypatch.setattr(changes, "clear", lambda: told["order"].append("clear"))
    monkeypatch.setattr(ledger_changes, "clear", lambda: told["order"].append("clear the ledger's"))
    monkeypatch.setattr(clock, "run", run)
    monkeypatch.setattr(clock, "Watchdog", lambda: SimpleNamespace(moved="moved"))
    monkeypatch.setattr(signal, "signal", told["handlers"].__setitem__)

    @contextmanager
    def request_context() -> Any:
        told["order"].append("in")
        yield
        told["order"].append("out")

    app = SimpleNamespace(test_request_context=request_context)

    context = click.Context(command.run)
    context.meta["flask_app"] = app
    with context:
        context.invoke(command.run)
    return told


def test_every_chore_is_done_within_a_request_s_surroundings_and_what_is_under_way_waited_for(ran):
    chores = ["wake", "sweep", "stuck", "letters", "clear", "clear the ledger's"]
    assert ran["order"] == ["in", "run", *chores, "out", f"wait {command.GOODBYE_SECONDS}"]
    assert ran["moved"] == "moved"


def test_it_stops_when_it_is_asked_to_either_way(ran):
    assert set(ran["handlers"]) == {signal.SIGTERM, signal.SIGINT}
    assert not ran["stop"].is_set()
    ran["handlers"][signal.SIGTERM](signal.SIGTERM, None)
    assert ran["stop"].is_set()
