"""CKAN's actions that tell of people tell colleagues, never strangers; and invite nobody whom no mail can reach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.action import people

SECRET = {"email_hash": "abc", "sysadmin": True}


@pytest.fixture(autouse=True)
def seen(in_english: None, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Who was looked for before anything was told; somebody of the same body may be seen, nobody else."""
    looked_for: list[Any] = []

    def refuse_unless_seen(_context: Any, name: Any) -> None:
        looked_for.append(name)
        if name == "stranger":
            raise tk.NotAuthorized

    def without_secrets(_context: Any, user: Any) -> Any:
        return {name: value for name, value in user.items() if name not in SECRET}

    monkeypatch.setattr(people.people, "refuse_unless_seen", refuse_unless_seen)
    monkeypatch.setattr(people.people, "without_secrets", without_secrets)
    monkeypatch.setattr(people, "by_todays_name", lambda data: {**data, "id": f"today's {data['id']}"})
    return looked_for


def told(_context: Any, data: Any) -> Any:
    return {"told": data}


TELLING = (
    *(
        "followee_list",
        "followee_count",
        "dataset_followee_count",
        "group_followee_count",
        "organization_followee_count",
    ),
    *("user_followee_count", "user_follower_count", "am_following_user", "organization_list_for_user"),
    *("package_collaborator_list_for_user", "unfollow_user"),
)


@pytest.mark.parametrize("name", TELLING)
def test_whether_a_stranger_has_an_account_is_not_told(name, seen):
    action = getattr(people, name)
    assert action(told, {"user": "me"}, {"id": "colleague"}) == {"told": {"id": "colleague"}}
    with pytest.raises(tk.NotAuthorized):
        action(told, {"user": "me"}, {"id": "stranger"})
    with pytest.raises(tk.NotAuthorized):
        action(told, {"user": ""}, {"id": "stranger"})
    # CKAN's own actions ask without a user, for somebody whom they have asked already.
    assert action(told, {}, {"id": "stranger"})
    assert seen == ["colleague", "stranger", "stranger"]


def test_an_account_is_told_without_what_even_colleagues_are_not():
    assert people.user_show(lambda *_: {"name": "x", **SECRET}, {}, {}) == {"name": "x"}


@pytest.mark.parametrize("action", [people.group_show, people.organization_show])
def test_so_are_the_people_of_a_body(action):
    group = {"name": "alder", "users": [{"name": "x", **SECRET}, {"name": "y"}]}
    assert action(lambda *_: group, {}, {"id": "alder"}) == {"name": "alder", "users": [{"name": "x"}, {"name": "y"}]}
    for bare in ({"name": "alder"}, {"users": []}, "alder"):
        assert action(lambda *_, bare=bare: bare, {}, {"id": "alder"}) == bare


def test_a_body_is_found_by_a_name_that_it_no_longer_has():
    assert people.organization_show(told, {}, {"id": "old"}) == {"told": {"id": "today's old"}}
    assert people.group_show(told, {}, {"id": "old"}) == {"told": {"id": "old"}}


@pytest.mark.parametrize(("sender", "invited"), [("portal@example.org", True), ("", False), (None, False)])
def test_nobody_is_invited_whom_no_mail_can_reach(sender, invited, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(tk, "check_access", lambda name, *_: asked.append(name), raising=False)
    monkeypatch.setitem(tk.config, "smtp.mail_from", sender)
    monkeypatch.setattr(people.common, "is_steward", lambda _context: True)
    if invited:
        assert people.user_invite(told, {}, {"email": "a@b"}) == {"told": {"email": "a@b"}}
    else:
        with pytest.raises(tk.ValidationError) as error:
            people.user_invite(told, {}, {"email": "a@b"})
        assert "Nobody was invited" in error.value.error_dict["email"][0]
        assert "smtp.server" in error.value.error_dict["email"][0]
    assert asked == ["user_invite"]


def test_an_account_invites_only_so_many_and_stewards_as_many_as_they_like(monkeypatch):
    stewards, waits = {"steward"}, iter([0, 1200])
    limit = SimpleNamespace(most=30, take=lambda _who: SimpleNamespace(wait=next(waits)))
    monkeypatch.setattr(tk, "check_access", lambda *_: None, raising=False)
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@example.org")
    monkeypatch.setattr(people.common, "is_steward", lambda context: context["user"] in stewards)
    monkeypatch.setattr(people.recovery, "INVITED", limit)
    for _ in range(5):
        assert people.user_invite(told, {"user": "steward"}, {"email": "a@b"})
    assert people.user_invite(told, {"user": "administrator"}, {"email": "a@b"})
    with pytest.raises(tk.ValidationError, match="invited 30 people"):
        people.user_invite(told, {"user": "administrator"}, {"email": "a@b"})
