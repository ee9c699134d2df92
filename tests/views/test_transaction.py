"""A payment in a sentence: who paid whom how much, and who credited whom."""

from __future__ import annotations

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
