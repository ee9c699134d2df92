"""CKAN's scripts and style sheets without what nobody here is shown: the largest part of what a page weighs on the first visit.

Scripts are those that their makers have made small themselves, of the very files that CKAN has; the words for dates of some 130
languages stay away, so that times on CKAN's pages are written in English, or in the language that the page itself gives them. Lists of
bodies are laid out without a script. Of the style sheets goes what no template and no script of the portal names (``unused``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import ckan
from ckan.lib import webassets_tools
from ckan.plugins import toolkit as tk
from webassets.bundle import Bundle
from webassets.loaders import YAMLLoader

from ckanext.spenddata import config
from ckanext.spenddata.theme import sources
from ckanext.spenddata.theme.unused import Unused

SMALL = Path(__file__).parent / "assets" / "vendor"


class Small(NamedTuple):
    """A script as its makers have made it small."""

    name: str
    made_of: str
    """SHA-256 of CKAN's file. Where CKAN has another one, perhaps mended since, that one is sent."""


SCRIPTS: Mapping[str, Small] = {
    "bootstrap/js/bootstrap.js": Small(
        "bootstrap.min.js", "1b6e856e8a636bcdde4588e63a1061ced96edbb468127b25243629634d402079"
    ),
    "htmx.js": Small("htmx.min.js", "739498204ed3d437a37fd5ca3d16b1bda14e3b93353ea7440c7f129bd0bf93d5"),
    "jquery.js": Small("jquery.min.js", "78a85aca2f0b110c29e0d2b137e09f0a1fb7a8e554b499f740d6744dc8962cfe"),
    "moment-with-locales.js": Small(
        "moment.min.js", "369ed6204dcd2373f618bfc026b7a513134df9500aae67c520d68b4a0d7b3134"
    ),
    "popperjs.js": Small("popperjs.min.js", "1c1518d5049c31d423da35e09f22576958ce6437c05a890033057a3f1bb3e804"),
    "purify.js": Small("purify.min.js", "a6a461a49256c5f8d7962e9c69c61672e6096fbdaed4d406ef7624f12e4bc653"),
    "select2/select2.full.js": Small(
        "select2.full.min.js", "b6d7e1b223128d970a7df0bc5bc399c52e7e21257478a804df7e5b173b176639"
    ),
}
"""CKAN's file → the same, made small."""
LEFT_OUT = ("plugins/jquery.images-loaded.js", "plugins/jquery.masonry.js", "modules/media-grid.js")
"""CKAN's scripts that lay out a list of bodies; the theme's style sheet does."""
STYLES = (("vendor", "fontawesome"), ("css", "main"))
"""Folder and name of the sheets of which parts are left out."""


def lighten() -> None:
    """Register CKAN's bundles with lighter files; before CKAN's own, which then are left out."""
    base = Path(ckan.__file__).parent / tk.config["ckan.base_public_folder"] / "base"
    vendor = base / "vendor"
    small = {file: SMALL / each.name for file, each in SCRIPTS.items() if _is(vendor / file, each.made_of)}
    for name, bundle in _bundles(vendor).items():
        sent = [small.get(file) or vendor / file for file in bundle.contents]
        if set(sent) & set(small.values()):
            _register(f"vendor/{name}", bundle, sent)
    if config.lighter_styles():
        _without_layout(base / "javascript")
        unused = Unused(sources.files())
        for folder, name in STYLES:
            if (bundle := _bundles(base / folder).get(name)) is None:
                continue
            bundle.filters = (*bundle.filters, unused)
            # What is left out depends on more than the sheet: with other plugins it is another file.
            bundle.output = bundle.output.replace("%(version)s", f"%(version)s_{unused.unique()[:12]}")
            _register(f"{folder}/{name}", bundle, [base / folder / file for file in bundle.contents])


def _without_layout(folder: Path) -> None:
    """Register the bundles of scripts without those that are left out."""
    for name, bundle in _bundles(folder).items():
        if set(bundle.contents) & set(LEFT_OUT):
            _register(f"base/{name}", bundle, [folder / file for file in bundle.contents if file not in LEFT_OUT])


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == digest


def _bundles(folder: Path) -> dict[str, Bundle]:
    return YAMLLoader(str(folder / "webassets.yml")).load_bundles()


def _register(name: str, bundle: Bundle, files: list[Path]) -> None:
    if not webassets_tools.is_registered(name):
        webassets_tools.env.register(
            name, Bundle(*map(str, files), filters=bundle.filters, output=bundle.output, extra=bundle.extra)
        )
