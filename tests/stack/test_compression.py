"""What the web server does to answers on their way out."""

from __future__ import annotations

import gzip

import pytest

from stack.compression import LONG, Compressed

TEXT = b"x" * 5_000


def ask(body, headers, path="/page", accept="gzip, br"):
    """One answer through the wrapper: its headers and its body."""
    told = {}

    def application(_environ, start_response):
        start_response("200 OK", [("Content-Length", str(len(body))), *headers])
        return [body]

    def start_response(_status, headers, _exc_info=None):
        told.update(headers)

    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": accept}
    return told, b"".join(Compressed(application)(environ, start_response))


def test_text_is_compressed():
    headers, body = ask(TEXT, [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie")])
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Vary"] == "Cookie, Accept-Encoding"
    assert int(headers["Content-Length"]) == len(body)
    assert gzip.decompress(body) == TEXT


@pytest.mark.parametrize(
    ("body", "headers", "accept"),
    [
        (TEXT, [("Content-Type", "text/html")], ""),
        (b"short", [("Content-Type", "text/html")], "gzip"),
        (TEXT, [("Content-Type", "image/png")], "gzip"),
        (TEXT, [("Content-Type", "text/html"), ("Content-Encoding", "br")], "gzip"),
    ],
)
def test_what_would_not_gain_is_left_alone(body, headers, accept):
    told, sent = ask(body, headers, accept=accept)
    assert sent == body
    assert told.get("Content-Encoding") != "gzip"


def test_hashed_assets_are_cached_for_long():
    headers, _ = ask(TEXT, [("Content-Type", "text/css"), ("Cache-Control", "no-cache")], path="/webassets/a/b.css")
    assert headers["Cache-Control"] == LONG


def test_a_page_is_not():
    headers, _ = ask(TEXT, [("Content-Type", "text/html"), ("Cache-Control", "private")])
    assert headers["Cache-Control"] == "private"
