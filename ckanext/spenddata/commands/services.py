"""What ``doctor`` looks at in the services that a portal stands on, and that answer all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.lib import redis
from ckan.plugins import toolkit as tk
from sqlalchemy.engine import URL, make_url

from ckanext.spenddata.commands.problems import Problem

MEGABYTE = 1024 * 1024
NEARLY_FULL = 0.8
"""Part of Redis' memory."""
FORGETS_NOTHING = "noeviction"
DATABASES = ("sqlalchemy.url", "ckan.datastore.write_url", "ckan.datastore.read_url")
HERE = ("", "localhost", "127.0.0.1", "::1")
KEEPALIVE = "keepalives_idle=30&keepalives_interval=10&keepalives_count=3&tcp_user_timeout=60000"
"""Parameters of libpq, in an address."""


def _memory() -> str:
    known: Any = redis.connect_to_redis().info("memory")
    most, used = int(known.get("maxmemory") or 0), int(known["used_memory"])
    policy = known.get("maxmemory_policy", FORGETS_NOTHING)
    if most and policy != FORGETS_NOTHING:
        raise Problem(
            f"it forgets messages and sessions to make room for others (maxmemory-policy {policy})",
            f"Set maxmemory-policy {FORGETS_NOTHING}: it then says that it is full.",
        )
    if most and used > most * NEARLY_FULL:
        raise Problem(
            f"{used // MEGABYTE} of {most // MEGABYTE} MB are used; when it is full nobody can sign in, and work is late",
            "Find out what fills it, or give it more (maxmemory; SPENDDATA_VALKEY_MB for `make run`).",
        )
    return f"{used // MEGABYTE} of {most // MEGABYTE} MB used" if most else "no limit is set"


def _connections() -> str:
    urls = {setting: make_url(tk.config[setting]) for setting in DATABASES if tk.config.get(setting)}
    away = {setting: url for setting, url in urls.items() if _host(url) not in HERE}
    silent = [setting for setting, url in away.items() if "keepalives_idle" not in url.query]
    if silent:
        raise Problem(
            f"the database is another machine's ({', '.join(silent)}): where that falls silent, a page waits for many minutes",
            f"Add to each address: ?{KEEPALIVE}",
        )
    return "another machine that falls silent is noticed" if away else "on this machine"


def _host(url: URL) -> str:
    """The machine of a database; nothing for a socket."""
    named = url.query.get("host", url.host or "")
    host = named if isinstance(named, str) else named[0]
    return "" if host.startswith("/") else host


LOOKS: dict[str, Callable[[], str]] = {"memory of Redis": _memory, "way to PostgreSQL": _connections}
