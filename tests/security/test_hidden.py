"""A private dataset is not there for others, at a running portal: pages and actions answer as for a name that nobody has."""

from __future__ import annotations

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

    def called(person: Person, action: str, name: str) -> tuple[int, str]:
        asked = {"json": {"id": name}, "headers": {"Origin": portal}}
        got = person.post(f"/api/3/action/{action}", **asked)
        return got.status_code, got.text.replace(name, "NAME")

    for person in (Person(portal), stranger):
        for address in addresses:
            assert page(person, address, PRIVATE) == page(person, address, NONE), (person.name, address)
        for action in ACTIONS:
            assert called(person, action, PRIVATE) == called(person, action, NONE), (person.name, action)
    own = Person(portal)
    own.browser.headers["Authorization"] = api_token(portal_world.people["editor"])
    assert (page(own, "/dataset/{}", PRIVATE)[0], called(own, "package_show", PRIVATE)[0]) == (200, 200)
