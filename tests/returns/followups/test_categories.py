"""Whatever gives payments another category, what shows them follows: catalogue, table and index; a preview moves nothing."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from ckan import model

from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.model import Step
from ckanext.spenddata.returns.followups import categories

RETURNS = ("X-DEMO-1.lgtc-500.2026-Q1", "X-DEMO-2.lgtc-500.2026-Q1")


@pytest.fixture(autouse=True)
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was done, in order; whatever moves payments moves some of two returns."""
    noted: list[Any] = []
    moved = SimpleNamespace(returns=set(RETURNS))
    decision = SimpleNamespace(moved=moved, repeated=False)

    def note(name: str, answer: Any = None) -> Any:
        return lambda *args, **more: noted.append((name, *args, *more.values())) or answer

    monkeypatch.setattr(
        categories.planning, "plan_again", lambda which, steps: noted.append(("plan", sorted(which), steps))
    )
    monkeypatch.setattr(
        categories.publishers,
        "by_id",
        lambda id_: SimpleNamespace(publisher=f"publisher {id_}") if id_ == "X" else None,
    )
    monkeypatch.setattr(categories.config, "definitions", lambda: "definitions")
    monkeypatch.setattr(categories.category_versions, "preview", note("preview", "frame"))
    monkeypatch.setattr(categories.category_versions, "apply", note("apply", moved))
    monkeypatch.setattr(categories.category_versions, "undo", note("undo", (1, moved)))
    monkeypatch.setattr(categories.category_decisions, "decide", note("decide", decision))
    monkeypatch.setattr(categories.category_decisions, "undo", note("undo decision", decision))
    monkeypatch.setattr(model.Session, "rollback", lambda: noted.append("rollback"))
    return noted


PLANNED = ("plan", sorted(RETURNS), (Step.CATALOGUE, Step.DATASTORE, Step.INDEX))


def test_a_version_is_applied_without_an_open_transaction_and_followed(done):
    categories.apply("X", "steward", "New tables")
    assert done == ["rollback", ("apply", "X", "publisher X", "definitions", "steward", "New tables"), PLANNED]


def test_what_it_would_move_is_told_and_nothing_follows(done):
    assert categories.preview("gone") == "frame"
    assert done == [("preview", "gone", None, "definitions")]


def test_a_version_that_is_taken_back_is_followed(done):
    categories.undo_version(4, "steward", "Wrong")
    assert done == [("undo", 4, "steward", "Wrong"), PLANNED]


@pytest.mark.parametrize("preview", [True, False])
def test_a_decision_and_its_undoing_are_followed_unless_they_are_previews(preview, done):
    categories.decide("target", "it", "steward", "It is IT", preview=preview)  # type: ignore[arg-type]
    categories.undo_decision(7, "steward", "Wrong", preview=preview)
    assert done == [
        ("decide", "target", "it", "steward", "It is IT", preview),
        *([] if preview else [PLANNED]),
        ("undo decision", 7, "steward", "Wrong", preview),
        *([] if preview else [PLANNED]),
    ]


def test_a_decision_that_stood_already_is_not_followed(monkeypatch, done):
    monkeypatch.setattr(
        categories.category_decisions, "decide", lambda *_args, **_more: SimpleNamespace(moved=None, repeated=True)
    )
    assert categories.decide("target", "it", "steward", "It is IT").repeated  # type: ignore[arg-type]
    assert done == []


@pytest.mark.parametrize(
    ("entry", "moves"), [(None, False), ("replaced", False), ("current", False), ("current", True)]
)
def test_what_was_decided_meanwhile_is_given_to_what_is_published_now(entry, moves, done, monkeypatch):
    found = entry and SimpleNamespace(current=entry == "current")
    moved = replace(Moved(), returns=(RETURNS[0],)) if moves else Moved()
    database = SimpleNamespace(cursor=lambda: nullcontext("cursor"))
    monkeypatch.setattr(categories.connection, "writing", lambda **_: nullcontext(database))
    monkeypatch.setattr(categories.connection, "note", lambda _cursor, *, may_wait: done.append(("noted", may_wait)))
    monkeypatch.setattr(categories.turns, "lock", lambda _cursor, id_: done.append(("turn", id_)))
    monkeypatch.setattr(categories.entries, "latest", lambda *_: found)
    monkeypatch.setattr(categories.decided_categories, "apply_to_entry", lambda *_: moved)
    categories.apply_decisions("X", RETURNS[0])
    assert done[0] == ("turn", "X")
    assert (("noted", True) in done) is moves
    assert done[-1] == ("plan", [RETURNS[0]] if moves else [], categories.FOLLOWS)
