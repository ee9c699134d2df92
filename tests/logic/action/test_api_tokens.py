"""Each token of an account is told with what it is good for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan import model

from ckanext.spenddata.logic.action import api_tokens
from ckanext.spenddata.security import tokens


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (None, {"scope": tokens.EVERYTHING, "body": None, "expires": None}),
        ({}, {"scope": tokens.EVERYTHING, "body": None, "expires": None}),
        ({"another_plugin": {"scope": "x"}}, {"scope": tokens.EVERYTHING, "body": None, "expires": None}),
        ({tokens.KEY: None}, {"scope": tokens.EVERYTHING, "body": None, "expires": None}),
        ({tokens.KEY: {"scope": "submit", "body": "alder"}}, {"scope": "submit", "body": "alder", "expires": None}),
    ],
)
def test_what_a_token_is_good_for(kept, told, monkeypatch):
    def query(_kind: Any) -> Any:
        return SimpleNamespace(filter=lambda _which: [SimpleNamespace(id="one", plugin_extras=kept)])

    monkeypatch.setattr(model.Session, "query", query)
    listed = [{"id": "one", "name": "night run"}, {"id": "two", "name": "other"}]
    one, two = api_tokens.api_token_list(lambda *_: listed, {}, {})
    assert one == {"id": "one", "name": "night run", **told}
    assert two == {"id": "two", "name": "other", "scope": tokens.EVERYTHING, "body": None, "expires": None}
