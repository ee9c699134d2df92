"""CKAN's own authorisation of resource views: a view is its resource's, whatever resource somebody names beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

Auth = Callable[[Context, dict[str, Any] | None], AuthResult]
Data = dict[str, Any] | None


@tk.chained_auth_function
def resource_view_update(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Those who may change the resource that the view is of; none is moved to another.

    CKAN asks only about the resource that is named, and then moves the view there: anybody's view to a resource of one's own.
    """
    asked = data_dict or {}
    view = model.ResourceView.get(asked["id"]) if isinstance(asked.get("id"), str) else None
    if view is None:
        return original(context, data_dict)
    if asked.get("resource_id") not in (None, view.resource_id):
        return {"success": False, "msg": tk._("A view stays with its resource. Make another one where you want one.")}
    return original(context, {**asked, "resource_id": view.resource_id})
