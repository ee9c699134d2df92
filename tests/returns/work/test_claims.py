"""Work is done once, by one process at a time; its own fault is another try, later, and after five a person must look.

A machine's failure is never a try: it is waited for, however long it lasts.
"""

from __future__ import annotations

import contextlib
import threading

import pytest
import sqlalchemy as sa

from ckanext.spenddata.model.claims import MOST_INTERRUPTIONS, MOST_TRIES
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, ledger_rows, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"


def no_pauses() -> None:
    """Let every try come at once."""
    from ckan import model

    for table in ("spenddata_revision", "spenddata_followup"):
        model.Session.execute(sa.text(f"UPDATE {table} SET not_before = NULL"))
    model.Session.commit()


@pytest.fixture
def broken(monkeypatch):
    """A ledger that fails by a fault of the work; says how often it was asked."""
    from ckanext.spenddata.returns.filing import publishing

    asked = []

    def fail(*_args, **_kwargs):
        asked.append(1)
        raise LookupError("there is no such row\nThis probably means …")

    whole = publishing.ledger.publish
    monkeypatch.setattr(publishing.ledger, "publish", fail)
    return asked, lambda: monkeypatch.setattr(publishing.ledger, "publish", whole)


class TestFailure:
    @pytest.mark.check(8)
    @pytest.mark.usefixtures("broken")
    def test_it_changes_no_state_and_says_why(self, world: World):
        world.submit(csv_file(), publish=True)
        work()
        revision = world.show()["revisions"][0]
        assert (revision["state"], revision["tries"], revision["stuck"]) == ("publishing", 1, False)
        assert revision["last_error"] == "there is no such row"

    def test_the_next_try_waits_a_little(self, world: World, broken):
        asked, _ = broken
        world.submit(csv_file(), publish=True)
        work()
        work()
        assert len(asked) == 1

    @pytest.mark.check(8)
    def test_the_next_try_succeeds_without_a_person(self, world: World, broken):
        _, mend = broken
        world.submit(csv_file(), publish=True)
        work()
        mend()
        no_pauses()
        work()
        assert world.show()["state"] == "published"

    def test_after_five_tries_it_is_stuck_until_somebody_says_again(self, world: World, broken):
        asked, mend = broken
        world.submit(csv_file(), publish=True)
        for _ in range(MOST_TRIES + 2):
            work()
            no_pauses()
        assert len(asked) == MOST_TRIES
        assert world.show()["revisions"][0]["stuck"]
        assert world.call("spenddata_return_list", publisher="X-DEMO-1", state="stuck")["count"] == 1
        mend()
        world.call("spenddata_return_recover", reference=REFERENCE)
        work()
        assert world.show()["state"] == "published"

    def test_one_failure_does_not_keep_others(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.filing import checking
        from ckanext.spenddata.returns.work import claims

        monkeypatch.setattr(claims, "FIRST_PAUSE", 60.0)
        world.submit(csv_file(), publish=True)
        world.submit(csv_file(month=5), period="2026-Q2", publish=True)
        whole, failed = checking.check, []

        def fail_first(revision_id: str) -> None:
            if not failed:
                failed.append(revision_id)
                raise OSError("What the work did is wrong")
            whole(revision_id)

        monkeypatch.setattr(checking, "check", fail_first)
        work()
        assert world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["state"] == "published"
        assert world.show()["state"] == "submitted"

    @pytest.mark.check(4)
    def test_a_follow_up_that_fails_leaves_the_others(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.followups import index

        def fail(_revision: object) -> None:
            raise LookupError("The index wants something else")

        whole = index.follow
        world.publish(csv_file())
        monkeypatch.setattr(index, "follow", fail)
        follow()
        steps = {step["step"]: step["state"] for step in world.show()["revisions"][0]["follow_ups"]}
        assert steps == {"catalogue": "done", "datastore": "done", "index": "waiting", "suppliers": "done"}
        monkeypatch.setattr(index, "follow", whole)
        no_pauses()
        follow()
        assert {step["state"] for step in world.show()["revisions"][0]["follow_ups"]} == {"done"}


def away(kind: str) -> Exception:
    """What a service that is away, or a machine without room, makes Python say."""
    import errno

    import psycopg2
    import requests
    from redis.exceptions import ConnectionError as NoValkeyError
    from sqlalchemy.exc import OperationalError

    from ckanext.spenddata.search.core import SearchDownError

    lost = psycopg2.OperationalError("server closed the connection unexpectedly\nThis probably means …")
    return {
        "database": OperationalError("select", {}, lost),
        "search": SearchDownError(),
        "memory": NoValkeyError("Connection refused"),
        "disk": OSError(errno.ENOSPC, "No space left on device"),
        "machine": requests.ConnectionError("Connection refused"),
    }[kind]


OUTAGES = ("database", "search", "memory", "disk", "machine")


class TestOutage:
    """It lasts longer than five tries would."""

    @pytest.mark.parametrize("kind", OUTAGES)
    @pytest.mark.check(34)
    def test_it_is_waited_for_and_no_try_is_spent(self, world: World, monkeypatch, kind: str):
        from ckanext.spenddata.returns.filing import publishing
        from ckanext.spenddata.returns.work import waiting

        whole = publishing.ledger.publish

        def fail(*_args, **_kwargs):
            raise away(kind)

        monkeypatch.setattr(publishing.ledger, "publish", fail)
        world.submit(csv_file(), publish=True)
        for _ in range(MOST_TRIES + 2):
            work()
            no_pauses()
        revision = world.show()["revisions"][0]
        assert (revision["tries"], revision["stuck"], revision["waits_for"]) == (0, False, kind)
        assert [(outage.kind, outage.pieces) for outage in waiting.outages()] == [(kind, 1)]
        monkeypatch.setattr(publishing.ledger, "publish", whole)
        work()
        shown = world.show()
        assert (shown["state"], shown["revisions"][0]["waits_for"], waiting.outages()) == ("published", None, [])

    @pytest.mark.check(4)
    def test_the_index_that_is_away_for_long_is_followed_without_a_person(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.followups import index

        def fail(_revision: object) -> None:
            raise away("search")

        world.publish(csv_file())
        with monkeypatch.context() as broken:
            broken.setattr(index, "follow", fail)
            for _ in range(MOST_TRIES + 2):
                follow()
                no_pauses()
        follow()
        assert {step["state"] for step in world.show()["revisions"][0]["follow_ups"]} == {"done"}

    def test_the_next_look_comes_after_as_long_again_and_at_most_two_minutes(self, world: World, monkeypatch):
        from ckan import model

        from ckanext.spenddata.returns.filing import publishing

        def fail(*_args, **_kwargs):
            raise away("search")

        monkeypatch.setattr(publishing.ledger, "publish", fail)
        world.submit(csv_file(), publish=True)
        pauses = []
        for lasted in (0, 30, 6000):
            model.Session.execute(
                sa.text(
                    "UPDATE spenddata_revision SET not_before = NULL,"
                    " waits_since = waits_since - make_interval(secs => :lasted)"
                ),
                {"lasted": lasted},
            )
            model.Session.commit()
            work()
            pauses.append(
                model.Session.scalar(sa.text("SELECT extract(epoch FROM not_before - now()) FROM spenddata_revision"))
            )
            model.Session.rollback()
        assert float(pauses[0]) == pytest.approx(2, abs=1.5)
        assert float(pauses[1]) == pytest.approx(31, abs=8)
        assert float(pauses[2]) == pytest.approx(120, abs=3)

    @pytest.mark.usefixtures("broken")
    def test_an_outage_between_two_faults_does_not_forget_them(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.filing import publishing

        world.submit(csv_file(), publish=True)
        work()
        no_pauses()

        def fail(*_args, **_kwargs):
            raise away("disk")

        monkeypatch.setattr(publishing.ledger, "publish", fail)
        work()
        revision = world.show()["revisions"][0]
        assert (revision["tries"], revision["waits_for"]) == (1, "disk")


class TestInterruption:
    """A process that is killed leaves its work to the next at once; work that ends every process is left alone in the end."""

    def test_the_first_leaves_it_to_the_next_at_once_and_many_make_it_wait_for_a_person(
        self, world: World, monkeypatch
    ):
        from ckanext.spenddata.returns.filing import checking

        world.submit(csv_file(), publish=True)
        whole, begun = checking.check, []

        def killed(_revision_id: str) -> None:
            begun.append(1)
            raise SystemExit("killed")

        monkeypatch.setattr(checking, "check", killed)
        for _ in range(2):
            with pytest.raises(SystemExit):
                work()
        assert len(begun) == 2
        work()
        assert len(begun) == 2, "after the second the next waits"
        for _ in range(MOST_INTERRUPTIONS):
            no_pauses()
            with contextlib.suppress(SystemExit):
                work()
        assert len(begun) == MOST_INTERRUPTIONS
        assert world.show()["revisions"][0]["stuck"]
        monkeypatch.setattr(checking, "check", whole)
        world.call("spenddata_return_recover", reference=REFERENCE)
        work()
        assert world.show()["state"] == "published"


class TestReading:
    """A machine that stops or has no room says nothing about the files."""

    @pytest.mark.check(9)
    @pytest.mark.parametrize(("free", "state"), [(1_000, "checking"), (10**12, "rejected")])
    def test_what_does_not_fit_is_tried_again_where_the_disk_is_full(
        self, world: World, monkeypatch, free: int, state: str
    ):
        from types import SimpleNamespace

        from ckanext.spenddata.filing import FilingReport, Result
        from ckanext.spenddata.intake.reading import Refusal
        from ckanext.spenddata.returns.filing import reading

        def full(_filing: object, out, **_limits: object) -> Result:
            out.mkdir()
            return Result(
                folder=out,
                report=FilingReport(outcome="refused", refusal=Refusal("reading_output", "No room.", "Wait.")),
            )

        monkeypatch.setattr(reading.limited, "run_limited", full)
        monkeypatch.setattr(reading.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
        world.submit(csv_file(), publish=True)
        work()
        shown = world.show()
        assert (shown["state"], shown["revisions"][0]["tries"]) == (state, 0)

    def test_a_reading_that_was_killed_is_done_again(self, world: World, monkeypatch):
        from ckanext.spenddata.filing import FilingReport, Result
        from ckanext.spenddata.returns.filing import reading

        whole = reading.limited.run_limited

        def killed(_filing: object, out, **_limits: object) -> Result:
            monkeypatch.setattr(reading.limited, "run_limited", whole)
            return Result(folder=out, report=FilingReport(outcome="refused"), interrupted=True)

        monkeypatch.setattr(reading.limited, "run_limited", killed)
        world.submit(csv_file(), publish=True)
        work()
        revision = world.show()["revisions"][0]
        assert (revision["state"], revision["tries"]) == ("checking", 1)
        no_pauses()
        work()
        assert world.show()["state"] == "published"


class TestOnce:
    @pytest.mark.check(5)
    def test_a_message_delivered_many_times_publishes_once(self, world: World, measured):
        from ckan import model

        world.submit(csv_file(), publish=True)
        threads = [threading.Thread(target=lambda: (work(), model.Session.remove())) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        revision = world.show()["revisions"][0]
        assert revision["state"] == "published"
        assert [event["to"] for event in revision["events"]].count("published") == 1
        assert ledger_rows() == (3, 600_006)
        measured(f"{len(threads)} times at once: published once")

    def test_a_publication_that_was_committed_but_not_written_down_is_finished(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.filing import publishing

        whole = publishing._published

        def killed(_revision_id: str, _entry: object) -> None:
            raise SystemExit("killed between the ledger and CKAN")

        world.submit(csv_file(), publish=True)
        monkeypatch.setattr(publishing, "_published", killed)
        with pytest.raises(SystemExit):
            work()
        assert ledger_rows() == (3, 600_006)
        assert world.show()["state"] == "publishing"
        monkeypatch.setattr(publishing, "_published", whole)
        work()
        shown = world.show()
        assert (shown["state"], shown["revisions"][0]["entry_no"] is not None) == ("published", True)
        assert ledger_rows() == (3, 600_006)

    def test_every_follow_up_can_run_again(self, world: World):
        from ckan import model
        from ckan.plugins import toolkit as tk

        from ckanext.spenddata.model import FollowUp
        from ckanext.spenddata.returns.followups import catalogue

        world.publish(csv_file())
        for _ in range(3):
            model.Session.query(FollowUp).update({"done": None})
            model.Session.commit()
            follow()
        package = tk.get_action("package_show")({"ignore_auth": True}, {"id": catalogue.dataset_id("X-DEMO-1", REGIME)})
        assert len(package["resources"]) == 1
        table = tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": package["resources"][0]["id"]})
        assert table["total"] == 3

    def test_a_step_planned_again_while_it_runs_is_not_done(self, world: World, monkeypatch):
        from ckan import model

        from ckanext.spenddata.returns.followups import index, planning

        world.publish(csv_file())

        def plan_again(revision) -> None:
            planning.plan(revision)
            model.Session.commit()
            monkeypatch.setattr(index, "follow", lambda _revision: None)

        monkeypatch.setattr(index, "follow", plan_again)
        follow()
        assert {step["state"] for step in world.show()["revisions"][0]["follow_ups"]} == {"done"}


class TestTheBell:
    @pytest.mark.check(3)
    def test_redis_away_at_submission_loses_nothing(self, world: World, monkeypatch, measured):
        from ckan.lib import jobs
        from redis.exceptions import ConnectionError as RedisAway

        def away(*_args, **_kwargs):
            raise RedisAway("Connection refused")

        monkeypatch.setattr(jobs, "get_queue", away)
        filed = world.submit(csv_file(), publish=True)
        assert (filed["state"], filed["waiting"]) == ("submitted", True)
        measured("1 refused connection before queueing; Valkey itself left alive")
        monkeypatch.undo()

    @pytest.mark.usefixtures("world")
    def test_one_message_waits_however_often_it_rings(self):
        from ckan.lib import jobs

        from ckanext.spenddata.returns.work import background

        jobs.get_queue("spenddata").empty()
        for _ in range(5):
            assert background.ring()
        assert jobs.get_queue("spenddata").count == 1
        jobs.get_queue("spenddata").empty()
