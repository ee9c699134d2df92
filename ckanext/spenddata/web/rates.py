"""How many requests one reader may send in a minute, by their cost: counted in Valkey for all processes, by address and by token.

The defaults are far above what people do, twenty of them behind one router too; they are for programs that don't wait. Where Valkey is
away nobody is refused: a portal that can be read is worth more than one that counts. Requests of this very machine are not counted, unless
a proxy on it says whom they are from.
"""

from __future__ import annotations

import logging
import time

from ckan.plugins import toolkit as tk
from flask import Response, request
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.security import address, unnamed_proxy
from ckanext.spenddata.security.answers import refusal
from ckanext.spenddata.security.throttle import Limit
from ckanext.spenddata.web.gates import EXPORTS, SEARCHES

log = logging.getLogger(__name__)

MINUTE = 60
UNCOUNTED = frozenset({"static", "webassets.index"})
"""Files that every page needs."""
_told: dict[str, float] = {}


def admit() -> Response | None:
    """A 429 for whoever has sent too many requests of this kind within a minute; None for everybody else."""
    if request.endpoint in UNCOUNTED:
        return None
    unnamed_proxy.note()
    client = address.client()
    most = config.requests_a_minute(_kind())
    if not most or address.is_this_machine(client):
        return None
    try:
        wait = max(Limit(f"requests-{_kind()}", most, MINUTE).take(whose).wait for whose in _whose(client))
    except RedisError:
        _tell_away()
        return None
    if not wait:
        return None
    words = tk._(
        "You, or others at your address, have sent more requests than this portal answers in a minute. Nothing was changed."
        " Wait {seconds} seconds, and then send them more slowly."
    )
    return refusal(429, words.format(seconds=wait), retry=wait, plain=True)


def _kind() -> str:
    """What a request costs."""
    if EXPORTS.search(request.path):
        return "export"
    if SEARCHES.search(request.path):
        return "search"
    return "submit" if request.method not in ("GET", "HEAD", "OPTIONS") else "page"


def _whose(client: str) -> list[str]:
    """Whom a request counts for: its address, and the token that it brings."""
    token = request.headers.get(tk.config["apitoken_header_name"])
    return [client, f"token {token}"] if token else [client]


def _tell_away() -> None:
    """Once a minute, that nobody is counted."""
    if time.monotonic() - _told.get("away", -MINUTE) >= MINUTE:
        _told["away"] = time.monotonic()
        log.warning("Requests are not counted: Valkey does not answer")
