"""The portal as a WSGI application, for gunicorn: `stack.wsgi:application`, its ini named by CKAN_INI."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from logging.config import fileConfig

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app

from stack.compression import Compressed

# CKAN's loader reads the ini's logging too, and thereby silences the server's own: it is heard again after both.
fileConfig(os.environ["CKAN_INI"], disable_existing_loggers=False)
application = Compressed(make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config()))
logging.getLogger("gunicorn.error").disabled = False
