"""The world of the returns; and words as they are written, for tests without a request."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.conftest import portal_world, world

__all__ = ["in_english", "portal_world", "world"]


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts as they are written, without a request whose language they would be in."""
    monkeypatch.setattr(tk, "_", str, raising=False)
