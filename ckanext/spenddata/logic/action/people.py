"""CKAN's own actions that tell of people, with what nobody else may know left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import people
from ckanext.spenddata.logic.names import by_todays_name

__all__ = [
    "followee_list",
    "group_show",
    "organization_show",
    "user_followee_count",
    "user_follower_count",
    "user_show",
]

Action = Callable[[Context, dict[str, Any]], Any]
STREAMS = (
    "activity_show",
    "dashboard_activity_list",
    "group_activity_list",
    "organization_activity_list",
    "package_activity_list",
    "recently_changed_packages_activity_list",
)
"""Of ckanext-activity: what happened to what, and who did it."""


@tk.chained_action
@tk.side_effect_free
def user_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Without what even colleagues are not told."""
    return people.without_secrets(context, original(context, data_dict))


@tk.chained_action
@tk.side_effect_free
def followee_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Sees who asks before it looks whether there is such an account."""
    return _asked_first("followee_list", original, context, data_dict)


@tk.chained_action
@tk.side_effect_free
def user_followee_count(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Sees who asks before it looks whether there is such an account."""
    return _asked_first("user_followee_count", original, context, data_dict)


@tk.chained_action
@tk.side_effect_free
def user_follower_count(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Sees who asks before it looks whether there is such an account."""
    return _asked_first("user_follower_count", original, context, data_dict)


@tk.chained_action
@tk.side_effect_free
def organization_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The same of its people, who are only told to its people. A name that it no longer has stands for it still."""
    return _without_secrets(context, original(context, by_todays_name(data_dict)))


@tk.chained_action
@tk.side_effect_free
def group_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The same of its people, who are only told to its people."""
    return _without_secrets(context, original(context, data_dict))


def _asked_first(name: str, original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    if "user" in context:  # CKAN's own actions ask without one, for somebody whom they have asked already
        tk.check_access(name, context, data_dict)
    return original(context, data_dict)


def streams() -> dict[str, Action]:
    """The activity streams, where they are loaded: nobody's name to those who may not see its owner."""
    return {name: _stream(name) for name in STREAMS} if plugin_loaded("activity") else {}


def _stream(name: str) -> Any:
    @tk.chained_action
    @tk.side_effect_free
    def stream(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
        told = original(context, data_dict)
        seen: dict[str, bool] = {}
        return (
            [_anonymous(context, each, seen) for each in told]
            if isinstance(told, list)
            else _anonymous(context, told, seen)
        )

    stream.__name__ = name
    return stream


def _anonymous(context: Context, activity: dict[str, Any], seen: dict[str, bool]) -> dict[str, Any]:
    """An activity without its person, unless the user who asks may see that one."""
    person = activity.get("user_id") or ""
    if person not in seen:
        seen[person] = people.may_see(context, person)
    if seen[person]:
        return activity
    data = {name: value for name, value in (activity.get("data") or {}).items() if name != "actor"}
    return {**activity, "user_id": "", "data": data}


def _without_secrets(context: Context, group: Any) -> Any:
    if isinstance(group, dict) and group.get("users"):
        group["users"] = [people.without_secrets(context, user) for user in group["users"]]
    return group
