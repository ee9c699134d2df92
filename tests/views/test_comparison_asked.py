"""What an address asks, and addresses that ask the same with a change: a citation finds the very figures again."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

from ckanext.spenddata.views import comparison_asked as asking


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch):
    """What an address with such a question asks."""

    def asked(*pairs: tuple[str, str], category: str | None = None) -> dict[str, Any]:
        fake = SimpleNamespace(request=SimpleNamespace(args=MultiDict(pairs)), _=str)
        monkeypatch.setattr(asking, "tk", fake)
        return asking.asked(category)

    return asked


@pytest.mark.parametrize(
    ("pairs", "question"),
    [
        ([], {"publishers": []}),
        ([("publisher", "a"), ("publisher", ""), ("publisher", "b"), ("publisher", "a")], {"publishers": ["a", "b"]}),
        ([("publisher", "a"), ("peer_group", "near")], {"publishers": [], "publisher": "a", "peer_group": "near"}),
        (
            [("publisher", "a"), ("publisher", "b"), ("peer_group", "near")],
            {"publishers": ["a", "b"], "peer_group": "near"},
        ),
        ([("publisher", "a"), ("without", "b"), ("without", "")], {"publishers": ["a"], "without": ["b"]}),
        ([("publisher", "a"), ("period", ""), ("measure", "spend")], {"publishers": ["a"], "measure": "spend"}),
        ([("first_month", "2025-04"), ("last_month", "2026-03")], {"publishers": [], "period": "2025-04/2026-03"}),
        ([("first_month", "2025-04"), ("period", "2024-25")], {"publishers": [], "period": "2025-04/2025-04"}),
        ([("last_month", "2026-03")], {"publishers": [], "period": "2026-03/2026-03"}),
        ([("odd", "x")], {"publishers": []}),
    ],
)
def test_what_is_left_empty_is_not_asked(pairs, question, ask):
    assert ask(*pairs) == question
    assert ask(*pairs, category="it") == {**question, "category": "it"}


def test_the_same_is_asked_again_with_a_change_or_without_a_part():
    question = {"publishers": ["a", "b c"], "measure": "spend", "period": "2025-26", "category": "it"}
    assert parse_qs(asking.query(question)) == {"publisher": ["a", "b c"], "measure": ["spend"], "period": ["2025-26"]}
    assert parse_qs(asking.query(question, measure=None, order="size")) == {
        "publisher": ["a", "b c"], "period": ["2025-26"], "order": ["size"],
    }  # fmt: skip
    assert parse_qs(asking.query({"publishers": [], "publisher": "a", "peer_group": "near"})) == {
        "publisher": ["a"], "peer_group": ["near"],
    }  # fmt: skip


SHOWN = {
    "period": {"first_month": "2025-04", "last_month": "2026-03"},
    "bodies": [{"publisher_id": "X-1", "slug": "one"}, {"publisher_id": "X-2", "slug": "two"}],
    "measure": {"id": "spend", "unit": "pounds"},
    "as_of_entry": 17,
    "order": "size",
    "total": {"peers": {"median": "1.00"}},
    "peer_group": None,
}


def test_a_citation_names_every_body_the_months_the_measure_and_the_state_of_the_ledger():
    question = {"publishers": [], "publisher": "one", "peer_group": "near", "regime": "lgtc-500"}
    assert parse_qs(asking.cited(question, SHOWN)) == {
        "publisher": ["X-1", "X-2"],
        "regime": ["lgtc-500"],
        "period": ["2025-04/2026-03"],
        "measure": ["spend"],
        "as_of": ["17"],
    }


def test_a_comparison_without_one_of_its_peers():
    _, peer = SHOWN["bodies"]
    chosen = {"publishers": ["one", "two", "X-3"]}
    assert parse_qs(asking.with_and_without(chosen, SHOWN, peer)) == {"publisher": ["one", "X-3"]}
    grouped = {"publishers": [], "publisher": "one", "peer_group": "near", "without": ["X-9"]}
    found = parse_qs(asking.with_and_without(grouped, SHOWN | {"peer_group": {"id": "near"}}, peer))
    assert found["without"] == ["X-9", "X-2"]


def test_orders_by_a_median_are_offered_where_there_is_one(monkeypatch):
    monkeypatch.setattr(tk, "_", str, raising=False)
    question = {"publishers": ["one"], "order": "size"}
    offered = asking.orders(question, SHOWN)
    assert [each["title"] for each in offered] == [
        "Most unusual first", "Pounds apart", "Times the median", "Largest categories",
    ]  # fmt: skip
    assert [each["current"] for each in offered] == [False, False, False, True]
    assert parse_qs(offered[0]["query"]) == {"publisher": ["one"]}
    for peers in (None, {"median": None}):
        few = asking.orders(question, SHOWN | {"total": {"peers": peers}})
        assert [each["title"] for each in few] == ["Most unusual first", "Largest categories"]


def test_what_is_wrong_with_a_question_is_told_and_nothing_is_compared(monkeypatch):
    def refusing(_context: Any, _data: Any) -> Any:
        raise tk.ValidationError({"period": ["It is none."]})

    monkeypatch.setattr(tk, "get_action", lambda _name: refusing, raising=False)
    monkeypatch.setattr(asking.forms, "misread", lambda *_: {"odd": "There is no such field."})
    assert asking.compare({"publishers": ["a"]}) == (None, {"odd": "There is no such field."})
    monkeypatch.setattr(asking.forms, "misread", lambda *_: {})
    monkeypatch.setattr(asking.forms, "messages", lambda errors: {name: words[0] for name, words in errors.items()})
    assert asking.compare({"publishers": []}) == (None, {})
    assert asking.compare({"publishers": ["a"]}) == (None, {"period": "It is none."})


@pytest.mark.parametrize(
    ("period", "title", "label"),
    [
        ("2025-07/2026-09", "July 2025 to September 2026", "July 2025 to September 2026"),
        ("2026-Q1", "", "January to March 2026"),
        ("nonsense", "", "nonsense"),
    ],
)
def test_a_period_that_is_not_offered_is_chosen_under_its_title(monkeypatch: pytest.MonkeyPatch, period, title, label):
    monkeypatch.setattr(asking, "london_today", lambda: date(2026, 12, 1))
    chosen = [each for each in asking._years(period, title) if each["chosen"]]
    assert chosen == [{"value": period, "label": label, "chosen": True}]


def test_the_last_two_years_that_are_over_are_offered_side_by_side(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asking, "london_today", lambda: date(2026, 3, 31))
    offered = {each["value"]: each["label"] for each in asking._years(None, "")}
    assert offered["2023-04/2025-03"] == "2023-24 and 2024-25, year by year"
    assert list(offered)[:2] == ["", "2025-26"]
    assert len(offered) == asking.YEARS + 2
