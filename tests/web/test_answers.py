"""What a fault answers: a program by JSON, a person by a page, and a page that asks nothing of what is away."""

from __future__ import annotations

import pytest

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.web import answers
from tests.security.test_answers import app, made

__all__ = ["app", "made"]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_fault_is_told_to_a_program_with_its_status(kind, app, made):
    with app.test_request_context("/api/action/spenddata_return_list"):
        response = answers.answer(kind)
    assert response.status_code == kind.status
    told = response.get_json()
    assert told["success"] is False
    assert told["error"]["message"].endswith(".")
    assert response.headers["Cache-Control"] == "no-store"


def test_where_search_is_away_the_page_says_what_can_be_done_without_it(app, made):
    with app.test_request_context("/spend/search"):
        answers.answer(Kind.SEARCH)
    assert [template for template, _ in made["pages"]] == ["spenddata/unavailable.html"]


@pytest.mark.parametrize("kind", [Kind.DATABASE, Kind.MEMORY])
def test_a_page_that_must_ask_no_service_asks_none(kind, app, made):
    with app.test_request_context("/spend"):
        words = answers.answer(kind).get_data(as_text=True)
    assert made["pages"] == []
    assert words.startswith("Spending|This page is not available at the moment|")
    assert words.endswith("|en")


def test_what_the_session_did_is_let_go_but_not_where_the_database_itself_is_away(app, made):
    with app.test_request_context("/spend"):
        answers.answer(Kind.DATABASE)
        assert made["rollbacks"] == 0
        answers.answer(Kind.SLOW)
    assert made["rollbacks"] == 1
