"""Who a supplier is, is there for anybody to read."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

__all__ = [
    "spenddata_supplier_list",
    "spenddata_supplier_show",
]


@tk.auth_allow_anonymous_access
def spenddata_supplier_show(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def spenddata_supplier_list(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}
