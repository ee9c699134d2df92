"""Steps of other plugins are done like our own, after them, and are nobody's once their plugin is gone."""

from __future__ import annotations

from types import SimpleNamespace

from ckanext.spenddata.model import Step
from ckanext.spenddata.returns.followups import catalogue, of_others, steps


def test_nobody_takes_the_place_of_our_own_steps(noted):
    assert steps._steps()[Step.CATALOGUE] is catalogue.follow
    assert "example_note" in steps._steps()


def test_a_step_of_a_plugin_that_is_gone_is_done_by_doing_nothing(revision, monkeypatch):
    done: list[str] = []
    followup = SimpleNamespace(done=None, created=1, step="gone_note", revision=revision)
    monkeypatch.setattr(of_others, "PluginImplementations", lambda _interface: [])
    monkeypatch.setattr(steps.model.Session, "get", lambda *_which: followup)
    monkeypatch.setattr(steps.model.Session, "execute", lambda _statement: done.append("written down"))
    monkeypatch.setattr(steps.model.Session, "commit", lambda: done.append("committed"))
    steps.do("f")
    assert done == ["written down", "committed"]
