"""What CKAN tells of people: to themselves, their colleagues and stewards, whatever ``public_user_details`` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common, people
from ckanext.spenddata.security import recovery
from ckanext.spenddata.values.text import N_

Auth = Callable[[Context, dict[str, Any] | None], AuthResult]
Data = dict[str, Any] | None
_OWN = N_("You may change only your own account. Sign in with it.")
_LINK = N_("This link no longer works. Ask for another one.")
_COLLEAGUES = N_("Only people of the same body may see this.")


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_list(_original: Auth, context: Context, _data_dict: Data) -> AuthResult:
    """Stewards; the suggestions for names (``user_autocomplete``) ask the same."""
    return common.verdict(common.is_steward(context), tk._(_COLLEAGUES))


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_show(_original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """The account itself, its colleagues and stewards; of others nobody learns whether they exist."""
    user = model.User.get((data_dict or {}).get("id")) or context.get("user_obj")
    return common.verdict(people.may_see(context, user.id if user else None), tk._(_COLLEAGUES))


user_follower_count = user_followee_count = user_show


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def followee_list(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """As before, and as the account."""
    allowed = user_show(original, context, data_dict)
    return original(context, data_dict) if allowed.get("success") else allowed


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def member_list(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Anybody may list the datasets; its people are its own people's."""
    asked = data_dict or {}
    if asked.get("object_type") == "package" or common.is_steward(context):
        return original(context, data_dict)
    group = model.Group.get(asked.get("id"))
    if group and authz.has_user_permission_for_group_or_org(group.id, context.get("user"), "read"):
        return original(context, data_dict)
    return {"success": False, "msg": tk._(_COLLEAGUES)}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def user_update(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """As before; but the key of a link for a new password is good for no longer than the link, in the API, too.

    Who may not, isn't told whether there is such an account, nor what it is called within.
    """
    user = model.User.get((data_dict or {}).get("id")) or context.get("user_obj")
    by_key = (data_dict or {}).get("reset_key")
    stale = user and by_key and common.user_id(context) != user.id and not recovery.is_alive(user.id)
    if not stale and (allowed := original(context, data_dict)).get("success"):
        return allowed
    return {"success": False, "msg": tk._(_LINK if by_key else _OWN)}
