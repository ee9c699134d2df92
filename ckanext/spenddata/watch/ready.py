"""Whether this portal can serve: each service that a page needs is asked, with little patience."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import psycopg2
import requests
from ckan.lib import redis
from ckan.plugins import toolkit as tk
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.engine import make_url

from ckanext.spenddata import config
from ckanext.spenddata.backup import latest
from ckanext.spenddata.credentials import without_credentials

log = logging.getLogger(__name__)

SECONDS = 2
"""Longest wait for one service."""
KEPT_SECONDS = 1.0
"""So long an answer holds: whoever asks often costs nothing."""


def _database(setting: str) -> Callable[[], None]:
    def ask() -> None:
        url = make_url(tk.config[setting]).set(drivername="postgresql").render_as_string(hide_password=False)
        connection = psycopg2.connect(url, connect_timeout=SECONDS, options=f"-c statement_timeout={SECONDS * 1000}")
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1")
        finally:
            connection.close()

    return ask


def _valkey() -> None:
    known = redis.connect_to_redis().connection_pool.connection_kwargs
    names = ("host", "port", "path", "db", "username", "password")
    given = {name: known[name] for name in names if known.get(name) is not None}
    if "path" in given:
        given["unix_socket_path"] = given.pop("path")
    # Asked once: by itself the client asks a service that hangs three times more, with pauses.
    patience = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
    connection = Redis(**given, **patience)
    try:
        connection.ping()
    finally:
        connection.close()


def _solr(address: Callable[[], str]) -> Callable[[], None]:
    def ask() -> None:
        url, auth = without_credentials(address().rstrip("/"))
        answer = requests.get(f"{url}/select?q=*:*&rows=0", timeout=SECONDS, auth=auth or config.search_auth())
        answer.raise_for_status()

    return ask


def _no_restore() -> None:
    if latest.begun():
        raise RuntimeError("a restore was begun and not finished")


SERVICES: dict[str, Callable[[], None]] = {
    "database": _database("sqlalchemy.url"),
    "datastore": _database("ckan.datastore.read_url"),
    "valkey": _valkey,
    "catalogue search": _solr(lambda: tk.config["solr_url"]),
    "payment search": _solr(config.search_url),
    "rest of a restore": _no_restore,
}
NEVER = float("-inf")
_lock = threading.Lock()
_known: tuple[float, list[str]] = (NEVER, [])


def missing() -> list[str]:
    """The services that don't answer now; empty where all is well.

    Services that hang take seconds to ask: one thread does, and the others, who may be anybody, have the answer of before at once.
    """
    global _known  # noqa: PLW0603  one answer for the whole process
    if not _lock.acquire(blocking=_known[0] == NEVER):
        return _known[1]
    try:
        if time.monotonic() - _known[0] > KEPT_SECONDS:
            found = [name for name, ask in SERVICES.items() if not _answers(name, ask)]
            _known = (time.monotonic(), found)
        return _known[1]
    finally:
        _lock.release()


def _answers(name: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as error:  # noqa: BLE001  a service may fail in any way
        # Its kind alone: the message may hold an address with a password.
        log.warning("not ready: %s does not answer (%s)", name, type(error).__name__)
        return False
    return True
