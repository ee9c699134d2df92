"""The portal in a few figures is public."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

__all__ = ["spenddata_portal_show"]


@tk.auth_allow_anonymous_access
def spenddata_portal_show(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody."""
    return {"success": True}
