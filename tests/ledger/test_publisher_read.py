"""Where a public body's money went: every payment of the months asked for, in one line by supplier, category and how that is known."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import connection, publish, publisher_read
from ckanext.spenddata.ledger.publisher_read import Paid, paid
from tests.ledger.making import OTHER, PUBLISHER, REGIME, publication
from tests.ledger.test_market import paid as made

pytestmark = pytest.mark.usefixtures("ledger")

FRAME = made(
    ("2026-04-01", "it", "Alder Ltd", 10_00),
    ("2026-05-01", "it", "Alder Ltd", 20_01),
    ("2026-05-01", "legal", "Alder Ltd", 5_00),
    ("2026-05-01", "legal", None, 70_00),
    ("2026-06-01", "it", "Alder Ltd", 900_00),
).with_columns(category_method=pl.Series(["rule", "rule", None, "model", "rule"]))


@pytest.fixture(autouse=True)
def _published(ledger):
    publish.publish(publication(), FRAME)
    publish.publish(publication(publisher_id=OTHER), made(("2026-04-09", "it", "Alder Ltd", 1_00)))
    publish.publish(publication(regime="lgtc-gpc"), made(("2026-04-09", "it", "Alder Ltd", 3_00)))


def asked(publishers: list[str], regime: str = REGIME) -> list[Paid]:
    with connection.reading() as ledger:
        return paid(ledger, publishers, regime, Span("2026-04", "2026-05"))


def test_each_line_is_the_sum_of_its_payments_the_largest_first():
    withheld, alder, legal = asked([PUBLISHER])
    assert withheld == Paid("", "legal", "model", 1, 70_00)
    assert alder[1:] == ("it", "rule", 2, 30_01)
    assert legal[1:] == ("legal", "none", 1, 5_00)
    assert alder.supplier_id == legal.supplier_id != ""


def test_a_body_that_took_over_from_others_is_summed_with_them():
    assert [each[1:] for each in asked([PUBLISHER, OTHER])][1] == ("it", "rule", 3, 31_01)


def test_another_duty_and_nobody_have_their_own_answer():
    assert [each.pence for each in asked([PUBLISHER], "lgtc-gpc")] == [3_00]
    assert asked([]) == asked(["X-DEMO-NOBODY"]) == []


def test_the_index_alone_answers_wherever_the_totals_lie():
    """A page of the disk for each line would make the first readers of a large portal wait."""
    with connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        bound = {"publishers": [PUBLISHER], "regime": REGIME, "first": "2026-04", "last": "2026-05"}
        cursor.execute("explain " + publisher_read._PAID, bound)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using total_market_pkey" in plan
