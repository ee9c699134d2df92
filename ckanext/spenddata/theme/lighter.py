"""CKAN's scripts without what nobody here reads: the words for dates of some 130 languages, four fifths of its largest file.

Times on CKAN's pages are then written in English, or in the language that the page itself gives them.
"""

from __future__ import annotations

from pathlib import Path

import ckan
from ckan.lib import webassets_tools
from ckan.plugins import toolkit as tk
from webassets.bundle import Bundle
from webassets.loaders import YAMLLoader

ASSET = "vendor/vendor"
HEAVY, LIGHT = "moment-with-locales.js", "moment.min.js"
VENDOR = Path(__file__).parent / "assets" / "vendor"


def lighten() -> None:
    """Register CKAN's bundle with the lighter file in the place of the heavy one; before CKAN's own, which then is left out."""
    if webassets_tools.is_registered(ASSET):
        return
    folder = Path(ckan.__file__).parent / tk.config["ckan.base_public_folder"] / "base" / "vendor"
    bundle = YAMLLoader(str(folder / "webassets.yml")).load_bundles()["vendor"]
    if HEAVY not in bundle.contents:  # another CKAN than the one this was made for
        return
    files = [VENDOR / LIGHT if name == HEAVY else folder / name for name in bundle.contents]
    webassets_tools.env.register(
        ASSET, Bundle(*map(str, files), filters=bundle.filters, output=bundle.output, extra=bundle.extra)
    )
