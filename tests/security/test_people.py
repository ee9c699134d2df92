"""The public sees bodies, not people: neither anonymous readers nor accounts of other bodies are told of anybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import World

OTHERS = ("stranger", "outsider", None)


@pytest.fixture
def busy(world: World) -> World:
    """The administrator has changed something, so that there are streams to read."""
    from ckan import model
    from ckan.tests import factories

    for name in ("administrator", "editor"):
        model.User.get(world.people[name]).fullname = f"Full Name of {name}"
    model.Session.commit()
    world.call("organization_patch", "administrator", id=world.council, description="We mend roads.")
    dataset = factories.Dataset(owner_org=world.council)
    world.call("package_patch", "administrator", id=dataset["id"], notes="Changed")
    return world


def told(world: World, who: str | None, action: str, **data: Any) -> str:
    try:
        return json.dumps(world.call(action, who, **data), default=str)
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
        return f"refused: {type(refusal).__name__} {refusal}"


def questions(world: World) -> list[tuple[str, dict[str, Any]]]:
    from ckan import model

    user = model.User.get(world.people["administrator"])
    dataset = model.Session.query(model.Package).first()
    bodies = [
        (f"{kind}_show", {"id": world.council, **more})
        for kind in ("organization", "group")
        for more in ({}, {"include_users": True}, {"include_users": "true", "object_type": "user"})
    ]
    streams = [
        ("organization_activity_list", {"id": world.council}),
        ("package_activity_list", {"id": dataset.id}),
        ("package_activity_list", {"id": dataset.id, "include_data": True}),
        ("user_activity_list", {"id": user.id}),
        ("recently_changed_packages_activity_list", {}),
    ]
    people = [
        (action, {"id": name})
        for action in ("user_show", "followee_list", "user_follower_count")
        for name in (user.id, user.name)
    ]
    return [
        *bodies,
        *streams,
        *people,
        ("user_list", {}),
        ("user_list", {"q": "admin", "all_fields": True}),
        ("user_list", {"email": user.email}),
        ("user_autocomplete", {"q": "admin"}),
        ("member_list", {"id": world.council}),
        ("member_list", {"id": world.council, "object_type": "user"}),
        ("organization_list", {"all_fields": True, "include_users": True}),
        ("group_list", {"all_fields": True, "include_users": True, "type": "organization"}),
        ("package_search", {"q": "*:*"}),
        ("package_show", {"id": dataset.id}),
    ]


def test_others_are_told_of_nobody(busy: World):
    from ckan import model

    user = model.User.get(busy.people["administrator"])
    traces = ("Full Name of", user.email, user.email_hash, '"sysadmin": true')
    found = {
        (action, who, trace)
        for action, data in questions(busy)
        for who in OTHERS
        for trace in traces
        if trace in told(busy, who, action, **data)
    }
    assert found == set()


def test_nobody_learns_whether_an_account_exists(busy: World):
    for who in OTHERS:
        for action in ("user_show", "user_follower_count", "followee_list"):
            asked = {name: told(busy, who, action, id=name) for name in ("editor", "no-such-account")}
            assert asked["editor"].startswith("refused: NotAuthorized"), (who, action)
            assert asked["editor"] == asked["no-such-account"]
        for action in ("user_update", "user_patch"):
            for more in ({}, {"reset_key": "0123456789"}, {"password": "another-password"}, {"email": "a@example.com"}):
                asked = {name: told(busy, who, action, id=name, **more) for name in ("editor", "no-such-account")}
                assert asked["editor"].startswith("refused: NotAuthorized"), (who, action, more)
                assert asked["editor"] == asked["no-such-account"], (who, action, more)


def test_colleagues_see_each_other_without_secrets_and_stewards_see_everybody(busy: World):
    seen = busy.call("user_show", "member", id="administrator")
    assert seen["fullname"] == "Full Name of administrator"
    assert {"email_hash", "sysadmin", "email"} & set(seen) == set()
    body = busy.call("organization_show", "member", id=busy.council, include_users=True)
    assert {user["name"] for user in body["users"]} >= {"administrator", "editor", "member"}
    assert all("sysadmin" not in user for user in body["users"] if user["name"] != "member")
    assert busy.call("user_show", "outsider", id="outsider")["name"] == "outsider"
    assert "email" in busy.call("user_show", "sysadmin", id="administrator")
    assert busy.call("user_list", "sysadmin", q="editor")


def test_those_who_may_see_the_person_of_a_stream_do_and_others_see_the_change(busy: World):
    mine = busy.call("organization_activity_list", "member", id=busy.council)
    theirs = busy.call("organization_activity_list", None, id=busy.council)
    assert len(mine) == len(theirs) > 0
    assert any(each["user_id"] for each in mine)
    assert {each["user_id"] for each in theirs} == {""}


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("who", ["editor", "stranger", None])
def test_what_was_changed_is_told_without_a_person_whom_one_may_not_see(
    busy: World, ckan_config, monkeypatch, who, public
):
    """By every action that tells of one activity, of those that list them too, by whoever may see the change at all."""
    from ckan import model
    from ckanext.activity.model import Activity

    monkeypatch.setitem(ckan_config, "ckan.auth.public_activity_stream_detail", public)
    dataset = model.Session.query(model.Package).first()
    busy.call("package_patch", "sysadmin", id=dataset.id, notes="Changed by those in the middle")
    last = model.Session.query(Activity).filter_by(object_id=dataset.id).order_by(Activity.timestamp.desc()).first()
    steward = model.User.get(busy.people["sysadmin"])
    assert last.data["actor"] == steward.name
    asked = [
        *((f"activity_{name}", {"id": last.id, "object_type": "package"}) for name in ("data_show", "diff")),
        *((f"activity_{name}", {"id": last.id, "include_data": True}) for name in ("data_show", "show")),
        ("package_activity_list", {"id": dataset.id, "include_data": True}),
    ]
    told_of = {action: told(busy, who, action, **data) for action, data in asked}
    assert [action for action, words in told_of.items() if steward.id in words or f'"{steward.name}"' in words] == []
    if public or who == "editor":
        assert "Changed by those in the middle" in told_of["activity_diff"]
        assert f'"actor": "{steward.name}"' in told(busy, "sysadmin", "activity_data_show", id=last.id)


@pytest.mark.parametrize(
    "address", ["/user/", "/user/administrator", "/user/activity/administrator", "/organization/members/exampleton"]
)
def test_no_page_shows_people_to_others(busy: World, app, address: str):
    answer = app.get(address, expect_errors=True, follow_redirects=False)
    assert answer.status_code in (302, 403, 404)
    assert "Full Name" not in answer.body


def test_the_pages_of_bodies_and_datasets_name_nobody(busy: World, app):
    from ckan import model

    dataset = model.Session.query(model.Package).first()
    for address in (
        "/organization/exampleton",
        "/organization/about/exampleton",
        "/organization/activity/exampleton",
        f"/dataset/{dataset.name}",
        f"/dataset/activity/{dataset.name}",
    ):
        answer = app.get(address, expect_errors=True)
        assert "Full Name" not in answer.body, address
        assert "/user/administrator" not in answer.body, address


def test_whoever_changes_a_body_is_told_no_more_of_its_people(world: World):
    """The answer to a change has the body's people in it, and an administrator may name any account as one of them."""
    from ckan import model

    steward = model.User.get(world.people["sysadmin"])
    named = [{"name": world.people[name], "capacity": "admin"} for name in ("administrator", "sysadmin", "stranger")]
    for action in ("organization_patch", "organization_update", "group_update"):
        before = world.call("organization_show", "administrator", id=world.council)
        answer = world.call(action, "administrator", **{**before, "users": named})
        assert steward.name in {user["name"] for user in answer["users"]}
        assert all(
            {"email_hash", "sysadmin"} & set(user) == set()
            for user in answer["users"]
            if user["name"] != "administrator"
        )
        assert steward.email_hash not in json.dumps(answer, default=str)
    kept = world.call("organization_patch", "sysadmin", id=world.council, users=named)
    assert any(user["sysadmin"] for user in kept["users"])
