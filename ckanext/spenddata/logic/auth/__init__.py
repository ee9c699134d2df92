"""Who may do what. Functions return ``{"success": …, "msg": …}`` and never raise for a want of rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic.auth import (
    decisions,
    findings,
    guards,
    organizations,
    peer_groups,
    people,
    public,
    returns,
    reviews,
)

_MODULES = (
    decisions,
    findings,
    guards,
    organizations,
    peer_groups,
    people,
    public,
    returns,
    reviews,
)

FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(module, name) for module in _MODULES for name in module.__all__
}
"""By name, as CKAN and programs call them."""
