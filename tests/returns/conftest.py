"""Fictional publishers, their people and their files."""

from __future__ import annotations

import pytest
from tests.returns.world import World


@pytest.fixture
def world(with_plugins, clean_db, clean_datastore, clean_index, monkeypatch, tmp_path) -> World:
    """A parent body with a child, another publisher, and people with every role; an empty store."""
    from ckan.plugins import toolkit as tk

    monkeypatch.setitem(tk.config, "ckanext.spenddata.storage_path", str(tmp_path / "store"))
    return World.make()
