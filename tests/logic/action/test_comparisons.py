"""Comparing: the right first, all figures of one moment, and what has changed only where somebody says since when."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger.comparison_read import Change
from ckanext.spenddata.logic.action import comparisons
from tests.logic.action.conftest import LEDGER

CHANGE = Change(
    publisher_id="X-DEMO-1",
    regime="lgtc-500",
    period="2026-Q1",
    what="replaced",
    day=dt.date(2026, 5, 1),
    entry_no=9,
    n=12,
)


@pytest.fixture
def compared(portal, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A question about two bodies, and its answer."""
    regime = SimpleNamespace(id="lgtc-500", title="Councils")
    groups = (SimpleNamespace(id="near", title="Near ones"),)
    asked = SimpleNamespace(regimes=(regime, regime), groups=groups, group=None, category=None, as_of=None)
    bodies = [SimpleNamespace(publisher_id=f"X-DEMO-{n}", name=f"Body {n}") for n in (1, 2)]
    found = SimpleNamespace(span=Span("2025-04", "2026-03"), bodies=bodies, row="row of {}".format)
    made = SimpleNamespace(asked=asked, found=found, known=[])

    def available(_definitions: Any, _context: Any, group: Any) -> str:
        made.known.append(group)
        return "known groups"

    def question(_definitions: Any, _data: Any, known: Any) -> Any:
        assert known == "known groups"
        asked.category = _data.get("category")
        asked.as_of = _data.get("as_of")
        return asked

    def answer(_definitions: Any, ledger: Any, what: Any, _today: Any) -> Any:
        assert (ledger, what) == (LEDGER, asked)
        return found

    monkeypatch.setattr(comparisons.peer_groups, "available", available)
    monkeypatch.setattr(comparisons.comparing, "question", question)
    monkeypatch.setattr(comparisons.comparing, "answer", answer)
    monkeypatch.setattr(comparisons.comparing, "changes", lambda *_: [CHANGE] if asked.as_of is not None else [])
    monkeypatch.setattr(comparisons.comparing_category, "closely", lambda *parts: {"of": parts[-1]})
    monkeypatch.setattr(comparisons.comparing_category, "common", lambda *parts: {"suppliers": [parts[-1]]})
    monkeypatch.setattr(comparisons.read, "last_entry_no", lambda _ledger: 17)
    monkeypatch.setattr(
        comparisons.plain, "comparison_dict", lambda _found: {"headline": "More", "category": "overlaid"}
    )
    monkeypatch.setattr(comparisons.plain, "peer_group_dict", lambda group: {"id": group.id})
    return made


def test_the_right_is_asked_for_first(portal, compared):
    portal.refused(comparisons.spenddata_comparison_show, publisher="X-DEMO-1")
    portal.refused(comparisons.spenddata_comparison_suppliers, publisher="X-DEMO-1", category="it")


def test_a_comparison_is_told_with_its_duty_the_groups_to_choose_from_and_its_moment(portal, compared):
    shown = comparisons.spenddata_comparison_show({}, {"publisher": "X-DEMO-1", "peer_group": "near"})
    assert shown == {
        "headline": "More",
        "peer_group": None,
        "peer_groups": [{"id": "near", "title": "Near ones"}],
        "regime": {"id": "lgtc-500", "title": "Councils"},
        "as_of_entry": 17,
        "category": None,
        "changes": None,
    }
    assert compared.known == ["near"]


def test_the_group_that_was_compared_with_is_told(portal, compared):
    compared.asked.group = compared.asked.groups[0]
    assert comparisons.spenddata_comparison_show({}, {"publisher": "X-DEMO-1"})["peer_group"] == {"id": "near"}


def test_a_category_is_looked_at_closely_where_one_is_asked_for(portal, compared):
    shown = comparisons.spenddata_comparison_show({}, {"publisher": "X-DEMO-1", "category": "it"})
    assert shown["category"] == {"of": "row of it"}


def test_what_has_changed_since_is_told_to_whoever_says_since_when(portal, compared):
    [change] = comparisons.spenddata_comparison_show({}, {"publisher": "X-DEMO-1", "as_of": 5})["changes"]
    assert change == {
        "publisher_id": "X-DEMO-1",
        "regime": "lgtc-500",
        "period": "2026-Q1",
        "what": "replaced",
        "date": "2026-05-01",
        "entry_no": 9,
        "payments": 12,
    }


def test_suppliers_in_common_are_told_with_the_bodies_in_the_order_of_their_cells(portal, compared):
    shown = comparisons.spenddata_comparison_suppliers({}, {"publisher": "X-DEMO-1", "category": "it"})
    assert shown["suppliers"] == ["it"]
    assert shown["category"] == "it"
    assert [each["title"] for each in shown["bodies"]] == ["Body 1", "Body 2"]
    assert shown["period"]["first_month"] == "2025-04"
