"""Around every page: who isn't signed in is asked to and comes back, who may not is told why, what was taken back is told as gone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask
from werkzeug.datastructures import MultiDict

from ckanext.spenddata import views
from ckanext.spenddata.logic import nearest
from ckanext.spenddata.logic.gone import Gone
from ckanext.spenddata.theme import pages as pages_of_the_portal
from ckanext.spenddata.views import forms, guard


@pytest.fixture(autouse=True)
def visitor(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody who is signed in."""
    user = SimpleNamespace(is_anonymous=False)
    fake = SimpleNamespace(
        NotAuthorized=tk.NotAuthorized,
        ObjectNotFound=tk.ObjectNotFound,
        _=str,
        current_user=user,
        request=SimpleNamespace(full_path="/spend/returns/new?", method="GET"),
        abort=lambda status, words: (status, words),
        redirect_to=lambda name, came_from: (name, came_from),
    )
    monkeypatch.setattr(guard, "tk", fake)
    monkeypatch.setattr(guard.gone, "tk", fake)
    return user


def raising(error: Exception) -> Any:
    def view(*_: Any, **__: Any) -> Any:
        raise error

    return view


TO_LOGIN = ("user.login", "/spend/returns/new")


def test_a_page_that_is_allowed_is_shown():
    assert guard.page(lambda *args, **more: (args, more))(1, two=2) == ((1,), {"two": 2})


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (tk.NotAuthorized("Only stewards may."), (403, "Only stewards may.")),
        (tk.ObjectNotFound("There is no such return."), (404, "There is no such return.")),
    ],
)
def test_a_refusal_is_told_in_its_own_words(error, answer):
    assert guard.page(raising(error))() == answer


def test_one_without_words_is_told_with_what_to_do():
    assert "An administrator of the publisher can add you" in guard.page(raising(tk.NotAuthorized()))()[1]
    status, words = guard.page(raising(tk.ObjectNotFound()))()
    assert (status, "Check that it is complete" in words) == (404, True)


def test_what_was_taken_back_is_gone_and_not_just_not_found():
    assert guard.page(raising(Gone({}, "This file was withdrawn.")))()[0] == 410


def test_who_is_not_signed_in_is_asked_to_and_comes_back(visitor):
    visitor.is_anonymous = True
    assert guard.page(raising(tk.NotAuthorized("Only stewards may.")))() == TO_LOGIN
    assert guard.form(lambda: pytest.fail("was done"))() == TO_LOGIN
    assert guard.members_only(lambda: pytest.fail("was shown"))() == TO_LOGIN
    assert guard.page(lambda: "public")() == "public"


def test_a_misspelt_parameter_is_told_where_figures_depend_on_it(monkeypatch):
    sent = MultiDict[str, str]()
    monkeypatch.setattr(forms, "tk", SimpleNamespace(request=SimpleNamespace(args=sent), _=str))
    monkeypatch.setattr(nearest, "tk", SimpleNamespace(_=str))
    page = guard.takes("period", "card")(lambda: "figures")
    assert page() == "figures"
    sent.update({"card": "true", "utm_source": "a newsletter"})
    assert page() == "figures"
    sent.setlist("period", ["2026-Q1", "2026-Q2"])
    assert page() == (400, "period has 2 values in this address, and takes one.")
    sent.setlist("period", ["2026-Q1", "2026-Q1", ""])
    assert page() == "figures"
    sent["periode"] = "2026-Q1"
    assert page() == (400, "There is no parameter periode. The nearest is period.")


def test_who_is_signed_in_may_use_forms_and_is_told_what_an_action_refuses():
    assert guard.form(lambda: "done")() == guard.members_only(lambda: "done")() == "done"
    assert guard.form(raising(tk.NotAuthorized("No.")))() == (403, "No.")


def test_a_fault_of_the_program_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        guard.form(raising(ZeroDivisionError()))()


LOOKED_AT_WITH_ALL_ELSE = ("spenddata_search", "spenddata_explore", "spenddata_comparison")
"""Pages that say what is wrong with their parameters beside what was asked: ``forms.misread`` in their own words."""


def test_every_page_of_ours_says_which_parameters_it_takes():
    app = Flask("spenddata")
    for name in views.__all__:
        app.register_blueprint(getattr(views, name))
    app.register_blueprint(pages_of_the_portal.blueprint)
    silent = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint != "static"
        and not rule.endpoint.startswith(LOOKED_AT_WITH_ALL_ELSE)
        and not hasattr(app.view_functions[rule.endpoint], "takes")
    }
    assert silent == set()


@pytest.mark.parametrize(("given", "refused"), [("50", False), ("", False), ("-1", True), ("two", True), ("²", True)])
def test_what_counts_something_is_a_whole_number(monkeypatch, given, refused):
    sent = MultiDict({"offset": given})
    monkeypatch.setattr(forms, "tk", SimpleNamespace(request=SimpleNamespace(args=sent), _=str))
    assert bool(forms.misread(["offset"])) is refused


def test_what_a_form_sends_is_the_forms_own_to_look_at(monkeypatch):
    monkeypatch.setattr(guard.tk, "request", SimpleNamespace(method="POST"), raising=False)
    assert guard.takes()(lambda: "done")() == "done"
