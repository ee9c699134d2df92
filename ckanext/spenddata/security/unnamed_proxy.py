"""A web server on this machine that hands requests on, and that nobody named as a proxy: seen by its requests, told by ``doctor``.

Its readers all come from this machine then, where no requests are counted, and share one number of wrong passwords.
"""

from __future__ import annotations

import time

from ckan.lib import redis
from ckan.plugins import toolkit as tk
from flask import request
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.security import address

KEPT_SECONDS = 7 * 86_400
EVERY_SECONDS = 3600
"""It is noted no more often than this by each process."""
_noted: dict[str, float] = {}


def note() -> None:
    """Note where this request came so. Any stranger may send such a header, but from this machine only who is on it."""
    if "X-Forwarded-For" not in request.headers or config.proxies() or not address.is_this_machine(address.client()):
        return
    if time.monotonic() - _noted.get("at", -EVERY_SECONDS) < EVERY_SECONDS:
        return
    _noted["at"] = time.monotonic()
    try:
        redis.connect_to_redis().set(_key(), 1, ex=KEPT_SECONDS)
    except RedisError:
        _noted.clear()


def was_seen() -> bool:
    """Whether there were such requests within the last week, and still no proxy is named.

    Raises:
        RedisError: Valkey does not answer.
    """
    return not config.proxies() and bool(redis.connect_to_redis().exists(_key()))


def _key() -> str:
    return f"{tk.config['ckan.site_id']}:spenddata:unnamed-proxy"
