"""Work is done once, by one process at a time; a failure is another try, later, and after five a person must look."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from ckanext.spenddata.model.claims import MOST_TRIES
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
    """A ledger that fails; says how often it was asked."""
    import psycopg2

    from ckanext.spenddata.returns import publishing

    asked = []

    def fail(*_args, **_kwargs):
        asked.append(1)
        raise psycopg2.OperationalError("server closed the connection unexpectedly\nThis probably means …")

    whole = publishing.publish_in_ledger
    monkeypatch.setattr(publishing, "publish_in_ledger", fail)
    return asked, lambda: monkeypatch.setattr(publishing, "publish_in_ledger", whole)


class TestFailure:
    @pytest.mark.check(8)
    @pytest.mark.usefixtures("broken")
    def test_it_changes_no_state_and_says_why(self, world: World):
        world.submit(csv_file(), publish=True)
        work()
        revision = world.show()["revisions"][0]
        assert (revision["state"], revision["tries"], revision["stuck"]) == ("publishing", 1, False)
        assert revision["last_error"] == "server closed the connection unexpectedly"

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
        from ckanext.spenddata.returns import checking

        world.submit(csv_file(), publish=True)
        world.submit(csv_file(month=5), period="2026-Q2", publish=True)
        whole, failed = checking.check, []

        def fail_first(revision_id: str) -> None:
            if not failed:
                failed.append(revision_id)
                raise OSError("No space left on device")
            whole(revision_id)

        monkeypatch.setattr(checking, "check", fail_first)
        work()
        assert world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["state"] == "published"
        assert world.show()["state"] == "submitted"

    @pytest.mark.check(4)
    def test_a_follow_up_that_fails_leaves_the_others(self, world: World, monkeypatch):
        from ckanext.spenddata.returns import index

        def fail(_revision: object) -> None:
            raise ConnectionError("Solr is away")

        whole = index.follow
        world.publish(csv_file())
        monkeypatch.setattr(index, "follow", fail)
        follow()
        steps = {step["step"]: step["state"] for step in world.show()["revisions"][0]["follow_ups"]}
        assert steps == {"catalogue": "done", "datastore": "done", "index": "waiting"}
        monkeypatch.setattr(index, "follow", whole)
        no_pauses()
        follow()
        assert {step["state"] for step in world.show()["revisions"][0]["follow_ups"]} == {"done"}


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
        from ckanext.spenddata.returns import checking

        def full(_filing: object, out, **_limits: object) -> Result:
            out.mkdir()
            return Result(
                folder=out,
                report=FilingReport(outcome="refused", refusal=Refusal("reading_output", "No room.", "Wait.")),
            )

        monkeypatch.setattr(checking.pipeline, "run_limited", full)
        monkeypatch.setattr(checking.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
        world.submit(csv_file(), publish=True)
        work()
        assert world.show()["state"] == state

    def test_a_reading_that_was_killed_is_done_again(self, world: World, monkeypatch):
        from ckanext.spenddata.filing import FilingReport, Result
        from ckanext.spenddata.returns import checking

        whole = checking.pipeline.run_limited

        def killed(_filing: object, out, **_limits: object) -> Result:
            monkeypatch.setattr(checking.pipeline, "run_limited", whole)
            return Result(folder=out, report=FilingReport(outcome="refused"), interrupted=True)

        monkeypatch.setattr(checking.pipeline, "run_limited", killed)
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
        from ckanext.spenddata.returns import publishing

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
        from ckanext.spenddata.returns import catalogue

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

        from ckanext.spenddata.returns import followups, index

        world.publish(csv_file())

        def plan_again(revision) -> None:
            followups.plan(revision)
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

        from ckanext.spenddata.returns import work as background

        jobs.get_queue("spenddata").empty()
        for _ in range(5):
            assert background.ring()
        assert jobs.get_queue("spenddata").count == 1
        jobs.get_queue("spenddata").empty()
