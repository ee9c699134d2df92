"""A private dataset is not there for others, at a running portal: pages and actions answer as for a name that nobody has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.returns.conftest import portal_world
from tests.security.live import TOKEN, Person, account, api_token

__all__ = ["portal_world"]

pytestmark = pytest.mark.portal

PRIVATE, NONE = "private-plans", "private-plant"
PAGES = (
    *("", "/resource/new", "/resource/x", "/resource/x/edit", "/resource/x/views", "/resource/x/new_view"),
    *("/resource/x/edit_view/x", "/resource/x/view/x", "/resource/x/validation", "/dictionary/x"),
)
KINDS = ("activity", "changes", "delete", "edit", "followers", "groups", "resources")
ACTIONS = (
    *(
        "package_show",
        "package_activity_list",
        "package_relationships_list",
        "package_collaborator_list",
        "package_update",
    ),
    *("package_patch", "package_delete", "dataset_follower_count", "am_following_dataset", "follow_dataset"),
)
WAYS = (
    ("package_show", '{"name_or_id": "NAME"}'),
    ("package_update", '{"name": "NAME", "title": "x"}'),
    ("package_revise", '{"match": {"name": "NAME"}, "update": {"title": "x"}}'),
    ("package_revise", '{"match": {"id": "NAME"}, "update": {"title": "x"}}'),
    ("package_revise", '{"match": "{\\"name\\": \\"NAME\\"}"}'),
    ("package_revise", '{"match__name": "NAME", "update__title": "x"}'),
    ("package_revise", '{"match__id": "NAME"}'),
    ("resource_create", '{"package_id": "NAME"}'),
    ("datastore_create", '{"resource": {"package_id": "NAME"}, "records": [{"a": 1}]}'),
    ("datastore_search", '{"resource_id": "NAME"}'),
    ("member_create", '{"id": "otherborough", "object": "NAME", "object_type": "package", "capacity": "public"}'),
    ("member_delete", '{"id": "otherborough", "object": "NAME", "object_type": "package"}'),
    ("package_owner_org_update", '{"id": "NAME", "organization_id": "otherborough"}'),
    ("bulk_update_private", '{"org_id": "otherborough", "datasets": ["NAME"]}'),
    ("package_relationship_create", '{"subject": "NAME", "object": "NAME", "type": "depends_on"}'),
    ("package_relationship_create", '{"subject": "x", "object": "NAME", "type": "depends_on"}'),
    ("package_search", '{"fq": "name:NAME"}'),
    ("package_autocomplete", '{"q": "NAME"}'),
    ("resource_search", '{"query": "name:NAME"}'),
)
"""Every way in which an action takes a dataset's name, beside ``id``."""


@pytest.mark.check(15, "others can't tell a private dataset from none")
def test_a_private_dataset_is_not_told_from_none(portal: str, portal_world: Any):
    portal_world.call("package_create", "editor", name=PRIVATE, owner_org=portal_world.council, private=True)
    stranger = Person(portal, account("passer-by"))
    stranger.sign_in()
    addresses = [f"/dataset/{{}}{page}" for page in PAGES] + [f"/dataset/{kind}/{{}}" for kind in KINDS]

    def page(person: Person, address: str, name: str) -> tuple[int, str, str]:
        got = person.get(address.format(name), allow_redirects=False)
        text = TOKEN.sub("TOKEN", got.text).replace(name, "NAME")
        return got.status_code, got.headers.get("Location", "").replace(name, "NAME"), text

    def called(person: Person, action: str, name: str, data: Any = None) -> tuple[int, str]:
        got = person.post(f"/api/3/action/{action}", json=data or {"id": name}, headers={"Origin": portal})
        return got.status_code, got.text.replace(name, "NAME")

    for person in (Person(portal), stranger):
        for address in addresses:
            assert page(person, address, PRIVATE) == page(person, address, NONE), (person.name, address)
        for action in ACTIONS:
            assert called(person, action, PRIVATE) == called(person, action, NONE), (person.name, action)
        for action, asked in WAYS:
            told = [called(person, action, name, json.loads(asked.replace("NAME", name))) for name in (PRIVATE, NONE)]
            assert told[0] == told[1], (person.name, action, asked)
    own = Person(portal)
    own.browser.headers["Authorization"] = api_token(portal_world.people["editor"])
    assert (page(own, "/dataset/{}", PRIVATE)[0], called(own, "package_show", PRIVATE)[0]) == (200, 200)


@pytest.mark.check(15, "others aren't told of a private dataset by its body's lists")
def test_a_private_dataset_is_on_no_list_for_others(portal: str, portal_world: Any):
    public, private = (
        portal_world.call("package_create", "editor", name=name, owner_org=portal_world.council, private=hidden)["id"]
        for name, hidden in (("public-plans", False), ("secret-plans", True))
    )
    of = {"id": portal_world.council}
    ways = (
        ("member_list", {**of, "object_type": "package"}),
        ("member_list", {**of, "object_type": "package", "capacity": "organization"}),
        ("organization_show", {**of, "include_datasets": True}),
        ("organization_activity_list", {**of, "limit": 50}),
        ("recently_changed_packages_activity_list", {"limit": 50}),
        ("current_package_list_with_resources", {"limit": 1000}),
        ("package_list", {}),
        ("package_search", {"include_private": True, "include_drafts": True, "rows": 1000}),
    )
    stranger, own = Person(portal, account("wanderer")), Person(portal)
    stranger.sign_in()
    own.browser.headers["Authorization"] = api_token(portal_world.people["editor"])
    for action, asked in ways:
        for person in (Person(portal), stranger):
            text = person.post(f"/api/3/action/{action}", json=asked, headers={"Origin": portal}).text
            assert "secret-plans" not in text, action
            assert private not in text, action
            assert public in text or "public-plans" in text, action
    mine = own.post("/api/3/action/member_list", json=ways[0][1], headers={"Origin": portal}).text
    assert public in mine
    assert private in mine
