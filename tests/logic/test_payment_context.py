"""Around a payment: its neighbours, and shares of the year; no sum where amounts are of kinds that are never added up."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.ledger.payment_read import Sum, Year
from ckanext.spenddata.logic import payment_context

ROW = {
    "_id": 7,
    "publisher_id": "X-1",
    "regime": "lgtc-500",
    "fiscal_year": 2026,
    "category": "legal",
    "supplier_id": "s1",
}
DATABASE: Any = "the ledger"


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(year=Year(Sum(8, 1000), Sum(3, 250), Sum(1, -50)), bases=("gross",))
    monkeypatch.setattr(payment_context.payment_read, "beside", lambda *asked: [asked[1:]])
    monkeypatch.setattr(
        payment_context.payment_read, "year", lambda *asked: made.__setattr__("asked", asked) or made.year
    )
    filed = SimpleNamespace(current=True, regime="lgtc-500", currencies=("GBP",))
    monkeypatch.setattr(
        payment_context.read, "published_returns", lambda *_: [SimpleNamespace(**vars(filed), amount_basis=made.bases)]
    )
    return made


def test_shares_are_of_all_that_the_body_published_of_the_financial_year(ledger):
    found = payment_context.around(DATABASE, ROW)
    year = found["year"]
    assert found["neighbours"] == [("X-1", 7)]
    assert ledger.asked[1:] == ("X-1", "lgtc-500", 2026, "legal", "s1")
    assert (year["period"], year["date_from"], year["date_to"]) == ("2026-27", "2026-04-01", "2027-03-31")
    assert year["all"] == {"count": 8, "total": "10.00", "percent": "100.0"}
    assert year["category"] == {"count": 3, "total": "2.50", "percent": "25.0"}
    assert year["supplier"] == {"count": 1, "total": "-0.50", "percent": None}, "a credit is no share"


def test_the_century_and_a_withheld_supplier(ledger):
    ledger.year = Year(Sum(1, 0), Sum(1, 0), None)
    year = payment_context.around(DATABASE, ROW | {"fiscal_year": 2099, "supplier_id": None})["year"]
    assert (year["period"], year["supplier"], year["all"]["percent"]) == ("2099-00", None, None)


def test_amounts_that_are_never_added_up_are_counted_alone(ledger):
    ledger.bases = ("gross", "net_of_all_vat")
    year = payment_context.around(DATABASE, ROW)["year"]
    assert year["category"] == {"count": 3, "total": None, "percent": None}
