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
    "am_following_user",
    "dataset_followee_count",
    "followee_count",
    "followee_list",
    "group_followee_count",
    "group_show",
    "organization_followee_count",
    "organization_list_for_user",
    "organization_show",
    "package_collaborator_list_for_user",
    "unfollow_user",
    "user_followee_count",
    "user_follower_count",
    "user_invite",
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


def _told_to_colleagues(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Sees who asks before it looks whether there is such an account: CKAN answers others by whether there is."""
    if "user" in context:  # CKAN's own actions ask without one, for somebody whom they have asked already
        people.refuse_unless_seen(context, data_dict.get("id"))
    return original(context, data_dict)


followee_list = followee_count = tk.chained_action(tk.side_effect_free(_told_to_colleagues))
dataset_followee_count = group_followee_count = organization_followee_count = followee_list
user_followee_count = user_follower_count = am_following_user = followee_list
organization_list_for_user = package_collaborator_list_for_user = followee_list


@tk.chained_action
def unfollow_user(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As for all that names an account; following asks so by its own authorisation."""
    return _told_to_colleagues(original, context, data_dict)


@tk.chained_action
def user_invite(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Invites nobody where no mail can be sent: CKAN makes the account, gives it the role, and only then fails."""
    tk.check_access("user_invite", context, data_dict)
    if not tk.config["smtp.mail_from"]:
        words = tk._(
            "An invitation is sent by e-mail, and this portal can’t send any yet. Nobody was invited. Ask the people who run it to set"
            " smtp.server and smtp.mail_from."
        )
        raise tk.ValidationError({"email": [words]})
    return original(context, data_dict)


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
