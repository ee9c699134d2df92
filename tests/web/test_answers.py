"""What a fault answers: a program by JSON, a person by a page; when to ask again; and a page even where none can be made."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import flask
import pytest
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.web import answers


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
    from jinja2 import DictLoader

    made.jinja_loader = DictLoader(templates)
    return made


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_fault_is_told_to_a_program_with_its_status(kind, app, made):
    with app.test_request_context("/api/action/spenddata_return_list"):
        response = answers.answer(kind)
    assert response.status_code == kind.status
    told = response.get_json()
    assert told["success"] is False
    assert told["error"]["message"].endswith(".")
    assert response.headers["Cache-Control"] == "no-store"


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
        (503, "This page is not available for the moment"),
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


def test_it_can_be_told_when_exactly(app, made):
    with app.test_request_context("/spend"):
        assert answers.refusal(429, "No.", retry=7).headers["Retry-After"] == "7"


def test_a_page_of_the_portal_says_it_to_a_person(app, made):
    with app.test_request_context("/spend"):
        response = answers.refusal(413, "Send less.")
    assert response.get_data(as_text=True) == "a page"
    about = {"code": 413, "name": "This is too large", "content": "Send less."}
    assert made["pages"] == [("error_document_template.html", about)]


def test_where_search_is_away_the_page_says_what_can_be_done_without_it(app, made):
    with app.test_request_context("/spend/search"):
        answers.answer(Kind.SEARCH)
    assert [template for template, _ in made["pages"]] == ["spenddata/unavailable.html"]


@pytest.mark.parametrize("kind", [Kind.DATABASE, Kind.MEMORY])
def test_a_page_that_must_ask_no_service_asks_none(kind, app, made):
    with app.test_request_context("/spend"):
        words = answers.answer(kind).get_data(as_text=True)
    assert made["pages"] == []
    assert words.startswith("Spending|This page is not available for the moment|")
    assert words.endswith("|en")


def test_a_page_that_can_not_be_made_is_told_without_its_frame(app, made):
    made["error"] = RuntimeError("no template")
    with app.test_request_context("/spend"):
        response = answers.refusal(400, "Ask otherwise.")
    assert response.status_code == 400
    assert "|This can’t be asked|Ask otherwise.|" in response.get_data(as_text=True)


def test_what_the_session_did_is_let_go_but_not_where_the_database_itself_is_away(app, made):
    with app.test_request_context("/spend"):
        answers.answer(Kind.DATABASE)
        assert made["rollbacks"] == 0
        answers.answer(Kind.SLOW)
    assert made["rollbacks"] == 1


def test_a_status_without_words_of_ours_has_those_of_http():
    from http import HTTPStatus

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "tk", SimpleNamespace(_=str))
        assert answers._title(418) == HTTPStatus(418).phrase
