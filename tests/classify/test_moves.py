"""A new version of the categories says what it would move before it moves anything."""

from decimal import Decimal

from ckanext.spenddata import definitions
from ckanext.spenddata.classify.moves import KINDS, moves, together

DEFINITIONS = definitions.load()


def payment(category: str, amount: str, **cells: str) -> dict:
    return {"category": category, "amount": Decimal(amount), "supplier_name": "Alder Works Ltd", **cells}


def test_only_payments_that_go_elsewhere_are_counted_and_their_pounds_to_the_penny():
    rows = [
        payment("it", "100.10", expense_type="Electricity"),
        payment("it", "-0.05", expense_type="Electricity"),
        payment("energy-water", "7.00", expense_type="Electricity"),
        payment("unclassified", "1234567.89", cpv_code="79100000"),
    ]
    assert moves(rows, DEFINITIONS, None).select("before", "after", "rows", "pence").rows() == [
        ("unclassified", "legal", 1, 123456789),
        ("it", "energy-water", 2, 10005),
    ]


def test_parts_add_up_and_nothing_moves_of_nothing():
    one = moves([payment("it", "1.00", expense_type="Electricity")], DEFINITIONS, None)
    both = together([one, one, moves([], DEFINITIONS, None)])
    assert both.select("before", "after", "rows", "pence").rows() == [("it", "energy-water", 2, 200)]
    assert moves([], DEFINITIONS, None).height == 0


def test_kinds_of_payments_are_never_in_one_sum():
    rows = [
        payment("it", "1.00", expense_type="Electricity", regime="gpc", amount_basis="net", currency="GBP"),
        payment("it", "2.00", expense_type="Electricity", regime="spend", amount_basis="net", currency="GBP"),
        payment("it", "4.00", expense_type="Electricity", regime="spend", amount_basis="net"),
        payment("it", "8.00", expense_type="Electricity", regime="spend", currency="EUR"),
    ]
    assert moves(rows, DEFINITIONS, None).select(*KINDS, "rows", "pence").rows() == [
        ("spend", "unknown", "EUR", 1, 800),
        ("spend", "net", "GBP", 2, 600),
        ("gpc", "net", "GBP", 1, 100),
    ]
