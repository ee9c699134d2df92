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
