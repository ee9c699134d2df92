"""What ``doctor`` looks at: whatever is wrong is found, one at a time, with what to do; one fault never hides another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import responses
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.backup.latest import Latest
from ckanext.spenddata.commands import checkup, kept
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.returns.files.storage import StorageError
from ckanext.spenddata.sandbox import End

GOOD = [
    "spenddata_compat",
    "validation",
    "spenddata",
    "scheming_organizations",
    "scheming_datasets",
    "xloader",
    "datastore",
    "activity",
]


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    return lambda name, value: monkeypatch.setitem(tk.config, name, value)


def problem(look: Callable[[], str]) -> Problem:
    with pytest.raises(Problem) as found:
        look()
    assert found.value.remedy, "whoever is told of a problem is told what to do"
    return found.value


class TestLooking:
    def test_what_is_wrong_keeps_from_looking_at_nothing_else(self, monkeypatch):
        def wrong() -> str:
            raise Problem("it is wrong", "mend it")

        def broken() -> str:
            raise requests.ConnectionError("nobody answers\nwith a long trace")

        monkeypatch.setattr(checkup, "LOOKS", {"a": wrong, "b": broken, "c": lambda: "fine"})
        a, b, c = checkup.run()
        assert (a.ok, a.found, a.remedy) == (False, "it is wrong", "mend it")
        assert (b.ok, b.found) == (False, "nobody answers")
        assert b.remedy
        assert (c.ok, c.found, c.remedy) == (True, "fine", "")

    def test_a_fault_without_words_is_told_by_its_kind(self, monkeypatch):
        def silent() -> str:
            raise TimeoutError

        monkeypatch.setattr(checkup, "LOOKS", {"a": silent})
        (a,) = checkup.run()
        assert "TimeoutError" in a.found

    def test_each_thing_has_a_name_of_its_own(self):
        assert {"plugins", "ledger", "clock", "backup", "sessions", "reader of files"} <= set(checkup.LOOKS)


class TestPlugins:
    def test_all_in_order_are_well(self, setting):
        setting("ckan.plugins", GOOD)
        assert "right order" in checkup._plugins()

    @pytest.mark.parametrize("missing", checkup.NEEDED)
    def test_one_that_is_missing_is_named(self, setting, missing):
        setting("ckan.plugins", [name for name in GOOD if name != missing])
        assert missing in problem(checkup._plugins).remedy

    @pytest.mark.parametrize(("first", "second"), checkup.ORDER)
    def test_two_that_change_places_are_named(self, setting, first, second):
        changed = {first: second, second: first}
        setting("ckan.plugins", [changed.get(name, name) for name in GOOD])
        assert f"{first} must stand before {second}" in problem(checkup._plugins).found

    def test_validation_needs_its_helper(self, setting):
        setting("ckan.plugins", [name for name in GOOD if name != "spenddata_compat"])
        assert "spenddata_compat must stand before validation" in problem(checkup._plugins).found


class TestSettings:
    def test_validations_own_job_must_be_off(self, setting):
        for name in checkup.OFF:
            setting(f"ckanext.validation.{name}", False)
        assert "is off" in checkup._validation_jobs()

    @pytest.mark.parametrize("name", checkup.OFF)
    def test_one_of_its_ways_that_is_on_is_named(self, setting, name):
        for other in checkup.OFF:
            setting(f"ckanext.validation.{other}", other == name)
        assert problem(checkup._validation_jobs).remedy == f"Set to false: ckanext.validation.{name}"

    def test_a_file_that_may_be_sent_can_be_published(self, setting):
        setting("ckan.max_resource_size", 500)
        setting(config.FILE_MB, 500)
        assert "500 MB" in checkup._upload_size()
        setting("ckan.max_resource_size", 499)
        assert "ckan.max_resource_size = 500" in problem(checkup._upload_size).remedy

    @pytest.mark.parametrize(
        "site", ["https://spend.example", "http://127.0.0.1:5000", "http://localhost", "http://[::1]:5000"]
    )
    def test_a_portal_that_keeps_log_ins_to_itself_is_well(self, setting, site):
        setting("ckan.site_url", site)
        setting(config.CSP, "enforce")
        setting(config.LINKS, False)
        assert "uploaded files" in checkup._browsers()

    @pytest.mark.parametrize("site", ["http://spend.example", "http://localhost.example", "http://10.0.0.1"])
    def test_passwords_that_travel_in_the_open_are_told(self, setting, site):
        setting("ckan.site_url", site)
        setting(config.CSP, "enforce")
        assert "can be read on the way" in problem(checkup._browsers).found

    @pytest.mark.parametrize("policy", ["off", "report-only"])
    def test_a_policy_that_holds_nobody_is_told(self, setting, policy):
        setting("ckan.site_url", "https://spend.example")
        setting(config.CSP, policy)
        assert policy in problem(checkup._browsers).found


class TestStorage:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(config, "storage", lambda: tmp_path / "public/spend")
        return tmp_path

    def test_one_within_a_public_folder_is_told(self, folder, setting):
        setting("extra_public_paths", f"/elsewhere,{folder / 'public'}")
        assert "no web server serves" in problem(checkup._private_storage).remedy

    @pytest.mark.parametrize("public", ["", None, "/elsewhere"])
    def test_one_that_no_server_serves_is_well(self, setting, public):
        setting("extra_public_paths", public)
        assert "no public folder" in checkup._private_storage()

    def test_a_way_round_by_a_link_is_seen(self, folder, setting, monkeypatch):
        (folder / "public").mkdir()
        (folder / "link").symlink_to(folder / "public")
        setting("extra_public_paths", str(folder / "public"))
        monkeypatch.setattr(config, "storage", lambda: folder / "link/spend")
        assert "public" in problem(checkup._private_storage).found

    def test_one_that_can_not_be_written_says_why(self, monkeypatch):
        def full(_self: object) -> None:
            raise StorageError("the disk is full")

        monkeypatch.setattr(checkup.Storage, "check_writable", full)
        assert problem(checkup._storage).found == "the disk is full"


class TestWork:
    @pytest.fixture
    def at_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checkup.queries, "stuck", list)
        monkeypatch.setattr(checkup.waiting, "outages", list)
        monkeypatch.setattr(checkup.model.Session, "scalar", lambda _query: 4)

    def test_what_waits_for_its_turn_is_no_problem(self, at_rest):
        assert "4 follow-ups" in checkup._work()

    def test_what_is_stuck_is_named_and_how_many(self, at_rest, monkeypatch):
        stuck = [SimpleNamespace(reference=f"X-DEMO-{n}.lgtc-500.2026-Q1") for n in range(5)]
        monkeypatch.setattr(checkup.queries, "stuck", lambda: stuck)
        found = problem(checkup._work)
        assert "5 returns" in found.found
        assert "X-DEMO-2" in found.found
        assert "X-DEMO-3" not in found.found
        assert "recover" in found.remedy

    def test_what_waits_for_an_outage_is_told_with_what_is_away(self, at_rest, monkeypatch):
        outage = SimpleNamespace(pieces=7, kind="search", since=dt.datetime(2026, 11, 28, 9, 5), reason="refused")  # noqa: DTZ001
        monkeypatch.setattr(checkup.waiting, "outages", lambda: [outage])
        found = problem(checkup._work)
        assert "7 for the search, since 28 November 09:05 (refused)" in found.found
        assert "nothing is lost" in found.remedy

    def test_documents_that_are_late_are_not_left_behind(self, at_rest, monkeypatch):
        monkeypatch.setattr(checkup.orphans, "find", lambda: "3 documents")
        assert "belongs to a published revision" in checkup._orphans()
        monkeypatch.setattr(checkup.model.Session, "scalar", lambda _query: 0)
        assert problem(checkup._orphans).remedy == "Run: ckan spenddata doctor --mend"


class TestClock:
    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (None, "never ran"),
            ((checkup.clock.DEAD_AFTER + 1, ""), "s ago: work that a dead process left would stay"),
            ((3.0, "the database is away"), "failed: the database is away"),
        ],
    )
    def test_one_that_does_not_sweep_is_told(self, monkeypatch, found, said):
        monkeypatch.setattr(checkup.clock, "age", lambda: found)
        assert said in problem(checkup._clock).found

    def test_one_that_does_is_well(self, monkeypatch):
        monkeypatch.setattr(checkup.clock, "age", lambda: (3.0, ""))
        assert checkup._clock() == "did its last round 3 s ago"


class TestWorkers:
    @pytest.fixture
    def queues(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        told: dict[str, Any] = {"heard": [], "in_hands": False, "count": 1, "rung": []}
        kind = SimpleNamespace(in_hands=lambda: told["in_hands"], ring=lambda: told["rung"].append(1))
        worker = SimpleNamespace(queue_names=lambda: told["heard"])
        monkeypatch.setattr(checkup.redis, "connect_to_redis", lambda: None)
        monkeypatch.setattr(checkup.Worker, "all", lambda connection: [worker])  # noqa: ARG005
        monkeypatch.setattr(checkup.jobs, "add_queue_name_prefix", lambda name: f"ckan:default:{name}")
        monkeypatch.setattr(checkup.jobs, "get_queue", lambda _name: SimpleNamespace(count=told["count"]))
        monkeypatch.setattr(checkup.background, "kinds", lambda: (kind, kind))
        monkeypatch.setattr(checkup, "SECONDS", 0)
        return told

    def test_both_queues_must_be_heard(self, queues):
        queues["heard"] = [f"ckan:default:{name}" for name in (checkup.queues.RETURNS, checkup.queues.FOLLOW)]
        assert "workers listen" in checkup._workers()

    def test_one_that_nobody_hears_is_named(self, queues):
        queues["heard"] = [f"ckan:default:{checkup.queues.RETURNS}"]
        found = problem(checkup._workers)
        assert found.remedy.endswith(f"ckan jobs worker {checkup.queues.FOLLOW}")
        assert queues["rung"] == [1]

    def test_a_worker_that_redis_forgot_is_known_by_its_work(self, queues):
        queues["in_hands"] = True
        assert "workers listen" in checkup._workers()

    def test_or_by_the_message_that_it_takes(self, queues):
        queues["count"] = 0
        assert "workers listen" in checkup._workers()


class TestServices:
    @responses.activate
    def test_a_catalogue_that_refuses_is_a_problem(self, monkeypatch, setting):
        setting("solr_url", "http://127.0.0.1:1/solr/ckan/")
        monkeypatch.setattr(config, "search_auth", lambda: None)
        responses.get("http://127.0.0.1:1/solr/ckan/select", status=401)
        monkeypatch.setattr(checkup, "LOOKS", {"Solr": checkup._solr_catalogue})
        (found,) = checkup.run()
        assert not found.ok
        assert "401" in found.found

    def test_a_core_that_is_away_is_named_without_its_password(self, monkeypatch):
        monkeypatch.setattr(config, "search_url", lambda: "http://solr:hidden@127.0.0.1:1/solr/spend")
        monkeypatch.setattr(checkup.Core, "answers", lambda _self: False)
        found = problem(checkup._solr_spend)
        assert "127.0.0.1:1/solr/spend" in found.found
        assert "hidden" not in found.found + found.remedy

    def test_a_ledger_that_is_behind_is_told_with_its_steps(self, monkeypatch):
        monkeypatch.setattr(
            checkup.schema, "pending", lambda: [SimpleNamespace(name="008_x"), SimpleNamespace(name="009_y")]
        )
        found = problem(checkup._ledger)
        assert "008_x, 009_y" in found.found
        assert found.remedy == "Run: ckan spenddata ledger init"

    def test_definitions_that_are_not_in_force_are_told(self, monkeypatch, setting):
        setting(config.DEFINITIONS, "/etc/spend")
        monkeypatch.setattr(config, "overlay_faults", lambda: ["rules.yaml, line 3: no such kind."])
        monkeypatch.setattr(config, "definitions", lambda: None)
        found = problem(checkup._definitions)
        assert "line 3" in found.found
        assert "/etc/spend" in found.remedy


class TestReaderOfFiles:
    @pytest.fixture
    def child(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        """A fork server of which the test says what its child could do."""
        told: dict[str, Any] = {"end": End.DONE, "held": "{}", "closed": False}

        class Server:
            def __init__(self, module: str) -> None:
                told["module"] = module

            def run(self, asked: dict[str, Any], _ceiling: object, _reach: object) -> SimpleNamespace:
                (Path(asked["folder"]) / checkup.probe.ANSWER).write_text(told["held"])
                return SimpleNamespace(end=told["end"])

            def close(self) -> None:
                told["closed"] = True

        monkeypatch.setattr(checkup, "Server", Server)
        return told

    def test_a_child_that_is_refused_everything_is_well(self, child):
        child["held"] = '{"read a secret": null, "open a socket": null}'
        assert "refused all 2 ways out" in checkup._parser()
        assert child["closed"]

    def test_each_way_out_that_was_possible_is_named(self, child):
        child["held"] = '{"read a secret": "opened it", "open a socket": null}'
        found = problem(checkup._parser)
        assert "read a secret (opened it)" in found.found
        assert "socket" not in found.found

    def test_where_it_can_not_be_tried_it_is_not_believed(self, child):
        child["end"] = next(end for end in End if end is not End.DONE)
        assert "can't be tried" in problem(checkup._parser).found
        assert child["closed"]


class TestBackup:
    @pytest.fixture(autouse=True)
    def state(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        told: dict[str, Any] = {"begun": False, "known": None, "hours": 26, "age": dt.timedelta(hours=3)}
        monkeypatch.setattr(kept.latest, "begun", lambda: told["begun"])
        monkeypatch.setattr(kept.latest, "known", lambda _kind: told["known"])
        monkeypatch.setattr(kept.latest, "age", lambda _latest: told["age"])
        monkeypatch.setattr(config, "backup_hours", lambda: told["hours"])
        return told

    def test_a_restore_that_was_cut_short_comes_before_all(self, state):
        state["begun"] = True
        assert "Serve nobody" in problem(kept._backup).remedy

    def test_a_backup_of_tonight_is_well(self, state):
        state["known"] = Latest("2026-11-28T00:00:00Z", "ab", "a.spenddata.tar")
        assert kept._backup() == "a.spenddata.tar shows the portal of 3.0 hours ago"

    def test_one_that_is_too_old_is_told_with_its_age(self, state):
        state["known"] = Latest("2026-11-28T00:00:00Z", "ab", "a.spenddata.tar")
        state["age"] = dt.timedelta(hours=26, minutes=6)
        assert "no older than 26 hours" in problem(kept._backup).found

    def test_none_at_all_is_a_problem_only_where_one_is_wanted(self, state):
        assert "never backed up" in problem(kept._backup).found
        state["hours"] = 0
        assert "never backed up" in kept._backup()
