"""What no text and no number of a request may be, whatever it is for: PostgreSQL can't hold it, or JSON has no word for it."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, Request
from werkzeug.routing import ValidationError
from werkzeug.routing.converters import IntegerConverter

MOST_ASKED = 200
"""Parameters in an address: no form of ours sends as many, and CKAN's pages write each of them into each of their links."""

MOST_AT_ONCE = 20_000_000
"""Bytes of a body that whoever asks for it reads into memory as a whole, as the API does with JSON; files of a form are none of it."""

_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]*)(?::(\d{0,5}))?", re.ASCII)
LAST_PORT = 65_535


def read_numbers(app: Flask) -> None:
    """Take for no number, in the paths of all pages, what has more digits than Python reads: there is nothing at such an address."""
    for rule in app.url_map.iter_rules():
        for converter in vars(rule)["_converters"].values():
            if isinstance(converter, IntegerConverter):
                converter.num_convert = _number


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValidationError from error


def is_for_a_host(request: Request) -> bool:
    """Whether the host that a request names, if it names one, could be one: every address that is made of it fails otherwise."""
    found = _HOST.fullmatch(request.environ.get("HTTP_HOST", ""))
    return bool(found) and int(found[1] or 0) <= LAST_PORT


def asked_at_once(request: Request) -> int:
    """How many parameters an address has."""
    query = request.environ.get("QUERY_STRING", "")
    return query.count("&") + 1 if query else 0


def is_small_enough(request: Request) -> bool:
    """Whether a body that is read as a whole is no larger than that; one whose length is not said is cut off there."""
    if request.mimetype == "multipart/form-data":
        return True
    request.max_content_length = min(request.max_content_length or MOST_AT_ONCE, MOST_AT_ONCE)
    return (request.content_length or 0) <= request.max_content_length


def is_readable(request: Request) -> bool:
    """Whether the address and the form of a request are text at all: UTF-8, and no NUL in it.

    A body that isn't a form is looked at by whoever reads it.
    """
    raw = request.environ.get("QUERY_STRING", "").encode("latin-1", "replace")
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    return _is_text(unquote_to_bytes(raw)) and _is_text(path) and _form_is_text(request)


def _form_is_text(request: Request) -> bool:
    if request.mimetype != "application/x-www-form-urlencoded":
        return True
    return not any("\x00" in text for name, value in request.form.items(multi=True) for text in (name, value))


def _is_text(raw: bytes) -> bool:
    try:
        return "\x00" not in raw.decode()
    except UnicodeDecodeError:
        return False
