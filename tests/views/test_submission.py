"""The form for a return: filled in from its address, refused with what was typed, and what must be chosen again said."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import flask
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import filers, submission

ADDRESS = "/spend/returns/new"
WHOLE = {"publisher_id": "X-DEMO-1", "regime": "lgtc-500", "period": "2026-Q1", "kind": "files"}
ONE = {"publisher_id": "X-DEMO-1", "slug": "one", "name": "One", "regimes": ["lgtc-500"], "may_send": True}
TWO = {"publisher_id": "X-DEMO-2", "slug": "two", "name": "Two", "regimes": ["lgtc-500", "hmt-25k"], "may_send": True}
READ_ONLY = {"publisher_id": "X-DEMO-3", "slug": "three", "name": "Three", "regimes": ["nhs-25k"], "may_send": False}
CHOICES = [{"value": each, "text": each} for each in ("lgtc-500", "hmt-25k", "nhs-25k")]


@pytest.fixture
def portal(plainly: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Somebody signed in; what is asked of actions, and what they answer."""
    made = SimpleNamespace(own=[ONE, READ_ONLY], asked=[], submit=None, published=None, app=flask.Flask("submission"))

    def action(name: str) -> Any:
        def ask(_context: Any, data: Any) -> Any:
            made.asked.append((name, data))
            if name == "spenddata_return_show":
                if isinstance(made.published, Exception):
                    raise made.published
                return {"published_revision": made.published}
            if made.submit:
                raise made.submit
            return {"reference": "X-DEMO-1.lgtc-500.2026-Q1"}

        return ask

    monkeypatch.setattr(tk, "get_action", action, raising=False)
    monkeypatch.setattr(tk, "request", flask.request, raising=False)
    monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_anonymous=False), raising=False)
    monkeypatch.setattr(tk, "render", lambda template, data: {"template": template, **data}, raising=False)
    monkeypatch.setattr(tk, "redirect_to", lambda page, **parts: (page, parts), raising=False)
    monkeypatch.setattr(tk.h, "spenddata_regime_choices", lambda: CHOICES, raising=False)
    monkeypatch.setattr(filers, "own", lambda: made.own)
    monkeypatch.setattr(submission, "make_response", lambda shown, status: (status, shown))
    monkeypatch.setattr(
        submission.config, "limits", lambda: SimpleNamespace(file_bytes=500 * submission.config.MEGABYTE)
    )
    return made


def new(portal: SimpleNamespace, **given: str) -> dict[str, Any]:
    with portal.app.test_request_context(ADDRESS, query_string=given):
        return submission.new()


def send(portal: SimpleNamespace, *files: str, **typed: str) -> Any:
    data = {**WHOLE, **typed, "files": [(io.BytesIO(b"x"), name) for name in files]}
    with portal.app.test_request_context(ADDRESS, method="POST", data=data):
        return submission.create()


def test_what_the_address_says_is_filled_in(portal):
    portal.own = [ONE, TWO]
    shown = new(portal, publisher="two", regime="hmt-25k", period="2026-04", kind="nil")
    assert shown["data"] == {"publisher_id": "X-DEMO-2", "regime": "hmt-25k", "period": "2026-04", "kind": "nil"}
    assert new(portal, kind="anything")["data"]["kind"] == "files"


def test_only_bodies_are_offered_for_which_one_may_send(portal):
    assert new(portal)["publishers"] == [{"value": "X-DEMO-1", "label": "One"}]


def test_where_there_is_one_body_and_one_duty_both_are_chosen(portal):
    data = new(portal)["data"]
    assert (data["publisher_id"], data["regime"]) == ("X-DEMO-1", "lgtc-500")


def test_duties_are_those_of_the_body_that_is_chosen_else_of_all_one_s_own(portal):
    portal.own = [ONE, TWO]
    assert [each["value"] for each in new(portal)["regimes"]] == ["lgtc-500", "hmt-25k"]
    assert [each["value"] for each in new(portal, publisher="X-DEMO-1")["regimes"]] == ["lgtc-500"]
    portal.own = []
    assert new(portal)["regimes"] == CHOICES


@pytest.mark.parametrize(
    ("published", "replaces"), [(2, True), (None, False), (tk.ObjectNotFound(), False), (tk.NotAuthorized(), False)]
)
def test_that_what_is_sent_will_replace_what_is_published_is_said(portal, published, replaces):
    portal.published = published
    assert new(portal, period="2026-Q1")["replaces"] is replaces
    assert portal.asked == [("spenddata_return_show", {"reference": "X-DEMO-1.lgtc-500.2026-Q1"})]


def test_without_a_period_nobody_is_asked_what_is_published(portal):
    assert new(portal)["replaces"] is False
    assert portal.asked == []


def test_files_are_submitted_and_one_is_led_to_the_return(portal):
    assert send(portal, "a.csv", "b.csv", period=" 2026-Q1 ") == (
        "spenddata_returns.show",
        {"reference": "X-DEMO-1.lgtc-500.2026-Q1"},
    )
    [(name, asked)] = portal.asked
    assert name == "spenddata_return_submit"
    assert [file.filename for file in asked.pop("upload")] == ["a.csv", "b.csv"]
    assert asked == {"publisher": "X-DEMO-1", "regime": "lgtc-500", "period": "2026-Q1", "nil": False}


def test_a_nil_statement_has_no_files_whatever_was_chosen_before(portal):
    send(portal, "a.csv", kind="nil")
    [(_, asked)] = portal.asked
    assert (asked["nil"], asked["upload"]) == (True, [])


@pytest.mark.parametrize("field", ["publisher_id", "regime", "period"])
def test_what_is_not_filled_in_is_asked_for_before_anything_is_sent(portal, field):
    portal.own = [ONE, TWO]
    status, shown = send(portal, "a.csv", **{field: "  "})
    assert status == 400
    assert set(shown["messages"]) == {field, "files"}
    assert not [name for name, _ in portal.asked if name == "spenddata_return_submit"]


def test_a_file_is_asked_for_once_where_none_was_chosen(portal):
    _, shown = send(portal)
    assert shown["messages"] == {"files": "Select a file, or say that there is nothing to report"}


def test_a_refusal_stands_at_the_field_of_the_form_and_files_must_be_chosen_again(portal):
    portal.submit = tk.ValidationError({"period": ["It overlaps 2026-01."], "code": ["overlap"]})
    status, shown = send(portal, "a.csv")
    assert status == 400
    assert shown["messages"]["period"] == "It overlaps 2026-01."
    assert shown["messages"]["files"].startswith("Choose your files again")
    assert shown["data"]["period"] == "2026-Q1"


def test_a_fault_of_the_file_is_told_once(portal):
    portal.submit = tk.ValidationError({"upload": ["It is empty."], "code": ["empty"]})
    _, shown = send(portal, "a.csv")
    assert shown["messages"] == {"files": "It is empty."}
