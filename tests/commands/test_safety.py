"""What ``doctor`` says of the safety of accounts: each setting that lets somebody in is named with what to do."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.commands.safety import LOOKS

pytestmark = pytest.mark.portal

SAFE = {
    "SECRET_KEY": "k" * 43,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": True,
    "ckan.site_url": "https://spend.example",
}


@pytest.fixture(autouse=True)
def _safe(with_plugins, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setitem(tk.config, name, value)


def test_safe_sessions_are_told_with_their_length():
    assert "hours at most" in LOOKS["sessions"]()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "short enough to be guessed"),
        ("SESSION_COOKIE_SAMESITE", "None", "sent along by every other site"),
        ("SESSION_COOKIE_SECURE", False, "over plain HTTP"),
    ],
)
def test_each_setting_that_lets_somebody_in_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object, said: str
):
    monkeypatch.setitem(tk.config, name, value)
    with pytest.raises(Problem, match=said):
        LOOKS["sessions"]()


def test_plain_cookies_are_right_where_the_portal_itself_is_plain(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(tk.config, "ckan.site_url", "http://127.0.0.1:5000")
    monkeypatch.setitem(tk.config, "SESSION_COOKIE_SECURE", False)
    assert "hours at most" in LOOKS["sessions"]()


def test_a_proxy_that_is_not_named_makes_everybody_one_address(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(config, "proxies", lambda: ())
    with pytest.raises(Problem, match="everybody counts as one address"):
        LOOKS["proxies"]()
    monkeypatch.setattr(config, "proxies", lambda: ("192.0.2.7",))
    assert LOOKS["proxies"]() == "X-Forwarded-For is believed from 192.0.2.7"


def test_stewards_that_are_named_and_not_there_are_a_problem(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(config, "stewards", lambda: "")
    assert "none are named" in LOOKS["stewards"]()
    monkeypatch.setattr(config, "stewards", lambda: "no-such-team")
    with pytest.raises(Problem, match="no organisation or group no-such-team"):
        LOOKS["stewards"]()
