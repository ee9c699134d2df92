"""All actions, those among them that exist only where another plugin is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic import action
from ckanext.spenddata.logic.action import addresses, people

__all__ = ["actions"]


def actions() -> dict[str, Callable[..., Any]]:
    """Name → action."""
    own = {name: getattr(action, name) for name in action.__all__}
    return {**own, **people.streams(), **addresses.of_loaded_plugins()}
