"""How large a request may be, by its address; and who may send a large one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

__all__ = ["SMALL", "Doorkeeper", "is_proxy", "known_people", "most_bytes"]

Doorkeeper = Callable[[Mapping[str, str]], bool]
"""Takes the headers of a request (names in capitals, with underscores)."""
SMALL = 1_000_000
"""Bytes of a form, or of a question to the API."""
LARGE = int(os.environ.get("SPENDDATA_REQUEST_MB", "1000")) * 1_000_000
"""Bytes of a request that brings files: two of the largest that the portal takes."""
AT_ONCE = 20_000_000
"""Bytes of a body without files, which the application reads into memory as a whole (``web/wellformed.py``)."""
PICTURE = 10_000_000
_LANGUAGE = r"(?:/[a-z]{2,3}(?:_[A-Za-z]+)*)?"
_FILES = re.compile(
    _LANGUAGE
    + r"/(?:api/(?:[123]/)?action/(?:spenddata_return_submit|resource_create|resource_update|resource_patch|package_create"
    r"|package_update|datastore_create|datastore_upsert)"
    r"|spend/returns/new"
    r"|[^/]+/[^/]+/resource/(?:new|[^/]+/edit)|[^/]+/new_resource/[^/]+)/?"
)
_PICTURES = re.compile(
    _LANGUAGE + r"/(?:api/(?:[123]/)?action/(?:organization|group|user)_(?:create|update|patch)"
    r"|(?:organization|group)/(?:new|edit/[^/]+)|user/(?:register|edit(?:/[^/]+)?)|ckan-admin/config)/?"
)


def most_bytes(method: str, path: str, kind: str) -> int:
    """The largest body that an address takes, in bytes; ``kind`` is the ``Content-Type``: files come in forms."""
    if method not in ("POST", "PUT", "PATCH"):
        return SMALL
    if _FILES.fullmatch(path):
        return LARGE if kind.lower().startswith("multipart/form-data") else AT_ONCE
    return PICTURE if _PICTURES.fullmatch(path) else SMALL


def is_proxy(address: str) -> bool:
    """Whether an address is that of a proxy that the administrator named (``ckanext.spenddata.proxies``)."""
    from ckanext.spenddata.security import address as addresses

    return addresses.is_proxy(address)


def known_people(application: Any) -> Doorkeeper:
    """Who may send much: whoever has a session, or a token that this portal has signed. What else they may, the action asks.

    Args:
        application: CKAN's Flask application.
    """

    def is_known(headers: Mapping[str, str]) -> bool:
        return _has_token(headers) or _has_session(application, headers)

    return is_known


def _has_token(headers: Mapping[str, str]) -> bool:
    """Whether the signature of a token is ours; whether it was revoked only the database knows."""
    import jwt
    from ckan.common import config
    from ckan.lib import api_token

    name = config["apitoken_header_name"].upper().replace("-", "_")
    token = headers.get(name, "")
    with suppress(jwt.InvalidTokenError, ValueError):
        return bool(token) and bool(api_token.decode_token(token))
    return False


def _has_session(application: Any, headers: Mapping[str, str]) -> bool:
    """Whether a cookie is that of somebody who is signed in."""
    cookie = headers.get("COOKIE")
    if not cookie:
        return False
    with application.app_context():
        request = application.request_class(
            {
                "HTTP_COOKIE": cookie,
                "REQUEST_METHOD": "GET",
                "PATH_INFO": "/",
                "wsgi.url_scheme": "http",
                "SERVER_NAME": "localhost",
            }
            | {"SERVER_PORT": "80", "QUERY_STRING": ""}
        )
        try:
            session = application.session_interface.open_session(application, request)
        except Exception:  # noqa: BLE001  the store of sessions is away: nobody can be known, and the page itself says so
            return False
    return bool(session and session.get("_user_id"))
