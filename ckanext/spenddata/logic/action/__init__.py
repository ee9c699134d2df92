"""The actions. Their docstrings are the documentation of the API."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ckanext.spenddata.logic.rooms import offered

ACTIONS: dict[str, Callable[..., Any]] = offered(sys.modules[__name__])
"""By name, as CKAN and programs call them."""
