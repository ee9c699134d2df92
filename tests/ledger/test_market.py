"""A category as a market, counted once more by hand from the payments: who buys, when, and from whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import polars as pl
import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import connection, market, publish
from ckanext.spenddata.ledger.market import Scope
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

SPAN = Span("2026-04", "2026-05")
SCOPE = Scope("it", SPAN, (REGIME,))
CARDS = "lgtc-gpc"


def paid(*lines: tuple[str, str, str | None, int]) -> pl.DataFrame:
    """Rows of an artefact: day, category, supplier, pence."""
    return rows(len(lines)).with_columns(
        payment_date=pl.Series([date.fromisoformat(line[0]) for line in lines]),
        category=pl.Series([line[1] for line in lines]),
        supplier_name=pl.Series([line[2] for line in lines], dtype=pl.String),
        amount=pl.Series([line[3] for line in lines], dtype=pl.Int64),
        category_method=pl.lit("rule"),
    )


NORTH = paid(
    ("2026-04-01", "it", "Alder Ltd", 100_01),
    ("2026-04-30", "it", "Beech Ltd", 50_00),
    ("2026-05-31", "it", "Alder Ltd", -20_00),
    ("2026-05-02", "it", None, 7_50),
    ("2026-06-01", "it", "Alder Ltd", 9_999_00),
    ("2026-03-31", "it", "Alder Ltd", 8_888_00),
    ("2026-04-15", "legal", "Alder Ltd", 30_00),
)
SOUTH = paid(
    ("2026-05-05", "it", "Alder Ltd", 900_00),
    ("2026-05-06", "it", "Cedar Ltd", -5_00),
    ("2026-05-07", "rent", None, 1_00),
)
BY_CARD = paid(("2026-04-02", "it", "Alder Ltd", 77_00))


@pytest.fixture(autouse=True)
def _published(ledger):
    publish.publish(publication(), NORTH)
    publish.publish(publication(publisher_id=OTHER), SOUTH)
    publish.publish(publication(regime=CARDS), BY_CARD)


def test_who_buys_the_largest_first_and_what_they_spend_on_everything():
    with connection.reading() as ledger:
        buyers, spent = market.buyers(ledger, SCOPE), market.spent(ledger, SCOPE)
        cards = market.buyers(ledger, Scope("it", SPAN, (CARDS,)))
    assert [(each.publisher_id, each.n, each.pence) for each in buyers] == [(OTHER, 2, 895_00), (PUBLISHER, 4, 137_51)]
    assert spent == {PUBLISHER: 167_51, OTHER: 896_00}
    assert [(each.publisher_id, each.pence) for each in cards] == [(PUBLISHER, 77_00)]


def test_month_by_month_of_some_bodies():
    with connection.reading() as ledger:
        both = market.months(ledger, SCOPE, {PUBLISHER, OTHER})
        one = market.months(ledger, SCOPE, {PUBLISHER})
        none = market.months(ledger, SCOPE, set())
    assert [(each.month, each.n, each.pence) for each in both] == [("2026-04", 2, 150_01), ("2026-05", 4, 882_50)]
    assert [(each.month, each.n, each.pence) for each in one] == [("2026-04", 2, 150_01), ("2026-05", 2, -12_50)]
    assert none == []


def sold(publishers: set[str], *, limit: int = 9, many: int = 2):
    with connection.reading() as ledger:
        return market.sellers(ledger, SCOPE, publishers, limit=limit, many=many)


def test_from_whom():
    found = sold({PUBLISHER, OTHER})
    assert (found.count, found.paid_by_many) == (3, 1)
    # Whom credits were more than payments of is nobody's share.
    alder, beech = 980_01, 50_00
    assert (found.pence, found.squares) == (alder + beech, alder**2 + beech**2)
    assert [(each.buyers, each.count, each.pence) for each in found.largest] == [
        (2, 3, alder),
        (1, 1, beech),
        (1, 1, -5_00),
    ]
    assert {each.publisher_id: each.suppliers for each in found.by_buyer} == {PUBLISHER: 2, OTHER: 2}
    assert [(each.method, each.count, each.pence) for each in found.methods] == [("rule", 6, 1_032_51)]
    assert (found.withheld_count, found.withheld_pence) == (1, 7_50)


def test_the_largest_are_as_many_as_asked_and_many_is_what_is_said_to_be():
    assert [each.pence for each in sold({PUBLISHER, OTHER}, limit=1).largest] == [980_01]
    assert [sold({PUBLISHER, OTHER}, many=many).paid_by_many for many in (1, 2, 3)] == [3, 1, 0]


def test_of_nobody_there_is_nothing():
    found = sold(set())
    assert (found.count, found.pence, found.squares, found.largest, found.withheld_pence) == (
        0,
        0,
        0,
        type(found.largest)(),
        0,
    )


def test_what_many_payments_come_to_is_what_they_come_to_one_by_one():
    frame = rows(200, seed=9).with_columns(category=pl.lit("it"), category_method=pl.lit("model"))
    publish.publish(publication(publisher_id="X-DEMO-EAST", period="2026-Q2"), frame)
    months: Counter[str] = Counter()
    suppliers: dict[str, int] = defaultdict(int)
    for row in frame.iter_rows(named=True):
        month = f"{row['payment_date']:%Y-%m}"
        if SPAN.first <= month <= SPAN.last:
            months[month] += row["amount"]
            suppliers[row["supplier_name"] or ""] += row["amount"]
    withheld = suppliers.pop("", 0)
    found = sold({"X-DEMO-EAST"})
    assert found.pence == sum(pence for pence in suppliers.values() if pence > 0)
    assert found.squares == sum(pence**2 for pence in suppliers.values() if pence > 0)
    assert (found.count, found.withheld_pence) == (len(suppliers), withheld)
    with connection.reading() as ledger:
        assert {each.month: each.pence for each in market.months(ledger, SCOPE, {"X-DEMO-EAST"})} == dict(months)
