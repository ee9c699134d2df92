"""CKAN's own list of an account's API tokens, with what each is good for."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.security import tokens


@tk.chained_action
@tk.side_effect_free
def api_token_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As before; each with its ``scope``, the ``body`` it is for, and the day on which it ``expires`` (None: never)."""
    listed = original(context, data_dict)
    rows = model.Session.query(model.ApiToken).filter(model.ApiToken.id.in_([each["id"] for each in listed]))
    extras = {row.id: (row.plugin_extras or {}).get(tokens.KEY) or {} for row in rows}
    nothing = {"scope": tokens.EVERYTHING, "body": None, "expires": None}
    return [{**each, **nothing, **extras.get(each["id"], {})} for each in listed]
