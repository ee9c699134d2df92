"""CKAN is given every action with its right: one without the other would be open to nobody, or to all."""

from __future__ import annotations

import pytest

from ckanext.spenddata.logic import registry


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.people, "streams", lambda: {"user_activity_list": len})
    monkeypatch.setattr(registry.addresses, "of_loaded_plugins", lambda: {"xloader_submit": len})


def test_actions_are_ours_and_those_of_plugins_that_are_loaded():
    found = registry.actions()
    assert {"spenddata_return_submit", "spenddata_transaction_search", "package_delete"} <= found.keys()
    assert {"user_activity_list", "xloader_submit"} <= found.keys()


def test_each_of_our_actions_has_a_right_and_each_right_an_action():
    ours = {name for name in registry.actions() if name.startswith("spenddata_")}
    rights = {name for name in registry.auth_functions() if name.startswith("spenddata_")}
    assert rights - ours == set()
    assert ours - rights == set()
