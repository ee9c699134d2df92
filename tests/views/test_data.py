"""`/spend/data` and `/spend/api`: what they list is what is published, byte for byte, and another's tools can read it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, follow, work

pytestmark = pytest.mark.portal

PACKAGE = "/spend/data/datapackage.json"


@pytest.fixture
@standing
def published(world: World) -> World:
    """Four payments of one body, three of another, a nil return; and one that is only a draft."""
    world.publish(csv_file(4))
    world.publish(
        csv_file(3, name="Otherborough District Council"), publisher="X-DEMO-3", who="stranger", period="2026-Q1"
    )
    world.call("spenddata_return_submit", publisher="X-DEMO-1", regime=REGIME, period="2025-Q4", nil=True, publish=True)
    work()
    world.submit(csv_file(2, month=5), period="2026-Q2")
    follow()
    return world


def test_every_file_is_what_the_package_says_and_valid_by_frictionless(published: World, reader, tmp_path: Path):
    package = reader(None).get(PACKAGE).response.get_json()
    assert [(each["name"], each["rows"], each["revision"]) for each in package["resources"]] == [
        ("x-demo-1.lgtc-500.2025-q4", 0, 1),
        ("x-demo-1.lgtc-500.2026-q1", 4, 1),
        ("x-demo-3.lgtc-500.2026-q1", 3, 1),
    ]
    assert package["licenses"]
    assert package["as_of_entry"] >= 3
    (tmp_path / "schema.json").write_bytes(reader(None).get("/spend/data/schema.json").response.data)
    for each in package["resources"]:
        path = urlsplit(each["path"]).path
        content = reader(None).get(path).response.data
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (each["bytes"], each["hash"])
        assert urlsplit(each["schema"]).path == "/spend/data/schema.json"
        (tmp_path / f"{each['name']}.csv").write_bytes(content)
        each |= {"path": f"{each['name']}.csv", "schema": "schema.json"}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json", "--json"]
    said = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout)
    assert said["valid"], said
    assert said["stats"]["tasks"] == 3


def test_one_publisher_s_files_alone_and_none_of_one_that_is_not_there(published: World, reader):
    package = reader(None).get(f"{PACKAGE}?publisher=otherborough").response.get_json()
    assert [each["publisher_id"] for each in package["resources"]] == ["X-DEMO-3"]
    assert package["title"] == "Otherborough District Council"
    assert reader(None).get(f"{PACKAGE}?publisher=nobody").status == 404


def test_what_is_withdrawn_is_listed_no_more_and_a_revision_by_its_number(published: World, reader):
    published.call("spenddata_return_withdraw", "sysadmin", reference=f"X-DEMO-3.{REGIME}.2026-Q1", why="Wrong body.")
    assert "X-DEMO-3" not in reader(None).get(PACKAGE).response.get_data(as_text=True)
    published.publish(csv_file(5))
    follow()
    listed = {each["period"]: each for each in reader(None).get(PACKAGE).response.get_json()["resources"]}
    assert (listed["2026-Q1"]["revision"], listed["2026-Q1"]["rows"]) == (2, 5)


def test_the_page_counts_what_is_published_and_adds_no_money_up(published: World, reader):
    page = reader(None).get("/spend/data")
    assert page.heading() == "Take it all: 7 payments"
    assert "£" not in page.soup.select_one("h1").get_text()
    assert "Payments of 2 bodies" in page.text
    for link in page.soup.select("main a[href^='/']"):
        if "/datastore/dump" not in link["href"]:
            assert reader(None).get(link["href"]).status == 200, link["href"]


def test_an_empty_portal_says_so(world: World, reader):
    page = reader(None).get("/spend/data")
    assert page.heading() == "Nothing is published yet"
    assert reader(None).get(PACKAGE).response.get_json()["resources"] == []


def test_the_api_page_tells_every_action_and_the_example_works(published: World, reader):
    from ckanext.spenddata.logic.action import ACTIONS

    page = reader(None).get("/spend/api")
    told = {each["id"] for each in page.soup.select("details[id]")}
    assert told == {name for name in ACTIONS if name.startswith("spenddata_")}
    example = re.search(r"curl '([^']+)'", reader(None).get("/spend/data").text)
    assert example
    parts = urlsplit(example[1])
    assert reader(None).get(f"{parts.path}?{parts.query}").response.get_json()["success"]


def test_programs_are_told_of_every_action_by_openapi(reader):
    told = reader(None).get("/spend/api.json").response.get_json()
    assert told["openapi"] == "3.1.0"
    search = told["paths"]["/api/3/action/spenddata_transaction_search"]["get"]
    assert "q" in {each["name"] for each in search["parameters"]}
    assert "post" in told["paths"]["/api/3/action/spenddata_return_submit"]
