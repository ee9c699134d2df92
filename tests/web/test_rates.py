"""Requests are counted by what they cost, by address and token; where nobody can count, nobody is refused."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask
from redis.exceptions import RedisError

from ckanext.spenddata.web import rates

APP = Flask(__name__)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Whom a request was counted for; ``wait`` is what each is told."""
    state: Any = SimpleNamespace(taken=[], wait={}, away=False, client="198.51.100.7", most=10)

    class Limit:
        def __init__(self, name: str, most: int, seconds: int) -> None:
            self.name = name

        def take(self, whose: str) -> Any:
            if state.away:
                raise RedisError
            state.taken.append((self.name, whose))
            return SimpleNamespace(wait=state.wait.get(whose, 0))

    monkeypatch.setattr(rates, "Limit", Limit)
    monkeypatch.setattr(rates.address, "client", lambda: state.client)
    monkeypatch.setattr(rates.config, "requests_a_minute", lambda _kind: state.most)
    monkeypatch.setattr(rates, "refusal", lambda status, words, **more: (status, words, more["retry"]))
    monkeypatch.setattr(tk, "config", {"apitoken_header_name": "Authorization"}, raising=False)
    monkeypatch.setattr(tk, "_", str, raising=False)
    return state


def admitted(method: str = "GET", path: str = "/spend", **headers: str) -> Any:
    with APP.test_request_context(path, method=method, headers=headers):
        return rates.admit()


def test_few_requests_are_let_through_and_too_many_are_told_how_long_to_wait(counter):
    assert admitted() is None
    counter.wait = {counter.client: 12}
    status, words, retry = admitted()
    assert (status, retry) == (429, 12)
    assert "Wait 12 seconds" in words


def test_a_token_is_counted_beside_its_address_and_the_longer_wait_is_told(counter):
    counter.wait = {counter.client: 3, "token secret": 40}
    assert admitted(Authorization="secret")[2] == 40
    assert [whose for _, whose in counter.taken] == [counter.client, "token secret"]


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/about", "page"),
        ("HEAD", "/about", "page"),
        ("POST", "/returns/new", "submit"),
        ("DELETE", "/x", "submit"),
    ],
)
def test_what_is_sent_is_dearer_than_what_is_read(counter, method, path, kind):
    admitted(method, path)
    assert counter.taken == [(f"requests-{kind}", counter.client)]


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", rates.address.SOCKET])
def test_this_machine_is_not_counted(counter, client):
    counter.client = client
    assert admitted() is None
    assert counter.taken == []


def test_a_whole_network_is_counted_as_one(counter):
    counter.client = "2001:db8::/64"
    admitted()
    assert counter.taken == [("requests-page", "2001:db8::/64")]


def test_where_counting_is_off_or_away_nobody_is_refused(counter):
    counter.away = True
    assert admitted() is None
    counter.away, counter.most, counter.wait = False, 0, {counter.client: 5}
    assert admitted() is None
