"""Seven actors × every route of ours with every verb, against a table that was checked by eye; no route of anybody changes anything.

In the table *yes* is any answer, also one that says what an empty form lacks (the actions behind have a table of their own);
*sign in*, *no* and *absent*: sent to the log-in page, refused, told that there is no such thing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.returns.world import World
from tests.security.conftest import PRIVATE, PUBLIC
from tests.security.test_authority import ACTORS, being_checked
from tests.security.test_csrf import post_routes, snapshot

TABLE = Path(__file__).with_name("routes.csv")
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OURS = "spenddata"
LOOKED_AT = {"revision": "1", "attempt": "1"}
"""What every form about a revision says of it."""
VALUES = {"slug": "exampleton", "regime": "lgtc-500"}


@pytest.fixture
def portal_app(app: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """As in production: what goes wrong is an answer, not the end of the test."""
    monkeypatch.setattr(app.flask_app, "testing", False)
    return app


def rules(app: Any) -> Iterator[tuple[Any, str]]:
    """Every route of ours with each verb that it takes."""
    for rule in app.flask_app.url_map.iter_rules():
        if rule.endpoint.startswith(OURS):
            yield from ((rule, verb) for verb in VERBS if verb in (rule.methods or ()))


def address(app: Any, rule: Any, reference: str) -> str:
    values = {name: _value(rule, name, reference) for name in rule.arguments - (rule.defaults or {}).keys()}
    with app.flask_app.test_request_context():
        adapter = app.flask_app.url_map.bind("localhost")
        return adapter.build(
            rule.endpoint, values, method="POST" if rule.methods and "GET" not in rule.methods else None
        )


def _value(rule: Any, name: str, reference: str) -> Any:
    if type(rule._converters.get(name)).__name__ == "IntegerConverter":
        return 1
    return reference if name == "reference" else VALUES.get(name, "none")


def answer(app: Any, tokens: dict[str, str], verb: str, path: str, actor: str) -> str:
    headers = {"Authorization": tokens[actor]} if actor in tokens else {}
    form = LOOKED_AT if verb == "POST" else None
    got = app.flask_app.test_client().open(path, method=verb, headers=headers, data=form, buffered=True)
    if got.status_code == 302 and "/user/login" in got.headers["Location"]:
        return "sign in"
    return {403: "no", 404: "absent", 405: "never"}.get(got.status_code, "yes" if got.status_code < 500 else "BROKEN")


def keys(app: Any) -> Iterator[tuple[str, str, str, str]]:
    """Endpoint, verb, subject and address of everything to be asked."""
    for rule, verb in rules(app):
        for subject, reference in (("public", PUBLIC), ("private", PRIVATE)):
            if "reference" in rule.arguments or subject == "public":
                yield rule.endpoint, verb, subject, address(app, rule, reference)


def found(world: World, app: Any) -> dict[tuple[str, str, str], dict[str, str]]:
    tokens = {
        who: world.call("api_token_create", who, user=world.people[who], name="x")["token"]
        for who in ACTORS
        if who != "anonymous"
    }
    return {
        (endpoint, verb, subject): {actor: answer(app, tokens, verb, path, actor) for actor in ACTORS}
        for endpoint, verb, subject, path in keys(app)
    }


@pytest.mark.check(14)
@pytest.mark.deep
def test_every_route_answers_every_actor_as_the_table_says(
    two_returns: World, portal_app: Any, measured: Callable[[str], None]
):
    being_checked()
    with TABLE.open(newline="") as stream:
        expected = {
            (row["route"], row["verb"], row["subject"]): {a: row[a] for a in ACTORS} for row in csv.DictReader(stream)
        }
    answers = found(two_returns, portal_app)
    wrong = {
        key: (answers.get(key), expected.get(key))
        for key in answers.keys() | expected.keys()
        if answers.get(key) != expected.get(key)
    }
    assert wrong == {}
    measured(f"{len(answers)} lines of routes, verbs and subjects × {len(ACTORS)} actors")


@pytest.mark.check(14)
@pytest.mark.deep
def test_no_route_takes_a_verb_that_it_does_not_name(portal_app: Any):
    for rule in portal_app.flask_app.url_map.iter_rules():
        if rule.endpoint.startswith(OURS):
            path = address(portal_app, rule, PUBLIC)
            for verb in set(VERBS) - (rule.methods or set()):
                status = portal_app.flask_app.test_client().open(path, method=verb, buffered=True).status_code
                assert status in (404, 405) or _another_takes_it(portal_app, path, verb), (rule.endpoint, verb, status)


def _another_takes_it(app: Any, path: str, verb: str) -> bool:
    """Two routes of ours may share an address, one for reading and one for sending."""
    from werkzeug.exceptions import HTTPException

    try:
        app.flask_app.url_map.bind("localhost").match(path, method=verb)
    except HTTPException:
        return False
    return True


@pytest.mark.check(28)
@pytest.mark.check(14)
@pytest.mark.parametrize("actor", ["outsider", "anonymous"])
def test_who_belongs_nowhere_changes_nothing_by_any_route_of_any_plugin(
    two_returns: World, portal_app: Any, actor: str
):
    token = two_returns.call("api_token_create", "outsider", user="outsider", name="x")["token"]
    headers = {"Authorization": token} if actor == "outsider" else {}
    before = snapshot()
    given = {
        "id": "exampleton",
        "username": "outsider",
        "user": "outsider",
        "role": "admin",
        "capacity": "admin",
        "save": "save",
        "title": "Mine",
        "name": "mine",
        "status": "True",
        "sysadmin": "True",
        "object": "outsider",
        "object_type": "user",
    }
    for path in post_routes():
        if path not in ("/user/register", "/user/reset"):  # everybody's
            portal_app.flask_app.test_client().post(path, data=given, headers=headers, buffered=True)
    assert snapshot() == before
