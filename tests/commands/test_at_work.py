"""The work in the background: a queue that nobody hears, a clock that stands, what is stuck and what waits."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.commands import at_work
from tests.commands.looking import problem


class TestWork:
    @pytest.fixture
    def at_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(at_work.queries, "stuck", list)
        monkeypatch.setattr(at_work.waiting, "outages", list)
        monkeypatch.setattr(at_work.queries, "followups_waiting", lambda: 4)

    def test_what_waits_for_its_turn_is_no_problem(self, at_rest):
        assert "4 follow-ups" in at_work._work()

    def test_what_is_stuck_is_named_and_how_many(self, at_rest, monkeypatch):
        stuck = [SimpleNamespace(reference=f"X-DEMO-{n}.lgtc-500.2026-Q1") for n in range(5)]
        monkeypatch.setattr(at_work.queries, "stuck", lambda: stuck)
        found = problem(at_work._work)
        assert "5 returns" in found.found
        assert "X-DEMO-2" in found.found
        assert "X-DEMO-3" not in found.found
        assert "recover" in found.remedy

    def test_what_waits_for_an_outage_is_told_with_what_is_away(self, at_rest, monkeypatch):
        outage = SimpleNamespace(pieces=7, kind="search", since=dt.datetime(2026, 11, 28, 9, 5), reason="refused")  # noqa: DTZ001
        monkeypatch.setattr(at_work.waiting, "outages", lambda: [outage])
        found = problem(at_work._work)
        assert "7 for the search, since 28 November 09:05 (refused)" in found.found
        assert "nothing is lost" in found.remedy


class TestClock:
    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (None, "never ran"),
            ((at_work.clock.DEAD_AFTER + 1, ""), "s ago: work that a dead process left would stay"),
            ((3.0, "the database is away"), "failed: the database is away"),
        ],
    )
    def test_one_that_does_not_sweep_is_told(self, monkeypatch, found, said):
        monkeypatch.setattr(at_work.clock, "age", lambda: found)
        assert said in problem(at_work._clock).found

    def test_one_that_does_is_well(self, monkeypatch):
        monkeypatch.setattr(at_work.clock, "age", lambda: (3.0, ""))
        assert at_work._clock() == "did its last round 3 s ago"


class TestWorkers:
    @pytest.fixture
    def queues(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        told: dict[str, Any] = {"heard": [], "in_hands": False, "count": 1, "rung": []}
        kind = SimpleNamespace(in_hands=lambda: told["in_hands"], ring=lambda: told["rung"].append(1))
        worker = SimpleNamespace(queue_names=lambda: told["heard"])
        monkeypatch.setattr(at_work.redis, "connect_to_redis", lambda: None)
        monkeypatch.setattr(at_work.Worker, "all", lambda connection: [worker])  # noqa: ARG005
        monkeypatch.setattr(at_work.jobs, "add_queue_name_prefix", lambda name: f"ckan:default:{name}")
        monkeypatch.setattr(at_work.jobs, "get_queue", lambda _name: SimpleNamespace(count=told["count"]))
        monkeypatch.setattr(at_work.background, "kinds", lambda: (kind, kind))
        monkeypatch.setattr(at_work, "HEARD_WITHIN", 0)
        return told

    def test_both_queues_must_be_heard(self, queues):
        queues["heard"] = [f"ckan:default:{name}" for name in (at_work.queues.RETURNS, at_work.queues.FOLLOW)]
        assert "workers listen" in at_work._workers()

    def test_one_that_nobody_hears_is_named(self, queues):
        queues["heard"] = [f"ckan:default:{at_work.queues.RETURNS}"]
        found = problem(at_work._workers)
        assert found.remedy.endswith(f"ckan jobs worker {at_work.queues.FOLLOW}")
        assert queues["rung"] == [1]

    def test_a_worker_that_redis_forgot_is_known_by_its_work(self, queues):
        queues["in_hands"] = True
        assert "workers listen" in at_work._workers()

    def test_or_by_the_message_that_it_takes(self, queues):
        queues["count"] = 0
        assert "workers listen" in at_work._workers()
