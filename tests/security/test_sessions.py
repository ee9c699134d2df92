"""A session ends when it is said to, for whoever holds a copy of the cookie, and cannot be prepared by somebody else."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.security.live import PASSWORD, Person, account, api_token

pytestmark = pytest.mark.portal


@pytest.fixture
def people(portal: str) -> Callable[[str], Person]:
    """``people("name")``: a new account, signed in."""

    def make(name: str) -> Person:
        person = Person(portal, account(name))
        person.sign_in()
        assert person.is_known()
        return person

    return make


@pytest.mark.check(30)
def test_a_cookie_holds_a_name_and_nothing_else_and_ends_by_logging_out(people: Callable[[str], Person]):
    person = people("leaver")
    cookie = next(each for each in person.browser.cookies if each.name == "ckan")
    assert len(cookie.value) < 60
    assert "." not in cookie.value
    assert cookie.expires - time.time() <= 12 * 3600 + 60
    assert {each.name for each in person.browser.cookies} == {"ckan"}
    thief = person.copy()
    assert thief.is_known()
    person.get("/user/_logout")
    assert not person.is_known()
    assert not thief.is_known()


def test_remember_me_makes_no_cookie_that_can_t_be_ended(portal: str):
    person = Person(portal, account("rememberer"))
    person.sign_in(remember="63072000000")
    assert {each.name for each in person.browser.cookies} == {"ckan"}
    assert person.is_known()
    forged = Person(portal)
    forged.browser.cookies.set("remember_token", _remember_cookie("rememberer"), domain="127.0.0.1")
    assert not forged.is_known()
    assert "remember_token" not in {each.name for each in forged.browser.cookies}


def _remember_cookie(name: str) -> str:
    """The very cookie that Flask-Login would have given."""
    import hmac
    from hashlib import sha512

    from ckan import model
    from ckan.plugins import toolkit as tk

    user_id = model.User.get(name).id
    return f"{user_id}|{hmac.new(tk.config['SECRET_KEY'].encode(), user_id.encode(), sha512).hexdigest()}"


def test_signing_in_gives_a_new_session(portal: str):
    """Somebody who has set the victim's cookie before knows nothing of what follows."""
    account("victim")
    attacker = Person(portal, "victim")
    attacker.token("/user/login")
    prepared = attacker.browser.cookies["ckan"]
    victim = attacker.copy()
    victim.sign_in()
    assert victim.is_known()
    assert victim.browser.cookies["ckan"] != prepared
    assert not attacker.is_known()
    made_up = Person(portal, "victim")
    made_up.browser.cookies.set("ckan", "chosen-by-an-attacker-000000000000000000000", domain="127.0.0.1")
    made_up.sign_in()
    assert "chosen-by-an-attacker-000000000000000000000" not in made_up.browser.cookies.values()


@pytest.mark.check(30)
def test_a_new_password_ends_all_other_sessions_and_the_tokens(people: Callable[[str], Person]):
    person = people("changer")
    token = api_token("changer")
    elsewhere = person.copy()
    form = {"name": "changer", "email": "changer@example.org", "old_password": PASSWORD, "save": "save"}
    changed = {**form, "password1": "another-horse-1", "password2": "another-horse-1"}
    answer = person.post("/user/edit/changer", changed, token=person.token(), follow=True)
    assert answer.status_code == 200
    assert person.is_known()
    assert not elsewhere.is_known()
    assert _by_token(person, token) == 403


@pytest.mark.check(30)
def test_a_reset_ends_sessions_and_tokens(people: Callable[[str], Person]):
    from ckan import model

    person, token = people("resetter"), api_token("resetter")
    user = model.User.get("resetter")
    user.reset_key = "0123456789abcdef"
    model.Session.commit()
    fields = {"password1": "another-horse-2", "password2": "another-horse-2"}
    answer = Person(person.address).post(f"/user/reset/{user.id}?key=0123456789abcdef", fields, follow=True)
    assert answer.status_code == 200
    assert not person.is_known()
    assert _by_token(person, token) == 403
    person.sign_in("another-horse-2")
    assert person.is_known()


@pytest.mark.check(30)
def test_a_deleted_account_is_nobody_at_the_next_request(people: Callable[[str], Person]):
    from ckan import model
    from ckan.tests import helpers

    person, token = people("deleted-one"), api_token("deleted-one")
    assert _by_token(person, token) == 200
    helpers.call_action("user_delete", id="deleted-one")
    assert not person.is_known()
    assert _by_token(person, token) == 403
    model.User.get("deleted-one").state = "active"
    model.Session.commit()
    assert not person.is_known()


@pytest.mark.check(30)
def test_taking_the_sysadmin_flag_or_a_role_ends_the_sessions_that_had_it(people: Callable[[str], Person]):
    from ckan.tests import factories, helpers

    body = factories.Organization(name="exampleton", publisher_id="X-DEMO-1")
    person = people("demoted")
    helpers.call_action("organization_member_create", id=body["id"], username="demoted", role="admin")
    assert person.is_known()
    assert person.get("/organization/edit/exampleton").status_code == 200
    helpers.call_action(
        "organization_member_delete", context={"user": "admin", "ignore_auth": True}, id=body["id"], username="demoted"
    )
    assert not person.is_known()
    person.sign_in()
    helpers.call_action("user_patch", id="demoted", sysadmin=True)
    person.sign_in()
    assert person.get("/ckan-admin/").status_code == 200
    helpers.call_action("user_patch", id="demoted", sysadmin=False)
    assert not person.is_known()
    assert person.get("/ckan-admin/").status_code == 403


def _by_token(person: Person, token: str) -> int:
    answer = Person(person.address).post(
        "/api/action/dashboard_activity_list", json={}, headers={"Authorization": token}
    )
    return answer.status_code


def test_while_valkey_is_away_readers_are_served_and_who_has_a_session_is_told_so(app, monkeypatch: pytest.MonkeyPatch):
    from redis.exceptions import ConnectionError as AwayError

    def away(*_args: object, **_more: object) -> None:
        raise AwayError("away")

    client = app.flask_app.session_interface.client
    for name in ("get", "set", "delete"):
        monkeypatch.setattr(client, name, away)
    reader = app.flask_app.test_client()
    assert reader.get("/spend/about").status_code == 200
    reader.set_cookie("ckan", "the-name-of-a-session")
    answer = reader.get("/spend/about")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Nothing of yours is lost" in answer.text
    program = reader.get("/api/3/action/status_show")
    assert (program.status_code, program.json["success"]) == (503, False)
