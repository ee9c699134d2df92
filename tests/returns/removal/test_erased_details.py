"""Of what was erased it is told which fields went from which payment, and nothing of others."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.ledger.erasures import Erased
from ckanext.spenddata.ledger.keys import first_id
from ckanext.spenddata.returns.removal import erased_details
from ckanext.spenddata.returns.removal.erased_details import Details

NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Any:
    found: Any = SimpleNamespace(plan=[{"revision_id": "one"}, {"revision_id": "two"}])
    orders = {"o": found}
    session = SimpleNamespace(get=lambda _model, order_id: orders.get(order_id))
    monkeypatch.setattr(erased_details.model, "Session", session)
    erased_details.note(found, 3, "one", {2: ["supplier_name", "description"], 5: ["description"]})
    return found


def erased(*rows: int, scope: Any = "cells", by: str = "o") -> Erased:
    return Erased(by, scope, rows, "Asked for", NOON)


def test_only_the_revision_that_it_is_about_is_noted(order):
    assert order.plan[0]["entry_no"] == 3
    assert order.plan[1] == {"revision_id": "two"}


def test_a_payment_is_told_its_own_fields(order):
    assert erased_details.of_payment(first_id(3) + 1, [erased(2, 5)]) == [
        Details(NOON, "Asked for", ("description", "supplier_name"))
    ]
    assert erased_details.of_payment(first_id(3) + 4, [erased(2, 5)])[0].fields == ("description",)


def test_other_payments_are_told_nothing(order):
    assert erased_details.of_payment(first_id(3), [erased(2, 5)]) == []
    assert erased_details.of_payment(first_id(3) + 1, [erased(2, scope="rows")]) == []


def test_where_it_was_not_noted_that_something_went_is_told_all_the_same(order):
    (unknown,) = erased_details.of_payment(first_id(3) + 1, [erased(2, by="lost")])
    (elsewhere,) = erased_details.of_payment(first_id(4) + 1, [erased(2)])
    assert unknown.fields == elsewhere.fields == ()
