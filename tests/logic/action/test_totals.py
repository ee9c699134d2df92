"""Totals and markets are asked of the definitions in force, with what was asked made whole by the schema."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.logic.action import markets, totals


@pytest.fixture
def asked(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    for module in (markets, totals):
        monkeypatch.setattr(module.config, "definitions", lambda: "definitions")
        monkeypatch.setattr(module, "london_today", lambda: "today")
    monkeypatch.setattr(totals.totals, "totals_dict", portal.note("totals", {"rows": []}))
    monkeypatch.setattr(markets.markets, "market_dict", portal.note("market", {"id": "it"}))
    return portal


def test_a_table_is_of_categories_by_amount_where_nothing_is_said(asked):
    assert totals.spenddata_totals_show({}, {"publisher": "a", "columns": ""}) == {"rows": []}
    _, (_, definitions, ledger, data, today) = asked.done
    assert (definitions, ledger, today) == ("definitions", "the ledger", "today")
    assert (data["rows"], data["measure"], data["limit"], data["column_limit"]) == ("category", "amount", 40, 24)
    assert data["publisher"] == ["a"]
    assert "columns" not in data


def test_a_market_is_of_invoices_where_nothing_is_said(asked):
    assert markets.spenddata_category_show({}, {"id": "it"}) == {"id": "it"}
    _, (_, _, ledger, data, today) = asked.done
    assert (ledger, today, data) == ("the ledger", "today", {"id": "it", "card": False})


@pytest.mark.parametrize(
    ("action", "data"), [(totals.spenddata_totals_show, {}), (markets.spenddata_category_show, {"id": "it"})]
)
def test_without_the_right_nothing_is_told(asked, action: Any, data: dict[str, Any]):
    asked.refused(action, **data)
