"""Steps of other plugins follow a publication like our own, after them, and are nobody's once their plugin is gone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.model import Step
from ckanext.spenddata.returns import followups

REVISION: Any = SimpleNamespace(
    number=3,
    state="superseded",
    spend_return=SimpleNamespace(
        reference="X-DEMO-1.lgtc-500.2026-Q1", publisher_id="X-DEMO-1", regime="lgtc-500", period="2026-Q1"
    ),
)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the step of another plugin was told."""
    told: list[Any] = []
    plugins = [SimpleNamespace(spenddata_followups=lambda: {"example_note": told.append, Step.CATALOGUE: told.append})]
    monkeypatch.setattr(followups, "PluginImplementations", lambda _interface: plugins)
    return told


def test_a_step_is_told_which_return_it_is_about_and_how_it_stands(noted):
    followups._steps()["example_note"](REVISION)
    assert noted == [
        {
            "reference": "X-DEMO-1.lgtc-500.2026-Q1",
            "publisher_id": "X-DEMO-1",
            "regime": "lgtc-500",
            "period": "2026-Q1",
            "revision": 3,
            "state": "superseded",
        }
    ]


def test_nobody_takes_the_place_of_our_own_steps(noted):
    from ckanext.spenddata.returns import catalogue

    assert followups._steps()[Step.CATALOGUE] is catalogue.follow


def test_every_publication_plans_them(noted, monkeypatch):
    planned: list[str] = []
    monkeypatch.setattr(followups.postgresql, "insert", lambda _table: Insert(planned))
    monkeypatch.setattr(followups.model.Session, "execute", lambda _statement: None)
    followups.plan(SimpleNamespace(id="r"))
    assert set(planned) == {*Step, "example_note"}
    planned.clear()
    followups.plan(SimpleNamespace(id="r"), [Step.INDEX])
    assert planned == [Step.INDEX]


class Insert:
    """Keeps the steps of the rows that are written."""

    def __init__(self, planned: list[str]) -> None:
        self.planned = planned

    def values(self, rows: list[dict[str, Any]]) -> Insert:
        self.planned += [row["step"] for row in rows]
        return self

    def on_conflict_do_update(self, **_how: Any) -> None:
        return None


def test_a_step_of_a_plugin_that_is_gone_is_done_by_doing_nothing(monkeypatch):
    done: list[str] = []
    followup = SimpleNamespace(done=None, created=1, step="gone_note", revision=REVISION)
    monkeypatch.setattr(followups, "PluginImplementations", lambda _interface: [])
    monkeypatch.setattr(followups.model.Session, "get", lambda *_which: followup)
    monkeypatch.setattr(followups.model.Session, "execute", lambda _statement: done.append("written down"))
    monkeypatch.setattr(followups.model.Session, "commit", lambda: done.append("committed"))
    followups.do("f")
    assert done == ["written down", "committed"]
