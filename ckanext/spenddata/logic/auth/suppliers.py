"""Who a supplier is, is there for anybody to read; stewards decide."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common

__all__ = [
    "spenddata_decision_make",
    "spenddata_decision_undo",
    "spenddata_queue_list",
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


def spenddata_queue_list(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Stewards."""
    return _stewards(context)


def spenddata_decision_make(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Stewards."""
    return _stewards(context)


def spenddata_decision_undo(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Stewards."""
    return _stewards(context)


def _stewards(context: Context) -> AuthResult:
    if common.is_steward(context):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._("Only stewards of this portal decide about suppliers. Ask the portal's team."),
    }
