"""One return goes all the way: submitted, checked, published, shown in the catalogue, loaded, indexed."""

from __future__ import annotations

import pytest

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, ledger_rows, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"


def test_a_clean_file_is_published_by_the_yes_that_came_with_it(world: World):
    filed = world.submit(csv_file(3), publish=True)
    assert filed == {"reference": REFERENCE, "revision": 1, "state": "submitted", "waiting": False}
    work()
    shown = world.show()
    assert shown["state"] == "published", shown["revisions"][0]
    assert ledger_rows() == (3, 600_006)
    states = [event["to"] for event in shown["revisions"][0]["events"]]
    assert states == ["draft", "submitted", "checking", "ready", "approved", "publishing", "published"]


@pytest.mark.usefixtures("three_followed")
def test_what_follows_a_publication(world: World):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns.followups import catalogue

    shown = world.show()
    assert {step["step"]: step["state"] for step in shown["revisions"][0]["follow_ups"]} == {
        "catalogue": "done",
        "datastore": "done",
        "index": "done",
        "suppliers": "done",
    }
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
    assert (resource["rows"], resource["amount_total"], resource["validation_status"]) == (3, "6000.06", "success")
    table = tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": resource["id"]})
    assert table["total"] == 3
    assert {field["id"]: field["type"] for field in table["fields"]}["amount"] == "numeric"
    views = tk.get_action("resource_view_list")({"ignore_auth": True}, {"id": resource["id"]})
    assert "datatables_view" in {view["view_type"] for view in views}


def test_only_the_newest_periods_have_tables_of_their_own(world: World, monkeypatch):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns.followups import catalogue

    monkeypatch.setitem(tk.config, "ckanext.spenddata.file_tables", 2)
    periods = {"2025-Q3": (8, 2025), "2025-Q4": (11, 2025), "2026-Q1": (2, 2026)}
    for period, (month, year) in periods.items():
        world.publish(csv_file(20, month=month, year=year), period=period)
        follow()
    found = []
    for period in periods:
        try:
            table = catalogue.resource_id(f"X-DEMO-1.{REGIME}.{period}")
            found.append(
                tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": table, "limit": 0})["total"]
            )
        except tk.ObjectNotFound:
            found.append(None)
    assert found == [None, 20, 20]
    package = tk.get_action("package_show")({"ignore_auth": True}, {"id": catalogue.dataset_id("X-DEMO-1", REGIME)})
    assert [resource["period"] for resource in package["resources"]] == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert (package["first_period"], package["last_period"]) == ("2025-Q3", "2026-Q1")
    world.call(
        "spenddata_return_withdraw", "administrator", reference=f"X-DEMO-1.{REGIME}.2026-Q1", why="Wrong quarter"
    )
    follow()
    with pytest.raises(tk.ObjectNotFound):
        tk.get_action("datastore_info")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})


@pytest.mark.check(13)
@pytest.mark.usefixtures("twenty_followed")
def test_the_published_file_is_valid_by_our_schema_and_its_digest_is_told(measured):
    from pathlib import Path

    import frictionless
    from ckan.lib.uploader import get_resource_uploader
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata import config
    from ckanext.spenddata.returns.files.storage import sha256_of
    from ckanext.spenddata.returns.followups import catalogue

    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
    path = Path(get_resource_uploader(dict(resource)).get_path(resource["id"]))
    assert resource["hash"] == sha256_of(path)
    schema = frictionless.Schema.from_descriptor(config.definitions().published.descriptor())
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(path), format="csv", schema=schema)
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type"])[:5]
    measured("1 published file, by the library")


@pytest.mark.usefixtures("twenty_followed")
def test_the_check_is_shown_as_a_validation_report():
    import json

    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns.followups import catalogue

    shown = tk.get_action("resource_validation_show")(
        {"ignore_auth": True}, {"resource_id": catalogue.resource_id(REFERENCE)}
    )
    report = shown["report"]
    report = json.loads(report) if isinstance(report, str) else report
    assert (shown["status"], report["valid"], report["tasks"][0]["stats"]["rows"]) == ("success", True, 20)


@pytest.mark.usefixtures("twenty_followed")
def test_a_later_revision_replaces_file_table_and_index(world: World):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns.followups import catalogue

    world.publish(csv_file(25))
    follow()
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
    assert (resource["rows"], resource["revision"], resource["amount_total"]) == (25, 2, "325003.25")
    table = tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": resource["id"], "limit": 0})
    assert table["total"] == 25
    assert world.call("spenddata_transaction_search", None)["count"] == 25


@pytest.mark.usefixtures("twenty_followed")
def test_the_full_text_trigger_of_a_table_is_on_again():
    """xloader leaves it off: later writes would not be found by words."""
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_read_engine

    from ckanext.spenddata.returns.followups import catalogue

    query = "SELECT tgenabled::text FROM pg_trigger WHERE tgname = 'zfulltext' AND tgrelid = CAST(:table AS regclass)"
    with get_read_engine().connect() as connection:
        enabled = connection.execute(sa.text(query), {"table": f'"{catalogue.resource_id(REFERENCE)}"'}).scalar()
    assert enabled == "O"
