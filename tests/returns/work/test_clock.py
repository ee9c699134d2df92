"""The periodic work goes on through outages and kills, is done by one clock at a time, and tells when it was done last."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.returns.world import World, csv_file


@pytest.fixture
def no_beats(world: World):
    """No clock has ever run."""
    forget_beats()
    return world


def forget_beats() -> None:
    from ckan import model

    model.Session.execute(sa.text("DELETE FROM spenddata_heartbeat"))
    model.Session.commit()


def age() -> float | None:
    from ckan import model

    from ckanext.spenddata.returns.work import clock

    model.Session.remove()
    found = clock.age()
    return found[0] if found else None


def run_in_thread(stop: threading.Event, chores, every: float) -> threading.Thread:
    from ckanext.spenddata.returns.work import clock

    thread = threading.Thread(target=clock.run, args=(stop, chores, every), daemon=True)
    thread.start()
    return thread


def until(what, seconds: float = 30) -> None:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.02)


@pytest.mark.usefixtures("no_beats")
class TestTheClock:
    def test_it_goes_round_and_leaves_a_sign_of_life(self):
        from ckanext.spenddata.returns.work import clock

        rounds: list[int] = []
        assert age() is None
        assert clock.tick([lambda: rounds.append(1)])
        assert rounds == [1]
        assert 0 <= (age() or 0) < 30

    def test_a_chore_that_fails_keeps_none_of_the_others_and_is_told(self):
        from ckan import model

        from ckanext.spenddata.returns.work import clock

        def fail() -> None:
            raise RuntimeError("No room.\nReally.")

        rounds: list[int] = []
        assert clock.tick([fail, lambda: rounds.append(1)])
        model.Session.remove()
        assert rounds == [1]
        assert (clock.age() or (0, ""))[1] == "No room."

    def test_two_at_once_do_it_once(self):
        from ckanext.spenddata.returns.work import clock

        rounds: list[int] = []
        at_it, go_on = threading.Event(), threading.Event()

        def slow() -> None:
            rounds.append(1)
            at_it.set()
            go_on.wait(30)

        first = threading.Thread(target=clock.tick, args=([slow],))
        first.start()
        assert at_it.wait(30)
        assert not clock.tick([lambda: rounds.append(2)])
        go_on.set()
        first.join()
        # It has just been done, so it isn't done again; and the lock is free for the next round.
        assert not clock.tick([lambda: rounds.append(3)])
        forget_beats()
        assert clock.tick([lambda: rounds.append(4)])
        assert rounds == [1, 4]

    @pytest.mark.check(34)
    def test_an_outage_of_the_database_does_not_end_it(self, monkeypatch):
        from ckan import model

        from ckanext.spenddata.returns.work import clock

        monkeypatch.setattr(clock, "FIRST_PAUSE", 0.02)
        whole = model.meta.engine
        nowhere = sa.create_engine("postgresql://nobody:x@127.0.0.1:1/nowhere", connect_args={"connect_timeout": 2})
        asked: list[int] = []
        event.listen(nowhere, "do_connect", lambda *_: asked.append(1))
        monkeypatch.setattr(model.meta, "engine", nowhere)
        stop, rounds = threading.Event(), []
        thread = run_in_thread(stop, [lambda: rounds.append(1)], every=0.2)
        until(lambda: len(asked) >= 3)
        assert rounds == []
        monkeypatch.setattr(model.meta, "engine", whole)
        until(lambda: len(rounds) >= 2)
        stop.set()
        thread.join(30)
        assert not thread.is_alive()
        assert age() is not None

    @pytest.mark.check(34)
    def test_sessions_that_the_server_ended_are_replaced(self, monkeypatch):
        """A restart of PostgreSQL leaves dead sessions in the pool."""
        from ckan import model

        from ckanext.spenddata.returns.work import clock

        monkeypatch.setattr(clock, "FIRST_PAUSE", 0.02)
        stop, rounds = threading.Event(), []

        def ended_in_the_middle() -> None:
            rounds.append(1)
            if len(rounds) == 1:
                engine = model.meta.engine
                assert engine is not None
                with engine.connect() as other:
                    ours = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                    other.execute(sa.text(ours))

        thread = run_in_thread(stop, [ended_in_the_middle], every=0.2)
        until(lambda: len(rounds) >= 3)
        stop.set()
        thread.join(30)
        assert age() is not None


class TestTheSweep:
    @pytest.fixture(autouse=True)
    def quiet(self):
        from ckan.lib import jobs

        yield
        for name in ("spenddata", "spenddata-follow"):
            jobs.get_queue(name).empty()

    @staticmethod
    def empty() -> None:
        from ckan.lib import jobs

        for name in ("spenddata", "spenddata-follow"):
            jobs.get_queue(name).empty()

    @pytest.mark.check(3)
    def test_it_calls_the_workers_to_what_no_message_told_of(self, world: World):
        from ckan.lib import jobs

        from ckanext.spenddata.returns.work.sweep import Sweeper

        world.submit(csv_file(), publish=True)
        self.empty()
        sweeper = Sweeper()
        sweeper.sweep()
        sweeper.wait(60)
        assert jobs.get_queue("spenddata").count == 1
        assert world.show()["state"] == "submitted"

    @pytest.mark.check(3)
    def test_where_nobody_comes_it_does_the_work(self, world: World):
        from ckanext.spenddata.returns.work.sweep import Sweeper

        world.submit(csv_file(), publish=True)
        self.empty()
        sweeper = Sweeper(untaken_seconds=0.01)
        sweeper.sweep()
        time.sleep(0.05)
        sweeper.sweep()
        sweeper.wait(60)
        assert world.show()["state"] == "published"

    def test_what_somebody_is_working_on_is_left_to_them(self, world: World):
        from ckan import model

        from ckanext.spenddata.returns.work.sweep import Sweeper

        world.submit(csv_file(), publish=True)
        world.submit(csv_file(month=5), period="2026-Q2", publish=True)
        first = "(SELECT id FROM spenddata_revision ORDER BY submitted LIMIT 1)"
        model.Session.execute(sa.text(f"UPDATE spenddata_revision SET heartbeat = now() WHERE id = {first}"))
        model.Session.commit()
        sweeper = Sweeper(untaken_seconds=0)
        sweeper.sweep()
        sweeper.wait(60)
        assert world.show()["state"] == "submitted"

    @pytest.mark.check(3)
    def test_where_no_bell_can_be_rung_it_does_the_work(self, world: World, monkeypatch):
        from ckan.lib import jobs
        from redis.exceptions import ConnectionError as RedisAway

        from ckanext.spenddata.returns.work.sweep import Sweeper

        def away(*_args, **_kwargs):
            raise RedisAway("Connection refused")

        world.submit(csv_file(), publish=True)
        with monkeypatch.context() as patched:
            patched.setattr(jobs, "get_queue", away)
            sweeper = Sweeper()
            sweeper.sweep()
            sweeper.wait(60)
        assert world.show()["state"] == "published"

    @pytest.mark.usefixtures("world")
    def test_a_start_calls_the_workers(self):
        from ckan.lib import jobs

        from ckanext.spenddata.returns.work import sweep

        self.empty()
        sweep.begin()
        assert jobs.get_queue("spenddata").count == 1
        assert jobs.get_queue("spenddata-follow").count == 1


class TestTheDoctor:
    @pytest.mark.usefixtures("no_beats")
    def test_it_complains_of_a_dead_clock(self):
        from ckan import model

        from ckanext.spenddata.commands import at_work
        from ckanext.spenddata.returns.work import clock

        with pytest.raises(at_work.Problem, match="never ran"):
            at_work._clock()
        clock.tick([])
        assert "did its last round" in at_work._clock()
        model.Session.execute(sa.text("UPDATE spenddata_heartbeat SET at = now() - interval '10 minutes'"))
        model.Session.commit()
        with pytest.raises(at_work.Problem, match=r"6[0-9][0-9] s ago"):
            at_work._clock()


class TestTheWatchdog:
    def test_a_round_that_hangs_ends_the_process(self):
        from ckanext.spenddata.returns.work import clock

        bitten = threading.Event()
        clock.Watchdog(0.2, bitten.set)
        assert bitten.wait(10)

    def test_a_clock_that_goes_on_is_left_alone(self):
        from ckanext.spenddata.returns.work import clock

        bitten = threading.Event()
        watchdog = clock.Watchdog(5, bitten.set)
        for _ in range(10):
            watchdog.moved()
            time.sleep(0.05)
        assert not bitten.is_set()
