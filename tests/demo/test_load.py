"""Loading goes the way of anybody's file, gives exactly the figures that were generated, and can be cut short and repeated."""

from datetime import date

import pytest

from ckanext.spenddata.demo import plan as planning
from tests.demo.bodies import by_code
from tests.returns.world import follow, work

pytestmark = pytest.mark.portal

UNTIL = date(2026, 4, 30)


@pytest.fixture
def portal(request, clean_datastore, clean_index, monkeypatch, tmp_path):
    """An empty portal, whose worker works whenever the loader waits."""
    from ckan import plugins
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.demo import load

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()
    request.getfixturevalue("clean_db")
    monkeypatch.setitem(tk.config, "ckanext.spenddata.storage_path", str(tmp_path / "store"))
    monkeypatch.setattr(load.time, "sleep", lambda _seconds: work())


def ledger() -> dict[str, tuple[int, int]]:
    """Reference → rows and pence that are published."""
    from ckanext.spenddata.ledger import connection, entries

    with connection.reading() as database:
        return {entry.return_id: (entry.n, entry.amount) for entry in entries.all_current(database)}


def revisions() -> int:
    from ckan import model

    from ckanext.spenddata.model import Revision

    return model.Session.query(Revision).count()


def filings(*codes: str, last: int = 3):
    """The newest filings of some bodies."""
    every = planning.plan(UNTIL)
    wanted = [filing for code in codes for filing in every if filing.body.code == code]
    return [by_code(code) for code in codes], [f for f in wanted if f.period.end > date(2026, 5 - last, 1)]


def one_of_each_way():
    """For each way to file one small filing, and one of payment cards."""
    wanted = {"errors": "THORNBECK", "waiting": "LARKMOOR", "form": "DLW", "nil": "HEDGEROWS", "file": "BEACONS"}
    every = planning.plan(UNTIL)
    found = [next(f for f in every if (f.what, f.body.code) == (what, code)) for what, code in wanted.items()]
    return [*found, next(f for f in every if f.regime == "hmt-gpc-500")]


def test_what_is_published_is_what_was_generated(portal):
    from ckanext.spenddata.demo.load import load

    some = one_of_each_way()
    told: list[str] = []
    load([filing.body for filing in some], some, "a-password-of-a-test", told.append)
    assert ledger() == {filing.key: (filing.rows, filing.pence) for filing in some if filing.publish}
    assert [state_of(filing) for filing in some] == [
        "published",
        "ready",
        "rejected",
        "published",
        "published",
        "published",
    ]
    assert "6 publishers and 3 users" in told[0]


def state_of(filing) -> str:
    from ckan.plugins import toolkit as tk

    return tk.get_action("spenddata_return_show")({"user": "demo_editor"}, {"reference": filing.key})["state"]


def test_loading_again_changes_nothing_and_goes_on_where_it_was_cut_short(portal):
    from ckanext.spenddata.demo.load import load

    bodies, some = filings("BEACONS", "HALLOWSHIRE-PCC")
    load(bodies[:1], some[:1], "a-password-of-a-test", str)
    assert revisions() == 1
    load(bodies, some, "another-password", str)
    first = ledger()
    load(bodies, some, "a-password-of-a-test", str)
    assert revisions() == len(some)
    assert ledger() == first


def test_a_doubled_file_is_published_and_then_corrected(portal):
    from ckanext.spenddata.demo.load import load

    every = [filing for filing in planning.plan(date(2026, 10, 31)) if filing.body.code == "BRACKENROYD"]
    some = [filing for filing in every if filing.what in {"doubled", "corrected"}]
    load([by_code("BRACKENROYD")], some, "a-password-of-a-test", str)
    assert revisions() == 2
    assert ledger() == {some[1].key: (some[1].rows, some[1].pence)}


def test_people_have_their_roles_and_no_more_and_bodies_say_why_they_differ(portal):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.demo.load import load

    load([by_code("STONEHITHE")], [], "a-password-of-a-test", str)
    shown = tk.get_action("organization_show")({"ignore_auth": True}, {"id": "demo-stonehithe", "include_users": True})
    roles = {user["name"]: user["capacity"] for user in shown["users"]}
    assert {"demo_editor": "editor", "demo_admin": "admin", "demo_member": "member"}.items() <= roles.items()
    assert not tk.get_action("user_show")({"ignore_auth": True}, {"id": "demo_admin"})["sysadmin"]
    assert "fictional" in shown["description"]
    assert "agencies" in shown["description"]


def test_history_is_late_only_of_bodies_that_joined_before(portal):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.demo.load import load

    early = next(body for body in planning.bodies(UNTIL) if body.code == "ASHENVALE")
    some = [next(f for f in planning.plan(UNTIL) if f.body.code == code) for code in ("ASHENVALE", "BEACONS")]
    load([early, by_code("BEACONS")], some, "a-password-of-a-test", str)
    shown = [tk.get_action("spenddata_return_show")({}, {"reference": filing.key}) for filing in some]
    assert [found["late"] for found in shown] == [True, False]


def test_without_a_worker_it_says_what_to_do(portal, monkeypatch):
    from ckanext.spenddata.demo import load

    monkeypatch.setattr(load.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(load, "PATIENCE_SECONDS", -1)
    bodies, some = filings("BEACONS")
    with pytest.raises(load.NobodyWorksError, match="ckan jobs worker spenddata"):
        load.load(bodies, some[:1], "a-password-of-a-test", str)


def test_the_command_loads_a_small_demonstration(portal, monkeypatch, tmp_path):
    from click.testing import CliRunner

    from ckanext.spenddata.demo.cli import demo

    monkeypatch.setenv("SPENDDATA_HOME", str(tmp_path))
    monkeypatch.setattr(
        "ckanext.spenddata.demo.cli.plan", lambda until, count, seed: planning.plan(until, count, seed)[:2]
    )
    run = CliRunner().invoke(demo, ["load", "--bodies", "2", "--until", "2026-04"])
    assert run.exit_code == 0, run.output
    kept = tmp_path / "demonstration-password"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "All is sent in: 2 returns, 2 published." in run.output
    assert kept.read_text().strip() not in run.output
    follow()
    assert CliRunner().invoke(demo, ["load", "--until", "2026-Q1"]).exit_code == 2
    assert CliRunner().invoke(demo, ["load", "--bodies", "0"]).exit_code == 2
