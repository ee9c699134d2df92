"""What was taken back says since when and why, from the order on; what is published again says nothing."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.model import Scope, State
from ckanext.spenddata.returns.removal import tombstones
from ckanext.spenddata.returns.removal.tombstones import Tombstone

NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Orders that are not carried out yet."""
    found: list[Any] = []
    monkeypatch.setattr(tombstones, "open_orders", lambda: found)
    monkeypatch.setattr(
        tombstones,
        "_ended",
        lambda revision: Tombstone("withdrawn", NOON, f"ended {revision.number}", REFERENCE, revision.number),
    )
    public = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN, State.ERASED)
    monkeypatch.setattr(tombstones.queries, "was_public", lambda revision: revision.state in public)
    monkeypatch.setattr(
        tombstones.queries,
        "published",
        lambda found: next((each for each in found.revisions if each.state == State.PUBLISHED), None),
    )
    return found


def made(*states: State) -> Any:
    spend_return: Any = SimpleNamespace(reference=REFERENCE, revisions=[])
    spend_return.revisions = [
        SimpleNamespace(id=f"r{n}", number=n, state=state, spend_return=spend_return)
        for n, state in enumerate(states, start=1)
    ]
    return spend_return


def order(scope: Scope, *revisions: str) -> Any:
    plan = [{"revision_id": each, "reference": REFERENCE} for each in revisions]
    return SimpleNamespace(scope=scope, ordered=NOON, why="Asked for", plan=plan)


@pytest.mark.parametrize(
    ("scope", "kind"),
    [
        (Scope.WITHDRAWAL, "withdrawn"),
        (Scope.REVISION, "erased"),
        (Scope.ROWS, "being_erased"),
        (Scope.CELLS, "being_erased"),
    ],
)
def test_an_order_counts_from_when_it_is_given(orders, scope, kind):
    spend_return = made(State.PUBLISHED)
    assert tombstones.of_return(spend_return) is None
    orders.append(order(scope, "r1"))
    expected = Tombstone(kind, NOON, "Asked for", REFERENCE, 1)
    assert tombstones.of_return(spend_return) == tombstones.of_revision(spend_return.revisions[0]) == expected


def test_an_order_about_another_revision_hides_nothing_of_this_one(orders):
    orders.append(order(Scope.ROWS, "r1"))
    spend_return = made(State.SUPERSEDED, State.PUBLISHED)
    assert tombstones.of_revision(spend_return.revisions[1]) is None
    assert tombstones.of_return(spend_return) is None
    assert tombstones.of_revision(spend_return.revisions[0]) is not None


def test_what_has_ended_says_so_by_its_own_words_whatever_is_ordered(orders):
    orders.append(order(Scope.REVISION, "r1"))
    found = tombstones.of_revision(made(State.WITHDRAWN).revisions[0])
    assert found is not None
    assert found.why == "ended 1"


def test_a_return_is_gone_when_nothing_of_it_is_published_by_the_last_that_was(orders):
    found = tombstones.of_return(made(State.WITHDRAWN, State.ERASED, State.READY))
    assert found is not None
    assert found.revision == 2
    assert tombstones.of_return(made(State.WITHDRAWN, State.PUBLISHED)) is None
    assert tombstones.of_return(made(State.READY)) is None


def test_what_is_no_resource_of_ours_is_not_looked_for(orders):
    for other in ("", "all-published-spend", "../etc", "0" * 36):
        assert tombstones.of_resource(other) is None


def test_returns_that_orders_are_about(orders):
    orders += [order(Scope.ROWS, "r1", "r2"), order(Scope.WITHDRAWAL, "r3")]
    assert tombstones.returns_withheld() == {REFERENCE}
