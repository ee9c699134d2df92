"""Rows have what the narrowest decision in force says; where none is, or nothing differs, nothing is written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.ledger import decided_categories
from ckanext.spenddata.ledger.category_changes import Change, Given
from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.ledger.keys import id_range

CHANGE = Change("X-DEMO-1", "decision", "steward", "So", decision_no=7)


class Cursor:
    """Answers of the database in their order, and what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), []

    def execute(self, statement: str, bound: dict[str, Any]) -> None:
        self.asked.append((" ".join(statement.split())[:6], bound))

    def fetchone(self) -> Any:
        return self.answers.pop(0)

    fetchall = fetchone


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Given]:
    """What rows are given, in batches of two."""
    found: list[Given] = []

    def make(_cursor: Any, _change: Change, batches: Any) -> Moved:
        for batch in batches:
            assert len(batch) <= 2
            found.extend(batch)
        return Moved(change_no=3)

    monkeypatch.setattr(decided_categories, "AT_ONCE", 2)
    monkeypatch.setattr(decided_categories.category_changes, "make", make)
    return found


def test_where_no_decision_is_in_force_the_rows_are_not_even_looked_at(given):
    cursor = Cursor((False,))
    assert decided_categories.apply(cursor, CHANGE, (1, 9)) == Moved()  # type: ignore[arg-type]
    assert len(cursor.asked) == 1


def test_where_nothing_differs_nothing_is_written(given):
    cursor = Cursor((True,), [])
    assert decided_categories.apply(cursor, CHANGE, (1, 9), [4]) == Moved()  # type: ignore[arg-type]
    assert [verb for verb, _ in cursor.asked] == ["select", "with l"]
    assert cursor.asked[1][1]["ids"] == [4]


def test_a_decided_row_is_covered_and_one_that_is_decided_no_more_is_what_was_beneath(given):
    beneath = ("it", "evidence", "2", 0.5)
    rows = [(1, 7, "water", *beneath), (2, None, None, *beneath), (3, 8, "legal", *beneath)]
    cursor = Cursor((True,), rows)
    assert decided_categories.apply(cursor, CHANGE, (1, 9)).change_no == 3  # type: ignore[arg-type]
    assert given == [
        Given(1, "water", "steward", "decision 7", 1.0),
        Given(2, *beneath),
        Given(3, "legal", "steward", "decision 8", 1.0),
    ]
    (_, covered), (_, uncovered) = cursor.asked[2:]
    assert (covered["ids"], covered["decisions"]) == ([1, 3], [7, 8])
    assert uncovered["ids"] == [2]


def test_a_publication_is_a_change_of_its_own_over_its_rows(given):
    entry: Any = SimpleNamespace(publisher_id="X-DEMO-1", entry_no=5)
    cursor = Cursor((False,))
    decided_categories.apply_to_entry(cursor, entry)  # type: ignore[arg-type]
    first, last = id_range(5)
    assert cursor.asked[0][1] == {"publisher_id": "X-DEMO-1", "first": first, "last": last}


def test_decisions_on_single_payments_follow_them_one_by_one(given):
    entry: Any = SimpleNamespace(publisher_id="X-DEMO-1", entry_no=5)
    cursor = Cursor()
    decided_categories.carry(cursor, [{"decision_no": 1}, {"decision_no": 2}], entry)  # type: ignore[arg-type]
    assert [bound["decision_no"] for _, bound in cursor.asked] == [1, 2]
    decided_categories.release(cursor, "X-DEMO-1", (1, 9))  # type: ignore[arg-type]
    assert cursor.asked[-1] == ("delete", {"publisher_id": "X-DEMO-1", "first": 1, "last": 9})
