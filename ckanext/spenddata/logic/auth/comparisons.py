"""Comparisons are made of public data alone."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

__all__ = ["spenddata_comparison_show", "spenddata_comparison_suppliers"]


@tk.auth_allow_anonymous_access
def spenddata_comparison_show(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def spenddata_comparison_suppliers(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}
