"""Asking for a new password tells nobody who has an account, and does not fail where mail does."""

from __future__ import annotations

import secrets
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


@pytest.mark.parametrize("kind", ["MailerException", "ValueError"])
def test_mail_that_can_t_be_sent_fails_nobody(world: World, monkeypatch: pytest.MonkeyPatch, kind: str):
    from ckan.lib import mailer

    from ckanext.spenddata.security import recovery

    def away(user: object) -> None:
        raise {"MailerException": mailer.MailerException, "ValueError": ValueError}[kind]("away")

    monkeypatch.setattr(mailer, "send_reset_link", away)
    recovery.send_links("editor")


def test_a_link_that_is_not_good_tells_nothing_and_ends_after_a_day(world: World, app):
    from ckan import model

    def look(account: str, key: str) -> tuple[int, int]:
        answer = app.get(f"/user/reset/{account}", query_string={"key": key}, expect_errors=True)
        return answer.status_code, answer.body.count("no longer works")

    user = model.User.get("editor")
    user.reset_key = "a-key-of-the-editor"
    model.Session.commit()
    assert look(user.id, "a-key-of-the-editor") == (200, 0)
    assert {look(user.id, "wrong"), look("editor", ""), look("no-such-account", "wrong")} == {(403, 1)}
    redis.connect_to_redis().delete(recovery_key(user.id))
    assert look(user.id, "a-key-of-the-editor") == (403, 1)
    asked = {"id": user.id, "email": user.email, "password": "a-thief-s-password", "reset_key": "a-key-of-the-editor"}
    assert app.post("/api/3/action/user_update", json=asked, expect_errors=True).status_code == 403


@pytest.fixture
def link(world: World):
    """An account and the key of its link: as somebody who forgot the password, and as somebody who was invited."""
    from ckan import model

    def make(state: str = "active") -> tuple[str, str]:
        user = model.User.get("editor")
        user.reset_key, user.state = secrets.token_hex(16), state
        key = user.reset_key
        model.Session.commit()
        return user.id, key

    yield make
    user = model.User.get("editor")
    user.state, user.reset_key = "active", None
    model.Session.commit()


def use(app, user_id: str, key: str, password: str):
    """Set a password by a link; status and words."""
    sent = {"password1": password, "password2": password}
    client = app.flask_app.test_client()
    answer = client.post(f"/user/reset/{user_id}", query_string={"key": key}, data=sent)
    return answer.status_code, answer.get_data(as_text=True)


def password_is(password: str) -> bool:
    from ckan import model

    model.Session.remove()
    return model.User.get("editor").validate_password(password)


@pytest.mark.parametrize("state", ["active", "pending"])
def test_a_link_is_good_once(app, link, state):
    user_id, key = link(state)
    assert use(app, user_id, key, "the-first-password")[0] == 302
    status, words = use(app, user_id, key, "the-second-password")
    assert (status, "each can be used once" in words) == (403, True)
    assert password_is("the-first-password")


@pytest.mark.parametrize("state", ["active", "pending"])
def test_of_two_that_use_a_link_at_once_one_does(app, link, state, monkeypatch: pytest.MonkeyPatch):
    """The second comes when the first has set its password, and the link is still the same."""
    from concurrent.futures import ThreadPoolExecutor

    from ckan.lib import mailer

    user_id, key = link(state)
    make_key, second = mailer.create_reset_key, []

    def meanwhile(user: object) -> None:
        if not second:
            second.append(None)
            with ThreadPoolExecutor(1) as other:
                second.append(other.submit(use, app, user_id, key, "the-second-password").result())
        make_key(user)

    monkeypatch.setattr(mailer, "create_reset_key", meanwhile)
    assert use(app, user_id, key, "the-first-password")[0] == 302
    status, words = second[1]
    assert (status, "If you pressed the button twice, sign in with the password" in words) == (403, True)
    assert password_is("the-first-password")


def test_of_many_at_once_one_does(app, link):
    from concurrent.futures import ThreadPoolExecutor

    user_id, key = link()
    with ThreadPoolExecutor(4) as many:
        found = list(many.map(lambda n: use(app, user_id, key, f"the-password-{n}")[0], range(8)))
    assert found.count(302) == 1
    assert set(found) == {302, 403}
    assert password_is(f"the-password-{found.index(302)}")


def test_a_password_that_is_refused_uses_no_link_up(app, link):
    user_id, key = link()
    assert use(app, user_id, key, "short")[0] == 200
    assert use(app, user_id, key, "a-longer-password")[0] == 302


def test_a_program_uses_the_key_of_a_link_once_too(app, link):
    from ckan import model

    user_id, key = link()
    asked = {"id": user_id, "name": "editor", "email": model.User.get(user_id).email, "reset_key": key}
    statuses = [
        app.post(
            "/api/3/action/user_update", json={**asked, "password": f"the-password-{n}"}, expect_errors=True
        ).status_code
        for n in (1, 2)
    ]
    assert statuses == [200, 403]
    assert password_is("the-password-1")


def recovery_key(user_id: str) -> str:
    from ckanext.spenddata.security import recovery

    assert redis.connect_to_redis().ttl(recovery._key(user_id)) in range(
        recovery.LINK_SECONDS - 60, recovery.LINK_SECONDS + 1
    )
    return recovery._key(user_id)
