"""What somebody may not know of is as if it were not there; and what is taken back is the newest that can be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import common
from ckanext.spenddata.model import State
from ckanext.spenddata.returns.people.authority import Role

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
INSIDER: Any = {"user": "member"}
OUTSIDER: Any = {"user": "stranger"}
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A return with revisions, of which a test says states: ``portal.made("published", "ready")``."""
    found: Any = SimpleNamespace(reference=REFERENCE, organization_id="alder", revisions=[], only=None)

    def made(*states: str) -> None:
        found.revisions[:] = [
            SimpleNamespace(number=n, state=state, spend_return=found) for n, state in enumerate(states, start=1)
        ]

    def public(revision: Any) -> bool:
        return revision.state in (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)

    roles = {"member": Role.MEMBER, "admin": Role.ADMIN}
    found.made = made
    queries = common.queries
    monkeypatch.setattr(queries, "by_reference", lambda reference: found if reference == REFERENCE else None)
    monkeypatch.setattr(queries, "was_public", public)
    monkeypatch.setattr(queries, "newest", lambda _return: found.revisions[-1])
    monkeypatch.setattr(
        queries, "by_number", lambda _return, n: next((each for each in found.revisions if each.number == n), None)
    )
    monkeypatch.setattr(
        queries,
        "published",
        lambda _return: next((each for each in found.revisions if each.state == "published"), None),
    )
    monkeypatch.setattr(common, "user_id", lambda context: context.get("user"))
    monkeypatch.setattr(common.authority, "role", lambda user, _organization: roles.get(user, Role.NONE))
    monkeypatch.setattr(common.authority, "is_steward", lambda user: user == "steward")
    monkeypatch.setattr(common.authority, "organizations", lambda user, least: [f"{user} {least.name}"])
    monkeypatch.setattr(common.tokens, "covers", lambda body: found.only in (None, body))
    monkeypatch.setattr(common.tokens, "only_body", lambda: found.only)
    monkeypatch.setattr(common.tombstones, "of_revision", lambda _revision: None)
    return found


def number(context: Any, **asked: Any) -> int:
    return common.revision(context, {"reference": REFERENCE, **asked}).number


def test_somebody_elses_draft_can_t_be_told_from_nothing(portal):
    portal.made("ready")
    with pytest.raises(tk.ObjectNotFound) as unknown:
        common.spend_return(OUTSIDER, "no.such.return")
    with pytest.raises(tk.ObjectNotFound) as hidden:
        common.spend_return(OUTSIDER, REFERENCE)
    assert str(hidden.value).replace(REFERENCE, "no.such.return") == str(unknown.value)
    assert common.spend_return(INSIDER, REFERENCE) is portal


def test_the_newest_is_the_newest_that_one_may_see(portal):
    portal.made("superseded", "published", "ready")
    assert (number(INSIDER), number(OUTSIDER)) == (3, 2)
    assert number(OUTSIDER, revision=1) == 1
    for hidden in (3, 4):
        with pytest.raises(tk.ObjectNotFound, match=f"no revision {hidden}"):
            number(OUTSIDER, revision=hidden)


def test_where_nothing_is_public_now_there_is_no_newest_for_others(portal):
    portal.made("withdrawn", "ready")
    with pytest.raises(tk.ObjectNotFound):
        number(OUTSIDER)


@pytest.mark.parametrize(
    ("states", "taken"),
    [
        (("superseded", "published", "ready"), 2),
        (("ready", "erased"), 1),
        (("withdrawn", "ready", "erased"), 2),
    ],
)
def test_what_is_withdrawn_is_the_published_one_else_the_newest_that_is_left(portal, states, taken):
    portal.made(*states)
    assert common.withdrawable(INSIDER, {"reference": REFERENCE}).number == taken


def test_what_is_named_is_withdrawn(portal):
    portal.made("superseded", "published")
    assert common.withdrawable(INSIDER, {"reference": REFERENCE, "revision": 1}).number == 1


def test_a_token_for_another_body_gives_no_role(portal):
    assert common.role({"user": "admin"}, "alder") == Role.ADMIN
    portal.only = "birch"
    assert common.role({"user": "admin"}, "alder") == Role.NONE
    assert common.role({"ignore_auth": True}, "alder") == Role.ADMIN


def test_bodies_of_a_token_are_the_one_it_is_for(portal):
    assert common.organizations({"user": "admin"}, Role.EDITOR) == ["admin EDITOR"]
    assert common.organizations({"ignore_auth": True}, Role.EDITOR) is None
    portal.only = "alder"
    assert common.organizations({"user": "admin"}, Role.EDITOR) == ["alder"]
    assert common.organizations({"user": "member"}, Role.EDITOR) == []


def test_nobody_changes_anything_without_signing_in(portal):
    assert common.acting_user({"user": "admin"}) == "admin"
    with pytest.raises(tk.NotAuthorized, match="Sign in"):
        common.acting_user({})


def test_stewards_and_the_portal_itself_do_the_central_work(portal):
    assert common.is_steward({"user": "steward"})
    assert common.is_steward({"ignore_auth": True})
    assert not common.is_steward({"user": "admin"})


def test_a_revision_is_had_for_an_action_by_those_who_may(portal, monkeypatch):
    asked: list[str] = []

    def check_access(action: str, context: Any, _data_dict: Any) -> None:
        asked.append(action)
        if context["user"] != "admin":
            raise tk.NotAuthorized

    monkeypatch.setattr(tk, "check_access", check_access, raising=False)
    portal.made("published", "ready")
    named = {"reference": REFERENCE, "revision": 2}
    assert common.revision_for("spenddata_return_publish", {"user": "admin"}, named).number == 2
    with pytest.raises(tk.NotAuthorized):
        common.revision_for("spenddata_return_publish", INSIDER, named)
    with pytest.raises(tk.ObjectNotFound):
        common.revision_for("spenddata_return_publish", OUTSIDER, named)
    assert asked == ["spenddata_return_publish"] * 2
