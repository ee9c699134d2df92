"""``ckan spenddata``: identifiers on standard output, messages on standard error, exit codes that a script can trust."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.returns.conftest import portal_world, world
from tests.returns.world import PERIOD, REGIME, World, csv_file, work

__all__ = ["portal_world", "world"]

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
DUTY = ["--publisher", "X-DEMO-1", "--regime", REGIME, "--period", PERIOD]


@pytest.fixture
def run(world: World, monkeypatch):
    """Run a command of ``ckan spenddata`` in this process."""
    from ckan import model
    from click.testing import CliRunner, Result

    from ckanext.spenddata.cli import spenddata
    from ckanext.spenddata.commands import at_work

    # No worker runs here, and the doctor would wait for one every time.
    monkeypatch.setattr(at_work, "HEARD_WITHIN", 0.1)

    def run(*arguments: object) -> Result:
        model.Session.remove()
        return CliRunner().invoke(spenddata, [str(argument) for argument in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "spend.csv"
    path.write_bytes(csv_file(20))
    return path


class TestReturn:
    def test_it_is_submitted_shown_published_and_withdrawn(self, run, file: Path):
        submitted = run("return", "submit", file, *DUTY)
        assert (submitted.exit_code, submitted.stdout) == (0, f"{REFERENCE}\n")
        work()
        assert "ready" in run("return", "show", REFERENCE).stdout
        assert run("return", "publish", REFERENCE, "--user", "editor").stdout == f"{REFERENCE}\n"
        work()
        listed = json.loads(run("return", "list", "--publisher", "X-DEMO-1", "--state", "published", "--json").stdout)
        assert [line["reference"] for line in listed["results"]] == [REFERENCE]
        assert run("return", "withdraw", REFERENCE, "--why", "Wrong month", "--user", "administrator").exit_code == 0
        assert json.loads(run("return", "show", REFERENCE, "--json").stdout)["state"] == "withdrawn"

    def test_a_nil_statement(self, run):
        assert run("return", "submit", "--nil", "--publish", *DUTY).stdout == f"{REFERENCE}\n"

    def test_a_refusal_ends_with_1_and_its_reason_on_standard_error(self, run, tmp_path: Path):
        page = tmp_path / "spend.csv"
        page.write_text("<html><body>Page not found</body></html>")
        refused = run("return", "submit", page, *DUTY)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "web page" in refused.stderr

    @pytest.mark.parametrize(("bad", "exit_code", "state"), [(0, 0, "published"), (1, 1, "ready")])
    def test_waiting_ends_when_it_is_settled(
        self, run, monkeypatch, tmp_path: Path, bad: int, exit_code: int, state: str
    ):
        from ckanext.spenddata.commands import returns

        (tmp_path / "spend.csv").write_bytes(csv_file(20, bad=bad))
        monkeypatch.setattr(returns.time, "sleep", lambda _seconds: work())
        waited = run(
            "return", "submit", tmp_path / "spend.csv", *DUTY, "--publish", "--wait", "--user", "editor", "--json"
        )
        assert (waited.exit_code, json.loads(waited.stdout)["state"]) == (exit_code, state)

    def test_wrong_usage_ends_with_2(self, run, file: Path):
        assert run("return", "submit", file).exit_code == 2

    def test_a_user_s_rights_hold(self, run, file: Path):
        refused = run("return", "submit", file, *DUTY, "--user", "outsider")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "Only editors" in refused.stderr

    def test_what_there_is_not(self, run):
        assert run("return", "show", "X-DEMO-1.lgtc-500.1999-Q1").exit_code == 1
        assert run("return", "publish", "nonsense").exit_code == 1

    def test_recovering_everything_that_is_stuck(self, run, file: Path):
        import sqlalchemy as sa
        from ckan import model

        run("return", "submit", file, *DUTY, "--publish", "--user", "editor")
        model.Session.execute(sa.text("UPDATE spenddata_revision SET tries = 5, last_error = 'disk full'"))
        model.Session.commit()
        assert "last error, try 5: disk full" in run("return", "show", REFERENCE).stdout
        assert run("return", "recover").stdout == f"{REFERENCE}\n"
        work()
        assert json.loads(run("return", "show", REFERENCE, "--json").stdout)["state"] == "published"


class TestPublisher:
    BODIES = ("GB-LAE-LDS", "GB-GOR-D25")

    @pytest.fixture(autouse=True)
    def _no_traces(self, run):
        from ckan.tests import helpers

        yield
        for publisher_id in self.BODIES:
            from ckanext.spenddata.returns.people import publishers

            body = publishers.by_id(publisher_id)
            if body:
                helpers.call_action("organization_purge", id=body.organization_id)

    def test_chosen_bodies_are_loaded_once(self, run):
        first = run("publisher", "load", *self.BODIES, "--json")
        assert json.loads(first.stdout) == dict.fromkeys(self.BODIES, "made")
        again = run("publisher", "load", *self.BODIES, "--json")
        assert json.loads(again.stdout) == dict.fromkeys(self.BODIES, "same")

    def test_what_it_loads_is_a_publisher(self, run, world: World):
        run("publisher", "load", "GB-LAE-LDS")
        shown = world.call("spenddata_publisher_show", None, publisher="GB-LAE-LDS")
        assert (shown["name"], shown["regimes"]) == ("Leeds City Council", ["lgtc-500", "lgtc-gpc"])
        assert shown["facts"][0]["name"] == "population"

    def test_what_an_administrator_renamed_keeps_its_address(self, run, world: World):
        run("publisher", "load", "GB-LAE-LDS")
        world.call("organization_patch", "sysadmin", id="leeds-city-council", name="leeds", region="The North")
        assert json.loads(run("publisher", "load", "GB-LAE-LDS", "--json").stdout) == {"GB-LAE-LDS": "changed"}
        shown = world.call("spenddata_publisher_show", None, publisher="GB-LAE-LDS")
        assert (shown["slug"], shown["region"]) == ("leeds", "Yorkshire and The Humber")

    def test_an_unknown_body_loads_none(self, run):
        refused = run("publisher", "load", "GB-LAE-LDS", "GB-LAE-NOSUCH")
        assert refused.exit_code == 1
        assert "GB-LAE-NOSUCH" in refused.stderr
        assert run("publisher", "load").exit_code == 2


class TestDoctor:
    def test_it_finds_what_is_missing_and_says_what_to_do(self, run):
        """On the services of the tests all is there but a worker and a clock."""
        looked = run("doctor", "--json")
        results = {result["what"]: result for result in json.loads(looked.stdout)}
        problems = {what for what, result in results.items() if not result["ok"]}
        assert problems <= {"workers", "clock"}
        assert looked.exit_code == (1 if problems else 0)
        if "workers" in problems:
            assert "ckan jobs worker spenddata" in results["workers"]["remedy"]

    @pytest.mark.parametrize(
        ("what", "setting", "value"),
        [
            ("Solr, transactions", "ckanext.spenddata.search.solr_url", "http://127.0.0.1:1/solr/spend"),
            ("Solr, catalogue", "solr_url", "http://127.0.0.1:1/solr/ckan"),
            ("plugins", "ckan.plugins", ["validation", "spenddata_compat", "spenddata"]),
            ("validation", "ckanext.validation.run_on_create_async", True),
            ("largest file", "ckan.max_resource_size", 10),
            ("browsers", "ckanext.spenddata.csp", "report-only"),
            ("browsers", "ckan.site_url", "http://spend.example.org"),
            ("storage", "ckanext.spenddata.storage_path", "/proc/no/such/folder"),
            ("definitions", "ckanext.spenddata.definitions", "broken"),
            ("stewards", "ckanext.spenddata.stewards", "no-such-group"),
            ("proxies", "ckan.site_url", "https://portal.example"),
            ("proxies", "ckanext.spenddata.proxies", ["not an address"]),
            ("sessions", "SESSION_COOKIE_SAMESITE", "None"),
            ("sessions", "SECRET_KEY", "short"),
        ],
    )
    def test_each_fault_is_one_line_with_a_remedy(
        self, run, monkeypatch, tmp_path: Path, what: str, setting: str, value: object
    ):
        from ckan.plugins import toolkit as tk

        if value == "broken":
            (tmp_path / "regimes.yaml").write_text("- id: [")
            value = str(tmp_path)
        monkeypatch.setitem(tk.config, setting, value)
        results = {result["what"]: result for result in json.loads(run("doctor", "--json").stdout)}
        assert not results[what]["ok"]
        assert results[what]["remedy"]


def commands(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    """A command and all below it."""
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(each for part, child in below for each in commands(child, f"{name} {part}"))]


def test_every_command_says_what_it_does():
    from ckanext.spenddata.cli import spenddata

    found = commands(spenddata, "spenddata")
    assert {
        "spenddata return submit",
        "spenddata publisher load",
        "spenddata ledger init",
        "spenddata search rebuild",
    } <= {name for name, _ in found}
    assert [name for name, command in found if not (command.help or "").strip()] == []


class TestDefinitions:
    def test_a_folder_is_looked_at_before_it_is_put_in_force(self, run, tmp_path: Path):
        (tmp_path / "rules.yaml").write_text("- {id: amount-zero, severity: error}")
        assert run("definitions", "check", tmp_path).exit_code == 0
        (tmp_path / "rules.yaml").write_text("- {id: amount-zero, severity: fatal}")
        looked = run("definitions", "check", tmp_path)
        assert looked.exit_code == 1
        assert looked.stdout.startswith("rules.yaml, line 1: Invalid enum value 'fatal'")

    def test_a_slip_stops_no_filing_and_the_doctor_says_why(self, run, world: World, monkeypatch, tmp_path: Path):
        from ckan.plugins import toolkit as tk

        (tmp_path / "rules.yaml").write_text("- {id: amount-zero, kind: nil}")
        monkeypatch.setitem(tk.config, "ckanext.spenddata.definitions", str(tmp_path))
        assert run("definitions", "check").exit_code == 1
        results = {result["what"]: result for result in json.loads(run("doctor", "--json").stdout)}
        assert "rules.yaml, line 1" in results["definitions"]["found"]
        assert str(tmp_path) in results["definitions"]["remedy"]
        world.submit(csv_file(20))
        work()
        assert world.show()["state"] == "ready"
