"""What of the launcher's own environment its services see: a person's shell holds secrets that are no business of theirs."""

from __future__ import annotations

import os

NAMES = frozenset(
    {
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "HYPOTHESIS_PROFILE",
        "JAVA_HOME",
        "LANG",
        "LANGUAGE",
        "LD_LIBRARY_PATH",
        "NO_PROXY",
        "PATH",
        "PORT",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPATH",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "TZ",
        "https_proxy",
        "http_proxy",
        "no_proxy",
    }
)
PREFIXES = ("CKAN", "GUNICORN_", "LC_", "SPENDDATA_")
"""Settings of CKAN, its extensions and the server may be given by the environment."""


def inherited() -> dict[str, str]:
    """The variables that services inherit."""
    return {name: value for name, value in os.environ.items() if name in NAMES or name.startswith(PREFIXES)}
