"""Publishers are listed by name and found by what they are; their spending is looked up only where it is asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.logic import common
from ckanext.spenddata.logic.action import publishers


def body(id_: str, name: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        publisher=Publisher(id_, name, **more), organization_id=f"org {id_}", amount_basis="net", contact_email=""
    )


BODIES = [
    body("X-DEMO-2", "otherborough", body_type="NHS trust", regimes=("lgtc-500",)),
    body("X-DEMO-1", "Exampleton", body_type="local authority", region="North", other_names=("The City",)),
]


@pytest.fixture(autouse=True)
def known(portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishers.publishers, "every", lambda: BODIES)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["X-DEMO-1", "X-DEMO-2"]),
        ({"body_type": "NHS trust"}, ["X-DEMO-2"]),
        ({"region": "North"}, ["X-DEMO-1"]),
        ({"q": "the city"}, ["X-DEMO-1"]),
        ({"q": "demo-2"}, ["X-DEMO-2"]),
        ({"q": "nobody"}, []),
        ({"q": "o", "body_type": "local authority"}, ["X-DEMO-1"]),
    ],
)
def test_bodies_are_found_by_what_they_are(asked: dict[str, str], found: list[str]):
    assert [each["publisher_id"] for each in publishers.spenddata_publisher_list({}, asked)] == found


def test_a_duty_finds_those_that_have_it():
    assert [each["publisher_id"] for each in publishers.spenddata_publisher_list({}, {"regime": "lgtc-500"})] == [
        "X-DEMO-2"
    ]


def test_spending_is_looked_up_where_it_is_asked_for(portal, monkeypatch):
    monkeypatch.setattr(common, "body", lambda _name: BODIES[1])
    monkeypatch.setattr(publishers.config, "definitions", lambda: "definitions")
    monkeypatch.setattr(publishers.profiles, "spending", portal.note("spending", {"count": 1}))
    monkeypatch.setattr(publishers.profiles, "publishing", lambda id_: f"publishing of {id_}")
    monkeypatch.setattr(publishers.profiles, "history", lambda *_: [])
    plain = publishers.spenddata_publisher_show({}, {"publisher": "exampleton"})
    assert (plain["name"], plain["organization_id"], plain["other_names"]) == (
        "Exampleton",
        "org X-DEMO-1",
        ["The City"],
    )
    assert "spending" not in plain
    assert portal.done == ["spenddata_publisher_show"]
    whole = publishers.spenddata_publisher_show({}, {"publisher": "exampleton", "spending": "true"})
    assert (whole["spending"], whole["publishing"]) == ({"count": 1}, "publishing of org X-DEMO-1")


@pytest.mark.parametrize(
    ("action", "data"),
    [(publishers.spenddata_publisher_list, {}), (publishers.spenddata_publisher_show, {"publisher": "a"})],
)
def test_without_the_right_nothing_is_told(portal, action: Any, data: dict[str, Any]):
    portal.refused(action, **data)
