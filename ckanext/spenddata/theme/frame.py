"""What header and footer call: where a reader can go, what is known of the portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from ckan.lib import i18n
from ckan.plugins import toolkit as tk
from flask import current_app, g

from ckanext.spenddata import config

__all__ = [
    "spenddata_contact",
    "spenddata_demonstration",
    "spenddata_footer",
    "spenddata_languages",
    "spenddata_navigation",
    "spenddata_own_page",
    "spenddata_scripts",
    "spenddata_start_over",
]


I18N = Path(__file__).parents[1] / "i18n"
OWN_ENDPOINTS = ("home.index", "home.about", "user.login")
"""Pages at CKAN's addresses that are written anew."""

DATASETS = {"resource": "dataset", "spend": "dataset", "spend_resource": "dataset"}
"""Blueprints of datasets of all types and of their files → the one for all."""
PARTS_OF = {"spenddata_data": "dataset"}
"""A part of the navigation → CKAN's pages that belong to it."""

LIST_ENDPOINTS = ("dataset.search", "organization.index", "group.index")
"""CKAN's pages that are only read, whoever reads them."""
READ_ENDPOINTS = (
    *LIST_ENDPOINTS,
    *("dataset.read", "user.request_reset"),
    *(f"{kind}.{view}" for kind in ("organization", "group") for view in ("read", "about")),
)
"""Those that are only read by whoever is not signed in: others can follow there."""


@dataclass(frozen=True)
class Way:
    """One entry of the navigation; ``current`` is ``page``, ``true`` (a page below it) or empty."""

    label: str
    url: str
    current: str


def spenddata_navigation() -> list[Way]:
    """The main navigation: every part of the portal that this portal has."""
    parts = (
        (tk._("Search"), ("spenddata_search.index",)),
        (tk._("Compare"), ("spenddata_comparison.index",)),
        (tk._("Publishers"), ("spenddata_publishers.index",)),
        (tk._("Suppliers"), ("spenddata_suppliers.index",)),
        (tk._("Categories"), ("spenddata_categories.index", "spenddata_markets.index")),
        (tk._("Explore"), ("spenddata_explore.index",)),
        (tk._("Data"), ("spenddata_data.index", "dataset.search")),
    )
    return _ways(parts)


def spenddata_footer() -> list[Way]:
    """The ways out of the footer."""
    parts = (
        (tk._("How figures are made"), ("spenddata_about.index",)),
        (tk._("Who publishes on time"), ("spenddata_timeliness.index",)),
        (tk._("Datasets"), ("dataset.search",)),
        (tk._("Help"), ("spenddata_theme.guide",)),
        (tk._("Contact"), ("spenddata_theme.contact",)),
        (tk._("Accessibility"), ("spenddata_theme.accessibility",)),
        (tk._("Privacy"), ("spenddata_theme.privacy",)),
        (tk._("About"), ("home.about",)),
    )
    return _ways(parts)


def _ways(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Way]:
    """The parts whose page exists, each at the first of its endpoints that does."""
    known = current_app.view_functions
    found = ((label, next((name for name in names if name in known), None)) for label, names in parts)
    return [Way(label, tk.h.url_for(name), _current(name)) for label, name in found if name]


def _current(endpoint: str) -> str:
    """Whether a reader is there: on the page itself, or on one of the same part."""
    if tk.request.endpoint == endpoint:
        return "page"
    part = endpoint.split(".")[0]
    here = DATASETS.get(tk.request.blueprint or "", tk.request.blueprint)
    return "true" if here and here in (part, PARTS_OF.get(part)) else ""


def spenddata_own_page(package: Mapping[str, Any] | None = None, resource: Mapping[str, Any] | None = None) -> bool:
    """Whether the page is written in our components alone: it needs neither CKAN's style sheet nor its scripts.

    Args:
        package: The dataset that the page is about, if any: the pages of a spend dataset and of its published files are ours.
        resource: The file that the page is about, if any.
    """
    part, _, view = (tk.request.endpoint or "").partition(".")
    if part.startswith("spenddata") or tk.request.endpoint in OWN_ENDPOINTS:
        return True
    if view != "read" or not package or package.get("type") != "spend":
        return False
    return not part.endswith("resource") or bool(resource and resource.get("period"))


def spenddata_scripts(package: Mapping[str, Any] | None = None, resource: Mapping[str, Any] | None = None) -> bool:
    """Whether the page loads CKAN's scripts: not ours, not lists, and not what a reader without account only looks at.

    They weigh more than all else on a page, and nothing on those lists needs them.
    """
    if spenddata_own_page(package, resource):
        return False
    return tk.request.endpoint not in (LIST_ENDPOINTS if tk.current_user.is_authenticated else READ_ENDPOINTS)


def spenddata_start_over() -> None:
    """Forget which styles and scripts a page has asked for: another page is shown in its place, and needs its own."""
    g.pop("_webassets", None)


def spenddata_demonstration() -> bool:
    """Whether the data of this portal are invented, as its configuration says."""
    return config.demonstration()


def spenddata_contact() -> dict[str, str]:
    """Who answers for this portal: ``name``, ``email``, ``url``; empty where the configuration says nothing."""
    return config.contact()


def spenddata_languages() -> list[dict[str, str]]:
    """The other languages in which this portal's own words can be read, each with this page's address in it.

    Returns:
        Dictionaries with ``code`` (for ``lang``), ``name`` (in that language) and ``url``. CKAN offers some seventy languages by
        itself; those into which nothing of ours is translated would promise more than they hold.
    """
    here = tk.h.lang()
    default = tk.config["ckan.locale_default"]
    offered = [default, *sorted(_translated() & i18n.get_locales_from_config() - {default})]
    return [
        {
            "code": language.replace("_", "-"),
            "name": (Locale.parse(language).get_language_name() or language).capitalize(),
            "url": _in_language(None if language == default else language),
        }
        for language in offered
        if language != here
    ]


def _in_language(language: str | None) -> str:
    """This page's address in a language; None for the default one. CKAN's ``url_for`` knows only languages that CKAN itself has."""
    root, here = tk.config["ckan.root_path"] or "", tk.request.environ.get("CKAN_CURRENT_URL", "/")
    if "{{LANG}}" in root:
        return root.replace("/{{LANG}}", f"/{language}" if language else "") + here
    return f"{root}/{language}{here}" if language else root + here


@cache
def _translated() -> frozenset[str]:
    """The languages of our catalogues."""
    return frozenset(folder.parent.parent.name for folder in I18N.glob("*/LC_MESSAGES/*.mo"))
