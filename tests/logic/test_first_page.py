"""The first page's figures: of one kind of amounts, for twelve whole months that are over and published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger.first_page import Kind, Line
from ckanext.spenddata.logic import first_page

DEFINITIONS = load()
GROSS, CARDS = Kind("gross", False, 2, 5, 90, Decimal("1234.50")), Kind("net", True, 1, 1, 3, Decimal("7.00"))
BODIES = {
    "X-1": Publisher("X-1", "One", body_type="council"),
    "X-2": Publisher("X-2", "Two", body_type="council"),
    "X-3": Publisher("X-3", "Three", body_type=""),
}
CONNECTION: Any = "the ledger"


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What is published, and what was asked for it."""
    made = SimpleNamespace(kinds=[GROSS, CARDS], asked={}, categories=[], bodies=[])

    def sums(name: str) -> Any:
        def read(connection: Any, kind: Kind, cards: Any, *asked: Any) -> list[Line]:
            assert connection is CONNECTION
            assert "lgtc-gpc" in cards
            made.asked[name] = (kind, *asked)
            return getattr(made, name, [Line("2026-03", 2, 4, Decimal("10.10"))])

        return read

    for name in ("months", "categories", "bodies"):
        monkeypatch.setattr(first_page.ledger, name, sums(name))
    monkeypatch.setattr(first_page.ledger, "kinds", lambda _connection, _cards: made.kinds)
    monkeypatch.setattr(first_page.config, "definitions", lambda: DEFINITIONS)
    return made


def shown(last_month: str | None = "2026-06", today: date = date(2026, 5, 20)) -> dict[str, Any]:
    return first_page.shown(CONNECTION, BODIES, last_month, today)


def test_every_kind_is_told_and_the_first_is_shown(ledger):
    found = shown()
    assert [(kind["basis"], kind["amount"]) for kind in found["kinds"]] == [("gross", "1234.50"), ("net", "7.00")]
    assert (found["first_page"]["basis"], found["first_page"]["card"]) == ("gross", False)
    assert {asked[0] for asked in ledger.asked.values()} == {GROSS}


@pytest.mark.parametrize(
    ("last_month", "today", "first", "last"),
    [
        ("2026-06", date(2026, 5, 20), "2025-05", "2026-04"),  # payments of the month that is not over
        ("2026-04", date(2026, 5, 20), "2025-05", "2026-04"),
        ("2026-01", date(2026, 5, 20), "2025-02", "2026-01"),  # nothing newer is published
    ],
)
def test_the_twelve_months_end_with_the_last_that_is_over_and_published(ledger, last_month, today, first, last):
    page = shown(last_month, today)["first_page"]
    assert (page["first_month"], page["last_month"]) == (first, last)
    assert ledger.asked["bodies"][1:] == (first, last)
    assert ledger.asked["months"][1:] == (first, last_month)


@pytest.mark.parametrize(("kinds", "last_month"), [([], "2026-06"), ([GROSS], None)])
def test_where_nothing_is_published_there_is_nothing_to_show(ledger, kinds, last_month):
    ledger.kinds = kinds
    assert shown(last_month)["first_page"] is None


def test_what_is_bought_is_asked_for_and_the_largest_eight_are_shown(ledger):
    ledger.categories = [Line(f"c{n}", 1, 1, Decimal(n)) for n in range(12)]
    categories = shown()["first_page"]["categories"]
    assert [each["category"] for each in categories] == [f"c{n}" for n in range(8)]
    assert categories[3] == {"category": "c3", "publishers": 1, "transactions": 1, "amount": "3"}
    bought = set(ledger.asked["categories"][-1])
    assert bought == {each.id for each in DEFINITIONS.categories.by_id.values() if each.kind == "procurement"}
    assert "grants" not in bought


def test_bodies_stand_under_their_kind_the_largest_sum_first(ledger):
    ledger.bodies = [
        Line("X-1", 1, 2, Decimal("0.10")),
        Line("X-3", 1, 5, Decimal("9.00")),
        Line("X-2", 1, 3, Decimal("0.20")),
        Line("X-9", 1, 1, Decimal("1.00")),
    ]
    assert shown()["first_page"]["body_types"] == [
        {"body_type": "other", "publishers": 2, "transactions": 6, "amount": "10.00"},
        {"body_type": "council", "publishers": 2, "transactions": 5, "amount": "0.30"},
    ]


def test_months_are_told_to_the_penny():
    assert shown()["first_page"]["months"] == [
        {"month": "2026-03", "publishers": 2, "transactions": 4, "amount": "10.10"}
    ]
