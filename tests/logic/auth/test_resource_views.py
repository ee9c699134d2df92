"""A view is its resource's: who may change it is asked of that one, whatever resource is named beside it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("ckan", reason="CKAN is not here")

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.auth import resource_views


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch):
    """What CKAN's own authorisation is asked, of a view ``v`` of the resource ``theirs``."""
    view = SimpleNamespace(resource_id="theirs")
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(resource_views.model.ResourceView, "get", lambda name: view if name == "v" else None)
    asked: list[Any] = []

    def original(_context: Any, data_dict: Any) -> dict[str, Any]:
        asked.append(data_dict)
        return {"success": True}

    def ask(data_dict: Any) -> tuple[bool, list[Any]]:
        found: Any = resource_views.resource_view_update
        return found(original, {}, data_dict)["success"], asked

    return ask


def test_the_resource_of_the_view_is_asked_about(ask):
    assert ask({"id": "v", "title": "Map"}) == (True, [{"id": "v", "title": "Map", "resource_id": "theirs"}])
    assert ask({"id": "v", "resource_id": "theirs"})[0]


def test_a_view_is_moved_to_no_other_resource(ask):
    assert ask({"id": "v", "resource_id": "mine"}) == (False, [])


@pytest.mark.parametrize("data_dict", [None, {}, {"id": "none"}, {"id": ["v"]}, {"resource_id": "mine"}])
def test_of_no_view_ckan_says_what_it_says(ask, data_dict):
    assert ask(data_dict) == (True, [data_dict])
