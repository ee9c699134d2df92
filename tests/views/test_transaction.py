"""A payment in a sentence: who paid whom how much, and who credited whom."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ckanext.spenddata.views import transaction

pytestmark = pytest.mark.usefixtures("plainly")


def said(amount: str, supplier: str | None = "Alder Roads Ltd", erased: tuple[str, ...] = ()) -> str:
    found = {"publisher_name": "Exampleton", "amount": amount, "supplier_name": supplier}
    return transaction.heading({**found, "erased": [{"fields": list(erased)}]})


def test_who_paid_whom():
    assert said("1234.50") == "Exampleton paid Alder Roads Ltd £1234.50"
    assert said("-20.00") == "Alder Roads Ltd credited Exampleton with £20.00"


def test_whom_nobody_may_know_is_not_named():
    assert said("1234.50", None) == "Exampleton paid £1234.50; supplier withheld"
    assert said("-5.00", None, ("supplier_name",)) == "Exampleton paid £-5.00; supplier erased"


def test_a_name_can_not_turn_the_sentence_round():
    assert said("1234.50", "Alder \u202eRoads") == "Exampleton paid Alder Roads £1234.50"


@pytest.mark.parametrize(
    ("currency", "words"),
    [(None, "£-1234.50"), ("GBP", "£-1234.50"), ("EUR", "-1234.50 EUR"), ("USD", "-1234.50 USD")],
)
def test_an_amount_is_told_in_its_own_currency(currency: str | None, words: str):
    assert transaction.money({"amount": "-1234.50", "currency": currency}) == words
    assert transaction.money({"amount": "9", "currency": "EUR"}, Decimal(2)) == "2 EUR"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        *(("entity", "Exampleton", False), ("entity", "Exampleton Homes", True), ("entity", "", True)),
        *(("date_basis", "payment", False), ("date_basis", "invoice", True), ("currency", "GBP", False)),
        *(("currency", "EUR", True), ("description", "", False), ("description", "Roads", True)),
    ],
)
def test_what_a_reader_knows_already_is_not_told_again(name: str, value: str, told: bool):
    assert transaction._tells({"publisher_name": "Exampleton", name: value}, name) is told


def test_values_are_written_as_people_write_them():
    found = {"currency": None, "irrecoverable_vat": "12.50", "vcse_grant": True, "expense_area": "Highways"}
    said = [transaction._value(found, name) for name in ("irrecoverable_vat", "vcse_grant", "expense_area")]
    assert said == ["£12.50", "Yes", "Highways"]
    assert transaction._value({"vcse_grant": False}, "vcse_grant") == "No"
