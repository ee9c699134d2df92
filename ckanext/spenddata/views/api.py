"""Addresses of the API that answer what a page shows."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


def address(action: str, **asked: Any) -> str:
    """Where to ask an action, with its parameters."""
    return tk.url_for("api.action", ver=3, logic_function=action, **asked)
