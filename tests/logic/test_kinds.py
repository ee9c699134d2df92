"""Sums of payments by kind: cards never beside invoices, VAT treatments and currencies apart."""

from ckanext.spenddata.logic.kinds import cards, sums_dict
from ckanext.spenddata.values.vat import MIXED

CARD = cards()[0]


def kind(pence: int, *, regime: str = "x-demo", basis: str = "net", currency: str = "GBP") -> dict:
    return {"regime": regime, "basis": basis, "currency": currency, "count": 1, "pence": pence}


def test_one_kind_in_pounds_has_one_sum():
    told = sums_dict([kind(100), kind(250, regime="another")])
    assert told["total"] == "3.50"
    assert [(each["card"], each["count"], each["total"]) for each in told["sums"]] == [(False, 2, "3.50")]


def test_kinds_stand_apart_pounds_first_then_the_largest():
    told = sums_dict([kind(900, currency="EUR"), kind(100), kind(-500, basis="gross"), kind(200, regime=CARD)])
    assert told["total"] is None
    assert [(each["card"], each["amount_basis"], each["currency"], each["total"]) for each in told["sums"]] == [
        (False, "gross", "GBP", "-5.00"),
        (True, "net", "GBP", "2.00"),
        (False, "net", "GBP", "1.00"),
        (False, "net", "EUR", "9.00"),
    ]


def test_what_is_mixed_or_no_pounds_has_no_sum_in_pounds():
    mixed = {"card": False, "basis": MIXED, "count": 3, "pence": 700}
    assert sums_dict([mixed])["total"] is None
    assert sums_dict([mixed])["sums"][0]["total"] is None
    assert sums_dict([kind(100, currency="EUR")])["total"] is None
    assert sums_dict([]) == {"total": None, "sums": []}
