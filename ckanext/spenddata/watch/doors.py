"""What a supervisor, a load balancer and Prometheus ask, answered before CKAN looks at the request; and a line of log for every answer.

``/healthz``  200 while this process lives; asks nobody
``/readyz``   200 where every service answers, else 503 and which don't
``/metrics``  figures; for this machine's own programs, or with ``Authorization: Bearer`` and ``ckanext.spenddata.metrics_token``

A line of the access log holds the method, the path, the status and the time. Who asked, and for what (the query may hold a token or the
name of a person searched for), is nobody's business here; a proxy in front can keep that for those who must.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Flask

from ckanext.spenddata.watch import logs, metrics, ready

access = logging.getLogger("ckanext.spenddata.access")

METRICS_TOKEN = "ckanext.spenddata.metrics_token"  # noqa: S105  a setting's name
ASK_AGAIN_SECONDS = 5
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")

Answer = tuple[str, str, bytes]
Start = Callable[..., Any]


def install(app: Flask) -> None:
    """Stand before an application."""
    logs.hear()
    app.wsgi_app = Watched(app.wsgi_app)  # type: ignore[method-assign]  as Flask documents it


class Watched:
    """A WSGI application with these doors before it."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        door = DOORS.get(environ.get("PATH_INFO", ""))
        if door is not None and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            status, kind, body = door(environ)
            headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
            later = [("Retry-After", str(ASK_AGAIN_SECONDS))] if status.startswith("503") else []
            start_response(status, [*headers, *later, ("X-Content-Type-Options", "nosniff")])
            return [body] if environ["REQUEST_METHOD"] == "GET" else []
        return self._tell(environ, start_response)

    def _tell(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        begun = time.monotonic()

        def start(status: str, headers: Any, exc_info: Any = None) -> Any:
            seconds = time.monotonic() - begun
            number = int(status.split(" ", 1)[0])
            metrics.count(environ["REQUEST_METHOD"], number, seconds)
            facts = {
                "method": environ["REQUEST_METHOD"],
                "path": printable(environ.get("PATH_INFO", "")),
                "status": number,
                "ms": round(seconds * 1000),
            }
            access.info("%(method)s %(path)s %(status)s %(ms)s ms", facts, extra={"facts": facts})
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return self._application(environ, start)


def printable(path: str) -> str:
    """A path that can't break a line of the log, nor fill it."""
    return path.encode("ascii", "backslashreplace").decode().translate(dict.fromkeys(range(32), "?"))[:300]


def _health(_environ: dict[str, Any]) -> Answer:
    return "200 OK", "text/plain", b"ok\n"


def _readiness(_environ: dict[str, Any]) -> Answer:
    away = ready.missing()
    status = "503 Service Unavailable" if away else "200 OK"
    return status, "application/json", json.dumps({"ready": not away, "missing": away}).encode()


def _figures(environ: dict[str, Any]) -> Answer:
    if not may_see_figures(environ):
        return "404 Not Found", "text/plain", b"not found\n"
    try:
        return "200 OK", "text/plain; version=0.0.4; charset=utf-8", metrics.text()
    except Exception:
        logging.getLogger(__name__).exception("the figures can't be read")
        return "503 Service Unavailable", "text/plain", b"the database is not responding\n"


def may_see_figures(environ: dict[str, Any]) -> bool:
    """A program of this machine that came without a proxy, or whoever has the token."""
    token = tk.config[METRICS_TOKEN]
    bearer = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(bearer.encode("utf-8", "replace"), token.encode()):
        return True
    try:
        near = ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = not environ.get("REMOTE_ADDR")  # a socket of this machine
    return near and not any(name in environ for name in FORWARDED)


DOORS: dict[str, Callable[[dict[str, Any]], Answer]] = {
    "/healthz": _health,
    "/readyz": _readiness,
    "/metrics": _figures,
}
