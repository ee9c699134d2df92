"""Pages about the portal itself: help, contact, accessibility, privacy."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from flask import Blueprint

blueprint = Blueprint("spenddata_theme", __name__)


@blueprint.route("/spend/help")
def guide() -> str:
    """How to find, compare and take away, and what the words mean."""
    return tk.render("portal/help.html")


@blueprint.route("/spend/contact")
def contact() -> str:
    """Whom to ask, and about what."""
    return tk.render("portal/contact.html")


@blueprint.route("/spend/accessibility")
def accessibility() -> str:
    """What the pages keep to, and where to say that one doesn't."""
    return tk.render("portal/accessibility.html")


@blueprint.route("/spend/privacy")
def privacy() -> str:
    """What is kept about readers and publishers' people, and what is published about others."""
    return tk.render("portal/privacy.html")
