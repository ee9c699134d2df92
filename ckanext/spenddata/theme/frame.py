"""What header and footer call: where a reader can go, what is known of the portal."""

from __future__ import annotations

from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from flask import current_app

from ckanext.spenddata import config

__all__ = [
    "spenddata_contact",
    "spenddata_demonstration",
    "spenddata_footer",
    "spenddata_languages",
    "spenddata_navigation",
    "spenddata_own_page",
]


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
    here = {"resource": "dataset", "spend": "dataset", "spend_resource": "dataset"}.get(
        tk.request.blueprint or "", tk.request.blueprint
    )
    return "true" if here == part else ""


def spenddata_own_page() -> bool:
    """Whether the page is one of ours, written in our components alone: it needs neither CKAN's style sheet nor its scripts."""
    return (tk.request.blueprint or "").startswith("spenddata") or tk.request.endpoint == "home.index"


def spenddata_demonstration() -> bool:
    """Whether the data of this portal are invented, as its configuration says."""
    return config.demonstration()


def spenddata_contact() -> dict[str, str]:
    """Who answers for this portal: ``name``, ``email``, ``url``; empty where the configuration says nothing."""
    return config.contact()


def spenddata_languages() -> list[dict[str, str]]:
    """The other languages of this portal, each with this page's address in it: ``code``, ``name``, ``url``."""
    here = tk.h.lang()
    locales = [locale for locale in tk.h.get_available_locales() if str(locale.short_name) != here]
    return [
        {
            "code": str(locale.short_name).replace("_", "-"),
            "name": locale.display_name or locale.english_name,
            "url": tk.h.url_for(tk.h.current_url(), locale=locale.short_name),
        }
        for locale in locales
    ]
