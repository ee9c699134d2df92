"""Peer groups: loaded by stewards on somebody's word, saved by people for themselves, taken back with a reason."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.logic.action import peer_groups

LOAD = {
    "id": "near",
    "title": "Near",
    "basis": "Size",
    "version": "2026",
    "licence": "OGL",
    "source": "Office",
    "csv": "publisher_id,peers\nX-DEMO-1,X-DEMO-2 X-DEMO-3\nX-DEMO-2,X-DEMO-1\n",
}


@pytest.fixture(autouse=True)
def kept(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The groups there are: of the steward, of somebody, of both none."""
    state = SimpleNamespace(loaded=[], own=[], found=None, offered={})
    monkeypatch.setattr(peer_groups.peer_groups, "loaded", lambda: state.loaded)
    monkeypatch.setattr(peer_groups.peer_groups, "own", lambda _user: state.own)
    monkeypatch.setattr(peer_groups.peer_groups, "find", lambda _name: state.found)
    monkeypatch.setattr(peer_groups.peer_groups, "take_back", portal.note("taken back"))
    monkeypatch.setattr(peer_groups.groups, "offered", lambda _definitions: state.offered)
    monkeypatch.setattr(peer_groups, "publisher_ids", lambda names, _field: tuple(names))

    def add(group: PeerGroup, made_by: str, **more: Any) -> Any:
        portal.done.append(("add", group, made_by, more))
        return SimpleNamespace(
            number=7, name=group.id or "new", title=group.title, bodies=group.bodies, shared=more.get("shared", True)
        )

    monkeypatch.setattr(peer_groups.peer_groups, "add", add)
    return state


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    read = SimpleNamespace(listed={"X-DEMO-1": ("X-DEMO-2", "X-DEMO-3"), "X-DEMO-2": ("X-DEMO-1",)})
    monkeypatch.setattr(peer_groups.groups, "table", lambda _csv: (read, ["X-DEMO-9"]))


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        (peer_groups.spenddata_peer_group_list, {}),
        (peer_groups.spenddata_peer_group_load, LOAD),
        (peer_groups.spenddata_peer_group_save, {"title": "Mine", "publishers": ["X-DEMO-1"]}),
        (peer_groups.spenddata_peer_group_remove, {"id": "near"}),
    ],
)
def test_who_may_not_has_nothing_told_or_done(action, asked, portal):
    portal.refused(action, **asked)


def test_a_preview_says_what_would_be_loaded_and_loads_nothing(portal, kept):
    told = peer_groups.spenddata_peer_group_load({}, {**LOAD, "preview": True})
    assert (told["bodies"], told["pairs"], told["unknown"], told["number"]) == (2, 3, 1, None)
    assert told["some_unknown"] == ["X-DEMO-9"]
    assert told["replaces"] is None
    assert portal.done == ["spenddata_peer_group_load"]


def test_a_group_is_loaded_on_the_word_that_is_given(portal, kept):
    kept.offered = {"near": SimpleNamespace(title="Old", version="2025")}
    told = peer_groups.spenddata_peer_group_load({}, LOAD)
    assert (told["number"], told["replaces"]) == (7, {"title": "Old", "version": "2025"})
    [(_, group, made_by, more)] = portal.done[1:]
    assert (group.id, group.licence, group.source, group.order, made_by, more) == (
        "near",
        "OGL",
        "Office",
        35,
        "steward",
        {},
    )


def test_one_s_own_are_as_many_as_are_kept(portal, kept):
    asked = {"title": "Mine", "publishers": ["X-DEMO-1", "X-DEMO-2"]}
    kept.own = [object()] * (peer_groups.MOST_OWN - 1)
    saved = peer_groups.spenddata_peer_group_save({}, asked)
    assert saved == {"id": "new", "title": "Mine", "publishers": ("X-DEMO-1", "X-DEMO-2"), "shared": False}
    assert portal.done[-1][3] == {"owner": "user-id", "shared": False}
    kept.own.append(object())
    with pytest.raises(tk.ValidationError, match="Remove one first"):
        peer_groups.spenddata_peer_group_save({}, asked)


def test_a_loaded_one_is_taken_back_with_a_reason_and_says_what_is_in_force_again(portal, kept):
    with pytest.raises(tk.ObjectNotFound, match="no peer group near"):
        peer_groups.spenddata_peer_group_remove({}, {"id": "near"})
    kept.found = SimpleNamespace(owner=None, name="near")
    with pytest.raises(tk.ValidationError, match="Say why"):
        peer_groups.spenddata_peer_group_remove({}, {"id": "near"})
    kept.offered = {"near": SimpleNamespace(title="Old", version="2025")}
    told = peer_groups.spenddata_peer_group_remove({}, {"id": "near", "why": "Wrong year"})
    assert told == {"id": "near", "restored": {"title": "Old", "version": "2025"}}
    assert portal.done[-1] == ("taken back", kept.found, "steward", "Wrong year")


def test_one_s_own_goes_without_a_reason_and_brings_nothing_back(portal, kept):
    kept.found = SimpleNamespace(owner="user-id", name="near")
    kept.offered = {"near": SimpleNamespace(title="Other", version="1")}
    assert peer_groups.spenddata_peer_group_remove({}, {"id": "near"}) == {"id": "near", "restored": None}
    assert portal.done[-1] == ("taken back", kept.found, "steward", "")
