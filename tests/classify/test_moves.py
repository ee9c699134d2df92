"""A new version of the categories says what it would move before it moves anything."""

from decimal import Decimal

from ckanext.spenddata import definitions
from ckanext.spenddata.classify.moves import moves, together

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
