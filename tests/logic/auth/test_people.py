"""People are seen by themselves, their colleagues and stewards; a link for a new password ends for programs, too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.logic.auth import people

USERS = {name: SimpleNamespace(id=name) for name in ("ann", "bob")}


@pytest.fixture(autouse=True)
def accounts(monkeypatch: pytest.MonkeyPatch) -> Any:
    state: Any = SimpleNamespace(alive=set(), readers=set())
    monkeypatch.setattr(people.model, "User", SimpleNamespace(get=USERS.get))
    monkeypatch.setattr(
        people.model, "Group", SimpleNamespace(get=lambda name: SimpleNamespace(id=name) if name else None)
    )
    monkeypatch.setattr(people.people, "may_see", lambda context, user_id: bool(user_id) and context["user"] == user_id)
    monkeypatch.setattr(
        people.authz,
        "has_user_permission_for_group_or_org",
        lambda group, user, permission: (group, user, permission) in state.readers,
    )
    monkeypatch.setattr(people.recovery, "is_alive", lambda user_id: user_id in state.alive)
    return state


def may(right: Any, who: str | None, data: Any, *, original: bool = True) -> bool:
    return right(lambda *_: {"success": original, "msg": "CKAN's"}, {"user": who}, data)["success"]


def test_the_list_of_accounts_is_the_stewards():
    assert may(people.user_list, "steward", {}, original=False)
    assert not may(people.user_list, "ann", {})


@pytest.mark.parametrize("name", ["user_show", "user_follower_count", "user_followee_count"])
def test_an_account_that_may_not_be_seen_is_as_one_that_is_not_there(name):
    right = getattr(people, name)
    assert may(right, "ann", {"id": "ann"}, original=False)
    assert not may(right, "ann", {"id": "bob"})
    assert right(None, {"user": "ann"}, {"id": "bob"}) == right(None, {"user": "ann"}, {"id": "no-such-account"})


def test_whom_somebody_follows_is_asked_of_both():
    assert may(people.followee_list, "ann", {"id": "ann"})
    assert not may(people.followee_list, "ann", {"id": "ann"}, original=False)
    assert not may(people.followee_list, "ann", {"id": "bob"})


def test_the_people_of_a_body_are_told_to_those_who_may_read_it(accounts):
    asked = {"id": "alder", "object_type": "user"}
    assert not may(people.member_list, "ann", asked)
    accounts.readers.add(("alder", "ann", "read"))
    assert may(people.member_list, "ann", asked)
    assert not may(people.member_list, "ann", {"id": "birch"})
    assert may(people.member_list, "steward", asked)
    assert may(people.member_list, None, {**asked, "object_type": "package"})


def test_a_key_is_good_as_long_as_its_link(accounts):
    asked = {"id": "ann", "reset_key": "k"}
    assert not may(people.user_update, None, asked)
    accounts.alive.add("ann")
    assert may(people.user_update, None, asked)
    assert not may(people.user_update, None, asked, original=False)


def test_whoever_is_signed_in_needs_no_link():
    assert may(people.user_update, "ann", {"id": "ann", "reset_key": "k"})
    assert may(people.user_update, None, {"id": "ann"}), "without a key it is CKAN's to say"
