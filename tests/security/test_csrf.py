"""Nothing is changed with somebody's cookie but by a page of the portal: every route that takes a POST, and the API, after priming."""

from __future__ import annotations

from typing import Any

import pytest

from tests.security.live import Person, account, api_token

pytestmark = pytest.mark.portal

PROCESSES = 2
MANY = 6 * PROCESSES
"""Requests enough for each web process to have had some."""
FOREIGN = "https://evil.example"
REFUSED = 400
FILLED = {
    "id": "exampleton",
    "key": "x",
    "came_from": "x",
    "username": "someone",
    "path": "x",
    "filename": "x",
    "reference": "X-DEMO-1.lgtc-500.2026-Q1",
}


def post_routes() -> list[str]:
    """Addresses of every route of every plugin that takes a POST, PUT, PATCH or DELETE, filled in."""
    from ckan.common import config
    from ckan.config.middleware import make_app

    flask_app: Any = make_app(config)._wsgi_app
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    found: set[str] = set()
    with flask_app.test_request_context():
        adapter = flask_app.url_map.bind("localhost")
        for rule in flask_app.url_map.iter_rules():
            if changing & (rule.methods or set()):
                found.add(
                    adapter.build(
                        rule.endpoint,
                        {name: _value(rule, name) for name in rule.arguments},
                        method="POST" if "POST" in rule.methods else None,
                    )
                )
    return sorted(found)


def _value(rule: Any, name: str) -> Any:
    converter = type(rule._converters.get(name)).__name__
    if converter == "IntegerConverter":
        return 1
    if name in (rule.defaults or {}):
        return rule.defaults[name]
    return {"ver": 3, "logic_function": "member_create"}.get(name, FILLED.get(name, "exampleton"))


def others(token_of_another: str, own: str) -> list[tuple[str, dict[str, str], str | None]]:
    """Ways in which a request may come from elsewhere: name, headers, the form's token."""
    return [
        ("no token", {}, None),
        ("a wrong token", {}, "x" * len(own)),
        ("another session's token", {}, token_of_another),
        ("another session's token in a header", {"X-CSRFToken": token_of_another}, None),
        ("a foreign origin, with the token", {"Origin": FOREIGN}, own),
        ("a foreign origin", {"Origin": FOREIGN}, None),
        ("an origin that only begins alike", {"Origin": "http://127.0.0.1.evil.example"}, None),
        ("no origin's origin", {"Origin": "null"}, own),
        ("another site", {"Sec-Fetch-Site": "cross-site"}, own),
        ("a neighbouring site", {"Sec-Fetch-Site": "same-site"}, own),
        ("typed by hand", {"Sec-Fetch-Site": "none"}, None),
        ("a foreign referrer", {"Referer": f"{FOREIGN}/page"}, None),
        ("a token that is none, beside the cookie", {"Authorization": "not-a-token"}, None),
        ("an empty token, beside the cookie", {"Authorization": ""}, None),
    ]


@pytest.fixture
def admin(portal: str) -> Person:
    """A system administrator, signed in; every view was visited before by somebody without a name and by a program, in each process."""
    person = Person(portal, account("boss", sysadmin=True))
    person.sign_in()
    assert person.is_known()
    return person


@pytest.mark.check(29)
@pytest.mark.check(20)
@pytest.mark.parametrize("every_way", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_no_route_takes_anything_from_elsewhere(admin: Person, every_way: bool, measured):
    """Refused before anything is looked up: so no state of the portal matters, and nothing changes."""
    from ckan import model
    from ckan.tests import factories

    factories.Organization(name="exampleton", publisher_id="X-DEMO-1")
    token = api_token(account("program"))
    before = snapshot()
    routes = [route for route in post_routes() if not route.startswith("/user/login")]
    assert len(routes) > 60
    own, stranger = admin.token(), Person(admin.address)
    for route in routes:
        stranger.post(route)
        stranger.post(route, headers={"Authorization": token})
    ways = others(Person(admin.address).token("/user/login"), own)
    wrong = {}
    for number, route in enumerate(routes):
        # Every way at some routes, and every route by some ways: together all that matters in a third of the time.
        for name, headers, form_token in ways if every_way or number % 10 == 0 else ways[number % 4 :: 4]:
            answer = admin.post(route, {"id": "exampleton"}, token=form_token, headers=headers)
            if answer.status_code != REFUSED:
                wrong[route, name] = answer.status_code
    assert wrong == {}
    which = "at each" if every_way else "at every tenth and a quarter of them at the others"
    measured(f"{len(routes)} routes, {len(ways)} ways {which}")
    model.Session.remove()
    assert snapshot() == before
    assert admin.is_known()


def snapshot() -> dict[str, Any]:
    """What an attacker would change."""
    from ckan import model

    model.Session.remove()
    return {
        "members": sorted((m.table_id, m.group_id, m.capacity, m.state) for m in model.Session.query(model.Member)),
        "users": sorted((u.name, u.sysadmin, u.state, u.email) for u in model.Session.query(model.User)),
        "groups": sorted((g.name, g.title, g.state) for g in model.Session.query(model.Group)),
        "datasets": sorted((p.name, p.title, p.state) for p in model.Session.query(model.Package)),
    }


@pytest.mark.check(29)
def test_member_to_admin_and_sysadmin_by_another_site_after_priming(admin: Person):
    """The very attack that CKAN's exemptions allowed: each process is primed by visitors without a name, and by a program."""
    from ckan import model
    from ckan.tests import factories

    body = factories.Organization(name="exampleton", publisher_id="X-DEMO-1")
    thief = account("thief")
    program = api_token(account("program"))
    attacks: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = [
        ("/organization/member_new/exampleton", {"username": thief, "role": "admin", "save": "save"}, None),
        ("/user/sysadmin", {"username": thief, "status": "True"}, None),
        ("/api/3/action/organization_member_create", {}, {"id": body["id"], "username": thief, "role": "admin"}),
        ("/api/3/action/user_patch", {}, {"id": thief, "sysadmin": True}),
    ]
    for _ in range(MANY):
        for path, form, data in attacks:
            Person(admin.address).post(path, form, json=data)
            Person(admin.address).post(path, form, json=data, headers={"Authorization": program})
    for _ in range(MANY):
        for path, form, data in attacks:
            assert admin.post(path, form, json=data, headers={"Origin": FOREIGN}).status_code == REFUSED
            assert admin.post(path, form, json=data).status_code == REFUSED
    model.Session.remove()
    user = model.User.get(thief)
    assert not user.sysadmin
    assert user.get_groups() == []


@pytest.mark.check(29)
@pytest.mark.check(20)
def test_the_api_with_a_cookie_asks_for_proof_and_a_program_s_token_needs_none(admin: Person):
    change = {"id": "boss", "fullname": "Somebody else"}
    address = "/api/3/action/user_patch"
    assert admin.post(address, json=change).status_code == REFUSED
    assert admin.post(address, json=change, headers={"Content-Type": "text/plain"}).status_code == REFUSED
    assert admin.get(f"{address}?id=boss&fullname=x").status_code == REFUSED
    assert admin.get("/api/3/action/status_show").status_code == 200
    allowed = [
        {"X-CSRFToken": admin.token()},
        {"Origin": admin.address},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": f"{admin.address}/user/boss"},
    ]
    for headers in allowed:
        answer = admin.post(address, json={**change, "email": "boss@example.org"}, headers=headers)
        assert answer.status_code == 200, (headers, answer.text)
    token = api_token("boss")
    program = Person(admin.address)
    sent = {"Authorization": token, "Origin": FOREIGN, "Sec-Fetch-Site": "cross-site"}
    assert program.post(address, json={**change, "email": "boss@example.org"}, headers=sent).status_code == 200


def test_nobody_is_signed_in_or_out_by_another_site(admin: Person):
    victim = Person(admin.address, "boss")
    answer = victim.post("/user/login", {"login": "boss", "password": "x"}, headers={"Origin": FOREIGN})
    assert answer.status_code == REFUSED
    assert admin.get("/user/_logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == REFUSED
    assert admin.is_known()
    admin.get("/user/_logout", headers={"Sec-Fetch-Site": "same-origin"})
    assert not admin.is_known()


def test_a_reader_elsewhere_may_call_the_api_without_a_cookie(portal: str):
    answer = Person(portal).post("/api/3/action/package_search", json={"q": "*:*"}, headers={"Origin": FOREIGN})
    assert answer.status_code == 200


def test_an_old_form_of_the_own_page_is_taken_with_the_browser_s_word(admin: Person):
    """A form that lay open for longer than its token is good (a year, in CKAN)."""
    import time
    from unittest import mock

    from ckan.common import config
    from itsdangerous import URLSafeTimedSerializer

    admin.token()
    signer = URLSafeTimedSerializer(config["WTF_CSRF_SECRET_KEY"], salt="wtf-csrf-token")
    value = signer.loads(admin.token())
    with mock.patch("time.time", return_value=time.time() - 400 * 86_400):
        old = signer.dumps(value)
    sent = {"username": "boss", "status": "True"}
    assert admin.post("/user/sysadmin", sent, token=old).status_code == REFUSED
    assert admin.post("/user/sysadmin", sent, token=old, headers={"Origin": admin.address}).status_code == 302
