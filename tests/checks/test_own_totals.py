"""What a total of the file may be the sum of, and when it is none."""

from __future__ import annotations

import pytest

from tests.checks.cases.wrong_file import TWO_TABLES, totals
from tests.checks.filings import filing, found, good

ROWS = filing(*(good(transaction_number=str(n), amount=f"{n}.25") for n in range(1, 7)))
"""£1.25 to £6.25 in rows 2 to 7: £22.50."""


@pytest.mark.parametrize(
    ("row", "pence", "label"),
    [
        (8, 2250, "Total"),
        (8, -2250, "Total of credits"),
        (8, 2200, "Grand total"),
        (1, 2250, "Total"),
        (5, 675, "Sub total"),
        (8, 1150, "Total for Adults"),
        (8, 1, "Average payment"),
        (8, 600, "Number of payments"),
        (8, 99, "Balance brought forward total"),
    ],
)
def test_a_total_agrees_with_what_it_could_stand_for(row: int, pence: int, label: str):
    assert found("total-differs", ROWS, **totals((row, pence, label))).is_empty()


SIGNED = filing(*(good(transaction_number=str(n), amount=f"{n * (-1) ** n}.25") for n in range(1, 5)))
"""-£1.25, £2.25, -£3.25 and £4.25."""


@pytest.mark.parametrize(
    ("label", "pence", "told"),
    [
        ("Total payments", 650, False),
        ("Total credits", -450, False),
        ("Total credits", 450, False),
        ("Total", 650, True),
        ("Total payments", 651, True),
    ],
)
def test_payments_and_credits_may_have_a_total_each(label: str, pence: int, told: bool):
    assert found("total-differs", SIGNED, **totals((6, pence, label))).is_empty() is not told


@pytest.mark.parametrize("label", ["Total", "GRAND TOTAL", ""])
def test_a_total_of_nothing_in_the_file_is_told_with_both_sums(label: str):
    told = found("total-differs", ROWS, **totals((8, 2251, label)))
    assert "£22.51, its rows are £22.50" in told["value"][0]
    assert told["severity"][0] == "stop"


@pytest.mark.parametrize(("day", "told"), [("05/04/2026", True), ("05/03/2026", False)])
def test_tables_of_other_months_may_have_the_same_sum(day: str, told: bool):
    rows = filing(*(good(payment_date=each) for each in ("05/04/2026", "06/04/2026", day, day)))
    assert found("tables-sum-alike", rows, **TWO_TABLES).is_empty() is not told
