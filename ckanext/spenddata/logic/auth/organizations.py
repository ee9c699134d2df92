"""CKAN's own authorisation of organisations and groups, whatever it is configured to: stewards make bodies, people are invited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common, organizations
from ckanext.spenddata.values.text import N_

Auth = Callable[[Context, dict[str, Any] | None], AuthResult]
Data = dict[str, Any] | None
_stewards = common.stewards_only(N_("Only stewards of this portal may do this. Ask the portal's team."))
MEMBERS = ("user", "package")
"""What may become part of an organisation or group. A group in a group would give rights over it."""


@tk.chained_auth_function
def group_create(_original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Stewards: whoever makes a body publishes in its name, and a group can bear a body's name, too."""
    return _stewards(context, data_dict)


organization_create = group_create


@tk.chained_auth_function
def organization_delete(_original: Auth, _context: Context, _data_dict: Data) -> AuthResult:
    """System administrators alone (who are not asked here): returns would lose their body."""
    return {"success": False, "msg": tk._("Only a system administrator may delete a body.")}


@tk.chained_auth_function
def group_delete(_original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Stewards; an organisation is not deleted this way, either."""
    group = model.Group.get((data_dict or {}).get("id"))
    if group and group.is_organization:
        return organization_delete(_original, context, data_dict)
    if group and organizations.is_stewards_own(group):
        return {"success": False, "msg": tk._("Only a system administrator may delete the stewards' group.")}
    return _stewards(context, data_dict)


group_change_state = group_delete
"""The state says whether it is deleted."""


@tk.chained_auth_function
def group_update(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Stewards, and the administrators of the body or group (who may not change everything: see the action)."""
    return _central_or(original, context, data_dict)


organization_update = group_edit_permissions = organization_member_create = group_member_create = group_update


@tk.chained_auth_function
def user_invite(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Stewards, and the body's own administrators."""
    return _central_or(original, context, data_dict, key="group_id")


@tk.chained_auth_function
def member_create(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """As before, for people and datasets alone; asked for taking them out, too.

    Whose a dataset is, it says itself (``owner_org``): CKAN lets an administrator list anybody's among those of their own body.
    """
    kind = (data_dict or {}).get("object_type")
    if kind and kind not in MEMBERS:
        return {"success": False, "msg": tk._("Only a system administrator may put a group into another.")}
    if kind == "package":
        group = model.Group.get((data_dict or {}).get("id"))
        if group and group.is_organization:
            return {
                "success": False,
                "msg": tk._("Which organisation a dataset belongs to is said by the dataset: owner_org."),
            }
        return original(context, data_dict)
    return _central_or(original, context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_create(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Those who may add datasets to the organisation that it names; a dataset of nobody can be in anybody's name."""
    if data_dict and not data_dict.get("owner_org"):
        return {"success": False, "msg": tk._("A dataset belongs to an organisation. Name the one that you work for.")}
    if not authz.has_user_permission_for_some_org(context.get("user"), "create_dataset"):
        return {"success": False, "msg": tk._("Only editors of an organisation may add datasets.")}
    return original(context, data_dict)


def _central_or(original: Auth, context: Context, data_dict: Data, key: str = "id") -> AuthResult:
    group = model.Group.get((data_dict or {}).get(key)) or context.get("group")
    if group and organizations.is_central(context, group):
        return {"success": True}
    return original(context, data_dict)
