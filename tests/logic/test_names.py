"""An organisation is found by what it was called once, wherever its name stands; what is nobody's stays as it is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ckanext.spenddata.logic import names

LIVING = {"new-alder": "active", "birch": "active", "old-birch": "deleted"}
ONCE = {"old-alder": "new-alder", "birch": "new-alder", "old-birch": "birch"}


@pytest.fixture(autouse=True)
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = {name: SimpleNamespace(name=name, state=state) for name, state in LIVING.items()}
    monkeypatch.setattr(names.model, "Group", SimpleNamespace(get=groups.get))
    monkeypatch.setattr(names.former_names, "holder", ONCE.get)
    monkeypatch.setattr(names.former_names, "holders", lambda: ONCE)


def test_a_name_is_followed_unless_somebody_has_it_now():
    assert names.name_today("old-alder") == "new-alder"
    assert names.name_today("birch") is None, "whoever has it now is meant"
    assert names.name_today("old-birch") == "birch", "a deleted organisation has no claim"
    assert names.name_today("never-was") is None


def test_an_action_is_asked_by_todays_name():
    assert names.by_todays_name({"id": "old-alder", "x": 1}) == {"id": "new-alder", "x": 1}
    for unchanged in ({"id": "birch"}, {"id": 3}, {}):
        assert names.by_todays_name(unchanged) == unchanged


def test_lists_are_followed_as_lists_and_as_text():
    assert names.listed_today(["old-alder", "birch", 7]) == ["new-alder", "birch", 7]
    assert names.listed_today("old-alder, birch") == "new-alder, birch"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("organization:old-alder", "organization:new-alder"),
        ('organization:"old-alder"', 'organization:"new-alder"'),
        ('a:b AND organization:("old-alder" OR birch) x', 'a:b AND organization:("new-alder" OR birch) x'),
        ("organization: old-alder", "organization: new-alder"),
        ("title:old-alder", "title:old-alder"),
        ("suborganization:old-alder", "suborganization:old-alder"),
        (None, None),
    ],
)
def test_a_question_to_the_catalogue(asked, meant):
    assert names.in_query(asked) == meant


def test_a_question_with_thousands_of_names_costs_no_look_for_each(monkeypatch: pytest.MonkeyPatch):
    """Anybody may ask it, and a thread would be busy with it for minutes."""
    looked: list[str] = []
    monkeypatch.setattr(names.former_names, "holder", lambda name: looked.append(name) or ONCE.get(name))
    many = [f"n{number}" for number in range(5_000)]
    asked = f"organization:({' OR '.join([*many, 'old-alder'])})"
    assert names.in_query(asked) == asked.replace("old-alder", "new-alder")
    assert names.listed_today([*many, "old-alder"]) == [*many, "new-alder"]
    assert names.listed_today(",".join([*many, "old-alder"])).endswith(",n4999,new-alder")
    assert looked == ["old-alder"] * 3
