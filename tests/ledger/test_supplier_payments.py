"""What is told of a supplier from totals is what its payments say, of bodies with one kind of amounts and of those with several alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import polars as pl
import pytest

from ckanext.spenddata.ledger import connection, publish, supplier_payments
from ckanext.spenddata.ledger.supplier_payments import Paid
from tests.ledger.making import publication, rows

pytestmark = pytest.mark.usefixtures("clean_datastore")
SUPPLIER = "name:ACME LTD"
NET, GROSS = "net_of_recoverable_vat", "gross"


def bought(count: int, seed: int, **columns: Any) -> pl.DataFrame:
    given = {name: value if isinstance(value, pl.Series) else pl.lit(value) for name, value in columns.items()}
    return rows(count, seed).with_columns(**{"supplier_name": pl.lit("Acme Ltd"), **given})


@pytest.fixture
def published() -> pl.DataFrame:
    """Payments to one supplier, of every kind: as they were published, with their publishers."""
    kinds = pl.Series([NET, GROSS] * 10)
    money = pl.Series(["GBP", "EUR"] * 10)
    filings = [
        ("X-DEMO-ONE", "2026-Q2", "lgtc-500", bought(40, 1)),
        ("X-DEMO-ONE", "2026-Q2", "lgtc-gpc", bought(10, 2)),
        ("X-DEMO-TWO", "2026-Q2", "lgtc-500", bought(20, 3, amount_basis=kinds)),
        ("X-DEMO-CHANGED", "2026-Q2", "lgtc-500", bought(15, 4)),
        ("X-DEMO-CHANGED", "2026-Q3", "lgtc-500", bought(15, 5, amount_basis=GROSS)),
        ("X-DEMO-ABROAD", "2026-Q2", "lgtc-500", bought(20, 6, currency=money)),
        ("X-DEMO-OTHERS", "2026-Q2", "lgtc-500", rows(30, 7)),
    ]
    for body, period, regime, frame in filings:
        publish.publish(publication(publisher_id=body, period=period, regime=regime), frame)
    frames = [
        frame.with_columns(
            publisher_id=pl.lit(body),
            regime=pl.lit(regime),
            currency=frame["currency"] if "currency" in frame.columns else pl.lit("GBP"),
        )
        for body, _, regime, frame in filings[:-1]
    ]
    return pl.concat(frames, how="diagonal_relaxed")


def by_hand(published: pl.DataFrame) -> dict[tuple[Any, ...], tuple[int, int]]:
    sums: dict[tuple[Any, ...], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in published.iter_rows(named=True):
        month, category = f"{row['payment_date']:%Y-%m}", row["category"] or "unclassified"
        key = (month, category, row["publisher_id"], row["regime"], row["amount_basis"], row["currency"])
        sums[key] = (sums[key][0] + 1, sums[key][1] + row["amount"])
    return dict(sums)


def test_cells_are_what_the_payments_say_whatever_kinds_a_body_has(published):
    with connection.reading() as ledger:
        cells = supplier_payments.cells(ledger, SUPPLIER)
    parts = ("month", "category", "publisher_id", "regime", "basis", "currency")
    assert {tuple(cell[part] for part in parts): (cell["count"], cell["pence"]) for cell in cells} == by_hand(published)
    assert len(cells) == len(by_hand(published)), "no cell is told twice"


@pytest.mark.parametrize("basis", [NET, GROSS])
def test_first_last_largest_and_how_often_are_of_the_kind_that_is_asked_for(published, basis):
    of_kind = published.filter(
        (pl.col("regime") == "lgtc-500") & (pl.col("amount_basis") == basis) & (pl.col("currency") == "GBP")
    )
    with connection.reading() as ledger:
        days = supplier_payments.days(ledger, Paid(SUPPLIER, ("lgtc-500",), basis, "GBP"))
        largest = supplier_payments.largest(ledger, Paid(SUPPLIER, ("lgtc-500",), basis, "GBP"), 5)
        counts = supplier_payments.amount_counts(ledger, Paid(SUPPLIER, ("lgtc-500",), basis, "GBP"))
    first, last = of_kind["payment_date"].min(), of_kind["payment_date"].max()
    assert isinstance(first, date)
    assert days == (first, last)
    assert [row["pence"] for row in largest] == of_kind["amount"].sort(descending=True).head(5).to_list()
    assert counts == Counter(of_kind["amount"].to_list())


def test_what_is_taken_back_is_told_no_more(published):
    for body, period in (("X-DEMO-ONE", "2026-Q2"), ("X-DEMO-TWO", "2026-Q2")):
        publish.withdraw(body, publication(publisher_id=body, period=period).return_id)
    left = published.filter(
        ~pl.col("publisher_id").is_in(["X-DEMO-ONE", "X-DEMO-TWO"]) | (pl.col("regime") == "lgtc-gpc")
    )
    with connection.reading() as ledger:
        cells = supplier_payments.cells(ledger, SUPPLIER)
    assert sum(cell["count"] for cell in cells) == len(left)
    assert sum(cell["pence"] for cell in cells) == left["amount"].sum()


def test_rows_without_a_supplier_are_no_supplier(published):
    with connection.reading() as ledger:
        assert supplier_payments.cells(ledger, "") == []
