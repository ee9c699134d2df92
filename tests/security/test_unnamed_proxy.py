"""A proxy on this machine that nobody named is told by ``doctor``, and a stranger can't have it told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.commands.safety import LOOKS
from ckanext.spenddata.security import unnamed_proxy


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """What Valkey keeps; a portal of plain HTTP without a named proxy."""
    made: dict[str, int] = {}

    class Valkey:
        def set(self, key: str, value: int, ex: int) -> None:
            made[key] = value

        def exists(self, key: str) -> bool:
            return key in made

    monkeypatch.setattr(unnamed_proxy.redis, "connect_to_redis", Valkey)
    monkeypatch.setattr(config, "proxies", list)
    monkeypatch.setattr(tk, "config", {"ckan.site_id": "x", "ckan.site_url": "http://portal.example"}, raising=False)
    unnamed_proxy._noted.clear()
    yield made
    unnamed_proxy._noted.clear()


def asked(remote: str | None, **headers: Any) -> bool:
    """Whether a proxy is seen after a request."""
    environ = {"REMOTE_ADDR": remote} if remote else {}
    with Flask("x").test_request_context(headers=headers, environ_overrides=environ):
        unnamed_proxy.note()
    return unnamed_proxy.was_seen()


FORWARDED = {"X-Forwarded-For": "198.51.100.7"}


@pytest.mark.parametrize("remote", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", None])
def test_a_proxy_on_this_machine_is_seen(remote: str | None):
    assert asked(remote, **FORWARDED)
    with pytest.raises(Problem, match="have no limits") as found:
        LOOKS["proxies"]()
    assert config.PROXIES in found.value.remedy


@pytest.mark.parametrize("remote", ["203.0.113.9", "10.0.0.1", "2001:db8::1"])
def test_what_a_stranger_sends_is_no_proxy(remote: str):
    assert not asked(remote, **FORWARDED)
    assert not asked("127.0.0.1")
    assert LOOKS["proxies"]() == "no proxy is named, and none is believed"


def test_once_it_is_named_all_is_well(monkeypatch: pytest.MonkeyPatch):
    assert asked("127.0.0.1", **FORWARDED)
    monkeypatch.setattr(config, "proxies", lambda: ["127.0.0.1"])
    assert LOOKS["proxies"]() == "X-Forwarded-For is believed from 127.0.0.1"


def test_it_is_noted_once_an_hour_and_again_where_valkey_was_away(
    kept: dict[str, int], monkeypatch: pytest.MonkeyPatch
):
    def away() -> None:
        raise RedisError

    with monkeypatch.context() as patched:
        patched.setattr(unnamed_proxy.redis, "connect_to_redis", away)
        with Flask("x").test_request_context(headers=FORWARDED, environ_overrides={"REMOTE_ADDR": "127.0.0.1"}):
            unnamed_proxy.note()
    assert asked("127.0.0.1", **FORWARDED)
    kept.clear()
    assert not asked("127.0.0.1", **FORWARDED)
