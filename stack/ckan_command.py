"""CKAN's command line as a program of this environment; finds libmagic where the system has none."""

from __future__ import annotations

import sys
from contextlib import suppress

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan.cli.cli import ckan

if __name__ == "__main__":
    sys.exit(ckan(prog_name="ckan"))
