"""Fictional publishers, their people and their files."""

from __future__ import annotations

import pytest

from tests import emptying
from tests.returns.filed import (
    five_one_in_error,
    three_checked,
    three_followed,
    three_of_another_period,
    three_published,
    twenty_followed,
)
from tests.returns.standing import ground, makers
from tests.returns.world import World

__all__ = [
    "five_one_in_error",
    "three_checked",
    "three_followed",
    "three_of_another_period",
    "three_published",
    "twenty_followed",
]

_made: list[World] = []
"""The world of an earlier test, which is tidied rather than made anew: that takes a tenth of the time."""


@pytest.fixture
def portal_world(request: pytest.FixtureRequest, ckan_config, tmp_path) -> World:
    """A parent body with a child, another publisher, and people with every role; the store of the portal's own workers."""
    from ckan import plugins

    from ckanext.spenddata import startup

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()
    startup.gather_registries()
    alone = "portal_server" not in request.fixturenames
    if not alone:
        emptying.wait_for_workers()
    if ground.holds(makers(request.node), tmp_path / "store"):
        return _made[0]
    emptying.empty_datastore(alone=alone)
    request.getfixturevalue("clean_index")
    empty_index()
    if not (_made and _made[0].tidy(alone=alone)):
        request.getfixturevalue("clean_db")
        _made[:] = [World.make()]
    ground.laid()
    return _made[0]


@pytest.fixture
def world(portal_world: World, monkeypatch) -> World:
    """The same, with an empty store of its own; no page is kept of a test before, which may have changed how one is made."""
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.web import kept_pages

    monkeypatch.setattr(kept_pages, "_pages", kept_pages.Pages())
    monkeypatch.setitem(tk.config, "ckanext.spenddata.storage_path", str(ground.store))
    return portal_world


def empty_index() -> None:
    """No transaction is in the search index."""
    from ckanext.spenddata import config
    from ckanext.spenddata.search.core import Core

    core = Core(config.search_url())
    core.delete(["*:*"])
    core.commit()
