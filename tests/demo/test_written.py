"""How amounts and days are written, credits above all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ckanext.spenddata.demo import written
from ckanext.spenddata.values import money


@pytest.mark.parametrize(
    ("write", "credit", "payment"),
    [
        (written.commas, "-1,234.50", "1,234.50"),
        (written.pounds, "-£1,234.50", "£1,234.50"),
        (written.dollars, "-$1,234.50", "$1,234.50"),
        (written.brackets, "(1,234.50)", "1,234.50"),
        (written.trailing_minus, "1,234.50-", "1,234.50"),
    ],
)
def test_a_credit_is_told_from_a_payment(write, credit: str, payment: str):
    assert (write(Decimal("-1234.5")), write(Decimal("1234.5"))) == (credit, payment)
    if write is not written.dollars:
        assert (money.read(credit).pence, money.read(payment).pence) == (-123450, 123450)


def test_cells_of_spreadsheets_stay_what_they_are_and_days_are_counted_as_a_spreadsheet_does():
    assert written.AMOUNTS["number"](Decimal("1.10")) == Decimal("1.10")
    assert written.day(date(2026, 4, 1), "cell") == date(2026, 4, 1)
    assert written.day(date(2026, 4, 1), "serial") == "46113"
    assert written.day(date(2026, 4, 1), "%-m/%-d/%Y") == "4/1/2026"
    assert written.serial(date(1900, 3, 1)) == "61"
    assert written.serial(date(2026, 4, 1)) == "46113"
