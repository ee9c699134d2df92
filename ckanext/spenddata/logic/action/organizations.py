"""CKAN's own actions on organisations and groups: who a public body is, is said by stewards."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.logic import organizations, people
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.returns.followups import catalogue


@tk.chained_action
def organization_create(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Made by stewards; the stewards' own organisation by a system administrator."""
    organizations.refuse_stewards_name(context, data_dict)
    return original(context, data_dict)


@tk.chained_action
def group_create(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Made by stewards, so that no group looks like a body; the stewards' own group by a system administrator."""
    organizations.refuse_stewards_name(context, data_dict)
    if data_dict.get("type") == "organization":  # CKAN itself raises a bare exception here
        raise refused("type", tk._("An organisation is made by organization_create."))
    return original(context, data_dict)


@tk.chained_action
def group_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A body's administrators may change what describes it; its name, identifier, kind and duties are the stewards'.

    Where it has another title then, its spend datasets bear that, too.
    """
    allowed = organizations.within_rights(context, data_dict)
    group = model.Group.get(allowed.get("id"))
    before = group.title if group and group.is_organization else None
    changed = original(context, allowed)
    if group is not None and before and group.title != before and not context.get("defer_commit"):
        catalogue.rename(group.id, before)
    return people.group_without_secrets(context, changed)


organization_update = group_update
