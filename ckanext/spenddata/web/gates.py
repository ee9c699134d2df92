"""Work that takes long is done by a few at a time, so that the others are answered: exports, and questions to the whole index.

A process has a handful of threads. Where all places for a kind of work are taken, whoever comes next is told to come again in some seconds,
at once: waiting would take a thread too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Any

from ckanext.spenddata.values.text import N_

EXPORTS = re.compile(r"/datastore/dump/|/spend/.*\.(?!(?:json|atom)$)[a-z]\w*$|\.(?:csv|xlsx|zip)$|/download/")
"""Every file that our pages give, of whatever kind, but for a report or a schema in JSON and a feed, which are as short as a page: a new
format is one of them by its address."""
SEARCHES = re.compile(
    r"/spend/search(?:\.atom)?$|/action/(?:spenddata_publication_list|spenddata_transaction_search|datastore_search)$"
)

RETRY_SECONDS = 5
WORDS = N_(
    "The portal is busy with as many downloads or large questions as it can answer at once. Nothing is lost: ask again in a few seconds."
)
BUSY = "spenddata.busy"
"""What a request has in its surroundings that came while all places were taken, and whose reader wants a page."""


@dataclass
class Gate:
    """A kind of work: the addresses where it is asked for, and how many at a time one process does."""

    addresses: re.Pattern[str]
    places: int
    _free: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._free = BoundedSemaphore(self.places)

    def enter(self) -> bool:
        """Take a place, if one is free."""
        return self._free.acquire(blocking=False)

    def leave(self) -> None:
        """Give it back."""
        self._free.release()


class Gated:
    """A WSGI application whose long work has a limited number of places."""

    def __init__(self, application: Callable[..., Iterable[bytes]], gates: Iterable[Gate]) -> None:
        self.application = application
        self.gates = tuple(gates)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        gate = next((gate for gate in self.gates if gate.addresses.search(path)), None)
        if gate is None:
            return self.application(environ, start_response)
        if not gate.enter():
            if wants_page(environ):
                # The application knows how its pages look; it asks for this first, and does nothing else for the request.
                return self.application({**environ, BUSY: True}, start_response)
            body, headers = busy(path)
            start_response("503 Service Unavailable", headers)
            return [body]
        try:
            body = self.application(environ, start_response)
        except BaseException:
            gate.leave()
            raise
        return _Leaving(body, gate)


class _Leaving:
    """An answer that gives its place back once: when it is sent, broken off, or forgotten by whoever should have closed it."""

    def __init__(self, body: Iterable[bytes], gate: Gate) -> None:
        self._body = body
        self._gate: Gate | None = gate

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._body
        finally:
            self._leave()

    def close(self) -> None:
        """Let the answer free what it holds."""
        try:
            finish = getattr(self._body, "close", None)
            if finish:
                finish()
        finally:
            self._leave()

    def __del__(self) -> None:
        self._leave()

    def _leave(self) -> None:
        gate, self._gate = self._gate, None
        if gate:
            gate.leave()


def wants_page(environ: Mapping[str, Any]) -> bool:
    """Whether a browser asks: programs don't say that they want HTML."""
    return "text/html" in environ.get("HTTP_ACCEPT", "") and "/api/" not in environ.get("PATH_INFO", "")


def busy(path: str) -> tuple[bytes, list[tuple[str, str]]]:
    """What a program that has to come again is told, and its headers: JSON at the API, else plain text."""
    if "/api/" in path:
        kind, body = "application/json", json.dumps({"success": False, "error": {"__type": "Busy", "message": WORDS}})
    else:
        kind, body = "text/plain", WORDS
    return body.encode(), [
        ("Content-Type", f"{kind}; charset=utf-8"),
        ("Retry-After", str(RETRY_SECONDS)),
        ("Cache-Control", "no-store"),
        ("Content-Length", str(len(body.encode()))),
    ]
