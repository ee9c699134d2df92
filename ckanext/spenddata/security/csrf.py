"""No other site may have a browser change something here with its user's cookie.

CKAN's own check is left out for a view, and for the whole process, once somebody has visited it with an API token or
without signing in, and it never asks the API. So one check stands before all views. What is changed by a cookie's
authority needs the form's token, or the browser's own word that the request comes from a page of this portal, which
no other site can forge. Whoever sends a valid API token has no need of a cookie.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ckan.plugins import toolkit as tk
from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from ckanext.spenddata.security import answers

READING = ("home", "dataset", "resource", "organization", "group", "spend", "api", "feeds", "static", "webassets")
"""Beginnings of the names of blueprints whose pages have no form that nobody in particular could send.

An address that isn't there is looked for among the static files.
"""

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CHANGING_WHEN_READ = frozenset({"user.logout"})
"""Views of CKAN's that change something when they are only visited."""
FOR_EVER = 10**9
"""Seconds."""
SAME, FOREIGN = "same-origin", frozenset({"cross-site", "same-site"})
"""What a browser says of where a request comes from (``Sec-Fetch-Site``). A neighbour under the same domain is not this portal."""


def install(app: Flask) -> None:
    """Have pages that are only read carry no token for people who are not signed in, so that these are given no session and no cookie."""
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})


def token() -> str:
    """The token of the page's forms: none for somebody who could not send one, nor where there is no page."""
    reads = request.endpoint is None or request.endpoint.startswith(READING)
    return "" if reads and tk.current_user.is_anonymous else generate_csrf()


def protect() -> Response | None:
    """Refuse a request that changes something and can't show that a page of this portal sent it.

    Returns:
        The refusal, or None where the request may go on.
    """
    if not _changes() or _by_token():
        return None
    if tk.current_user.is_anonymous:
        # Nobody's authority is used; but nobody may be signed in by another site, either. Programs may call the API from everywhere.
        return _refusal() if _is_foreign() and not answers.is_api() else None
    if _is_foreign() or not _is_shown():
        return _refusal()
    return None


def _changes() -> bool:
    return request.method in CHANGING or request.endpoint in CHANGING_WHEN_READ


def _by_token() -> bool:
    """Whether the user is known by an API token; one that is not valid leaves the user of the cookie, and the check on."""
    sent = request.headers.get(tk.config["apitoken_header_name"])
    return bool(sent and g.get("login_via_auth_header") and tk.current_user.is_authenticated)


def _is_foreign() -> bool:
    """Whether something says that the request comes from elsewhere."""
    site, origin, referrer = _site(), request.headers.get("Origin"), request.headers.get("Referer")
    if site in FOREIGN or (origin and origin not in _own_origins()):
        return True
    return bool(referrer and not origin and not site and _origin(referrer) not in _own_origins())


def _is_shown() -> bool:
    """Whether the request shows that a page of ours sent it: by the form's token, by the browser's word, or by both.

    A token is never overlooked: a wrong one is refused whatever the browser says. One that has grown old is good with the browser's word.
    """
    same_site = _browser_says_so()
    token = _token()
    if token:
        return _is_valid(token, None if not same_site else FOR_EVER)
    return same_site or request.method not in CHANGING


def _browser_says_so() -> bool:
    origin, referrer = request.headers.get("Origin"), request.headers.get("Referer")
    return _site() == SAME or origin in _own_origins() or bool(referrer and _origin(referrer) in _own_origins())


def _site() -> str:
    return request.headers.get("Sec-Fetch-Site", "").strip().lower()


def _token() -> str | None:
    in_headers = (request.headers.get(name) for name in current_app.config["WTF_CSRF_HEADERS"])
    return next(filter(None, in_headers), None) or request.form.get(tk.config["WTF_CSRF_FIELD_NAME"])


def _is_valid(token: str, seconds: int | None) -> bool:
    """Whether it is this session's, and not older than so many seconds (None: as configured)."""
    try:
        validate_csrf(token, time_limit=seconds)
    except ValidationError:
        return False
    return True


def _own_origins() -> set[str]:
    """Where this portal is: as the administrator says, and as the browser has just called it."""
    return {_origin(tk.config["ckan.site_url"]), f"{request.scheme}://{request.host}".lower()}


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "null"
    return f"{parts.scheme}://{parts.netloc}".lower()


def _refusal() -> Response:
    return answers.refusal(
        400,
        tk._(
            "This form was open for too long, or did not come from this site. Nothing was changed."
            " Go back, reload the page and send it again. A program sends an API token instead of a cookie."
        ),
    )
