"""Addresses with a body's former name lead on to the same page under today's name, and to nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import flask
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import former_names


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> flask.Flask:
    """A portal where the body ``old`` is ``new`` today."""
    made = flask.Flask("names")

    def page(**_parts: str) -> str:
        return "the page"

    for rule, endpoint in (
        ("/spend/publishers/<slug>", "publisher"),
        ("/organization/<id>", "organization"),
        ("/spend/search", "search"),
        ("/dataset/", "datasets"),
        ("/about/<slug>", "about"),
    ):
        made.add_url_rule(rule, endpoint, page, methods=["GET", "POST"])
    monkeypatch.setattr(former_names, "name_today", {"old": "new", "older": "new"}.get)
    monkeypatch.setattr(tk, "request", flask.request, raising=False)
    monkeypatch.setattr(tk, "url_for", flask.url_for, raising=False)
    made.before_request(former_names.lead_on)
    return made


def go(app: flask.Flask, address: str, **more: Any) -> Any:
    return app.test_client().open(address, **more)


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/spend/publishers/old", "/spend/publishers/new"),
        ("/organization/old?page=2", "/organization/new?page=2"),
        ("/spend/search?publisher=old", "/spend/search?publisher=new"),
        ("/dataset/?organization=older", "/dataset/?organization=new"),
    ],
)
def test_a_former_name_leads_on_for_an_hour(app, asked, led_to):
    response = go(app, asked)
    assert (response.status_code, response.headers["Location"]) == (301, led_to)
    assert response.headers["Cache-Control"] == "max-age=3600"


def test_of_several_names_those_that_changed_change_and_all_else_stays(app):
    asked = [("q", "roads & bridges"), ("publisher", "old"), ("publisher", "other"), ("page", "3")]
    location = go(app, f"/spend/search?{urlencode(asked)}").headers["Location"]
    expected = [(name, "new" if value == "old" else value) for name, value in asked]
    assert location == f"/spend/search?{urlencode(expected)}"


@pytest.mark.parametrize(
    "address",
    [
        "/spend/publishers/new",  # today's name
        "/spend/search?publisher=other",
        "/about/old",  # no part of a body's page
        "/spend/search?organization=old",  # not what that page calls a body
        "/nowhere/old",
    ],
)
def test_nothing_else_does(app, address):
    assert go(app, address).status_code in (200, 404)


def test_what_is_sent_is_never_led_on(app):
    assert go(app, "/spend/publishers/old", method="POST").status_code == 200
    assert go(app, "/spend/publishers/old", method="HEAD").status_code == 301
