"""Each finding is ticked by itself, each rule has its reason, and what is half said is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.spenddata.views import confirming


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tk, "_", str, raising=False)


def stop(finding: str, rule: str = "outlier", **more: Any) -> dict[str, Any]:
    words = {"title": f"Title of {rule}", "expected": "", "remedy": "", "personal": False, "acknowledged": None}
    return {"finding": finding, "rule": rule, **words, **more}


FOUND = [stop("a"), stop("b"), stop("c", "personal", personal=True), stop("d", acknowledged={"reason": "Right"})]


def form(*entries: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(list(entries))


def test_what_is_ticked_is_confirmed_with_the_reason_of_its_rule():
    kept, problems = confirming.acknowledged(
        FOUND, form(("finding", "a"), ("finding", "b"), ("reason-outlier", " Grant "))
    )
    assert kept == [{"finding": "a", "reason": "Grant"}, {"finding": "b", "reason": "Grant"}]
    assert problems == {}


def test_a_tick_without_a_reason_and_a_reason_without_a_tick_are_asked_for():
    _, problems = confirming.acknowledged(FOUND, form(("finding", "a"), ("reason-personal", "Public")))
    assert set(problems) == {"reason-outlier", "tick-personal"}


def test_nothing_ticked_is_a_problem():
    assert set(confirming.acknowledged(FOUND, form())[1]) == {"stops"}


@pytest.mark.parametrize("finding", ["d", "x", ""])
def test_what_is_confirmed_already_or_not_there_is_not_confirmed(finding):
    assert confirming.acknowledged(FOUND, form(("finding", finding)))[0] == []


def test_what_was_ticked_of_another_reading_is_handed_on_for_the_action_to_say_so():
    kept, problems = confirming.acknowledged(FOUND, form(("finding", "gone"), ("reason-outlier", "Grant")))
    assert kept == [{"finding": "gone", "reason": "Grant"}]
    assert set(problems) == {"tick-outlier"}


def test_a_finding_ticked_twice_is_confirmed_once():
    kept, _ = confirming.acknowledged(FOUND, form(("finding", "a"), ("finding", "a"), ("reason-outlier", "Grant")))
    assert len(kept) == 1


def test_what_is_about_people_stands_first_and_what_was_entered_stays():
    entered = form(("finding", "b"), ("reason-outlier", "half"))
    personal, outlier = confirming.shown(FOUND, entered, {"reason-outlier": "Enter more"})
    assert personal["rule"] == "personal"
    assert (outlier["count"], outlier["reason"], outlier["message"]) == (2, "half", "Enter more")
    assert [each["ticked"] for each in outlier["stops"]] == [False, True]


def test_only_so_many_of_a_rule_are_shown_at_once():
    (part,) = confirming.shown([stop(str(n)) for n in range(confirming.SHOWN + 3)], form(), {})
    assert (len(part["stops"]), part["count"], part["more"]) == (confirming.SHOWN, confirming.SHOWN + 3, 3)


def test_what_was_confirmed_is_for_whoever_approves():
    assert [each["finding"] for each in confirming.confirmed(FOUND)] == ["d"]


def test_readers_who_may_not_see_findings_are_not_asked_for_them(monkeypatch):
    monkeypatch.setattr(tk, "get_action", lambda _name: pytest.fail("asked"), raising=False)
    assert confirming.found({"number": 1, "to_acknowledge": 0}, "r") == confirming.found({"number": 1}, "r") == []
