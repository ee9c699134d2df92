"""Fictional publishers, their people and their files."""

from __future__ import annotations

import pytest

from tests.returns.world import World

_made: list[World] = []
"""The world of an earlier test, which is tidied rather than made anew: that takes a tenth of the time."""


@pytest.fixture
def world(request: pytest.FixtureRequest, clean_datastore, clean_index, monkeypatch, tmp_path) -> World:
    """A parent body with a child, another publisher, and people with every role; an empty store."""
    from ckan import plugins
    from ckan.plugins import toolkit as tk

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()
    monkeypatch.setitem(tk.config, "ckanext.spenddata.storage_path", str(tmp_path / "store"))
    if not (_made and _made[0].tidy()):
        request.getfixturevalue("clean_db")
        _made[:] = [World.make()]
    return _made[0]
