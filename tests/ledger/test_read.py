"""Questions to the ledger have exact answers, in pence."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import polars as pl
import psycopg2
import pytest

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.ledger import (
    connection,
    publish,
    read,
    schema,
    supplier_payments,
    supplier_read,
    totals,
    transactions,
)
from tests.ledger.making import OTHER, PUBLISHER, nothing, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")

NORTH, SOUTH = rows(120, seed=1), rows(90, seed=2)
YEAR = Span("2026-04", "2027-03")


@pytest.fixture(autouse=True)
def _published(ledger):
    publish.publish(publication(left_out=3), NORTH)
    publish.publish(publication(publisher_id=OTHER), SOUTH)


def by_hand(frame: pl.DataFrame, span: Span) -> dict[str, tuple[int, int]]:
    """Number and sum by category, row by row."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        if span.start <= row["payment_date"] <= span.end:
            found[row["category"] or "unclassified"].append(row["amount"])
    return {category: (len(amounts), sum(amounts)) for category, amounts in found.items()}


@pytest.mark.parametrize(
    "span", [YEAR, Span("2026-03", "2026-05"), Span("2026-05", "2026-05"), Span("2020-01", "2020-12")]
)
def test_totals_by_category_are_the_sums_of_the_rows(span):
    with connection.reading() as ledger:
        found = read.totals(ledger, [PUBLISHER, OTHER], span)
    for body, frame in ((PUBLISHER, NORTH), (OTHER, SOUTH)):
        assert {t.category: (t.n, t.amount) for t in found if t.publisher_id == body} == by_hand(frame, span)


def test_the_months_of_a_body_add_up_to_its_total():
    whole = Span("2026-01", "2026-12")
    with connection.reading() as ledger:
        found = read.monthly(ledger, [PUBLISHER], whole)
        of_one = read.monthly(ledger, [PUBLISHER], whole, category="legal")
    assert sum(t.amount for t in found) == NORTH["amount"].sum()
    assert [t.month for t in found] == sorted({t.month for t in found})
    assert sum(t.amount for t in of_one) == by_hand(NORTH, whole)["legal"][1]


def test_spellings_that_differ_in_case_and_blanks_are_one_supplier():
    frame = rows(3).with_columns(supplier_name=pl.Series(["Acme  Ltd", "ACME LTD", "acme ltd "]))
    publish.publish(publication(publisher_id="X-DEMO-THIRD"), frame)
    with connection.reading() as ledger:
        cells = supplier_payments.cells(ledger, "name:ACME LTD")
    assert sum(cell["count"] for cell in cells) == 3


def test_what_the_largest_suppliers_get_together():
    with connection.reading() as ledger:
        ten = read.largest_suppliers(ledger, [PUBLISHER], 2026, 10)
    named_rows = NORTH.filter(pl.col("payment_date") >= date(2026, 4, 1)).drop_nulls("supplier_name")
    paid = named_rows.group_by("supplier_name").agg(pl.col("amount").sum())["amount"]
    named = sorted((pence for pence in paid if pence > 0), reverse=True)
    assert [(t.suppliers, t.amount) for t in ten] == [(min(10, len(named)), sum(named[:10]))]


def test_what_is_published_of_a_body_is_what_coverage_is_counted_from():
    publish.publish(publication(period="2026-Q3", nil=True), nothing())
    publish.publish(publication(period="2026-Q4"), rows(3))
    publish.withdraw(PUBLISHER, publication(period="2026-Q4").return_id)
    with connection.reading() as ledger:
        found = read.published_returns(ledger, [PUBLISHER], Span("2026-04", "2026-12"))
    assert [(r.period, r.start, r.end, r.current, r.nil, r.n, r.left_out) for r in found] == [
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), True, False, 120, 3),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), True, True, 0, 0),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), False, False, 0, 0),
    ]
    assert found[0].inside == NORTH["payment_date"].is_between(date(2026, 4, 1), date(2026, 6, 30)).sum()
    assert found[0].amount_basis == ("net_of_recoverable_vat",)
    assert found[0].currencies == ("GBP",)


def test_the_first_publication_of_a_return_counts_for_its_timeliness():
    first = publish.publish(publication(period="2026-Q3"), rows(3))
    publish.publish(publication(2, period="2026-Q3"), rows(4, seed=8))
    with connection.reading() as ledger:
        (found,) = read.published_returns(ledger, [PUBLISHER], Span("2026-07", "2026-09"))
    assert (found.n, found.first_published) == (4, first.published.date())


def test_pages_of_an_entry_follow_one_another_without_gap_or_repeat():
    entry = publish.publish(publication(2), NORTH)
    after, seen = 0, []
    with connection.reading() as ledger:
        while page := transactions.page(ledger, PUBLISHER, entry.entry_no, after, limit=37):
            seen += [row["source_row"] for row in page]
            after = page[-1]["_id"]
    assert seen == NORTH["source_row"].to_list()


def test_all_rows_of_an_entry_can_be_read_in_parts():
    entry = publish.publish(publication(2), NORTH)
    parts = list(transactions.batches(PUBLISHER, entry.entry_no, size=50))
    assert [len(part) for part in parts] == [50, 50, 20]
    assert sum(int(row["amount"] * 100) for part in parts for row in part) == entry.amount


def test_a_row_is_opened_by_its_id_and_gone_after_withdrawal():
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select min(_id) from spenddata.ledger where publisher_id = %s", (PUBLISHER,))
        (row_id,) = cursor.fetchone()
    with connection.reading() as ledger:
        row = transactions.transaction(ledger, row_id)
    assert (row["source_row"], row["publisher_id"]) == (2, PUBLISHER)
    publish.withdraw(PUBLISHER, publication().return_id)
    with connection.reading() as ledger:
        assert transactions.transaction(ledger, row_id) is None


def test_the_read_role_can_change_nothing():
    with pytest.raises(psycopg2.Error), connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.execute("delete from spenddata.ledger")
    from ckan.common import config

    database = psycopg2.connect(config["ckan.datastore.read_url"])
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), database, database.cursor() as cursor:
        cursor.execute("delete from spenddata.ledger")
    database.close()


@pytest.mark.check(17)
def test_names_that_look_like_sql_are_only_names():
    evil = "X-DEMO-'; drop table spenddata.ledger; --"
    publish.publish(publication(publisher_id=evil), rows(5))
    with connection.reading() as ledger:
        assert sum(t.n for t in read.totals(ledger, [evil], Span("2026-01", "2026-12"))) == 5
        assert read.monthly(ledger, [evil], Span("2026-01", "2026-12"), "' or '1'='1") == []


def test_the_newest_publication_is_known():
    with connection.reading() as ledger:
        before = read.last_entry_no(ledger)
    entry = publish.publish(publication(2), rows(3))
    with connection.reading() as ledger:
        assert read.last_entry_no(ledger) == entry.entry_no > before


def test_a_withheld_supplier_is_nobody_and_what_is_withheld_is_summed_by_months():
    words = ["REDACTED PERSONAL DATA", "Alder Ltd", "Redactive Publishing Ltd", "REDACTED COMMERCIAL CONFIDENTIALITY"]
    frame = rows(4).with_columns(
        pl.Series("supplier_name", words),
        pl.Series("redaction_reason", ["personal_data", None, "other", "commercial_confidentiality"]),
        pl.lit(date(2026, 8, 1)).alias("payment_date"),
        pl.Series("amount", [100_00, 250_00, 300_00, 4_50], dtype=pl.Int64),
    )
    publish.publish(publication(period="2026-Q3"), frame)
    with connection.reading() as ledger:
        [withheld] = read.withheld(ledger, [PUBLISHER], Span("2026-07", "2026-09"))
        assert (withheld.n, withheld.amount) == (2, 104_50)
        assert read.withheld(ledger, [PUBLISHER], Span("2026-10", "2026-12")) == []
        suppliers = {each["supplier_id"] for each in supplier_read.largest(ledger, cards=(), limit=100)}
    assert {"name:ALDER LTD", "name:REDACTIVE PUBLISHING LTD"} <= suppliers
    assert not any("REDACTED" in supplier for supplier in suppliers)


def test_what_was_published_before_is_put_right_when_the_schema_is_upgraded():
    frame = rows(2).with_columns(
        pl.Series("supplier_name", ["REDACTED PERSONAL DATA", "Alder Ltd"]),
        pl.Series("redaction_reason", ["personal_data", None]),
        pl.lit(date(2026, 7, 1)).alias("payment_date"),
    )
    entry = publish.publish(publication(period="2026-Q3"), frame)
    [step] = [step for step in schema.steps() if step.number == 3]
    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute("drop index spenddata.ledger_withheld; alter table spenddata.entry drop column inside")
        cursor.execute(
            "update spenddata.ledger set supplier_id = 'name:' || supplier_name where publisher_id = %s and return_id = %s",
            (PUBLISHER, entry.return_id),
        )
        totals.recreate(cursor, PUBLISHER)
        cursor.execute(step.text)
        cursor.execute("select supplier_id from spenddata.ledger where return_id = %s order by _id", (entry.return_id,))
        assert [supplier for (supplier,) in cursor] == [None, "name:Alder Ltd"]
        cursor.execute("select inside from spenddata.entry where return_id = %s", (entry.return_id,))
        assert cursor.fetchall() == [(2,)]
        cursor.execute("select count(*) from spenddata.total_supplier where supplier_id like %s", ("%REDACTED%",))
        assert cursor.fetchone() == (0,)


def test_the_index_alone_answers_for_many_bodies_and_months(ledger):
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        bound = {"publishers": [PUBLISHER, OTHER], "first": "2026-04", "last": "2026-09", "category": None}
        cursor.execute("explain " + read._MONTHLY, bound)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using total_month_pkey" in plan
