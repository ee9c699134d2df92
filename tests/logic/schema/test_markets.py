"""What may be asked about a category: its id, a period, invoices or cards, one treatment of VAT, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib.navl import dictization_functions as navl

from ckanext.spenddata.logic.schema import markets


@pytest.fixture(autouse=True)
def words(in_english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navl, "_", str, raising=False)


def asked(**data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return navl.validate(data, markets.show(), {})


def test_an_id_is_enough_and_invoices_are_what_is_shown():
    assert asked(id="it") == ({"id": "it", "card": False}, {})


def test_blank_parameters_of_a_form_are_none():
    assert asked(id="it", period="", amount_basis="")[0] == {"id": "it", "card": False}


@pytest.mark.parametrize(("given", "card"), [("true", True), ("False", False), (True, True)])
def test_cards_are_asked_for_by_yes_or_no(given, card):
    assert asked(id="it", card=given, period="2025-26", amount_basis="gross")[0] == {
        "id": "it",
        "card": card,
        "period": "2025-26",
        "amount_basis": "gross",
    }


@pytest.mark.parametrize("data", [{}, {"id": ""}, {"id": "it", "colour": "blue"}])
def test_without_an_id_or_with_what_nobody_asks_it_is_refused(data):
    assert asked(**data)[1]
