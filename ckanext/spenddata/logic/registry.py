"""What CKAN is given of this room: all actions, those among them that exist only where another plugin is loaded, and who may call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic import action, addresses, auth, people


def actions() -> dict[str, Callable[..., Any]]:
    """Name → action."""
    return {**action.ACTIONS, **people.streams(), **addresses.of_loaded_plugins()}


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Name → who may."""
    return dict(auth.FUNCTIONS)
