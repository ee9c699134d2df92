"""Asking for a new password tells nobody who has an account, and does not fail where mail does."""

from __future__ import annotations

import statistics
import time

import pytest
from ckan.lib import redis

from tests.returns.world import World


def ask(app, who: str):
    started = time.monotonic()
    answer = app.post("/user/reset", data={"user": who}, follow_redirects=True, expect_errors=True)
    return answer, time.monotonic() - started


def test_everybody_has_the_same_answer_as_soon_also_while_mail_is_away(
    world: World, app, monkeypatch: pytest.MonkeyPatch
):
    from ckan.plugins import toolkit as tk

    monkeypatch.setitem(tk.config, "smtp.server", "192.0.2.1:25")  # nobody answers there, for a long time
    answers = {
        who: [ask(app, who) for _ in range(2)] for who in ("editor", "editor@nowhere.example", "no-such-account")
    }
    assert {answer.status_code for made in answers.values() for answer, _ in made} == {200}
    texts = {made[0][0].body.count("If there is such an account") for made in answers.values()}
    assert texts == {1}
    seconds = {who: statistics.median(each for _, each in made) for who, made in answers.items()}
    assert max(seconds.values()) < 5
    assert ask(app, "")[0].status_code == 200


def test_one_address_can_t_ask_for_ever(world: World, app):
    statuses = [ask(app, "editor")[0].status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2


def test_the_mail_is_sent_by_a_worker_and_no_more_than_three_an_hour(world: World, monkeypatch: pytest.MonkeyPatch):
    from ckan import model
    from ckan.lib import mailer

    from ckanext.spenddata.security import recovery

    sent: list[str] = []
    monkeypatch.setattr(mailer, "send_reset_link", lambda user: sent.append(user.name))
    for _ in range(5):
        recovery.send_links("editor")
    recovery.send_links(model.User.get("member").email.upper())
    recovery.send_links("no-such-account")
    recovery.send_links("%@%")
    assert sent == ["editor"] * 3 + ["member"]


def test_mail_that_can_t_be_sent_fails_nobody(world: World, monkeypatch: pytest.MonkeyPatch):
    from ckan.lib import mailer

    from ckanext.spenddata.security import recovery

    def away(user: object) -> None:
        raise mailer.MailerException("away")

    monkeypatch.setattr(mailer, "send_reset_link", away)
    recovery.send_links("editor")


def test_a_link_that_is_not_good_tells_nothing_and_ends_after_a_day(world: World, app):
    from ckan import model

    def look(account: str, key: str) -> tuple[int, int]:
        answer = app.get(f"/user/reset/{account}", query_string={"key": key}, expect_errors=True)
        return answer.status_code, answer.body.count("not good any more")

    user = model.User.get("editor")
    user.reset_key = "a-key-of-the-editor"
    model.Session.commit()
    assert look(user.id, "a-key-of-the-editor") == (200, 0)
    assert {look(user.id, "wrong"), look("editor", ""), look("no-such-account", "wrong")} == {(403, 1)}
    redis.connect_to_redis().delete(recovery_key(user.id))
    assert look(user.id, "a-key-of-the-editor") == (403, 1)
    asked = {"id": user.id, "email": user.email, "password": "a-thief-s-password", "reset_key": "a-key-of-the-editor"}
    assert app.post("/api/3/action/user_update", json=asked, expect_errors=True).status_code == 403


def recovery_key(user_id: str) -> str:
    from ckanext.spenddata.security import recovery

    assert redis.connect_to_redis().ttl(recovery._key(user_id)) in range(
        recovery.LINK_SECONDS - 60, recovery.LINK_SECONDS + 1
    )
    return recovery._key(user_id)
