"""Groups are everybody's, one's own, and a shared one that is asked for; a loaded group lies over that of the definitions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import peer_groups

pytestmark = pytest.mark.usefixtures("in_english")


def group(name: str, order: int = 1, **more: Any) -> Any:
    words = {"title": name, "basis": "", "version": "", "licence": "", "source": "", "url": ""}
    known = {**words, "listed": (), "bodies": (), "shared": False, "made": None, **more}
    return SimpleNamespace(id=name, name=name, order=order, **known)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Any:
    state: Any = SimpleNamespace(loaded=[], own=[], others={})
    monkeypatch.setattr(peer_groups.peer_groups, "loaded", lambda: state.loaded)
    monkeypatch.setattr(peer_groups.peer_groups, "own", lambda user_id: state.own if user_id == "ann" else [])
    monkeypatch.setattr(peer_groups.peer_groups, "find", state.others.get)
    monkeypatch.setattr(peer_groups.peer_groups, "as_group", lambda each: each)
    monkeypatch.setattr(peer_groups.common, "user_id", lambda context: context.get("user"))
    bodies = {
        n: SimpleNamespace(publisher=SimpleNamespace(publisher_id=f"X-DEMO-{n}", name=f"Body {n}")) for n in (1, 2)
    }
    by_name = {
        **{f"X-DEMO-{n}": body for n, body in bodies.items()},
        **{f"body-{n}": body for n, body in bodies.items()},
    }
    monkeypatch.setattr(peer_groups.publishers, "find", by_name.get)
    monkeypatch.setattr(peer_groups.publishers, "every", lambda: list(bodies.values()))
    monkeypatch.setattr(
        peer_groups.publishers, "by_ids", lambda names: {name: by_name[name] for name in names if name in by_name}
    )
    return state


DEFINITIONS: Any = SimpleNamespace(peer_groups={"b": group("b", 2), "a": group("a", 2), "first": group("first", 1)})


def names(user: str | None = None, asked: str | None = None) -> list[str]:
    context: Any = {"user": user}
    return list(peer_groups.available(DEFINITIONS, context, asked))


def test_groups_stand_in_their_order(saved):
    assert list(peer_groups.offered(DEFINITIONS)) == ["first", "a", "b"]


def test_a_loaded_group_takes_the_place_of_the_definitions_own(saved):
    saved.loaded = [group("b", 0, title="Newer")]
    found = peer_groups.offered(DEFINITIONS)
    assert list(found) == ["b", "first", "a"]
    assert found["b"].title == "Newer"


def test_own_groups_are_their_owners_and_shared_ones_whoevers_asks_for_them(saved):
    saved.own = [group("mine")]
    saved.others |= {"shared": group("shared", shared=True), "secret": group("secret")}
    assert names("ann")[-1] == "mine"
    assert "mine" not in names("bob")
    assert "mine" not in names(None)
    assert names(None, "shared")[-1] == "shared"
    assert names(None, "secret") == names(None, "no-such-group") == names(None)


def test_only_ones_own_group_tells_whom_it_is_shared_with(saved):
    import datetime as dt

    kept: Any = group("g", shared=True, made=dt.date(2026, 4, 1))
    told = peer_groups.group_dict(group("g", bodies=("X-DEMO-1",)), "own", kept)
    assert (told["publishers"], told["shared"], told["bodies"]) == (["X-DEMO-1"], True, 1)
    for kind in ("loaded", "built-in"):
        assert "publishers" not in peer_groups.group_dict(group("g"), kind, kept)
    assert peer_groups.group_dict(group("g"), "built-in")["bodies"] is None


def test_a_table_says_which_of_its_bodies_are_not_here(saved, monkeypatch):
    read = SimpleNamespace(problems=[], named=["X-DEMO-1", "X-DEMO-7"], listed={"X-DEMO-1": ()})
    monkeypatch.setattr(peer_groups, "parse", lambda _text: read)
    assert peer_groups.table("…") == (read, ["X-DEMO-7"])
    read.listed = {"X-DEMO-7": ()}
    with pytest.raises(tk.ValidationError, match="None of the bodies"):
        peer_groups.table("…")
