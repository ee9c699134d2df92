"""What is published is there for anybody to search."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

__all__ = ["spenddata_transaction_search", "spenddata_transaction_show"]


@tk.auth_allow_anonymous_access
def spenddata_transaction_search(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def spenddata_transaction_show(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}
