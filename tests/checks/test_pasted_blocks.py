"""A block of rows that stands a second time, whatever was done to its references."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import pasted_blocks
from tests.checks.filings import good
from tests.checks.kinds import tried

SUPPLIERS = ["Northwind Traders Limited", "Alder Care Ltd", "Birch Print Ltd", "Cedar Roofing Ltd", "Downs Water plc"]


def rows(count: int, first: int = 0, numbers: int = 0) -> list[dict[str, str | None]]:
    """Different payments, in order of their dates."""
    return [
        good(
            supplier_name=SUPPLIERS[n * 7 % 5],
            amount=f"{500 + n * 137 % 1009}.{n % 100:02}",
            payment_date=f"{1 + n // 4 % 28:02}/04/2026",
            transaction_number=str(numbers + n),
        )
        for n in range(first, first + count)
    ]


def values(*blocks, **parameters) -> list[str]:
    return tried("pasted_twice", [row for block in blocks for row in block], parameters=parameters)["value"].to_list()


def test_these_are_its_kinds():
    assert set(pasted_blocks.KINDS) == {"pasted_twice"}


def test_it_is_told_where_it_stands_and_what_it_amounts_to():
    (value,) = values(rows(40), rows(12, 5, numbers=9000))
    assert value.startswith("12 rows from row 42 on, together £")
    assert value.endswith(", as those from row 7 on")


def test_the_whole_list_with_other_references():
    assert len(values(rows(40), rows(40, numbers=9000))) == 1


def test_with_a_row_between_that_is_equal_to_one_of_it():
    assert len(values(rows(40), rows(1, 9), rows(14, 5, numbers=9000))) == 1


def test_two_blocks():
    assert len(values(rows(40), rows(12, 5), rows(10, 25))) == 2


LINES = [good(supplier_name="Vale Telephones plc", amount=each) for each in ("10", "20", "10", "30", "10", "50") * 2]


@pytest.mark.parametrize(
    "blocks",
    [
        (rows(40), rows(9, 5)),  # too few
        (rows(40), rows(12, 5)[::-1]),
        (rows(40), rows(5, 5), rows(1, 50), rows(5, 10), rows(1, 51)),
        (LINES, rows(8), LINES),  # lines of one supplier's invoices
        (rows(40), [{**row, "payment_date": "30/04/2026"} for row in rows(12, 5)]),
        ([good()] * 3, rows(40), [good()] * 40),
        (rows(40), rows(40)),  # equal in every field: of the whole filing
    ],
)
def test_what_is_no_such_block(blocks):
    assert values(*blocks) == []
