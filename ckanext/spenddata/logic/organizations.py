"""What may be changed of an organisation or group, and by whom.

Whose name a body bears, what identifies it and which duties it has decide in whose name figures are published. So
these are the stewards'. The body's own administrators keep what describes it: the fields of the form that say
``body_may_change``. All others are the stewards'.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from ckan import authz, model
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.definitions.bodies import Body
from ckanext.spenddata.logic import common

OWN_FIELDS = frozenset({"description", "image_url"})
"""What a body may change where the organisation's form says nothing of it."""
FIXED_FIELDS = frozenset(
    {"title", "name", "state", "type", "is_organization", "approval_status", "groups", "extras", "parent"}
)
"""Of CKAN's own fields, those that are the stewards'."""
NO_FIELDS = frozenset({"users", "packages", "image_upload", "clear_upload", "save"})
"""What an update may carry besides fields: members and datasets, which have rules of their own, and the logo's upload."""


def is_central(context: Context, group: model.Group) -> bool:
    """Whether the user who asks may change everything of an organisation or group: a steward, except of the stewards' own."""
    if context.get("ignore_auth") or authz.is_sysadmin(context.get("user")):
        return True
    return not is_stewards_own(group) and common.is_steward(context)


def is_stewards_own(group: model.Group) -> bool:
    """Whether this is the organisation or group whose members are the stewards."""
    return config.stewards() in (group.id, group.name)


def refuse_stewards_name(context: Context, data_dict: Mapping[str, Any], group: model.Group | None = None) -> None:
    """Keep people from making themselves stewards, by making or renaming a group.

    Raises:
        NotAuthorized: The name or id is that of the stewards' group, and the user is no system administrator.
    """
    if context.get("ignore_auth") or authz.is_sysadmin(context.get("user")) or not config.stewards():
        return
    if config.stewards() in (data_dict.get("id"), data_dict.get("name")) and not (group and is_stewards_own(group)):
        raise tk.NotAuthorized(tk._("Only a system administrator may use this name: it is that of the stewards."))


def within_rights(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What an update may write: everything for the central team; else the body's own fields, and the rest as it stands.

    Raises:
        NotAuthorized: The user may not change the organisation, or not that field of it.
    """
    group = model.Group.get(data_dict.get("id"))
    if group is None:
        return data_dict
    refuse_stewards_name(context, data_dict if data_dict.get("id") != group.id else {**data_dict, "id": ""}, group)
    if is_central(context, group):
        return data_dict
    kind = "organization" if group.is_organization else "group"
    tk.check_access(f"{kind}_update", common.fresh(context), {"id": group.id})
    standing = _standing(context, kind, group)
    own, fixed = _fields(group.type)
    changed = sorted(field for field in fixed & data_dict.keys() if _differs(data_dict[field], standing.get(field)))
    if changed:
        message = tk._("Only stewards may change this of a body: {fields}. Nothing was changed. Ask the portal's team.")
        raise tk.NotAuthorized(message.format(fields=", ".join(changed)))
    kept = {field: standing[field] for field in fixed & standing.keys()}
    return {**kept, **{field: data_dict[field] for field in (own | NO_FIELDS) & data_dict.keys()}, "id": group.id}


def rightful_name(publisher_id: str, name: str) -> str | None:
    """Whose the identifier or the name is in the register of public bodies, where that is another body; None where all is well.

    Args:
        publisher_id: The identifier that is wanted.
        name: The name of the body that wants it.

    Returns:
        The registered body's identifier and name.
    """
    bodies = config.definitions().bodies
    registered = bodies.get(publisher_id)
    if registered and _is_called(registered, name):
        return None
    # Who reads it takes no capital for another letter.
    registered = registered or next(
        (body for id_, body in bodies.items() if id_.casefold() == publisher_id.casefold()), None
    )
    if registered:
        return f"{registered.publisher.publisher_id}, {registered.publisher.name}"
    namesake = next((body for body in bodies.values() if _is_called(body, name)), None)
    return f"{namesake.publisher.publisher_id}, {namesake.publisher.name}" if namesake else None


def _is_called(body: Body, name: str) -> bool:
    return _plain(name) in {_plain(known) for known in (body.publisher.name, *body.publisher.other_names)}


def _plain(name: str) -> str:
    """A name without what varies in the writing of it, and without what nobody sees of it."""
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    letters = "".join(letter if letter.isalnum() else " " for letter in seen.casefold().replace("&", " and "))
    return " ".join(letters.split())


def _fields(group_type: str) -> tuple[frozenset[str], frozenset[str]]:
    """The fields that a body may change, and those that only stewards may."""
    find = tk.h.get("scheming_get_organization_schema")
    form = find(group_type) if find else None
    if not form:
        return OWN_FIELDS, FIXED_FIELDS
    own = frozenset(field["field_name"] for field in form["fields"] if field.get("body_may_change"))
    return own, FIXED_FIELDS | {field["field_name"] for field in form["fields"]} - own


def _standing(context: Context, kind: str, group: model.Group) -> dict[str, Any]:
    """The organisation or group as it is now."""
    asked = {"id": group.id, "include_users": False, "include_dataset_count": False, "include_followers": False}
    return tk.get_action(f"{kind}_show")({"ignore_auth": True, "user": context.get("user", "")}, asked)


def _differs(given: Any, standing: Any) -> bool:
    return _as_list(given) != _as_list(standing)


def _as_list(value: Any) -> list[str]:
    """A value however it was sent: a form's text, a list or its JSON; what is empty is nothing."""
    several = _unpacked(value) if isinstance(value, str) else value
    if not isinstance(several, list | tuple):
        several = [several]
    return sorted(_written(each) for each in several if each not in ("", None))


def _unpacked(text: str) -> Any:
    try:
        return json.loads(text) if text.lstrip().startswith("[") else text.strip()
    except ValueError:
        return text


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str) if isinstance(value, dict) else str(value)
