"""What is kept of earlier returns."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks.history import History
from tests.checks.filings import filing, good


def test_amounts_are_summed_up_by_supplier_and_expense_type_in_pence():
    march = filing(good(amount="10.00"), good(amount="-30.00"), good(amount=None))
    april = filing(good(amount="20.01", supplier_name="Acorn Limited", expense_type=None))
    history = History.of([("2026-03", march.frame), ("2026-04", april.frame)])
    assert history.amounts.rows() == [
        ("supplier_name", "Acorn Limited", 1, 2001, 2001),
        ("supplier_name", "Northwind Traders Limited", 2, 2000, 3000),
        ("expense_type", "Consultancy", 2, 2000, 3000),
    ]
    assert (history.payments, history.median) == (3, 2001)
    assert history.earlier["period"].to_list() == ["2026-03"] * 3 + ["2026-04"]


def test_nothing_filed_is_no_history():
    history = History.of([])
    assert (history.payments, history.median, history.earlier.height) == (0, None, 0)


def test_returns_without_some_columns_are_taken_in():
    frame = filing(good()).frame.select("amount", "payment_date")
    history = History.of([("2026-03", frame)])
    assert history.amounts.is_empty()
    assert history.earlier.select(pl.col("supplier_name").is_null().all()).item()


def test_it_knows_in_how_many_departments_each_return_has_payments_at_least():
    def of(*areas: str | None):
        return filing(*(good(expense_area=area) for area in areas)).frame

    assert History.of([("2026-02", of("A", "B", "B")), ("2026-03", of("A", "B", "C", None))]).areas == 2
    assert History.of([("2026-02", of("A", "B")), ("2026-03", of(None))]).areas == 0
    assert History.of([]).areas == 0
