"""Who may see and confirm what stops a publication: members see, editors confirm."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns.people.authority import Role

__all__ = ["spenddata_finding_acknowledge", "spenddata_finding_list"]


def spenddata_finding_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Members: it quotes cells that may not be fit to publish."""
    return _of_return(
        context, data_dict, Role.MEMBER, tk._("Only members of this publisher may see the findings of its returns.")
    )


def spenddata_finding_acknowledge(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors of the publisher, or of its parent body."""
    return _of_return(
        context, data_dict, Role.EDITOR, tk._("Only editors of this publisher may confirm findings of its returns.")
    )


def _of_return(context: Context, data_dict: dict[str, Any], least: Role, message: str) -> AuthResult:
    spend_return = common.spend_return(context, data_dict["reference"])
    allowed = common.role(context, spend_return.organization_id) >= least
    return {"success": True} if allowed else {"success": False, "msg": message}
