"""Peer groups are never changed in place: the newest that is not taken back is in force, and people's own are their own."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions.peers import PeerGroup
from tests.returns.world import World


def group(name: str, title: str, **more: object) -> PeerGroup:
    kept = {"basis": "size", "version": "2026", "licence": "OGL", "source": "Office", "url": "https://example.org"}
    return PeerGroup(id=name, title=title, order=3, **{**kept, **more})  # type: ignore[arg-type]


@pytest.fixture
def saved(world: World):
    from ckanext.spenddata.returns.people import peer_groups

    return peer_groups


def titles(groups: list) -> list[str]:
    return [each.title for each in groups]


def test_what_is_loaded_again_stands_over_what_was_there_until_it_is_taken_back(saved):
    saved.add(group("near", "Old"), "steward")
    saved.add(group("far", "Far"), "steward")
    new = saved.add(group("near", "New"), "steward")
    assert titles(saved.loaded()) == ["Far", "New"]
    assert saved.find("near").title == "New"
    saved.take_back(new, "another", "Wrong year")
    assert titles(saved.loaded()) == ["Far", "Old"]
    assert saved.find("near").title == "Old"
    history = saved.history(10)
    assert titles(history) == ["New", "Far", "Old"]
    assert (history[0].removed_by, history[0].removed_why, bool(history[0].removed)) == ("another", "Wrong year", True)
    assert titles(saved.history(2)) == ["New", "Far"]


def test_somebody_s_own_are_theirs_and_are_not_loaded_for_everybody(saved):
    first = saved.add(group("", "Mine", bodies=("X-DEMO-1", "X-DEMO-2")), "editor", owner="u1", shared=False)
    saved.add(group("", "Mine, too"), "editor", owner="u1")
    saved.add(group("", "Theirs"), "member", owner="u2")
    assert titles(saved.own("u1")) == ["Mine, too", "Mine"]
    assert titles(saved.own("u3")) == []
    assert saved.loaded() == saved.history(10) == []
    assert len(first.name) > 20
    assert saved.find(first.name).number == first.number
    saved.take_back(first, "editor", "")
    assert titles(saved.own("u1")) == ["Mine, too"]
    assert saved.find(first.name) is None


def test_comparisons_know_it_as_it_was_made(saved):
    listed = {"X-DEMO-1": ("X-DEMO-2", "X-DEMO-3"), "X-DEMO-2": ()}
    loaded = group("near", "Near", listed=listed)
    assert saved.as_group(saved.add(loaded, "steward")) == group("near", "Near", listed=listed, members=saved.MEMBERS)
    own = group("own", "Own", bodies=("X-DEMO-3",))
    assert saved.as_group(saved.add(own, "editor", owner="u1")) == own
