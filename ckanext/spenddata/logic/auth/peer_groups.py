"""Peer groups: anybody reads them, whoever is signed in saves own ones, stewards load those for everybody."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people import peer_groups
from ckanext.spenddata.values.text import N_

spenddata_peer_group_load = common.stewards_only(
    N_("Only stewards of this portal load peer groups for everybody. Save a group of your own instead.")
)


@tk.auth_allow_anonymous_access
def spenddata_peer_group_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody; what was loaded and taken back is for stewards."""
    return spenddata_peer_group_load(context, data_dict) if data_dict.get("history") else {"success": True}


def spenddata_peer_group_save(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Whoever is signed in."""
    return {"success": common.user_id(context) is not None, "msg": tk._("Sign in to save a group of bodies.")}


def spenddata_peer_group_remove(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whose own it is; of a loaded one, stewards."""
    saved = peer_groups.find(str(data_dict.get("id", "")))
    if saved is not None and saved.owner is not None and saved.owner == common.user_id(context):
        return {"success": True}
    return spenddata_peer_group_load(context, data_dict)
