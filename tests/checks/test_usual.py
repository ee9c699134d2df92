"""What can be seen to be unlikely without earlier returns: the unit, what is with VAT, the months in a file's name."""

from __future__ import annotations

from ckanext.spenddata.checks import usual
from tests.checks.kinds import earlier, payments, tried

UNIT = {"payments": 10, "small": 20, "large": 20}
NAMED = {"outside_percent": 0, "below_percent": 50}


def test_these_are_its_kinds():
    assert set(usual.KINDS) == {"unlikely_unit", "basis_changed", "named_another_period"}


def test_thousands_and_pence_are_guessed_by_the_threshold():
    thousands = tried("unlikely_unit", payments(*["30.00"] * 10), parameters=UNIT, expected="above {threshold}")
    assert thousands["value"].to_list() == ["a usual amount of £30: perhaps thousands of pounds"]
    assert thousands["expected"].to_list() == ["above £25,000"]
    pence = tried("unlikely_unit", payments(*["3000000.00"] * 10), parameters=UNIT)
    assert pence["value"].to_list() == ["a usual amount of £3,000,000: perhaps pence"]


def test_amounts_with_pence_are_no_pence_and_few_payments_say_nothing():
    assert tried("unlikely_unit", payments(*["3000000.01"] * 10), parameters=UNIT).is_empty()
    assert tried("unlikely_unit", payments(*["30.00"] * 9), parameters=UNIT).is_empty()


def test_small_amounts_that_would_not_reach_the_threshold_as_thousands_are_small():
    assert tried("unlikely_unit", payments(*["2.00"] * 10), parameters=UNIT).is_empty()


def test_earlier_returns_say_it_better():
    history = earlier(("2026-03", payments("30")))
    assert tried("unlikely_unit", payments(*["30.00"] * 10), parameters=UNIT, history=history).is_empty()


def test_amounts_with_vat_after_returns_without_are_told():
    history = earlier(("2026-03", payments("600", amount_basis="net_of_recoverable_vat")))
    found = tried("basis_changed", payments("600", amount_basis="gross"), history=history)
    assert found["field"].to_list() == ["amount_basis"]
    same = payments("600", amount_basis="net_of_recoverable_vat")
    assert tried("basis_changed", same, history=history).is_empty()
    assert tried("basis_changed", payments("600", amount_basis="unknown"), history=history).is_empty()


def named(name: str, *days: str) -> dict:
    rows = [{**row, "payment_date": day} for row, day in zip(payments(*["600"] * len(days)), days, strict=True)]
    return {"rows": rows, "words": ((name, name),), "parameters": NAMED, "expected": "{period}"}


def test_a_file_that_names_another_month_is_told():
    found = tried("named_another_period", **named("spend-march-2026.csv", "15/04/2026"))
    assert (found["value"].to_list(), found["expected"].to_list()) == (["“spend-march-2026.csv”"], ["April 2026"])
    assert tried("named_another_period", **named("spend-april-2026.csv", "15/04/2026")).is_empty()
    assert tried("named_another_period", **named("spend.csv", "15/04/2026")).is_empty()


def test_where_most_dates_are_outside_another_rule_speaks():
    assert tried("named_another_period", **named("spend-march-2026.csv", "15/03/2026", "15/04/2026")).is_empty()
