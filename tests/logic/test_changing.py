"""Changing a revision: what is gone is gone, why it can't be changed now is told for every state, and work that must wait says so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import changing
from ckanext.spenddata.model import State
from ckanext.spenddata.returns.states import ForbiddenChangeError

REVISION = SimpleNamespace(
    number=2, state=State.READY, spend_return=SimpleNamespace(reference="X-DEMO-1.lgtc-500.2026-Q1")
)


@pytest.fixture(autouse=True)
def done(in_english: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done beside."""
    steps: list[str] = []
    monkeypatch.setattr(model.Session, "rollback", lambda: steps.append("rollback"))
    monkeypatch.setattr(changing.background, "ring", lambda: bool(steps.append("ring")))
    return steps


def test_a_revision_is_held_by_its_id(monkeypatch):
    monkeypatch.setattr(changing.states, "held", {"r": REVISION}.get)
    assert changing.held("r") is REVISION


def test_a_revision_that_is_gone_meanwhile_is_gone(monkeypatch):
    monkeypatch.setattr(changing.states, "held", {}.get)
    with pytest.raises(tk.ObjectNotFound, match="is gone"):
        changing.held("r")


@pytest.fixture
def stands(done, monkeypatch: pytest.MonkeyPatch):
    """How a return stands: the revision under the lock, the newest one's number, and that of the published one."""

    def stand(newest: int | None = 2, published: int | None = 1, **held: int) -> SimpleNamespace:
        revision = SimpleNamespace(**{**vars(REVISION), "id": "r", "attempt": 3, **held})
        monkeypatch.setattr(changing.states, "held", {"r": revision}.get)
        monkeypatch.setattr(changing.queries, "numbers_now", lambda _return: (newest, published))
        return revision

    return stand


@pytest.mark.parametrize("asked", [{}, {"attempt": None}, {"attempt": 3}])
def test_what_was_looked_at_is_held(stands, done, asked):
    revision = stands()
    assert changing.held_as_looked_at(revision, asked) is revision
    assert done == []


@pytest.mark.parametrize(
    ("newest", "asked", "field", "words"),
    [
        (
            3,
            {"attempt": 3},
            "revision",
            "Revision 3 was sent after revision 2, which you looked at. Nothing was changed.",
        ),
        (2, {"attempt": 2}, "attempt", "Revision 2 has been read again since you looked at it. Nothing was changed."),
        (2, {"attempt": 0}, "attempt", "Look at it as it is now, then decide."),
    ],
)
def test_what_came_between_the_look_and_the_lock_is_told_and_the_row_let_go(stands, done, newest, asked, field, words):
    revision = stands(newest)
    with pytest.raises(tk.ValidationError) as error:
        changing.held_as_looked_at(revision, asked)
    [said] = error.value.error_dict[field]
    assert words in said
    assert done == ["rollback"]


@pytest.mark.parametrize(
    ("published", "asked"), [(1, {}), (1, {"published_revision": 1}), (None, {"published_revision": 0})]
)
def test_what_is_public_is_what_was_looked_at_where_that_is_said(stands, published, asked):
    changing.same_published(stands(published=published).spend_return, asked)


@pytest.mark.parametrize(
    ("looked_at", "published", "words"),
    [
        (1, 2, "Revision 2 is public now, not revision 1, which you looked at. Nothing was changed."),
        (1, None, "Revision 1, which you looked at, is no longer public, and no other is. Nothing was changed."),
        (0, 2, "Revision 2 is public now; none was when you looked. Nothing was changed."),
    ],
)
def test_another_that_is_public_meanwhile_is_told(stands, done, looked_at, published, words):
    with pytest.raises(tk.ValidationError) as error:
        changing.same_published(stands(published=published).spend_return, {"published_revision": looked_at})
    assert words in error.value.error_dict["published_revision"][0]
    assert done == ["rollback"]


def test_why_a_revision_can_t_be_changed_now_is_told_for_every_state_and_its_row_let_go(done):
    told = set()
    for state in State:
        with pytest.raises(tk.ValidationError) as error, changing.refusing_in_words():
            raise ForbiddenChangeError(state, State.APPROVED)
        [words] = error.value.error_dict["revision"]
        assert words.endswith(".")
        told.add(words)
    assert len(told) == len(State)
    assert done == ["rollback"] * len(State)


def test_another_fault_is_nobody_s_refusal(done):
    with pytest.raises(KeyError), changing.refusing_in_words():
        raise KeyError
    assert done == []


def test_where_nobody_can_be_called_the_work_waits(done):
    assert changing.revision_dict(REVISION) == {  # type: ignore[arg-type]
        "reference": "X-DEMO-1.lgtc-500.2026-Q1",
        "revision": 2,
        "state": "ready",
        "waiting": True,
    }
    assert done == ["ring"]


def test_who_has_called_already_calls_nobody_again(done):
    assert changing.revision_dict(REVISION, ring=False)["waiting"] is False  # type: ignore[arg-type]
    assert done == []
