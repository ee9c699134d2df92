"""The payments behind a figure are found by what its row, its column and its table are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.spenddata.compare.dimensions import DIMENSIONS
from ckanext.spenddata.logic import searches_behind
from ckanext.spenddata.logic.exploring import Question
from tests.logic.test_totals import ASKED, KNOWN, among

pytestmark = pytest.mark.usefixtures("in_english")


class TestSearches:
    def searches(self, data: dict[str, Any] | None = None, asked: Question = ASKED, **scope: Any) -> Any:
        return searches_behind.Searches(asked, among(**scope), data or {})

    def test_the_table_s_own_search_holds_all_that_narrows_it(self, monkeypatch):
        monkeypatch.setattr(searches_behind, "publisher_ids", tuple)
        asked = replace(ASKED, categories=("it",))
        found = self.searches({"publisher": ["X-DEMO-1"], "region": ["North"], "regime": None}, asked).base
        assert found == {
            "date_from": "2025-04-01",
            "date_to": "2025-06-30",
            "card": False,
            "amount_basis": "gross",
            "region": ["North"],
            "publisher_id": ["X-DEMO-1"],
            "category": ["it"],
        }

    def test_what_is_told_apart_does_not_narrow_it(self):
        found = self.searches(asked=replace(ASKED, card=None), basis=None).base
        assert set(found) == {"date_from", "date_to"}

    @pytest.mark.parametrize(
        ("axis", "value", "search"),
        [
            ("publisher", "X-DEMO-1", {"publisher_id": "X-DEMO-1"}),
            ("supplier", "name:A", {"supplier_id": "name:A"}),
            ("category", "it", {"category": "it"}),
            ("region", "North", {"region": "North"}),
            ("month", "2025-05", {"date_from": "2025-05-01", "date_to": "2025-05-31"}),
            ("quarter", "2025-Q2", {"date_from": "2025-04-01", "date_to": "2025-06-30"}),
            ("regime", "lgtc-500", {"regime": "lgtc-500"}),
            ("payment_method", "card", {"card": True}),
            ("payment_method", "invoice", {"card": False}),
            ("amount_basis", "gross", {"amount_basis": "gross"}),
            ("body_subtype", "County", {"body_subtype": "County"}),
            ("publisher", "", None),
        ],
    )
    def test_a_row_or_column_adds_what_it_is(self, axis, value, search):
        assert self.searches().of(DIMENSIONS[axis], value) == search

    def test_a_group_is_searched_by_those_of_its_categories_that_were_asked_for(self):
        group = KNOWN.categories["it"].kind
        asked = replace(ASKED, categories=("it", "grants-voluntary"))
        [(name, found)] = self.searches(asked=asked).of(DIMENSIONS["category_group"], group).items()
        assert (name, found) == ("category", ["it"])
        every = self.searches().of(DIMENSIONS["category_group"], group)["category"]
        assert set(every) == {each.id for each in KNOWN.categories.values() if each.kind == group}

    def test_without_columns_there_is_no_search_of_one(self):
        assert self.searches().of(None, "x") is None
