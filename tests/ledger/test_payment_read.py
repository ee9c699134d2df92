"""A payment among its neighbours in its file, and the sums of its financial year, in pence."""

from __future__ import annotations

import pytest

from ckanext.spenddata.ledger import connection, payment_read, publish
from ckanext.spenddata.ledger.keys import first_id
from ckanext.spenddata.ledger.payment_read import Sum
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication
from tests.ledger.test_market import paid as made

pytestmark = pytest.mark.usefixtures("ledger")

FRAME = made(
    ("2026-04-01", "it", "Alder Ltd", 10_00),
    ("2026-05-01", "it", "Alder Ltd", 20_01),
    ("2026-05-01", "legal", "Alder Ltd", 5_00),
    ("2026-05-01", "legal", None, 70_00),
    ("2026-03-31", "it", "Alder Ltd", 900_00),
    ("2027-03-31", "it", "Birch Ltd", -1_00),
)


@pytest.fixture(autouse=True)
def first(ledger) -> int:
    entry = publish.publish(publication(), FRAME)
    publish.publish(publication(publisher_id=OTHER), made(("2026-04-09", "it", "Alder Ltd", 1_00)))
    return first_id(entry.entry_no)


@pytest.mark.parametrize(
    ("place", "shown"),
    [(0, [0, 1, 2]), (1, [0, 1, 2, 3]), (2, [0, 1, 2, 3, 4]), (5, [3, 4, 5])],
)
def test_two_rows_before_and_two_after_in_the_order_of_the_file_and_of_no_other(
    first: int, place: int, shown: list[int]
):
    with connection.reading() as ledger:
        found = payment_read.beside(ledger, PUBLISHER, first + place)
    assert [each["_id"] - first for each in found] == shown
    assert [int(each["amount"] * 100) for each in found] == [FRAME["amount"][n] for n in shown]


def test_sums_are_of_the_financial_year_the_duty_and_the_body(first: int):
    with connection.reading() as ledger:
        supplier = payment_read.rows(
            ledger, "select supplier_id from spenddata.ledger where _id = %(id)s", {"id": first}
        )[0][0]
        year = payment_read.year(ledger, PUBLISHER, REGIME, 2026, "it", supplier)
        withheld = payment_read.year(ledger, PUBLISHER, REGIME, 2026, "legal", None)
        nothing = payment_read.year(ledger, PUBLISHER, "lgtc-gpc", 2026, "it", supplier)
    assert year == (Sum(5, 104_01), Sum(3, 29_01), Sum(3, 35_01))
    assert (withheld.category, withheld.supplier) == (Sum(2, 75_00), None)
    assert nothing == (Sum(0, 0), Sum(0, 0), None)
