"""CKAN's own actions that tell of people, with what nobody else may know left out."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.logic import common, people
from ckanext.spenddata.logic.names import by_todays_name
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.security import recovery


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
def user_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Asks for authority before it looks for the account: who may not change it isn't told whether there is one.

    The key of a link for a new password is good once, as the link itself is on its page, which sees to that for itself.
    """
    if not context.get("ignore_auth"):
        tk.check_access("user_update", common.fresh(context), data_dict)
    user = model.User.get(data_dict.get("id")) if data_dict.get("reset_key") else None
    if user is None or context.get("reset_password") or common.user_id(context) == user.id:
        return original(context, data_dict)
    with recovery.used_once(user, str(data_dict["reset_key"])):
        return original(context, data_dict)


@tk.chained_action
def user_invite(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Invites nobody where no mail can be sent: CKAN makes the account, gives it the role, and only then fails.

    Whoever took over an account can't send mail to strangers by the hundred, in the portal's name.
    """
    tk.check_access("user_invite", context, data_dict)
    if not tk.config["smtp.mail_from"]:
        words = tk._(
            "An invitation is sent by email, and this portal can’t send any yet. Nobody was invited. Ask the people who run it to set"
            " smtp.server and smtp.mail_from."
        )
        raise refused("email", words)
    if not common.is_steward(context) and recovery.INVITED.take(str(context.get("user"))).wait:
        words = tk._("You have invited {most} people within an hour. Nobody was invited. Try again later.")
        raise refused("email", words.format(most=recovery.INVITED.most))
    return original(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def organization_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The same of its people, who are only told to its people. A name that it no longer has stands for it still."""
    return people.group_without_secrets(context, original(context, by_todays_name(data_dict)))


@tk.chained_action
@tk.side_effect_free
def group_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The same of its people, who are only told to its people."""
    return people.group_without_secrets(context, original(context, data_dict))
