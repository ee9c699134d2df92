"""A supplier is shown under the identity that it has now; one whom nobody pays is none, and its name is not repeated."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.action import suppliers

CARDS = SimpleNamespace(regimes={"a": SimpleNamespace(id="a", card=False), "b": SimpleNamespace(id="b", card=True)})


def test_a_supplier_is_shown_as_it_is_known_now(portal, monkeypatch):
    monkeypatch.setattr(suppliers.supplier_read, "current_id", lambda ledger, id_: f"{ledger}'s {id_}")
    monkeypatch.setattr(suppliers.suppliers, "supplier_dict", portal.note("supplier", {"id": 1}))
    assert suppliers.spenddata_supplier_show({}, {"id": "name:VELL", "card": "false"}) == {"id": 1}
    _, (name, _, supplier, asked) = portal.done
    assert (name, supplier, asked["card"]) == ("supplier", "the ledger's name:VELL", False)


def test_a_supplier_whom_nobody_pays_is_not_named(portal, monkeypatch):
    monkeypatch.setattr(suppliers.supplier_read, "current_id", lambda _ledger, id_: id_)
    monkeypatch.setattr(suppliers.suppliers, "supplier_dict", lambda *_: None)
    with pytest.raises(tk.ObjectNotFound) as missing:
        suppliers.spenddata_supplier_show({}, {"id": "name:SOMEBODY PRIVATE"})
    assert "PRIVATE" not in str(missing.value)


def test_the_list_asks_with_the_duties_about_cards_and_words_without_blanks(portal, monkeypatch):
    monkeypatch.setattr(suppliers.config, "definitions", lambda: CARDS)
    monkeypatch.setattr(suppliers.supplier_read, "largest", portal.note("largest", ["row"]))
    monkeypatch.setattr(suppliers.suppliers, "listed_dict", lambda ledger, rows: [ledger, rows])
    assert suppliers.spenddata_supplier_list({}, {"q": " vell ", "limit": 3}) == ["the ledger", ["row"]]
    assert portal.done == ["spenddata_supplier_list", ("largest", "the ledger", ["b"], "vell", 3)]


@pytest.mark.parametrize(
    ("action", "data"), [(suppliers.spenddata_supplier_show, {"id": "a"}), (suppliers.spenddata_supplier_list, {})]
)
def test_without_the_right_nothing_is_told(portal, action: Any, data: dict[str, Any]):
    portal.refused(action, **data)
