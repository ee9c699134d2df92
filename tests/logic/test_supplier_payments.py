"""Payments to a supplier are summed in one kind, by card or not, VAT basis, currency: that of most payments unless another is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.ledger.supplier_payments import Paid
from ckanext.spenddata.logic import supplier_payments

pytestmark = pytest.mark.usefixtures("in_english")
DATABASE: Any = object()
NET = "net_of_recoverable_vat"


def cell(publisher: str, pence: int, count: int = 1, **more: Any) -> dict[str, Any]:
    day = more.pop("day", dt.date(2026, 5, 4))
    known = {"regime": "lgtc-500", "basis": NET, "currency": "GBP", "category": "it", "month": f"{day:%Y-%m}"}
    return {"publisher_id": publisher, "pence": pence, "count": count, **known, **more}


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the ledger holds: cells, and what each body spent in a category."""
    held: dict[str, Any] = {"cells": [], "spent": {}, "asked": None, "counts": {}}
    known = definitions.load()

    def largest(_database: Any, paid: Paid, limit: int) -> list[dict[str, Any]]:
        held["asked"] = (set(paid.regimes), paid.basis, paid.currency, limit)
        return []

    def days(_database: Any, _paid: Paid) -> tuple[dt.date, dt.date]:
        return dt.date(2026, 5, 4), dt.date(2026, 6, 2)

    monkeypatch.setattr(supplier_payments.config, "definitions", lambda: known)
    monkeypatch.setattr(supplier_payments.supplier_payments, "cells", lambda _database, _id: held["cells"])
    monkeypatch.setattr(supplier_payments.supplier_payments, "largest", largest)
    monkeypatch.setattr(supplier_payments.supplier_payments, "amount_counts", lambda *_: held["counts"])
    monkeypatch.setattr(supplier_payments.supplier_payments, "days", days)
    monkeypatch.setattr(supplier_payments.supplier_payments, "spent_on", lambda *_: held["spent"])
    return held


def told(**asked: Any) -> dict[str, Any]:
    return supplier_payments.payments_dict(DATABASE, "GB-COH-1", {"X-DEMO-1": "Alder"}, asked)


def test_two_kinds_are_never_in_one_sum(ledger):
    ledger["cells"] = [
        cell("X-DEMO-1", 100_00, 2),
        cell("X-DEMO-1", 900_00, basis="gross"),
        cell("X-DEMO-1", 5_00, regime="lgtc-gpc"),
    ]
    found = told()
    assert (found["amount_basis"], found["card"], found["count"], found["total"]) == (NET, False, 2, "100.00")
    assert [(each["amount_basis"], each["card"], each["count"]) for each in found["kinds"]] == [
        (NET, False, 2),
        ("gross", False, 1),
        (NET, True, 1),
    ]


def test_currencies_are_kinds_of_their_own_and_no_share_is_of_pounds(ledger):
    ledger["cells"] = [cell("X-DEMO-1", 100_00, 2), cell("X-DEMO-1", 900_00, currency="EUR")]
    ledger["spent"] = {"X-DEMO-1": 2_000_00}
    assert (told()["currency"], told()["total"]) == ("GBP", "100.00")
    euros = told(currency="EUR")
    assert (euros["currency"], euros["total"], euros["payers"][0]["category_percent"]) == ("EUR", "900.00", None)
    assert ledger["asked"][1:3] == (NET, "EUR")
    assert [(each["currency"], each["total"]) for each in euros["kinds"]] == [("GBP", "100.00"), ("EUR", "900.00")]


def test_another_kind_is_told_where_it_is_asked_for(ledger):
    ledger["cells"] = [cell("X-DEMO-1", 100_00, 2), cell("X-DEMO-1", 5_00, regime="lgtc-gpc")]
    assert told(card=True)["total"] == "5.00"
    assert ledger["asked"][0] == {each.id for each in definitions.load().regimes.values() if each.card}
    assert told(amount_basis=NET)["total"] == "100.00"
    with pytest.raises(tk.ValidationError):
        told(amount_basis="gross")


def test_payers_are_those_of_the_kind_the_largest_first_by_their_names(ledger):
    ledger["cells"] = [
        cell("X-DEMO-1", 100_00),
        cell("X-DEMO-2", 300_00),
        cell("X-DEMO-1", 150_00, category="roads"),
        cell("X-DEMO-3", 9_999_00, basis="gross"),
    ]
    payers = told(amount_basis=NET)["payers"]
    assert [(each["publisher_name"], each["total"], each["count"]) for each in payers] == [
        ("X-DEMO-2", "300.00", 1),
        ("Alder", "250.00", 2),
    ]


def test_a_share_is_of_what_the_payer_spent_in_the_main_category(ledger):
    ledger["cells"] = [cell("X-DEMO-1", 100_00), cell("X-DEMO-2", 50_00), cell("X-DEMO-3", -5_00)]
    ledger["spent"] = {"X-DEMO-1": 400_00, "X-DEMO-2": 40_00, "X-DEMO-3": 10_00}
    shares = {each["publisher_id"]: each["category_percent"] for each in told()["payers"]}
    assert str(shares["X-DEMO-1"]).startswith("25")
    assert shares["X-DEMO-2"] is None, "more than all is no share"
    assert shares["X-DEMO-3"] is None, "a credit is no share"


def test_years_are_financial_and_days_are_the_first_and_last(ledger):
    ledger["cells"] = [
        cell("X-DEMO-1", 1_00, day=dt.date(2026, 3, 31)),
        cell("X-DEMO-1", 2_00, day=dt.date(2026, 4, 1)),
        cell("X-DEMO-2", 4_00, day=dt.date(2026, 4, 30)),
    ]
    found = told()
    assert [(each["fiscal_year"], each["total"]) for each in found["years"]] == [(2025, "1.00"), (2026, "6.00")]
    assert [(each["month"], each["total"]) for each in found["months"]] == [("2026-03", "1.00"), ("2026-04", "6.00")]
    assert (found["first_payment"], found["last_payment"]) == ("2026-05-04", "2026-06-02")


@pytest.mark.parametrize(
    ("counts", "median", "credits_"),
    [
        ({10_00: 1, 20_00: 1, 90_00: 1}, "20.00", 0),
        ({10_00: 1, 20_01: 1, 90_00: 1, 30_00: 1}, "25.01", 0),
        ({10_00: 3, 500_00: 2, -5_00: 4}, "10.00", 4),
        ({-5_00: 2}, None, 2),
        ({0: 1, 7_00: 1}, "7.00", 0),
    ],
)
def test_the_median_is_of_payments_and_credits_are_counted_apart(ledger, counts, median, credits_):
    ledger["cells"], ledger["counts"] = [cell("X-DEMO-1", 1_00, sum(counts.values()))], counts
    found = told()
    assert (found["median"], found["credits"]) == (median, credits_)


def test_of_more_payments_than_can_be_read_at_once_no_median_is_told(ledger):
    ledger["cells"] = [cell("X-DEMO-1", 1_00, supplier_payments.MOST_FOR_MEDIAN + 1)]
    assert (told()["median"], told()["credits"]) == (None, None)
