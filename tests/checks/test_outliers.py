"""What is out of proportion is told by what the publisher filed before."""

from __future__ import annotations

from ckanext.spenddata.checks import outliers
from tests.checks.kinds import earlier, payments, places, tried

BEFORE = earlier(*((f"2026-0{month}", payments(*["1000", "2000"] * 10)) for month in (1, 2, 3)))
SIZES = {"parameters": {"times": 3, "returns": 3, "rows": 10}}


def test_these_are_its_kinds():
    assert set(outliers.KINDS) == {"outlier", "another_unit", "another_size"}


def test_an_amount_many_times_the_largest_before_is_told_with_that():
    asked = {"parameters": {"times": 10, "payments": 5, "pounds": 100}, "expected": "at most £{largest}"}
    found = tried("outlier", payments("19000", "-20000.01", "20000.01"), history=BEFORE, **asked)
    assert places(found) == [3, 4]
    assert set(found["expected"]) == {"at most £2000.00"}


def test_a_new_supplier_is_measured_by_its_expense_type():
    asked = {"parameters": {"times": 10, "payments": 5, "pounds": 100}, "history": BEFORE}
    assert places(tried("outlier", payments("20000.01", supplier_name="Alder Ltd"), **asked)) == [2]
    unknown = payments("20000.01", supplier_name="Alder Ltd", expense_type="Buildings")
    assert tried("outlier", unknown, **asked).is_empty()


def test_without_earlier_payments_enough_nothing_is_out_of_proportion():
    asked = {"parameters": {"times": 10, "payments": 61, "pounds": 100}}
    assert tried("outlier", payments("900000"), history=BEFORE, **asked).is_empty()
    assert tried("outlier", payments("900000"), **asked).is_empty()


def test_many_times_more_or_fewer_rows_than_usual_are_told():
    asked = {**SIZES, "history": BEFORE, "expected": "about {usual} rows"}
    assert tried("another_size", payments(*["600"] * 61), **asked)["expected"].to_list() == ["about 20 rows"]
    assert tried("another_size", payments(*["600"] * 6), **asked)["value"].to_list() == ["6 rows"]
    assert tried("another_size", payments(*["600"] * 60), **asked).is_empty()
    assert tried("another_size", payments(*["600"] * 7), **asked).is_empty()


def test_amounts_in_pence_are_seen_beside_earlier_pounds():
    asked = {"parameters": {"times": 50, "payments": 10}, "history": BEFORE, "expected": "about {median}"}
    [found] = tried("another_unit", payments(*["100000"] * 10), **asked).to_dicts()
    assert (found["value"], found["expected"]) == ("a usual amount of £100,000", "about £1,500")
    assert tried("another_unit", payments(*["20"] * 10), **asked).height == 1
    assert tried("another_unit", payments(*["1500"] * 10), **asked).is_empty()
    assert tried("another_unit", payments(*["100000"] * 9), **asked).is_empty()
