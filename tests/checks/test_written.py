"""Values written as the canonical CSV writes them, and money as people do."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ckanext.spenddata.checks.written import money, pounds, written


@pytest.mark.parametrize(
    ("pence", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_450, "1234.50"), (-100, "-1.00")]
)
def test_pence_are_pounds_with_two_decimals(pence: int, text: str):
    assert pl.DataFrame({"amount": [pence]}).select(pounds(pl.col("amount"))).item() == text


def test_each_field_by_its_type():
    frame = pl.DataFrame({"amount": [-7], "payment_date": [date(2026, 4, 5)], "supplier_name": ["Alder Ltd"]})
    assert frame.select(written(name) for name in frame.columns).row(0) == ("-0.07", "2026-04-05", "Alder Ltd")


@pytest.mark.parametrize(
    ("pence", "text"), [(2_500_000, "£25,000"), (-123_450, "-£1,234.50"), (5, "£0.05"), (0, "£0"), (-1, "-£0.01")]
)
def test_money_as_people_write_it(pence: int, text: str):
    assert money(pence) == text
