"""Refusals in words: as a page for people, as JSON for programs that call the API."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from ckan.lib import webassets_tools
from ckan.plugins import toolkit as tk
from flask import Response, current_app, jsonify, make_response, request

RETRY_SECONDS = 60
"""When to ask again: by then a service that was started anew has been found."""
TYPES = {
    403: "Authorization Error",
    404: "Not Found Error",
    400: "Bad Request Error",
    413: "Too Large Error",
    429: "Too Many Requests Error",
    503: "Service Unavailable",
}


def refusal(
    status: int, words: str, *, retry: int = RETRY_SECONDS, searching: bool = False, plain: bool = False
) -> Response:
    """An answer that says why not.

    Args:
        status: HTTP status.
        words: What happened and what to do, for a person.
        retry: Seconds after which to ask again, where the status says that this helps; one at least.
        searching: Whether it is the search alone that is away.
        plain: Whether the page must do without database and session.
    """
    if is_api():
        response = jsonify({"success": False, "error": {"__type": TYPES.get(status, "Error"), "message": words}})
    else:
        response = make_response(_plain(status, words) if plain else _page(status, words, searching=searching))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers["Retry-After"] = str(max(1, retry))
    return response


def is_api() -> bool:
    """Whether a program asks."""
    return request.path.startswith("/api/")


def _page(status: int, words: str, *, searching: bool) -> str:
    """A page of the portal; where that can't be made, one without its frame."""
    about: dict[str, Any] = {"code": status, "name": _title(status), "content": words}
    try:
        if searching:
            return tk.render("spenddata/unavailable.html")
        return tk.render("error_document_template.html", about)
    except Exception:
        current_app.logger.exception("The page of an error could not be made")
        return _plain(status, words)


def _plain(status: int, words: str) -> str:
    """A page that needs no service: it asks neither who reads it nor what is published."""
    template = current_app.jinja_env.get_template("spenddata/plain.html")
    title = tk.config.get("ckan.site_title") or ""
    return template.render(
        site=title, title=_title(status), words=words, language=tk.config["ckan.locale_default"], styles=_styles()
    )


def _styles() -> str:
    """The link to the portal's style sheet; nothing where even that can't be had: the words matter more."""
    try:
        webassets_tools.include_asset("spenddata/spend")
        return webassets_tools.render_assets("style")
    except Exception:
        current_app.logger.exception("The style sheet of an error could not be found")
        return ""


def _title(status: int) -> str:
    titles = {
        400: tk._("This can’t be asked"),
        413: tk._("This is too large"),
        429: tk._("Too many requests"),
        503: tk._("This page is not available at the moment"),
    }
    return titles.get(status, HTTPStatus(status).phrase)
