"""The whole ledger in a few figures: what is published now, once."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from ckanext.spenddata.ledger import connection, publish
from ckanext.spenddata.ledger.summary import Summary, summary
from tests.ledger.making import OTHER, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")


def now() -> Summary:
    with connection.reading() as ledger:
        return summary(ledger)


def test_an_empty_ledger_has_nothing_in_it():
    assert now() == Summary(0, 0, 0, Decimal(0), 0, None, None, None)


def test_what_was_replaced_is_not_counted_and_what_is_in_error_is_told_apart():
    frames = rows(12, seed=1), rows(7, seed=2), rows(5, seed=3)
    publish.publish(publication(), rows(50))
    publish.publish(publication(2), frames[0])
    publish.publish(publication(publisher_id=OTHER), frames[1])
    publish.publish(publication(publisher_id=OTHER, period="2026-Q3", left_out=4), frames[2])
    found = now()
    assert (found.publishers, found.returns, found.transactions, found.left_out) == (2, 3, 24, 4)
    every = pl.concat(frames)
    assert found.amount == Decimal(int(every["amount"].sum())) / 100
    months = every["payment_date"].dt.strftime("%Y-%m")
    assert (found.first_month, found.last_month) == (months.min(), months.max())
    assert (found.published or "").startswith("20")
