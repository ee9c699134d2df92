"""The steps of a return in work: its publisher's people see where it stands, readers see none."""

from __future__ import annotations

from typing import Any

import pytest

return_steps = pytest.importorskip("ckanext.spenddata.views.return_steps", reason="CKAN is not here")

pytestmark = pytest.mark.usefixtures("plainly")
OWN = {"private": True}


def now(state: str, **known: Any) -> str | None:
    revision = {"state": state, "asked": None, "sent_back": None, "open_stops": 0, "empty": False, **known}
    return next((step["label"] for step in return_steps.steps(revision, OWN) if step["state"] == "current"), None)


@pytest.mark.parametrize(
    ("state", "known", "label"),
    [
        ("submitted", {}, "Send"),
        ("checking", {}, "Send"),
        ("rejected", {}, "Fix"),
        ("ready", {"blocked": True}, "Fix"),
        ("ready", {"open_stops": 2}, "Fix"),
        ("ready", {"empty": True}, "Fix"),
        ("ready", {"rows_in_error": 9}, "Fix"),
        ("ready", {"rows_in_error": 9, "asked": {"who": "Ann"}}, "Publish"),
        ("ready", {"sent_back": {"why": "June is missing."}}, "Fix"),
        ("ready", {}, "Check your answers"),
        ("ready", {"asked": {"who": "Ann"}}, "Publish"),
        ("approved", {}, "Publish"),
        ("publishing", {}, "Publish"),
        ("published", {}, None),
        ("withdrawn", {}, None),
    ],
)
def test_where_it_stands(state: str, known: dict[str, Any], label: str | None):
    assert now(state, **known) == label


def test_steps_before_it_are_done_and_those_after_it_are_not():
    assert [step["state"] for step in return_steps.at(return_steps.CHECK)] == ["done", "done", "current", ""]


def test_readers_are_told_no_steps():
    assert return_steps.steps({"state": "ready"}, {"private": False}) == []
