"""What is wrong with a form is one sentence a field, in the form's order, with what belongs to no field first."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.spenddata.logic import nearest
from ckanext.spenddata.views import forms


def test_errors_of_any_shape_are_one_sentence_a_field():
    errors = {
        "period": ["No period.", "Try 2026-04."],
        "upload": "Too large.",
        "rows": {"1": ["Wrong."], "2": []},
        "x": [],
    }
    assert forms.messages(errors) == {"period": "No period. Try 2026-04.", "upload": "Too large.", "rows": "Wrong. "}


def test_an_action_answers_or_says_what_is_wrong_by_field(monkeypatch):
    def refusing(_context: dict, data: dict) -> dict:
        if not data["why"]:
            raise forms.tk.ValidationError({"why": ["Enter why."]})
        return {"made": data["why"]}

    monkeypatch.setattr(forms.tk, "get_action", lambda _name: refusing, raising=False)
    assert forms.ask("make", {"why": "asked"}) == ({"made": "asked"}, {})
    assert forms.ask("make", {"why": ""}) == (None, {"why": "Enter why."})


def test_problems_stand_in_the_order_of_the_form():
    said = {"upload": "Too large.", "message": "Nothing was kept.", "period": "No period."}
    assert forms.problems(said, ["period", "regime", "upload"]) == [
        {"message": "Nothing was kept.", "anchor": None},
        {"message": "No period.", "anchor": "field-period"},
        {"message": "Too large.", "anchor": "field-upload"},
    ]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"revision": "2", "attempt": "3"}, {"revision": 2, "attempt": 3}),
        ({"revision": "two"}, {"revision": 0, "attempt": 0}),
    ],
)
def test_what_a_form_was_filled_in_for_is_named_or_is_what_none_has(monkeypatch, sent, told):
    monkeypatch.setattr(tk, "request", SimpleNamespace(form=MultiDict(sent)), raising=False)
    assert forms.looked_at() == told


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch):
    """Puts parameters into the address that was asked for."""

    def asked(**parameters: str | list[str]) -> None:
        monkeypatch.setattr(forms, "tk", SimpleNamespace(_=str, request=SimpleNamespace(args=MultiDict(parameters))))
        monkeypatch.setattr(nearest, "tk", SimpleNamespace(_=str))

    return asked


def test_a_misspelt_parameter_is_told(address):
    address(publsher="X-DEMO-1", q="chairs")
    assert forms.unknown(["publisher", "q"]) == {
        "publsher": "There is no parameter publsher. The nearest is publisher."
    }


def test_two_values_where_one_is_taken_are_told(address):
    address(rows=["publisher", "category"], publisher=["X-DEMO-1", "X-DEMO-2"], columns=["month", " month", ""])
    assert forms.ambiguous(["publisher"]) == {"rows": "rows has 2 values in this address, and takes one."}


def test_what_others_add_to_an_address_is_passed_over(address):
    address(utm_source="mail", FBCLID="1", ref="x", q="chairs")
    assert forms.unknown(["q"]) == {}
