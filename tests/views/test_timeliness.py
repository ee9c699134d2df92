"""`/spend/timeliness`: the page and its CSV tell what the action tells."""

from __future__ import annotations

import csv
import io

import pytest

from ckanext.spenddata.views.timeliness import COLUMNS
from tests.returns.world import World, csv_file

pytestmark = pytest.mark.portal


def test_the_download_holds_every_publisher_s_line_of_the_action(world: World, reader):
    world.publish(csv_file())
    told = world.call("spenddata_timeliness_list", None)
    assert told["results"]
    answer = reader(None).get("/spend/timeliness.csv").response
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert list(lines[0]) == list(COLUMNS)
    assert [(line["publisher_id"], line["missing"], line["since"]) for line in lines] == [
        (each["publisher_id"], str(each["missing"]), told["since"]) for each in told["results"]
    ]


def test_the_page_names_who_is_late(world: World, reader):
    world.publish(csv_file())
    page = reader(None).get("/spend/timeliness")
    assert page.status == 200
    for each in world.call("spenddata_timeliness_list", None)["results"]:
        assert each["publisher_name"] in page.text
