"""Who the reader is to a body: own rights, and those that come from its parent; what a page offers is what the actions allow."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import filers

BODIES = [
    {"publisher_id": "parent", "name": "Parent", "organization_id": "o1", "parent_id": ""},
    {"publisher_id": "child", "name": "Child", "organization_id": "o2", "parent_id": "parent"},
    {"publisher_id": "other", "name": "Other", "organization_id": "o3", "parent_id": ""},
]


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the actions answer; an exception is raised."""
    answers: dict[str, Any] = {"spenddata_publisher_list": BODIES}

    def action(name: str) -> Any:
        def answer(_context: Any, _data: Any) -> Any:
            if isinstance(answers[name], Exception):
                raise answers[name]
            return answers[name]

        return answer

    monkeypatch.setattr(tk, "get_action", action, raising=False)
    monkeypatch.setattr(filers.config, "approval", lambda: False)
    monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_anonymous=False), raising=False)
    return answers


def belongs(portal: dict[str, Any], **capacities: str) -> dict[str, bool]:
    portal["organization_list_for_user"] = [{"id": id_, "capacity": capacity} for id_, capacity in capacities.items()]
    return {each["publisher_id"]: each["may_send"] for each in filers.own()}


def test_a_role_reaches_down_to_children_and_never_up(portal):
    assert belongs(portal, o1="editor") == {"parent": True, "child": True}
    assert belongs(portal, o2="admin") == {"child": True}


def test_a_member_belongs_and_may_not_send(portal):
    assert belongs(portal, o3="member") == {"other": False}
    assert belongs(portal, o1="member", o2="editor") == {"parent": False, "child": True}


def test_nobody_belongs_nowhere(portal, monkeypatch):
    portal["organization_list_for_user"] = AssertionError("not asked for")
    monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_anonymous=True), raising=False)
    assert filers.own() == []


def test_a_body_that_is_gone_keeps_the_name_of_the_return(portal):
    shown = {"publisher_id": "gone", "publisher_name": "Gone", "organization_id": "o9"}
    portal["spenddata_publisher_show"] = tk.ObjectNotFound()
    assert filers.publisher(shown) == {"publisher_id": "gone", "name": "Gone", "slug": "o9"}
    portal["spenddata_publisher_show"] = {"name": "Here"}
    assert filers.publisher(shown) == {"name": "Here"}
    assert filers.names()["child"] == "Child"


def test_a_right_is_what_its_action_allows_about_this_return(monkeypatch):
    asked: dict[str, Any] = {}

    def check(action: str, _context: Any, about: dict[str, Any]) -> None:
        asked[action] = about
        if action.endswith("erase"):
            raise tk.NotAuthorized
        if action.endswith("recover"):
            raise tk.ObjectNotFound

    monkeypatch.setattr(tk, "check_access", check, raising=False)
    may = filers.rights({"reference": "r", "publisher_id": "p"})
    assert {name for name, allowed in may.items() if not allowed} == {"erase", "recover"}
    assert set(may) == {*filers.RIGHTS, "send"}
    assert asked.pop("spenddata_return_submit") == {"publisher": "p"}
    assert set(map(str, asked.values())) == {"{'reference': 'r'}"}


def test_a_day_is_past_from_the_next_one_on(monkeypatch):
    from datetime import date

    monkeypatch.setattr(filers, "london_today", lambda: date(2026, 4, 2))
    assert [filers.is_past(day) for day in ("2026-04-01", "2026-04-02", "2026-04-03", None)] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("state", "due", "not_due"),
    [
        ("not_due", "2026-04-30", True),
        ("not_due", None, True),
        ("missing", "2026-04-02", True),
        ("missing", None, True),
        ("missing", "2026-04-01", False),
        ("ready", "2026-04-30", False),
    ],
)
def test_a_return_that_isn_t_there_is_not_due_up_to_its_last_day(monkeypatch, state, due, not_due):
    from datetime import date

    monkeypatch.setattr(filers, "london_today", lambda: date(2026, 4, 2))
    assert filers.is_not_due({"state": state, "due": due}) is not_due


@pytest.mark.parametrize(
    ("due", "joined", "late", "told"),
    [
        ("2026-04-30", "2026-04-01", False, "in_time"),
        ("2026-04-30", "2026-04-30", True, "late"),
        ("2026-04-30", None, True, "late"),
        ("2026-04-30", "2026-05-01", False, None),
        ("", "2026-04-01", False, None),
    ],
)
def test_what_fell_due_before_its_publisher_joined_is_not_called_in_time(due, joined, late, told):
    assert filers.timely(due, joined, late=late) == told
