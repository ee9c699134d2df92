"""What is asked, decided and applied about suppliers and categories is the stewards' work."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common

__all__ = [
    "spenddata_category_apply",
    "spenddata_category_change_list",
    "spenddata_category_preview",
    "spenddata_category_undo",
    "spenddata_decision_make",
    "spenddata_decision_undo",
    "spenddata_queue_list",
]


def _stewards(context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Stewards."""
    if common.is_steward(context):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._("Only stewards of this portal decide about suppliers and categories. Ask the portal's team."),
    }


spenddata_queue_list = _stewards
spenddata_decision_make = _stewards
spenddata_decision_undo = _stewards
spenddata_category_preview = _stewards
spenddata_category_apply = _stewards
spenddata_category_undo = _stewards
spenddata_category_change_list = _stewards
