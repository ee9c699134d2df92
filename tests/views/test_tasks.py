"""The task list: what is mine and not done, the most urgent first, each with what to do next."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.views import tasks

pytestmark = pytest.mark.usefixtures("plainly")


def line(reference: str, state: str = "ready", due: str | None = "2026-05-01", **more: Any) -> dict[str, Any]:
    known = {"publisher_id": "mine", "regime": "lgtc-500", "period": "2026-Q1", "late": False, "step": None}
    return {"reference": reference, "state": state, "due": due, **known, **more}


def told(
    monkeypatch: pytest.MonkeyPatch, *lines: dict[str, Any], yes: tuple[str, ...] = ("mine",)
) -> list[dict[str, Any]]:
    asked: list[Any] = []
    monkeypatch.setattr(
        tk, "get_action", lambda name: lambda _c, data: asked.append((name, data)) or {"results": lines}, raising=False
    )
    found = tasks.waiting({"regime": "lgtc-500"}, ["mine"], {"mine": "Exampleton"}, yes)
    assert asked == [("spenddata_return_list", {"regime": "lgtc-500", "limit": 1000})]
    return found


def test_what_is_done_or_another_s_is_left_out_and_what_is_due_first_stands_first(monkeypatch):
    lines = [line("b"), line("a"), line("c", due=None), line("d", "published"), line("e", publisher_id="other")]
    assert [each["reference"] for each in told(monkeypatch, *lines)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("state", "over", "shown", "label", "page"),
    [
        ("missing", False, "due", "Send the file", "spenddata_submission.new"),
        ("missing", True, "late", "Send the file", "spenddata_submission.new"),
        ("rejected", False, "rejected", "See why, and send again", "spenddata_returns.show"),
        ("ready", True, "ready", "Check and publish", "spenddata_returns.show"),
        ("stuck", False, "stuck", "See what happened", "spenddata_returns.show"),
        ("checking", False, "checking", "See how far it is", "spenddata_returns.show"),
    ],
)
def test_each_says_what_to_do_next(monkeypatch, state: str, over: bool, shown: str, label: str, page: str):
    """What was due before a body joined isn't counted as late, and is overdue all the same."""
    [task] = told(monkeypatch, line("r", state, due="2026-05-01" if over else "2999-12-31"))
    assert (task["state"], task["next"]["label"], task["next"]["url"].split("?")[0]) == (shown, label, page)
    assert (task["stuck"], task["publisher"], task["title"]) == (state == "stuck", "Exampleton", "period 2026-Q1")


@pytest.mark.parametrize(
    ("overdue", "ready", "said"),
    [
        (0, 0, ""),
        (1200, 0, "1,200 returns are overdue"),
        (1, 1, "1 return is overdue; 1 is ready to check and publish"),
        (0, 2, "2 are ready to check and publish"),
    ],
)
def test_the_heading_says_what_is_most_pressing_however_many_there_are(
    monkeypatch, overdue: int, ready: int, said: str
):
    counts = {"missing": overdue, "ready": ready}
    asked: list[dict[str, Any]] = []
    answer = lambda _c, data: asked.append(data) or {"count": counts[data["state"]], "results": []}  # noqa: E731
    monkeypatch.setattr(tk, "get_action", lambda _name: answer, raising=False)
    assert tasks.heading({"publisher": "mine"}) == said
    today = london_today().isoformat()
    assert asked == [
        {"publisher": "mine", "state": "missing", "due_before": today, "limit": 1},
        {"publisher": "mine", "state": "ready", "limit": 1},
    ]


@pytest.mark.parametrize(
    ("state", "due", "group"),
    [
        ("missing", "2026-05-01", "now"),
        ("missing", "2999-12-31", "soon"),
        ("ready", "2999-12-31", "now"),
        ("rejected", "2999-12-31", "now"),
        ("stuck", "2026-05-01", "now"),
        ("checking", "2026-05-01", "going_on"),
        ("approved", "2026-05-01", "going_on"),
    ],
)
def test_what_a_person_must_do_stands_apart_from_what_goes_on(monkeypatch, state: str, due: str, group: str):
    [task] = told(monkeypatch, line("r", state, due=due))
    assert task["group"] == group


@pytest.mark.parametrize(
    ("yes", "step", "said"),
    [
        (("mine",), None, ("ready", "now", "Check and publish")),
        ((), None, ("ready", "now", "Look at the check")),
        ((), "approval_asked", ("waiting", "going_on", "See what was sent")),
        (("mine",), "approval_asked", ("asked", "now", "Check and publish")),
        ((), "sent_back", ("sent_back", "now", "See why, and send again")),
        (("mine",), "sent_back", ("sent_back", "going_on", "See what was asked")),
    ],
)
def test_where_another_approves_it_is_told_whose_turn_it_is(monkeypatch, yes, step, said):
    [task] = tasks.with_answers(told(monkeypatch, line("r", step=step), yes=yes))
    assert (task["state"], task["group"], task["next"]["label"]) == said


def test_who_approves_nothing_is_not_told_to_publish(monkeypatch):
    counts = {"missing": 0, "ready": 2}
    monkeypatch.setattr(tk, "get_action", lambda _n: lambda _c, data: {"count": counts[data["state"]]}, raising=False)
    assert tasks.heading({}, publishes=False) == "2 are checked and not approved yet"


def test_a_missing_return_is_sent_with_everything_filled_in(monkeypatch):
    [task] = told(monkeypatch, line("r", "missing"))
    assert task["next"]["url"].endswith("?period=2026-Q1&publisher=mine&regime=lgtc-500")


def test_a_published_line_has_its_figures_and_an_unknown_body_its_identifier():
    found = tasks.published_line(line("r", rows_accepted=3, amount_accepted="30.00"), {})
    assert (found["rows"], found["amount"], found["publisher"]) == (3, "30.00", "mine")


def test_what_is_not_due_is_told_with_its_day_and_whether_it_can_be_sent():
    lines = [line("later", "not_due", "2027-01-31"), line("sooner", "missing", "2026-12-31", publisher_id="other")]
    found = tasks.not_due(lines, {"mine": "Exampleton"})
    assert [(each["reference"], each["publisher"], each["over"]) for each in found] == [
        ("sooner", "other", True),
        ("later", "Exampleton", False),
    ]


def test_what_is_running_is_asked_for_apart_and_is_one_s_own(monkeypatch):
    asked: list[Any] = []
    lines = [line("mine", "not_due"), line("others", "not_due", publisher_id="other")]
    monkeypatch.setattr(
        tk, "get_action", lambda name: lambda _c, data: asked.append((name, data)) or {"results": lines}, raising=False
    )
    assert [each["reference"] for each in tasks.running({}, ["mine"], {})] == ["mine"]
    assert asked == [("spenddata_return_list", {"state": "not_due", "limit": 1000})]


def test_what_is_due_today_says_so(monkeypatch):
    from datetime import date

    monkeypatch.setattr(tasks.filers, "london_today", lambda: date(2026, 11, 30))
    monkeypatch.setattr(tasks, "london_today", lambda: date(2026, 11, 30))
    days = ("2026-11-29", "2026-11-30", "2026-12-01", None)
    assert [tasks._by_day(day) for day in days] == ["late", "due_today", "due", "due"]
