"""Invoices and their payments in one list: each sum is there twice, on two days or with two signs."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import in_pairs
from tests.checks.filings import good
from tests.checks.kinds import tried

Rows = list[dict[str, str | None]]
SUPPLIERS = ["Northwind Traders Limited", "Alder Care Ltd", "Birch Print Ltd", "Cedar Roofing Ltd", "Downs Water plc"]


def listed(count: int, day: int, *, sign: str = "", prefix: str = "PI") -> Rows:
    """Different sums of a few suppliers."""
    return [
        good(
            supplier_name=SUPPLIERS[n * 7 % 5],
            amount=f"{sign}{500 + n * 137 % 1009}.{n % 100:02}",
            payment_date=f"{day + n % 10:02}/04/2026",
            transaction_number=f"{prefix}{n}",
        )
        for n in range(count)
    ]


def values(*parts: Rows, **parameters: int) -> list[str]:
    return tried("in_pairs", [row for part in parts for row in part], parameters=parameters)["value"].to_list()


def test_these_are_its_kinds():
    assert set(in_pairs.KINDS) == {"in_pairs"}


def test_invoices_with_their_payments_later_are_told_with_their_sum():
    (value,) = values(listed(20, 1), listed(20, 15, prefix="PP"))
    assert value.startswith("40 of 40 rows, together £")


def test_payments_with_a_minus_make_nothing_of_all():
    assert values(listed(20, 1), listed(20, 1, sign="-", prefix="PP")) == ["40 of 40 rows, together £0"]


def test_a_few_that_are_not_paid_yet_change_nothing():
    assert len(values(listed(42, 1), listed(40, 15, prefix="PP"))) == 1


@pytest.mark.parametrize(
    "parts",
    [
        (listed(20, 1),),  # each once
        (listed(5, 1), listed(5, 15)),  # too few
        (listed(40, 1), listed(20, 15)),  # half of them
        (listed(20, 1), listed(20, 1)),  # the same days: other rules tell of these
        (listed(20, 1), listed(20, 10), listed(20, 18)),  # three times
        (
            [good(amount="100", payment_date=f"{n:02}/04/2026", supplier_name=f"Firm {n // 2}") for n in range(1, 29)],
        ),  # one sum
    ],
)
def test_what_is_no_such_list(parts: tuple[Rows, ...]):
    assert values(*parts) == []
