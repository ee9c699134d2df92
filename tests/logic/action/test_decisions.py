"""A decision is handed to the kind that it is of; what is half said is refused, and only what was changed is followed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.logic.action import decisions

DECIDED = SimpleNamespace(decision_no=7, moved=2, returns=("r1", "r2"))


@pytest.fixture
def ledger(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(decisions.supplier_decisions, "decide", portal.note("decide", DECIDED))
    monkeypatch.setattr(decisions.supplier_decisions, "separate", portal.note("separate", DECIDED))
    monkeypatch.setattr(decisions.supplier_decisions, "undo", portal.note("undo", DECIDED))
    monkeypatch.setattr(decisions.following, "index_again", portal.note("index"))
    monkeypatch.setattr(decisions.category_decisions, "decide", portal.note("category", {"decision": 1}))
    monkeypatch.setattr(decisions.category_decisions, "queue", portal.note("queue", {"count": 0}))
    return portal


def make(**data: Any) -> dict[str, Any]:
    return decisions.spenddata_decision_make({}, {"why": "So", **data})


def test_two_suppliers_are_decided_about_and_what_moved_is_followed(ledger):
    assert make(verdict="same", one="a", other="b") == {"decision": 7, "moved": 2, "returns": 2}
    assert ledger.done == [
        "spenddata_decision_make",
        ("decide", "same", "a", "b", "steward", "So", {"preview": False}),
        ("index", ("r1", "r2")),
        ("ring",),
    ]


def test_one_name_is_taken_apart(ledger):
    make(verdict="apart", name="vell")
    assert ledger.done[1] == ("separate", "vell", "steward", "So", {"preview": False})


@pytest.mark.parametrize(
    "decided",
    [
        SimpleNamespace(decision_no=None, moved=2, returns=("r",)),
        SimpleNamespace(decision_no=7, moved=0, returns=()),
    ],
)
def test_nothing_is_followed_where_nothing_was_changed(ledger, monkeypatch, decided: Any):
    monkeypatch.setattr(decisions.supplier_decisions, "decide", lambda *_, **__: decided)
    make(verdict="same", one="a", other="b", preview=True)
    assert ledger.done == ["spenddata_decision_make"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"one": "a", "other": "b"}, "verdict"),
        ({"verdict": "same"}, "one"),
        ({"verdict": "same", "one": "a"}, "one"),
        ({"verdict": "same", "name": "vell"}, "one"),
        ({"verdict": "apart", "name": "vell", "one": "a", "other": "b"}, "one"),
    ],
)
def test_what_is_half_said_is_refused(ledger, asked: dict[str, str], field: str):
    with pytest.raises(tk.ValidationError) as refused:
        make(**asked)
    assert list(refused.value.error_dict) == [field]
    assert ledger.done == ["spenddata_decision_make"]


def test_what_the_ledger_can_not_decide_is_told_at_its_field(ledger, monkeypatch):
    monkeypatch.setattr(decisions.supplier_decisions, "decide", ledger.note("decide", Undecidable("Not these.")))
    with pytest.raises(tk.ValidationError) as refused:
        make(verdict="same", one="a", other="b")
    assert refused.value.error_dict == {"verdict": ["Not these."]}
    monkeypatch.setattr(decisions.supplier_decisions, "undo", ledger.note("undo", Undecidable("None.")))
    with pytest.raises(tk.ValidationError) as refused:
        decisions.spenddata_decision_undo({}, {"decision": "7", "why": "So"})
    assert refused.value.error_dict == {"decision": ["None."]}


def test_a_category_is_decided_for_the_publisher_that_is_named(ledger):
    assert make(kind="category", category="energy-water", publisher="exampleton") == {"decision": 1}
    name, asked, publisher, reviewer = ledger.done[1]
    assert (name, asked["category"], publisher, reviewer) == ("category", "energy-water", "id of exampleton", "steward")


def test_the_queue_of_categories_is_another_than_that_of_suppliers(ledger, monkeypatch):
    decisions.spenddata_queue_list({}, {"kind": "category", "limit": 3, "offset": 4})
    assert ledger.done[1] == ("queue", None, 3, 4)
    monkeypatch.setattr(decisions.supplier_read, "questions", lambda *_: [])
    monkeypatch.setattr(decisions.supplier_read, "labels", lambda _ledger, _ids: {})
    monkeypatch.setattr(decisions.supplier_decisions, "decisions", lambda _ledger, _most: [])
    assert decisions.spenddata_queue_list({}, {}) == {"count": 0, "results": [], "decisions": []}


@pytest.mark.parametrize(
    ("action", "data"),
    [
        (decisions.spenddata_queue_list, {}),
        (decisions.spenddata_decision_make, {"why": "So"}),
        (decisions.spenddata_decision_undo, {"decision": "7", "why": "So"}),
    ],
)
def test_without_the_right_nothing_is_done(ledger, action: Any, data: dict[str, Any]):
    ledger.refused(action, **data)
