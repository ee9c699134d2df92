"""The world of the returns."""

from __future__ import annotations

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]
