"""Pages and assets compressed on their way out, and hashed assets cached for long, as a proxy would do elsewhere.

CKAN's scripts and styles are 1.5 MB raw and 320 kB compressed, and their addresses change with their content.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from typing import Any

Headers = list[tuple[str, str]]
Application = Callable[..., Iterable[bytes]]

COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST = 1_000
# A larger answer is a download: it is streamed, never gathered in memory.
LARGEST = 4 * 1024 * 1024
LONG = "public, max-age=31536000, immutable"
KEPT = 64


class Compressed:
    """A WSGI application whose compressible answers of known, moderate size are sent as gzip."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._assets: dict[tuple[str, str], bytes] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        accepts = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and environ["REQUEST_METHOD"] == "GET"
        started: list[Any] = []

        def hold(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], Any]:
            started[:] = [status, headers, exc_info]
            return lambda _data: None

        body = self.application(environ, hold)
        status, headers, exc_info = started
        if path.startswith("/webassets/") and status.startswith("200"):
            headers = [*without(headers, "cache-control", "expires"), ("Cache-Control", LONG)]
        if accepts and worth_compressing(status, headers):
            body = self._compress(path, headers, body)
            headers = [
                *without(headers, "content-length", "vary"),
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(body[0]))),
                ("Vary", ", ".join([*values(headers, "vary"), "Accept-Encoding"])),
            ]
        start_response(status, headers, exc_info)
        return body

    def _compress(self, path: str, headers: Headers, body: Iterable[bytes]) -> list[bytes]:
        """The answer compressed; that of an asset is kept, as its address names its content."""
        key = (path, "".join(values(headers, "etag")))
        if key not in self._assets:
            compressed = gzip.compress(gather(body), compresslevel=6, mtime=0)
            if not path.startswith("/webassets/") or len(self._assets) >= KEPT:
                return [compressed]
            self._assets[key] = compressed
        else:
            close(body)
        return [self._assets[key]]


def gather(body: Iterable[bytes]) -> bytes:
    """All of an answer; its iterable is closed as WSGI asks."""
    try:
        return b"".join(body)
    finally:
        close(body)


def close(body: Iterable[bytes]) -> None:
    """Let an answer's iterable free what it holds."""
    finish = getattr(body, "close", None)
    if finish:
        finish()


def worth_compressing(status: str, headers: Headers) -> bool:
    """Whether an answer is text of a size that gains, and not compressed already."""
    lengths = values(headers, "content-length")
    kind = "".join(values(headers, "content-type"))
    return (
        status.startswith("200")
        and not values(headers, "content-encoding")
        and kind.startswith(COMPRESSIBLE)
        and bool(lengths)
        and SMALLEST <= int(lengths[0]) <= LARGEST
    )


def values(headers: Headers, name: str) -> list[str]:
    """The values of a header."""
    return [value for key, value in headers if key.lower() == name]


def without(headers: Headers, *names: str) -> Headers:
    """All headers but these."""
    return [(key, value) for key, value in headers if key.lower() not in names]
