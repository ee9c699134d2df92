"""A refusal is a page for people and JSON for programs, is kept by nobody, and says when to come back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from ckanext.spenddata.security import answers

app = Flask(__name__)


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    shown: list[Any] = []
    rendering = SimpleNamespace(render=lambda template, given: shown.append((template, given)) or given["content"])
    monkeypatch.setattr(answers, "tk", rendering)
    return shown


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "Not From This Site"),
        (403, "Authorization Error"),
        (429, "Too Many Requests"),
        (503, "Service Unavailable"),
    ],
)
@pytest.mark.parametrize("program", [True, False])
def test_a_refusal_has_its_status_its_kind_and_its_words(status, kind, program, pages, monkeypatch):
    monkeypatch.setattr(answers, "is_for_program", lambda: program)
    with app.test_request_context():
        answer = answers.refuse(status, "What happened.")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
    assert "Retry-After" not in answer.headers
    if program:
        assert answer.get_json() == {"success": False, "error": {"__type": kind, "message": "What happened."}}
    else:
        [(template, given)] = pages
        assert template == "error_document_template.html"
        assert (given["code"], given["name"], given["content"]) == (status, kind, "What happened.")
        assert given["show_login_redirect_link"] is False


@pytest.mark.parametrize(("wait", "told"), [(0, "1"), (-3, "1"), (1, "1"), (90, "90")])
def test_who_must_wait_is_told_how_long_and_never_not_at_all(wait, told):
    with app.test_request_context():
        assert answers.refuse(429, "Wait.", wait=wait).headers["Retry-After"] == told


@pytest.mark.parametrize(
    ("endpoint", "program"), [("api.action", True), ("api.i18n_js", True), ("apiary.read", False), (None, False)]
)
def test_a_program_is_known_by_the_way_that_it_calls(endpoint, program, monkeypatch):
    monkeypatch.setattr(answers, "request", SimpleNamespace(endpoint=endpoint))
    assert answers.is_for_program() is program
