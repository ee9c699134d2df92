"""A refusal is a page for people and JSON for programs, is kept by nobody, says when to come back, and needs no page that can be made."""

from __future__ import annotations

from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import flask
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from jinja2 import DictLoader

from ckanext.spenddata.security import answers


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What pages were made of, and how often the database's session was let go."""
    told: dict[str, Any] = {"pages": [], "rollbacks": 0, "error": None}

    def render(template: str, about: dict[str, Any] | None = None) -> str:
        if told["error"]:
            raise told["error"]
        told["pages"].append((template, about))
        return "a page"

    def rollback() -> None:
        told["rollbacks"] += 1

    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(tk, "render", render, raising=False)
    monkeypatch.setattr(tk, "config", {"ckan.site_title": "Spending", "ckan.locale_default": "en"}, raising=False)
    monkeypatch.setattr(model.Session, "rollback", rollback)
    return told


@pytest.fixture
def app() -> flask.Flask:
    made = flask.Flask("answers")
    templates = {"spenddata/plain.html": "{{ site }}|{{ title }}|{{ words }}|{{ language }}"}
    made.jinja_loader = DictLoader(templates)
    return made


def test_a_program_is_told_the_kind_of_error_by_its_status(app, made):
    with app.test_request_context("/api/action/package_show"):
        kinds = [answers.refusal(status, "No.").get_json()["error"]["__type"] for status in (403, 413, 429, 418)]
    assert kinds == ["Authorization Error", "Too Large Error", "Too Many Requests Error", "Error"]


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "This can’t be asked"),
        (413, "This is too large"),
        (429, "Too many requests"),
        (503, "This page is not available at the moment"),
    ],
)
def test_each_refusal_has_a_title_of_its_own(status, title, app, made):
    with app.test_request_context("/spend"):
        answers.refusal(status, "No.")
    [(_, about)] = made["pages"]
    assert about == {"code": status, "name": title, "content": "No."}


@pytest.mark.parametrize(("status", "again"), [(503, "60"), (429, "60"), (400, None), (413, None)])
def test_when_to_ask_again_is_told_only_where_that_helps(status, again, app, made):
    with app.test_request_context("/spend"):
        assert answers.refusal(status, "No.").headers.get("Retry-After") == again


def test_a_page_of_the_portal_says_it_to_a_person(app, made):
    with app.test_request_context("/spend"):
        response = answers.refusal(413, "Send less.")
    assert response.get_data(as_text=True) == "a page"
    about = {"code": 413, "name": "This is too large", "content": "Send less."}
    assert made["pages"] == [("error_document_template.html", about)]


def test_a_page_that_can_not_be_made_is_told_without_its_frame(app, made):
    made["error"] = RuntimeError("no template")
    with app.test_request_context("/spend"):
        response = answers.refusal(400, "Ask otherwise.")
    assert response.status_code == 400
    assert "|This can’t be asked|Ask otherwise.|" in response.get_data(as_text=True)


def test_a_status_without_words_of_ours_has_those_of_http():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "tk", SimpleNamespace(_=str))
        assert answers._title(418) == HTTPStatus(418).phrase


@pytest.mark.parametrize(("wait", "told"), [(0, "1"), (-3, "1"), (1, "1"), (90, "90")])
def test_who_must_wait_is_told_how_long_and_never_not_at_all(wait, told, app, made):
    with app.test_request_context("/user/login"):
        assert answers.refusal(429, "Wait.", retry=wait).headers["Retry-After"] == told


@pytest.mark.parametrize(("path", "program"), [("/api/action/package_show", True), ("/api-keys", False), ("/", False)])
def test_a_program_is_known_by_the_way_that_it_calls(path, program, app):
    with app.test_request_context(path):
        assert answers.is_api() is program
