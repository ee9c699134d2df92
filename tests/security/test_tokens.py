"""A token is good for what its owner said, for as long as they said, and for nothing that the owner may not do."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from ckan.plugins import toolkit as tk
from freezegun import freeze_time

from tests.returns.world import REGIME, World


@pytest.fixture
def program(world: World, app):
    """``program(scope, action, **data)``: the status of a call with a new token of the editor, who works for two bodies."""
    from tests.returns.world import join

    join(world.other, world.people["editor"], "editor")

    def call(
        asked: dict[str, Any], action: str, data: dict[str, Any] | None = None, *, who: str = "editor", **more: Any
    ) -> Any:
        token = make(world, who, **asked)
        return app.post(
            f"/api/3/action/{action}", json=data or {}, headers={"Authorization": token}, expect_errors=True, **more
        )

    return call


def make(world: World, who: str = "editor", **asked: Any) -> str:
    return world.call("api_token_create", who, user=world.people[who], name="A program", **asked)["token"]


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("organization_patch", {"id": "exampleton", "description": "x"}),
    ("user_patch", {"id": "editor", "fullname": "x"}),
    ("api_token_create", {"user": "editor", "name": "wider"}),
    ("package_create", {"name": "x"}),
    ("follow_dataset", {"id": "x"}),
    ("spenddata_return_withdraw", {"reference": "x", "why": "x"}),
    ("spenddata_return_approve", {"reference": "x"}),
    ("no_such_action", {}),
]

OTHERS_RETURNS: list[tuple[str, dict[str, Any]]] = [
    ("spenddata_return_answer", {"answers": {}}),
    ("spenddata_return_publish", {}),
    ("spenddata_return_send_for_approval", {}),
    ("spenddata_return_recover", {}),
    ("spenddata_finding_acknowledge", {"acknowledge": [{"reason": "x", "rule": "x"}]}),
    *(
        (f"spenddata_{name}", {})
        for name in ("finding_list", "revision_report", "revision_review", "revision_fixes", "revision_rows")
    ),
]


def test_a_token_for_reading_changes_nothing(program, app, world: World):
    for action, data in [*CHANGES, ("spenddata_return_submit", {}), ("spenddata_return_publish", {})]:
        assert program({"scope": "read"}, action, data).status_code == 403, action
    assert program({"scope": "read"}, "spenddata_return_list", {}).status_code == 200
    assert program({"scope": "read"}, "user_show", {"id": "editor"}).status_code == 200
    token = {"Authorization": make(world, scope="read")}
    assert (
        app.post("/organization/edit/exampleton", data={"title": "x"}, headers=token, expect_errors=True).status_code
        == 403
    )
    assert app.post("/user/editor/api-tokens", data={"name": "x"}, headers=token, expect_errors=True).status_code == 403


@pytest.mark.parametrize("scope", [{"scope": "read"}, {"scope": "publish", "publisher": "X-DEMO-1"}])
def test_no_other_method_changes_what_a_post_may_not(world: World, app, scope: dict[str, str]):
    from ckan import model

    token = {"Authorization": make(world, **scope)}
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "COPY"):
        for action in ("user_patch", "organization_patch", "api_token_create", "no_such_action"):
            for address in (f"/api/3/action/{action}", f"/api/action/{action}", f"/cy/api/3/action/{action}"):
                asked = {"id": "editor", "fullname": method, "description": method, "user": "editor", "name": method}
                with app.flask_app.test_client() as client:
                    client.open(address, method=method, json=asked, headers=token)
                    client.open(address, method=method, query_string=asked, headers=token)
        model.Session.remove()
        assert model.User.get("editor").fullname != method
        assert model.Session.query(model.ApiToken).filter_by(name=method).count() == 0
    with app.flask_app.test_client() as client:
        assert client.head("/api/3/action/status_show").status_code == 200
        refused = client.head("/api/3/action/user_patch")
        assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("who", ["editor", "sysadmin"])
def test_a_token_for_publishing_is_for_one_body(program, world: World, who: str):
    from functools import partial

    program = partial(program, who=who)
    scope = {"scope": "publish", "publisher": "X-DEMO-1"}
    for action, data in CHANGES:
        assert program(scope, action, data).status_code == 403, action
    returns = {"regime": REGIME, "period": "2026-Q1", "nil": True}
    own = program(scope, "spenddata_return_submit", {**returns, "publisher": "X-DEMO-1"})
    assert own.status_code == 200, own.body
    assert program(scope, "spenddata_return_submit", {**returns, "publisher": "X-DEMO-3"}).status_code == 403
    assert program({}, "spenddata_return_submit", {**returns, "publisher": "X-DEMO-3"}).status_code == 200
    # Nobody's drafts but that body's are told, either.
    asked = {"reference": f"X-DEMO-3.{REGIME}.2026-Q1"}
    assert program(scope, "spenddata_return_show", asked).status_code == 404
    assert program({"scope": "read"}, "spenddata_return_show", asked).status_code == 200
    for action, more in OTHERS_RETURNS:
        assert program(scope, action, {**asked, **more}).status_code in (403, 404), action


def test_a_scope_gives_nothing_that_the_owner_has_not(program):
    scope = {"scope": "publish", "publisher": "X-DEMO-1"}
    for who in ("member", "outsider", "stranger"):
        answer = program(
            scope, "spenddata_return_submit", {"publisher": "X-DEMO-1", "regime": REGIME, "period": "2026-Q1"}, who=who
        )
        assert answer.status_code == 403, who


def test_a_token_for_publishing_names_its_body(world: World):
    for wrong in ({"scope": "publish"}, {"scope": "publish", "publisher": "X-NONE-1"}, {"scope": "all"}, {"days": -1}):
        with pytest.raises(tk.ValidationError):
            make(world, **wrong)


def test_tokens_end(world: World, app):
    def status(token: str) -> int:
        return app.post(
            "/api/action/user_show", json={"id": "editor"}, headers={"Authorization": token}, expect_errors=True
        ).status_code

    short, long = make(world, days=1), make(world)
    claims = jwt.decode(long, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == pytest.approx(365 * 86400, abs=5)
    assert jwt.decode(make(world, days=9999), options={"verify_signature": False})["exp"] <= claims["exp"] + 60
    assert (status(short), status(long)) == (200, 200)
    with freeze_time(tick=True) as clock:
        clock.tick(86400 * 2)
        assert status(short) == 403
    shown = world.call("api_token_list", "editor", user_id="editor")
    assert {(each["scope"], bool(each["expires"])) for each in shown if each["id"] == claims["jti"]} == {
        ("everything", True)
    }


def test_what_is_signed_into_a_token_can_t_be_widened(world: World, app):
    token = make(world, scope="read")
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = jwt.encode({**claims, "spenddata": {"scope": "everything"}}, "guess", algorithm="HS256")
    nothing = jwt.encode({**claims, "spenddata": {}}, None, algorithm="none")
    for wrong in (forged, nothing):
        answer = app.post(
            "/api/action/user_show", json={"id": "editor"}, headers={"Authorization": wrong}, expect_errors=True
        )
        assert answer.status_code == 403


def test_guessing_tokens_is_slowed_down(world: World, app):
    statuses = [
        app.post("/api/action/status_show", headers={"Authorization": f"guess-{n}"}, expect_errors=True).status_code
        for n in range(35)
    ]
    assert statuses[:30] == [200] * 30
    assert set(statuses[30:]) == {429}
