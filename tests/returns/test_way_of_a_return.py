"""One return goes all the way: submitted, checked, published, shown in the catalogue, loaded, indexed."""

from __future__ import annotations

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


def test_what_follows_a_publication(world: World):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.returns import catalogue

    world.publish(csv_file(3))
    follow()
    shown = world.show()
    assert {step["step"]: step["state"] for step in shown["revisions"][0]["follow_ups"]} == {
        "catalogue": "done",
        "datastore": "done",
        "index": "done",
    }
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
    assert (resource["rows"], resource["amount_total"], resource["validation_status"]) == (3, "6000.06", "success")
    table = tk.get_action("datastore_search")({"ignore_auth": True}, {"resource_id": resource["id"]})
    assert table["total"] == 3
    assert {field["id"]: field["type"] for field in table["fields"]}["amount"] == "numeric"
