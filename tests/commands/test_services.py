"""What ``doctor`` says of services that answer, and will not always."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.commands import services
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.commands.services import DATABASES, KEEPALIVE, LOOKS, MEGABYTE

pytestmark = [pytest.mark.portal, pytest.mark.usefixtures("with_plugins")]


@pytest.mark.parametrize(
    ("most", "policy", "used", "said"),
    [
        (100, "allkeys-lru", 1, "forgets messages and sessions"),
        (100, "volatile-ttl", 1, "forgets messages and sessions"),
        (100, "noeviction", 81, "81 of 100 MB are used"),
    ],
)
def test_a_redis_that_forgets_or_is_nearly_full_is_told(
    monkeypatch: pytest.MonkeyPatch, most: int, policy: str, used: int, said: str
):
    known = {"maxmemory": most * MEGABYTE, "maxmemory_policy": policy, "used_memory": used * MEGABYTE}
    monkeypatch.setattr(services.redis, "connect_to_redis", lambda: SimpleNamespace(info=lambda _part: known))
    with pytest.raises(Problem, match=said):
        LOOKS["memory of Redis"]()


def test_the_stack_s_own_forgets_nothing():
    assert "of 256 MB used" in LOOKS["memory of Redis"]()


def test_sockets_are_on_this_machine():
    assert LOOKS["way to PostgreSQL"]() == "on this machine"


@pytest.mark.parametrize("setting", DATABASES)
def test_another_machine_that_falls_silent_must_be_noticed(monkeypatch: pytest.MonkeyPatch, setting: str):
    monkeypatch.setitem(tk.config, setting, "postgresql://ckan:pw@db.example/ckan")
    with pytest.raises(Problem, match=f"another machine's .{setting}."):
        LOOKS["way to PostgreSQL"]()
    monkeypatch.setitem(tk.config, setting, f"postgresql://ckan:pw@db.example/ckan?{KEEPALIVE}")
    assert LOOKS["way to PostgreSQL"]() == "another machine that falls silent is noticed"
