"""CKAN's scripts and style sheets without what nobody here is shown: the largest part of what a page weighs on the first visit.

Scripts are those that their makers have made small themselves, of the very versions that CKAN has; the words for dates of some 130
languages stay away, so that times on CKAN's pages are written in English, or in the language that the page itself gives them. Of the
style sheets goes what no template and no script of the portal names (``unused``).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ckan
from ckan.lib import webassets_tools
from ckan.plugins import toolkit as tk
from webassets.bundle import Bundle
from webassets.loaders import YAMLLoader

from ckanext.spenddata import config
from ckanext.spenddata.theme import sources
from ckanext.spenddata.theme.unused import Unused

SMALL = Path(__file__).parent / "assets" / "vendor"
SCRIPTS: Mapping[str, str] = {
    "bootstrap/js/bootstrap.js": "bootstrap.min.js",
    "htmx.js": "htmx.min.js",
    "jquery.js": "jquery.min.js",
    "moment-with-locales.js": "moment.min.js",
    "popperjs.js": "popperjs.min.js",
    "purify.js": "purify.min.js",
    "select2/select2.full.js": "select2.full.min.js",
}
"""CKAN's file → the same, made small."""
STYLES = (("vendor", "fontawesome"), ("css", "main"))
"""Folder and name of the sheets of which parts are left out."""
MADE_FOR = "2.12."
"""The CKAN whose files these are; of another one nothing is changed."""


def lighten() -> None:
    """Register CKAN's bundles with lighter files; before CKAN's own, which then are left out."""
    if not ckan.__version__.startswith(MADE_FOR):
        return
    base = Path(ckan.__file__).parent / tk.config["ckan.base_public_folder"] / "base"
    for name, bundle in _bundles(base / "vendor").items():
        if set(bundle.contents) & set(SCRIPTS):
            files = [SMALL / SCRIPTS[file] if file in SCRIPTS else base / "vendor" / file for file in bundle.contents]
            _register(f"vendor/{name}", bundle, files)
    if config.lighter_styles():
        for folder, name in STYLES:
            bundle = _bundles(base / folder)[name]
            unused = Unused(sources.files())
            bundle.filters = (*bundle.filters, unused)
            # What is left out depends on more than the sheet: with other plugins it is another file.
            bundle.output = bundle.output.replace("%(version)s", f"%(version)s_{unused.unique()[:12]}")
            _register(f"{folder}/{name}", bundle, [base / folder / file for file in bundle.contents])


def _bundles(folder: Path) -> dict[str, Bundle]:
    return YAMLLoader(str(folder / "webassets.yml")).load_bundles()


def _register(name: str, bundle: Bundle, files: list[Path]) -> None:
    if not webassets_tools.is_registered(name):
        webassets_tools.env.register(
            name, Bundle(*map(str, files), filters=bundle.filters, output=bundle.output, extra=bundle.extra)
        )
