"""A third party's client, ckanapi with an API token, submits, publishes and reads over HTTP."""

from __future__ import annotations

import io
import time

import ckanapi
import pytest
import requests

from tests.returns.world import PERIOD, REGIME, csv_file, join, organization

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"


@pytest.fixture
def address(with_plugins, portal: str) -> str:
    """A running portal with a publisher."""
    organization("X-DEMO-1", "exampleton", "Exampleton City Council")
    return portal


@pytest.fixture
def client(address: str) -> ckanapi.RemoteCKAN:
    """The client of an editor's program."""
    from ckan.tests import factories, helpers

    editor = factories.User(name="program")
    join("exampleton", editor["name"], "editor")
    token = helpers.call_action(
        "api_token_create", {"user": "admin", "ignore_auth": True}, user=editor["name"], name="program"
    )
    return ckanapi.RemoteCKAN(address, apikey=token["token"])


def settled(client: ckanapi.RemoteCKAN, reference: str, *states: str) -> dict:
    for _ in range(600):
        shown = client.action.spenddata_return_show(reference=reference)
        if shown["state"] in states:
            return shown
        time.sleep(0.1)
    raise AssertionError(shown["revisions"][-1])


def test_it_submits_looks_publishes_and_reads(client: ckanapi.RemoteCKAN, address: str):
    filed = client.call_action(
        "spenddata_return_submit",
        {"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD},
        files={"upload": ("spend.csv", io.BytesIO(csv_file(4, bad=1)))},
    )
    assert (filed["reference"], filed["state"], filed["waiting"]) == (REFERENCE, "submitted", False)
    assert settled(client, REFERENCE, "ready")["revisions"][0]["rows_in_error"] == 1
    findings = client.action.spenddata_revision_findings(reference=REFERENCE, severity="error")
    assert findings["results"][0]["value"] == "twelve"
    client.action.spenddata_return_publish(reference=REFERENCE, without_errors=1)
    settled(client, REFERENCE, "published")

    anybody = ckanapi.RemoteCKAN(address)
    public = anybody.action.spenddata_return_show(reference=REFERENCE)
    assert (public["state"], public["revisions"][0]["amount_accepted"]) == ("published", "6000.06")
    for _ in range(600):
        steps = {
            step["step"]: step["state"]
            for step in anybody.action.spenddata_return_show(reference=REFERENCE)["revisions"][0]["follow_ups"]
        }
        if set(steps.values()) == {"done"}:
            break
        time.sleep(0.1)
    package = anybody.action.package_search(q="publisher_id:X-DEMO-1")["results"]
    assert len(package) == 1
    resource = package[0]["resources"][0]
    content = requests.get(resource["url"], timeout=10).content.decode()
    assert content.splitlines()[0].startswith("publisher_id,publisher_name")
    assert len(content.splitlines()) == 4
    assert anybody.action.datastore_search(resource_id=resource["id"])["total"] == 3


def test_several_files_of_one_form_field(client: ckanapi.RemoteCKAN, address: str):
    answer = requests.post(
        f"{address}/api/action/spenddata_return_submit",
        headers={"Authorization": client.apikey},
        data={"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD, "publish": "true"},
        files=[("upload", ("a.csv", csv_file(2, start=20))), ("upload", ("b.csv", csv_file(2, start=22)))],
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    shown = settled(client, REFERENCE, "published")
    assert [file["name"] for file in shown["revisions"][0]["files"]] == ["a.csv", "b.csv"]
    assert shown["revisions"][0]["rows_accepted"] == 4


def test_without_a_token_it_is_refused(address: str):
    with pytest.raises(ckanapi.NotAuthorized):
        ckanapi.RemoteCKAN(address).call_action(
            "spenddata_return_submit",
            {"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD},
            files={"upload": ("spend.csv", io.BytesIO(csv_file()))},
        )


def test_a_refusal_says_what_to_do(client: ckanapi.RemoteCKAN):
    with pytest.raises(ckanapi.ValidationError) as refusal:
        client.call_action(
            "spenddata_return_submit",
            {"publisher": "X-DEMO-1", "regime": REGIME, "period": PERIOD},
            files={"upload": ("spend.csv", io.BytesIO(b"<html><body>404</body></html>"))},
        )
    assert "Download the file itself" in str(refusal.value)


def test_reading_is_possible_with_get(address: str):
    answer = requests.get(f"{address}/api/action/spenddata_return_list?publisher=X-DEMO-1&limit=5", timeout=10).json()
    assert answer["success"]
    assert {line["state"] for line in answer["result"]["results"]} == {"missing"}
