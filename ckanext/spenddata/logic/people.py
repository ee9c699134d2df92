"""Whom somebody may see: themselves, those who work for the same bodies; as a steward, everybody. The public sees bodies alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context
from sqlalchemy.orm import aliased

from ckanext.spenddata.logic import common

SECRETS = ("email_hash", "sysadmin")
"""What even colleagues are not told: a hash gives an address away to whoever guesses it, the flag says whose account is worth stealing."""
STREAMS = (
    "activity_data_show",
    "activity_diff",
    "activity_show",
    "dashboard_activity_list",
    "group_activity_list",
    "organization_activity_list",
    "package_activity_list",
    "recently_changed_packages_activity_list",
)
"""Of ckanext-activity: what happened to what, and who did it."""


def may_see(context: Context, user_id: str | None) -> bool:
    """Whether the user who asks may see an account."""
    asking = common.user_id(context)
    if common.is_steward(context) or (asking and asking == user_id):
        return True
    return bool(asking and user_id) and _are_colleagues(str(asking), str(user_id))


def refuse_unless_seen(context: Context, id_or_name: Any) -> None:
    """See that the user who asks may see an account, whether there is one or not; nothing is asked about where none is named.

    Raises:
        tk.NotAuthorized: He may not, or there is none.
    """
    if not id_or_name or context.get("ignore_auth"):
        return
    user = model.User.get(id_or_name) if isinstance(id_or_name, str) else None
    if not may_see(context, user.id if user else None):
        raise tk.NotAuthorized(tk._("Only people of the same body may see this."))


def without_secrets(context: Context, user: dict[str, Any]) -> dict[str, Any]:
    """An account as its colleagues may see it; whole to itself and to stewards."""
    if common.is_steward(context) or user.get("id") == common.user_id(context):
        return user
    return {name: value for name, value in user.items() if name not in SECRETS}


def group_without_secrets(context: Context, group: Any) -> Any:
    """An organisation or group, its people among what is told of it, as whoever asks may see them."""
    if isinstance(group, dict) and group.get("users"):
        group["users"] = [without_secrets(context, user) for user in group["users"]]
    return group


def streams() -> dict[str, Action]:
    """The activity streams, where they are loaded: nobody's name to those who may not see its owner."""
    return {name: _stream(name) for name in STREAMS} if plugin_loaded("activity") else {}


def _are_colleagues(one: str, other: str) -> bool:
    """Whether two accounts work for one organisation."""
    mine, theirs = aliased(model.Member), aliased(model.Member)
    shared = (
        sa.select(mine.group_id)
        .join(theirs, theirs.group_id == mine.group_id)
        .join(model.Group, model.Group.id == mine.group_id)
        .where(
            mine.table_name == "user",
            theirs.table_name == "user",
            mine.table_id == one,
            theirs.table_id == other,
            mine.state == model.State.ACTIVE,
            theirs.state == model.State.ACTIVE,
            model.Group.state == model.State.ACTIVE,
            model.Group.is_organization.is_(True),
        )
    )
    return model.Session.execute(shared.limit(1)).first() is not None


def _stream(name: str) -> Any:
    @tk.chained_action
    @tk.side_effect_free
    def stream(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
        told = original(context, data_dict)
        seen: dict[str, bool] = {}
        if isinstance(told, list):
            return [_anonymous(context, each, seen) for each in told]
        if "activities" in told:  # a comparison of two
            return {**told, "activities": [_anonymous(context, each, seen) for each in told["activities"]]}
        return _anonymous(context, told, seen) if "user_id" in told else _without_actor(context, told)

    stream.__name__ = name
    return stream


def _anonymous(context: Context, activity: dict[str, Any], seen: dict[str, bool]) -> dict[str, Any]:
    """An activity without its person, unless the user who asks may see that one."""
    person = activity.get("user_id") or ""
    if person not in seen:
        seen[person] = may_see(context, person)
    if seen[person]:
        return activity
    return {**activity, "user_id": "", "data": _without_actor(context, activity.get("data") or {})}


def _without_actor(context: Context, data: dict[str, Any]) -> dict[str, Any]:
    """What a thing was like after an activity, without the name of who made it so, unless the user who asks may see that account."""
    actor = model.User.get(data["actor"]) if data.get("actor") else None
    if actor and may_see(context, actor.id):
        return data
    return {name: value for name, value in data.items() if name != "actor"}
