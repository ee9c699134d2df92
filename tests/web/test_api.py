"""The API tells whose fault it was: what can't be understood is the asker's, what is away is nobody's, and no inner error is quoted."""

from __future__ import annotations

import re
from typing import Any

import pytest
import simplejson
from ckan.plugins import toolkit as tk
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.web import api

app = Flask(__name__)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(api, "answer", lambda kind: f"answer of {kind.name}")
    monkeypatch.setattr(api, "refusal", lambda status, words: f"{status}: {words}")
    monkeypatch.setattr(api, "fault", lambda _error: None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_an_answer_is_the_json_that_ckan_would_make_of_it(found):
    plain = {"success": True, "result": found}
    ours = {"success": True, "result": api.written(found)}
    assert simplejson.loads(simplejson.dumps(ours, for_json=True)) == simplejson.loads(simplejson.dumps(plain))


@pytest.mark.parametrize("odd", ["\ud800", object()])
def test_what_cannot_be_written_quickly_is_left_to_ckan(odd):
    found = {"odd": odd}
    assert api.written(found) is found


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else "x"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (float("nan"), "This is not a number."),
        (float("inf"), "This is not a number."),
        ("a\x00b", "There is a character here that text can’t have."),
        ("\ud800", "There is a character here that text can’t have."),
        ({"deep": [{"a\x00": 1}]}, "There is a character here that text can’t have."),
        ([1, ("x", float("-inf"))], "This is not a number."),
        (nested(api.MOST_DEEP + 1), "There are too many lists within lists here."),
    ],
)
def test_what_no_parameter_can_be_is_refused_by_its_name(value, why):
    with pytest.raises(tk.ValidationError) as error:
        api._refuse_impossible({"fine": 1, "odd": value})
    assert error.value.error_dict == {"odd": [why]}


MOST = list(range(api.MOST_ASKED))


@pytest.mark.parametrize("value", [MOST, {"supplier": MOST}, {"a": MOST[:500], "b": MOST[500:]}])
def test_of_one_parameter_as_many_values_are_taken_as_are_told(value):
    api._refuse_impossible({"filters": value}, api.MOST_ASKED)
    for more in (["x", value], {"more": "x", "before": value}, [[], value]):
        with pytest.raises(tk.ValidationError, match="values here"):
            api._refuse_impossible({"filters": more}, api.MOST_ASKED)


def test_a_list_that_is_written_as_one_text_has_no_more_of_them():
    api._refuse_impossible({"names": "a," * api.MOST_ASKED}, 2 * api.MOST_ASKED)
    api._refuse_impossible({"notes": "one, two, " * api.MOST_ASKED})
    with pytest.raises(tk.ValidationError, match="values here"):
        api._refuse_impossible({"names": "a," * api.MOST_ASKED}, api.MOST_ASKED)


def test_no_action_has_thousands_of_parameters():
    api._refuse_impossible({f"x{number}": 1 for number in range(api.MOST_ASKED)})
    with pytest.raises(tk.ValidationError, match="parameters here"):
        api._refuse_impossible({f"x{number}": 1 for number in range(api.MOST_ASKED + 1)})


def test_a_name_that_is_no_text_is_told_as_far_as_it_is_one():
    with pytest.raises(tk.ValidationError) as error:
        api._refuse_impossible({"na\x00me": 1})
    assert list(error.value.error_dict) == ["name"]


ANYTHING = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner),
    max_leaves=8)  # fmt: skip


@given(ANYTHING)
def test_whatever_json_can_say_is_taken(value):
    api._refuse_impossible({"value": value})


@pytest.mark.parametrize("error", [tk.ValidationError({"a": ["b"]}), tk.ObjectNotFound("x"), tk.NotAuthorized("x")])
def test_what_ckan_has_words_for_is_left_to_it(error, monkeypatch):
    assert answered(error, monkeypatch) is None


def answered(error: Exception, monkeypatch: pytest.MonkeyPatch, name: str = "package_show", **data: Any) -> Any:
    """What is answered in the place of CKAN's view when an action fails."""

    def action(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(api.logic, "get_action", lambda _name: action)
    monkeypatch.setattr(api.hidden, "for_action", lambda _name, asked: asked)
    with app.app_context():
        g.spenddata_failed = None
        with pytest.raises((type(error), api.Answered)) as raised:
            api._watched_action(name)({}, data or {"id": "x"})
        assert isinstance(raised.value, api.Answered) == bool(g.spenddata_failed)
        return g.spenddata_failed


@pytest.mark.parametrize(
    "error", [TypeError("secret"), KeyError("secret"), RecursionError(), IntegrityError("secret", {}, Exception())]
)
def test_an_action_of_others_that_can_t_work_with_what_it_was_asked_is_a_400_without_its_reason(error, monkeypatch):
    words = answered(error, monkeypatch)
    assert words.startswith("400: package_show can’t work with these parameters. Nothing was changed.")
    assert "secret" not in words


def test_what_was_asked_wrongly_is_one_line_of_the_log(monkeypatch, caplog):
    caplog.set_level("INFO")
    answered(KeyError("q" * 100_000), monkeypatch)
    monkeypatch.setattr(api, "fault", lambda error: type("Found", (), {"kind": Kind.QUESTION, "cause": error})())
    answered(ValueError("odd\n2026 ERROR forged\r"), monkeypatch, "spenddata_return_show")
    first, second = caplog.records
    assert not any(record.exc_info for record in caplog.records)
    assert first.getMessage().startswith("package_show could not work with what it was asked: KeyError: 'qqq")
    assert len(first.getMessage()) < 500
    said = r"spenddata_return_show .*: ValueError: odd 2026 ERROR forged at \S+test_api\.py:\d+$"
    assert re.search(said, second.getMessage())


def test_a_fault_of_our_own_action_stays_one(monkeypatch):
    assert answered(TypeError("ours"), monkeypatch, "spenddata_return_show") is None
    assert answered(RuntimeError("anything"), monkeypatch) is None


def test_a_session_that_failed_before_is_not_what_was_asked():
    assert api.is_misread(IntegrityError("", {}, Exception()))
    assert not api.is_misread(PendingRollbackError())
    assert not api.is_misread(OSError())


@pytest.mark.parametrize("kind", [Kind.DATABASE, Kind.SEARCH, Kind.SLOW, Kind.QUESTION])
def test_what_is_away_is_told_as_away(kind, monkeypatch):
    monkeypatch.setattr(api, "fault", lambda error: type("Found", (), {"kind": kind, "cause": error})())
    assert answered(RuntimeError("secret address"), monkeypatch) == f"answer of {kind.name}"


def test_a_view_s_own_answer_stands_where_nothing_failed():
    view = api.watched_view(lambda answer: answer)
    with app.app_context():
        assert view("as ever") == "as ever"

        def failing() -> str:
            g.spenddata_failed = "ours"
            return "500"

        assert api.watched_view(failing)() == "ours"

        def stopped() -> None:
            failing()
            raise api.Answered

        assert api.watched_view(stopped)() == "ours"
        assert view("again") == "again"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("spenddata_return_sumbit", "spenddata_return_submit"), ("package_serch", "package_search")],
)
def test_a_misspelt_action_is_answered_with_the_nearest(with_plugins, asked: str, meant: str):
    with app.test_request_context():
        with pytest.raises(KeyError):
            api._watched_action(asked)
        assert g.spenddata_failed == f"400: There is no action {asked}. The nearest is {meant}."
