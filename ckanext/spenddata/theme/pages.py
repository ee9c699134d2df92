"""Pages about the portal itself: help, contact, accessibility, privacy."""

from __future__ import annotations

from collections.abc import Callable

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata.views import guard

blueprint = Blueprint("spenddata_theme", __name__)


def _page(name: str) -> Callable[[], str]:
    return guard.takes()(lambda: tk.render(f"portal/{name}.html"))


for name in ("help", "contact", "accessibility", "privacy"):
    # A helper of CKAN's own is called help.
    blueprint.add_url_rule(f"/spend/{name}", "guide" if name == "help" else name, _page(name))
