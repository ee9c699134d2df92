"""The actions. Their docstrings are the documentation of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic.action import (
    api_tokens,
    catalogue,
    categories,
    comparisons,
    data,
    decisions,
    downloads,
    erasures,
    findings,
    guards,
    markets,
    organizations,
    peer_groups,
    people,
    portal,
    publishers,
    returns,
    reviews,
    revisions,
    searches,
    suppliers,
    totals,
)

_MODULES = (
    api_tokens,
    catalogue,
    categories,
    comparisons,
    data,
    decisions,
    downloads,
    erasures,
    findings,
    guards,
    markets,
    organizations,
    peer_groups,
    people,
    portal,
    publishers,
    returns,
    reviews,
    revisions,
    searches,
    suppliers,
    totals,
)

ACTIONS: dict[str, Callable[..., Any]] = {name: getattr(module, name) for module in _MODULES for name in module.__all__}
"""By name, as CKAN and programs call them."""
