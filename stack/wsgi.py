"""The portal as a WSGI application: `stack.wsgi:application`, its ini named by CKAN_INI."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from logging.config import fileConfig

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.lib import webassets_tools

from stack.compression import Compressed


def make_sheets() -> None:
    """Make style sheets and scripts before anybody asks; one process makes each, and the others wait (``web/sheets.py``)."""
    for bundle in webassets_tools.env:
        bundle.urls()


fileConfig(os.environ["CKAN_INI"], disable_existing_loggers=False)
_made = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
# Where CKAN keeps it, whatever plugins laid around it.
flask_application = getattr(_made, "_wsgi_app", _made)
application = Compressed(_made)
make_sheets()

# What is made by now lives as long as the process. Looked through by each full collection, it would stop the process for 150 ms every few
# dozen requests.
gc.collect()
gc.freeze()
