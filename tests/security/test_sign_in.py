"""Guessing passwords is slow work, locks nobody else out, and tells nothing."""

from __future__ import annotations

import statistics
import time

import pytest

from tests.security.live import PASSWORD, Person, account

pytestmark = pytest.mark.portal


@pytest.mark.check(33)
def test_sixty_wrong_passwords_are_not_tried(portal: str):
    account("victim")
    guesser = Person(portal, "victim")
    answers = [guesser.sign_in(f"guess-{number}") for number in range(60)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:10] == [200] * 10
    assert set(statuses[10:]) == {429}
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300
    assert guesser.sign_in(PASSWORD).status_code == 429
    # By its e-mail address it is the same account; another account from here is another matter.
    from ckan import model

    by_mail = Person(portal, model.User.get("victim").email)
    assert by_mail.sign_in("guess").status_code == 429
    other = Person(portal, account("colleague"))
    other.sign_in()
    assert other.is_known()


def test_right_passwords_are_never_too_many(portal: str):
    account("regular")
    for _ in range(12):
        person = Person(portal, "regular")
        person.sign_in()
        assert person.is_known()


def test_guesses_from_everywhere_slow_down_strangers_alone():
    """Beside a running portal, because all tests there come from one address."""
    from ckan.lib import redis
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.security import sign_in

    tries = [sign_in._tries("account-of-the-victim", f"198.51.100.{number}") for number in range(40)]
    waits = [max(each.wait for each in made) for made in tries]
    assert waits[:30] == [0] * 30
    assert max(waits) <= 10
    assert waits[31:] == [max(1, wait) for wait in waits[31:]]
    known = sign_in._known_key("account-of-the-victim", "203.0.113.9")
    redis.connect_to_redis().set(known, 1, ex=60)
    assert max(each.wait for each in sign_in._tries("account-of-the-victim", "203.0.113.9")) == 0
    assert tk.config["ckan.site_id"] in known


def test_an_unknown_name_takes_as_long_as_a_known_one(portal: str):
    account("somebody")
    seconds = {
        name: statistics.median(_timed(portal, name) for _ in range(4)) for name in ("somebody", "nobody-at-all")
    }
    assert seconds["nobody-at-all"] > 0.4 * seconds["somebody"], seconds


def _timed(portal: str, name: str) -> float:
    person = Person(portal, name)
    started = time.monotonic()
    person.sign_in("wrong")
    return time.monotonic() - started


def test_an_address_is_what_trusted_proxies_say_and_nothing_else(monkeypatch: pytest.MonkeyPatch):
    from ckan.plugins import toolkit as tk
    from flask import Flask

    from ckanext.spenddata.security import address

    def seen(remote: str | None, forwarded: str, *proxies: str) -> str:
        monkeypatch.setitem(tk.config, "ckanext.spenddata.proxies", list(proxies))
        environ = {"REMOTE_ADDR": remote} if remote else {}
        with Flask("x").test_request_context(headers={"X-Forwarded-For": forwarded}, environ_overrides=environ):
            return address.client()

    assert seen("203.0.113.9", "1.2.3.4") == "203.0.113.9"
    assert seen("10.0.0.1", "1.2.3.4, 198.51.100.7", "10.0.0.0/8") == "198.51.100.7"
    assert seen("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "10.0.0.0/8") == "198.51.100.7"
    assert seen("10.0.0.1", "", "10.0.0.0/8") == "10.0.0.1"
    assert seen("10.0.0.1", "<script>", "10.0.0.0/8") == "unknown"
    for one in ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", "2001:DB8:1:2:ffff:ffff:ffff:ffff"):
        assert seen("10.0.0.1", one, "10.0.0.0/8") == seen(one, "") == "2001:db8:1:2::/64"
    assert seen("::ffff:10.0.0.1", "::ffff:198.51.100.7", "10.0.0.0/8") == "198.51.100.7"
    assert seen("fe80::1%eth0", "") == "fe80::/64"
    assert seen("::1", "") == "::1"
