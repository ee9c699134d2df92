"""A revision, and the step of another plugin, without services."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.model import Step
from ckanext.spenddata.returns.followups import of_others


@pytest.fixture
def revision() -> Any:
    """One that was replaced."""
    spend_return = SimpleNamespace(
        reference="X-DEMO-1.lgtc-500.2026-Q1", publisher_id="X-DEMO-1", regime="lgtc-500", period="2026-Q1"
    )
    return SimpleNamespace(id="r", number=3, state="superseded", spend_return=spend_return)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the step of another plugin was told; it tries to take the place of one of ours, too."""
    told: list[Any] = []
    plugins = [SimpleNamespace(spenddata_followups=lambda: {"example_note": told.append, Step.CATALOGUE: told.append})]
    monkeypatch.setattr(of_others, "PluginImplementations", lambda _interface: plugins)
    return told
