"""What a comparison asks of payments: amounts in order, of the body's own duty and months; and what has changed since."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import comparison_read as asked
from ckanext.spenddata.ledger import connection, publish, read
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

NORTH, SOUTH = rows(120, seed=1), rows(90, seed=2)
SPAN = Span("2026-04", "2026-06")
BODIES = [(PUBLISHER, REGIME), (OTHER, REGIME)]
SPANS = pytest.mark.parametrize(
    "span",
    [
        pytest.param(SPAN, id="in one financial year"),
        pytest.param(Span("2026-03", "2026-05"), id="on both sides of April"),
        pytest.param(Span("2024-04", "2027-03"), id="in years in which nothing was paid"),
    ],
)


@pytest.fixture(autouse=True)
def _published(ledger):
    publish.publish(publication(), NORTH)
    publish.publish(publication(publisher_id=OTHER), SOUTH)
    # Under another duty, and never in these figures.
    stray = rows(20, seed=3).with_columns(amount=pl.lit(10**9, dtype=pl.Int64))
    publish.publish(publication(regime="lgtc-gpc"), stray)


def by_hand(frame: pl.DataFrame, span: Span, *key: str) -> dict[tuple, list[int]]:
    found = defaultdict(list)
    for row in frame.iter_rows(named=True):
        if span.start <= row["payment_date"] <= span.end:
            found[tuple(row[name] or "unclassified" for name in key)].append(row["amount"])
    return {each: sorted(amounts, reverse=True) for each, amounts in found.items()}


@SPANS
def test_the_largest_payment_of_each_category(span):
    with connection.reading() as ledger:
        found = asked.largest_payments(ledger, PUBLISHER, REGIME, span)
    assert {(each.category,): each.amount for each in found} == {
        category: amounts[0] for category, amounts in by_hand(NORTH, span, "category").items()
    }
    assert {(each.publisher_id, each.regime) for each in found} == {(PUBLISHER, REGIME)}


@SPANS
def test_payments_by_supplier_add_up_to_those_of_the_category(span):
    with connection.reading() as ledger:
        found = asked.supplier_amounts(ledger, BODIES, "it", span)
    for body, frame in ((PUBLISHER, NORTH), (OTHER, SOUTH)):
        together = [pence for (who, _), amounts in found.items() if who == body for pence in amounts]
        assert sorted(together, reverse=True) == by_hand(frame, span, "category")[("it",)]
    assert {supplier for _, supplier in found} >= {"", "name:supplier 4"} or len(found) > 4


@SPANS
def test_the_largest_payments_can_be_opened(span):
    with connection.reading() as ledger:
        found = asked.payments(ledger, BODIES[0], "it", span, limit=5)
        assert [each["pence"] for each in found] == by_hand(NORTH, span, "category")[("it",)][:5]
        assert all(span.start <= each["payment_date"] <= span.end and each["_id"] for each in found)
        assert {each["currency"] for each in found} == {"GBP"}, "what says no currency is in pounds"


class TestWhatHasChanged:
    def since(self, as_of: int, span: Span = SPAN) -> list[tuple[str, str]]:
        with connection.reading() as ledger:
            found = asked.changes_since(ledger, [PUBLISHER], span, as_of)
        return [(each.what, each.period) for each in found]

    @pytest.fixture
    def now(self) -> int:
        with connection.reading() as ledger:
            return read.last_entry_no(ledger)

    def test_nothing_where_nothing_has(self, now):
        assert self.since(now) == []

    def test_another_body_and_other_months_are_no_change(self, now):
        publish.publish(publication(2, publisher_id=OTHER), SOUTH)
        publish.publish(publication(period="2027-Q1"), rows(3, seed=9))
        assert self.since(now) == []

    def test_a_return_replaced_one_more_and_one_withdrawn(self, now):
        publish.publish(publication(2), rows(100, seed=4))
        assert self.since(now) == [("replaced", "2026-Q2")]
        publish.publish(publication(period="2026-Q3"), rows(3, seed=9))
        assert self.since(now, Span("2026-04", "2026-09")) == [("replaced", "2026-Q2"), ("published", "2026-Q3")]
        publish.withdraw(PUBLISHER, publication(regime="lgtc-gpc").return_id)
        assert ("withdrawn", "2026-Q2") in self.since(now)

    def test_before_everything_everything_is_new(self):
        assert self.since(0) == [("published", "2026-Q2"), ("published", "2026-Q2")]


def test_no_more_than_the_rows_of_the_largest_payments_are_read():
    """By the index from the largest down: the plan must not sort a body's payments."""
    with connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off")
        bound = {"publisher_id": PUBLISHER, "regime": REGIME, "first": SPAN.first, "last": SPAN.last, "years": [2026]}
        cursor.execute("explain " + asked._LARGEST, bound)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "ledger_largest" in plan
