"""What a publisher said of a layout serves the next file of it, and what it says later counts more."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.returns.filing import mappings


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Signature → what is remembered of the publisher."""
    kept: dict[str, dict[str, Any]] = {}

    def keep(_publisher: str, signature: str, said: dict[str, Any], _user: str | None) -> None:
        if said:
            kept[signature] = mappings.merged(kept.get(signature, {}), said)

    monkeypatch.setattr(mappings, "_latest", lambda _publisher: kept)
    monkeypatch.setattr(mappings, "_keep", keep)
    return kept


def test_columns_of_a_layout_are_remembered_for_that_layout_alone(memory):
    said = {"layouts": {"a": {"amount": 3}}, "day_first": True}
    mappings.remember("X-DEMO-1", said, ["a", "b"], None)
    assert mappings.columns("X-DEMO-1") == {"a": {"amount": 3}}
    assert mappings.answers("X-DEMO-1", ["a"]) == mappings.answers("X-DEMO-1", ["b"]) == {"day_first": True}
    assert mappings.answers("X-DEMO-1", ["c"]) == {}


def test_what_amounts_include_is_remembered_for_every_layout(memory):
    mappings.remember("X-DEMO-1", {"amount_basis": "gross"}, ["a"], None)
    assert mappings.amount_basis("X-DEMO-1") == "gross"
    assert mappings.answers("X-DEMO-1", ["a"]) == {}, "it is said of the publisher, not of a layout"


def test_nobody_asked_is_not_nobody_knows(memory):
    assert mappings.amount_basis("X-DEMO-1") is None


def test_the_first_layout_of_a_file_counts_most(memory):
    memory |= {"a": {"unit": "pence"}, "b": {"unit": "pounds", "day_first": False}}
    assert mappings.answers("X-DEMO-1", ["a", "b"]) == {"unit": "pence", "day_first": False}
    assert mappings.answers("X-DEMO-1", ["b", "a"]) == {"unit": "pounds", "day_first": False}


def test_later_answers_count_field_by_field():
    earlier = {"mapping": {"amount": "Net", "payment_date": "Paid"}, "day_first": True}
    later = {"mapping": {"amount": "Gross"}, "unit": "pence"}
    assert mappings.merged(earlier, later) == {
        "mapping": {"amount": "Gross", "payment_date": "Paid"},
        "day_first": True,
        "unit": "pence",
    }
    assert mappings.merged({"day_first": True}, {"day_first": False}) == {"day_first": False}
    assert earlier["mapping"] == {"amount": "Net", "payment_date": "Paid"}, "nothing is changed in place"


def test_that_unpaid_rows_were_paid_is_said_of_one_file_and_not_remembered(memory):
    mappings.remember("X-DEMO-1", {"were_paid": True, "credits": True}, ["a"], None)
    assert mappings.answers("X-DEMO-1", ["a"]) == {"credits": True}
