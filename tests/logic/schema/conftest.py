"""Words as they are written, in every test of this room."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def words(in_english: None) -> None:
    """In English."""
