"""Decisions about categories: what is half said is asked for, what moved is told, and a preview rings nobody."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger.category_decisions import Decision, Target
from ckanext.spenddata.ledger.category_moves import Line, Moved
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.logic import category_decisions
from tests.compare.making import DEFINITIONS

pytestmark = pytest.mark.usefixtures("in_english")

MOVED = Moved((Line("X-DEMO-1", "energy", "water", "lgtc-500", "net_of_recoverable_vat", "GBP", 2, 12_345),), ("r",))


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was decided, and whether the workers were called."""
    done: list[Any] = []

    def decide(target: Target, category: str, reviewer: str, why: str, *, preview: bool) -> Decision:
        if target.supplier_id == "nobody":
            raise Undecidable("No published payment is like that.")
        done.append((target, category, reviewer, why))
        return Decision(None if preview else 7, 3, MOVED)

    regimes = {"lgtc-500": SimpleNamespace(card=False)}
    known = SimpleNamespace(categories=SimpleNamespace(label="label of {}".format), regimes=regimes)
    monkeypatch.setattr(category_decisions.config, "definitions", lambda: known)
    monkeypatch.setattr(category_decisions.categories, "decide", decide)
    monkeypatch.setattr(category_decisions.background, "ring_followups", lambda: done.append("rung"))
    return done


def decide(publisher: str | None = None, *, preview: bool = False, **asked: Any) -> dict[str, Any]:
    return category_decisions.decide({"why": "So", "preview": preview, **asked}, publisher, "steward")


def test_a_decision_tells_what_moved(decided):
    told = decide("X-DEMO-1", category="water", expense_type="Power", supplier_id="")
    assert decided == [(Target("X-DEMO-1", None, "Power", None), "water", "steward", "So"), "rung"]
    assert (told["decision"], told["matching"], told["moved"], told["total"], told["returns"]) == (7, 3, 2, "123.45", 1)
    assert told["lines"][0]["after_label"] == "label of water"


def test_a_preview_rings_nobody(decided):
    assert decide(category="water", payment=5, preview=True)["decision"] is None
    assert decided == [(Target(None, 5), "water", "steward", "So")]


@pytest.mark.parametrize(
    ("publisher", "asked", "field"),
    [
        (None, {"expense_type": "Power"}, "category"),
        (None, {"category": "water"}, "expense_type"),
        (None, {"category": "water", "expense_type": "  "}, "expense_type"),
        (None, {"category": "water", "payment": 5, "supplier_id": "a"}, "expense_type"),
        ("X-DEMO-1", {"category": "water", "payment": 5}, "expense_type"),
        (None, {"category": "water", "supplier_id": "nobody"}, "expense_type"),
    ],
)
def test_what_is_half_said_or_about_nothing_is_refused(
    decided, publisher: str | None, asked: dict[str, Any], field: str
):
    with pytest.raises(tk.ValidationError) as refused:
        decide(publisher, **asked)
    assert list(refused.value.error_dict) == [field]
    assert decided == []


@pytest.mark.parametrize(
    ("now", "category", "confidence", "likely"),
    [
        (["it", "unclassified"], "it", 0.45, True),
        (["unclassified"], "it", 0.45, True),
        (["it", "legal"], "it", 0.99, False),
        (["it"], "it", 0.35, False),
        (["grants"], "grants", 0.45, False),
        (["grants"], "grants", 0.55, True),
        (["unclassified"], "unclassified", 0.99, False),
    ],
)
def test_what_the_evidence_says_of_the_largest_is_likely_of_all_where_none_is_a_third_category(
    monkeypatch, now: list[str], category: str, confidence: float, likely: bool
):
    """A grant that is shown as a purchase is the worst mistake: what buys nothing must be surer."""
    monkeypatch.setattr(category_decisions.config, "definitions", lambda: DEFINITIONS)
    row = {"categories": now, "expense_type": "Power", "supplier_id": None, "count": 1, "publishers": 1, "suppliers": 1}
    told = category_decisions._asked(
        row | {"sums": [], "largest": 1}, {}, {"suggested": {"category": category, "confidence": confidence}}
    )
    assert told["suggested"]["likely"] is likely
    assert "suggested" not in category_decisions._asked(row | {"sums": [], "largest": 1}, {}, {})
