"""Peer groups: anybody reads them, whoever is signed in saves own ones, stewards load those for everybody."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people import peer_groups

__all__ = [
    "spenddata_peer_group_list",
    "spenddata_peer_group_load",
    "spenddata_peer_group_remove",
    "spenddata_peer_group_save",
]


@tk.auth_allow_anonymous_access
def spenddata_peer_group_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody; what was loaded and taken back is for stewards."""
    return _stewards(context) if data_dict.get("history") else {"success": True}


def spenddata_peer_group_load(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Stewards."""
    return _stewards(context)


def spenddata_peer_group_save(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Whoever is signed in."""
    return {"success": common.user_id(context) is not None, "msg": tk._("Sign in to save a group of bodies.")}


def spenddata_peer_group_remove(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whose own it is; of a loaded one, stewards."""
    saved = peer_groups.find(str(data_dict.get("id", "")))
    if saved is not None and saved.owner is not None and saved.owner == common.user_id(context):
        return {"success": True}
    return _stewards(context)


def _stewards(context: Context) -> AuthResult:
    if common.is_steward(context):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._("Only stewards of this portal load peer groups for everybody. Save a group of your own instead."),
    }
