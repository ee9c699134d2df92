"""Who may look at what is not public yet."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people.authority import Role

__all__ = ["spenddata_revision_fixes", "spenddata_revision_review"]


def spenddata_revision_fixes(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Members, as for everything that quotes cells."""
    return spenddata_revision_review(context, data_dict)


def spenddata_revision_review(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Members: it quotes cells that may not be fit to publish."""
    spend_return = common.spend_return(context, data_dict["reference"])
    if common.role(context, spend_return.organization_id) >= Role.MEMBER:
        return {"success": True}
    return {"success": False, "msg": tk._("Only members of this publisher may review its returns.")}
