"""What a browser may do with what the portal sends: pages run our scripts alone, and nothing that was uploaded runs at all.

One hook after every answer, static files and error pages included: the header fields of OWASP's Secure Headers Project. What is
no page is sandboxed; what somebody uploaded is moreover an attachment, whatever its type, as it is served from our own origin.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Flask, Response, abort, g, request

from ckanext.spenddata import config

PAGE: Mapping[str, str] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Sizes and places that CKAN's and scheming's templates write into attributes; no style sheet of a stranger's comes in by these.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
"""Content Security Policy (Level 3) of pages."""
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'self'"
"""Of everything else: opened by itself it can run nothing, and has no origin."""
EMBEDDED = ("resource.view", "spenddata_comparison.embed", "spenddata_explore.embed", "spenddata_markets.embed")
"""Endpoints of a resource view by itself and of charts, which other sites may show in a frame; nothing can be changed in them."""
UPLOADS = "uploads"
"""The folder of CKAN's storage that is served as it is: images of groups and people."""
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
A_YEAR = 31_536_000
FILES = ("static", "webassets.index")
"""Endpoints of what is the same for everybody."""


HARMLESS = (
    "text/csv",
    "text/plain",
    "application/json",
    "application/pdf",
    "application/zip",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
)
"""Types that an upload keeps; any other is sent as bytes, so that no page of ours can be made to run it or be styled by it."""
BYTES = "application/octet-stream"


def install(app: Flask) -> None:
    """Install the hooks; ours is the last word on what an answer says."""
    # After CKAN's own hook, which starts what its last one asks for.
    app.before_request_funcs.setdefault(None, []).extend([no_test_pages, no_callbacks])
    app.after_request_funcs.setdefault(None, []).insert(0, protect)


def no_test_pages() -> None:
    """CKAN's pages for its own tests are not for a portal's readers."""
    if request.url_rule is not None and request.url_rule.rule.startswith("/testing/"):
        abort(404)


def no_callbacks() -> tuple[dict[str, Any], int] | None:
    """The API's answers are no scripts: JSONP would let one be made of a reader's own words, on our own origin."""
    if "callback" not in request.args or not request.path.lstrip("/").startswith("api/"):
        return None
    words = tk._(
        "This portal does not support JSONP. Nothing was done. Leave out `callback`, and ask with CORS or from a server."
    )
    return {"success": False, "error": {"__type": "Validation Error", "callback": [words]}}, 400


def protect(response: Response) -> Response:
    """Add the header fields to an answer."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    _keep_to_asker(response)
    if tk.config["ckan.site_url"].startswith("https:"):
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    if is_upload():
        _detach(response)
        # An archive is sent as it is kept. Flask takes its ending for a way of sending, so that a browser would blow it up as it saves it.
        if headers.pop("Content-Encoding", None) or response.mimetype not in HARMLESS:
            response.mimetype = BYTES
        headers["Content-Security-Policy"] = SANDBOX
    elif response.mimetype in ("text/html", "application/xhtml+xml"):
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if config.csp() != "off":
            headers["Content-Security-Policy" + ("-Report-Only" if config.csp() == "report-only" else "")] = policy(
                embedded=_endpoint().endswith(EMBEDDED)
            )
    else:
        headers["Content-Security-Policy"] = SANDBOX
    return response


def policy(*, embedded: bool) -> str:
    """The policy of a page: ours, and what the administrator adds to it.

    Args:
        embedded: Whether other sites may show the page in a frame.
    """
    directives = dict(PAGE)
    for directive in config.csp_sources().split(";"):
        name, _, sources = directive.strip().partition(" ")
        if name and sources:
            directives[name] = f"{directives.get(name, directives['default-src'])} {sources.strip()}"
    if embedded:
        directives["frame-ancestors"] = "*"
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _keep_to_asker(response: Response) -> None:
    """CKAN calls every answer of the API and every feed *public*, whoever asks: what somebody known is told is for nobody else to keep."""
    cache, user = response.cache_control, g.get("_login_user")
    known = (user is not None and not user.is_anonymous) or tk.config["apitoken_header_name"] in request.headers
    if cache.public and (cache.no_store or (known and _endpoint() not in FILES)):
        cache.public, cache.private = False, True


def is_upload() -> bool:
    """Whether the answer is what somebody uploaded: the file of a resource, or an image of a group or person."""
    endpoint = _endpoint()
    if endpoint == "static":
        path = posixpath.normpath(str((request.view_args or {}).get("filename", "")))
        return path.lstrip("/").split("/")[0] == UPLOADS
    return endpoint.endswith("resource.download") or endpoint.startswith("file.")


def _endpoint() -> str:
    return request.endpoint or ""


def _detach(response: Response) -> None:
    """Have a browser save what it is sent instead of opening it; the name it was sent under stays."""
    disposition = response.headers.get("Content-Disposition", "")
    if not disposition.lower().startswith("attachment"):
        _, _, name = disposition.partition(";")
        response.headers["Content-Disposition"] = "attachment" + (f";{name}" if name else "")
