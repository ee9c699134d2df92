"""Refusals in words: as a page for people, as JSON for programs that call the API."""

from __future__ import annotations

from http import HTTPStatus

from ckan.plugins import toolkit as tk
from flask import Response, jsonify, make_response, request

TYPES = {
    HTTPStatus.BAD_REQUEST: "Not From This Site",
    HTTPStatus.FORBIDDEN: "Authorization Error",
    HTTPStatus.TOO_MANY_REQUESTS: "Too Many Requests",
    HTTPStatus.SERVICE_UNAVAILABLE: "Service Unavailable",
}


def is_for_program() -> bool:
    """Whether the request is a call of the API."""
    return (request.endpoint or "").partition(".")[0] == "api"


def refuse(status: int, message: str, *, wait: int | None = None) -> Response:
    """A refusal.

    Args:
        status: Of HTTP.
        message: What happened, what it means, what to do.
        wait: Seconds after which it may be tried again.
    """
    if is_for_program():
        response = jsonify(success=False, error={"__type": TYPES[HTTPStatus(status)], "message": message})
    else:
        named = {
            "code": status,
            "content": message,
            "name": TYPES[HTTPStatus(status)],
            "show_login_redirect_link": False,
        }
        response = make_response(tk.render("error_document_template.html", named))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if wait is not None:
        response.headers["Retry-After"] = str(max(1, wait))
    return response
