"""Who may do what. Functions return ``{"success": …, "msg": …}`` and never raise for a want of rights."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic.rooms import offered

FUNCTIONS: dict[str, Callable[..., Any]] = offered(sys.modules[__name__])
"""By name, as CKAN and programs call them."""
