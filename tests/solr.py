"""Solr of the tests, asked as the portal asks it."""

from __future__ import annotations

import base64
import os
import urllib.request


def request(path: str, data: bytes | None = None, **headers: str) -> urllib.request.Request:
    """A request to Solr with the portal's name and password; ``path`` begins with a core's name."""
    root = os.environ["CKAN_SOLR_URL"].rpartition("/")[0]
    known = f"{os.environ['CKAN_SOLR_USER']}:{os.environ['CKAN_SOLR_PASSWORD']}"
    made = urllib.request.Request(f"{root}/{path}", data=data, headers=headers)
    made.add_header("Authorization", f"Basic {base64.b64encode(known.encode()).decode()}")
    return made
