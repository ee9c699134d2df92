"""Odd forms at a running portal: refused in words, and without harm to the next request."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.web import handlers
from ckanext.spenddata.web.gates import BUSY
from tests.returns.conftest import portal_world
from tests.security.live import Person, account

__all__ = ["portal_world"]

pytestmark = pytest.mark.portal

REFUSED = 400


@pytest.fixture
def boss(portal: str, portal_world: Any) -> Person:
    from ckan.plugins import toolkit as tk

    asked = {"name": "gone", "owner_org": portal_world.council}
    portal_world.call("package_create", "sysadmin", **asked)
    tk.get_action("package_delete")({"ignore_auth": True, "user": portal_world.people["sysadmin"]}, {"id": "gone"})
    person = Person(portal, account("boss", sysadmin=True))
    person.sign_in()
    return person


def sent(person: Person, path: str, data: dict[str, str] | None = None) -> int:
    return person.post(path, data or {}, headers={"Origin": person.address}).status_code


def test_a_form_without_what_it_needs_is_refused(boss: Person):
    assert sent(Person(boss.address), "/user/login") == REFUSED
    assert sent(boss, "/ckan-admin/config") == REFUSED


def test_what_is_there_already_is_no_fault_of_the_program(boss: Person):
    assert sent(boss, "/dataset/follow/gone") in (200, 302)
    assert sent(boss, "/dataset/follow/gone") == REFUSED
    assert {boss.get("/dataset/").status_code for _ in range(20)} == {200}


def test_a_payment_without_a_number_is_none(boss: Person):
    answer = boss.get("/spend/stewards/categories?expense_type=Repairs&payment=%F0%9F%92%B7")
    assert answer.status_code == 200
    assert "See the payment" not in answer.text


def test_a_failure_that_nobody_answered_leaves_no_broken_session(monkeypatch: pytest.MonkeyPatch):
    removed = []
    monkeypatch.setattr(handlers.model.Session, "remove", lambda: removed.append(1))
    handlers._leave_no_session(None)
    assert not removed
    handlers._leave_no_session(RuntimeError())
    assert removed


def test_a_program_that_sends_too_much_at_once_is_told(app, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(handlers.wellformed, "MOST_AT_ONCE", 100)
    answer = app.flask_app.test_client().post("/api/action/spenddata_return_submit", json={"answers": "x" * 200})
    assert (answer.status_code, answer.json["error"]["__type"]) == (413, "Too Large Error")
    assert "Nothing was read or changed" in answer.json["error"]["message"]


def test_a_browser_is_told_on_a_page_that_all_places_for_downloads_are_taken(app):
    client = app.flask_app.test_client()
    page = client.get("/spend/search.csv", headers={"Accept": "text/html,*/*"}, environ_overrides={BUSY: True})
    assert (page.status_code, page.mimetype, page.headers["Retry-After"]) == (503, "text/html", "5")
    assert "no-store" in page.headers["Cache-Control"]
    words = page.get_data(as_text=True)
    assert "<h1>This page is not available at the moment</h1>" in words
    assert "as many downloads or large questions as it can answer at once" in words
