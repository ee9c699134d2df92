"""What is accepted becomes public as it is, once, and only while it is allowed."""

from __future__ import annotations

from datetime import date

import polars as pl
import psycopg2
import pytest
from psycopg2 import sql

from ckanext.spenddata.ledger import connection, entries, keys, publish, totals, turns, verify
from ckanext.spenddata.ledger.publication import LedgerError, Overtaken, Unequal
from tests.ledger.making import (
    OTHER,
    PUBLISHER,
    accepted_rows,
    contents,
    nothing,
    publication,
    published_rows,
    rows,
)

pytestmark = pytest.mark.usefixtures("ledger")


def test_the_rows_that_were_accepted_are_the_rows_that_are_public():
    frame = rows(250)
    entry = publish.publish(publication(), frame)
    assert published_rows(PUBLISHER, entry.return_id) == accepted_rows(frame)
    assert (entry.n, entry.amount) == (250, frame["amount"].sum())
    assert verify.publisher(PUBLISHER) == []


def test_the_id_leads_to_the_entry_and_the_row():
    entry = publish.publish(publication(), rows(3))
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select _id, source_row from spenddata.ledger order by _id")
        found = cursor.fetchall()
    assert [(keys.entry_of(i), keys.row_of(i)) for i, _ in found] == [(entry.entry_no, n) for n in (1, 2, 3)]
    assert [row for _, row in found] == [2, 3, 4]


def test_a_later_revision_takes_the_place_of_the_earlier_one():
    first = publish.publish(publication(1), rows(40, seed=1))
    second = publish.publish(publication(2), rows(30, seed=2))
    assert published_rows(PUBLISHER, second.return_id) == accepted_rows(rows(30, seed=2))
    assert verify.publisher(PUBLISHER) == []
    with connection.reading() as database:
        history = entries.of_return(database, PUBLISHER, second.return_id)
    assert [(e.entry_no, e.revision, e.state, e.current) for e in history] == [
        (first.entry_no, 1, "superseded", False),
        (second.entry_no, 2, "published", True),
    ]
    assert history[0].n == 40, "what the earlier revision said stays known"
    assert history[0].ended is not None


def test_no_total_of_no_rows_is_left_behind():
    publish.publish(publication(1), rows(40, seed=1))
    publish.publish(publication(2), rows(40, seed=1).filter(pl.col("category") == "it"))
    held = contents()
    assert {row[3] for row in held["total_year"]} == {"it"}
    publish.withdraw(PUBLISHER, publication().return_id)
    held = contents()
    assert {name: held[name] for name in held if name != "entry"} == {name: [] for name in held if name != "entry"}


def written() -> dict[str, dict[tuple, str]]:
    """Of each table of totals, which transaction wrote each line last."""
    found = {}
    with connection.reading() as database, database.cursor() as cursor:
        for total in totals.TOTALS:
            cursor.execute(sql.SQL("select {key}, xmin::text from {table}").format(key=total.key, table=total.table))
            found[total.name] = {line[:-1]: line[-1] for line in cursor.fetchall()}
    return found


def test_totals_of_which_a_revision_changes_nothing_are_left_alone():
    publish.publish(publication(1), rows(200))
    before = written()
    publish.publish(publication(2), rows(200))
    assert written() == before, "the same rows again"
    more = pl.when(pl.col("source_row") == 2).then(pl.col("amount") + 5).otherwise(pl.col("amount"))
    publish.publish(publication(3), rows(200).with_columns(amount=more))
    after = written()
    changed = {name: sum(after[name][key] != old for key, old in lines.items()) for name, lines in before.items()}
    assert changed == dict.fromkeys(before, 1)
    assert verify.publisher(PUBLISHER) == []


def test_another_publisher_and_another_return_are_not_touched():
    publish.publish(publication(1), rows(20))
    publish.publish(publication(1, publisher_id=OTHER), rows(20, seed=5))
    publish.publish(publication(1, period="2026-Q3"), rows(20, seed=6))
    publish.publish(publication(2), rows(10, seed=9))
    publish.withdraw(PUBLISHER, publication(period="2026-Q3").return_id)
    assert published_rows(OTHER, publication(publisher_id=OTHER).return_id) == accepted_rows(rows(20, seed=5))
    assert published_rows(PUBLISHER, publication().return_id) == accepted_rows(rows(10, seed=9))
    assert verify.publisher(PUBLISHER) == verify.publisher(OTHER) == []


@pytest.mark.check(5)
def test_the_same_publication_twice_has_the_effect_of_once():
    first = publish.publish(publication(), rows(25))
    before = contents()
    again = publish.publish(publication(), rows(25))
    assert again == first
    assert contents() == before


def test_what_was_approved_stays_published_when_its_work_is_tried_again():
    first = publish.publish(publication(attempt=1), rows(25))
    assert publish.publish(publication(attempt=2), rows(25)) == first


def test_an_earlier_revision_that_comes_late_is_told_that_it_was_overtaken():
    publish.publish(publication(2), rows(20, seed=2))
    before = contents()
    with pytest.raises(Overtaken, match="revision 2 is already published"):
        publish.publish(publication(1), rows(20, seed=1))
    assert contents() == before


def test_a_withdrawn_publication_that_is_delivered_again_stays_withdrawn():
    publish.publish(publication(), rows(20))
    publish.withdraw(PUBLISHER, publication().return_id)
    with pytest.raises(Overtaken, match="withdrawn"):
        publish.publish(publication(), rows(20))
    assert published_rows(PUBLISHER, publication().return_id) == []


def test_after_a_withdrawal_a_new_revision_can_be_published():
    publish.publish(publication(1), rows(20))
    publish.withdraw(PUBLISHER, publication().return_id)
    publish.publish(publication(2), rows(5, seed=3))
    assert published_rows(PUBLISHER, publication().return_id) == accepted_rows(rows(5, seed=3))
    assert verify.publisher(PUBLISHER) == []


def test_withdrawing_twice_or_what_was_never_published_changes_nothing():
    assert publish.withdraw(PUBLISHER, publication().return_id) is None
    publish.publish(publication(), rows(5))
    first = publish.withdraw(PUBLISHER, publication().return_id)
    assert first is not None
    assert publish.withdraw(PUBLISHER, publication().return_id) == first


def test_a_nil_return_is_an_entry_without_rows():
    entry = publish.publish(publication(nil=True), nothing())
    assert (entry.nil, entry.n, entry.amount, entry.current) == (True, 0, 0, True)
    assert contents()["total_year"] == []


def test_a_nil_revision_takes_out_the_rows_before_it():
    publish.publish(publication(1), rows(20))
    publish.publish(publication(2, nil=True), nothing())
    assert contents()["ledger"] == contents()["total_month"] == []


@pytest.mark.check(16)
@pytest.mark.parametrize("after", [False, True], ids=["asked before", "asked after"])
def test_nothing_changes_without_authority(after):
    publish.publish(publication(1), rows(20))
    before = contents()

    def asking() -> None:
        with publish.turn(PUBLISHER) as cursor:
            if after:
                publish.publish(publication(2), rows(10, seed=2), cursor)
            raise PermissionError

    with pytest.raises(PermissionError):
        asking()
    assert contents() == before


def test_the_right_to_publish_is_asked_for_in_the_publishers_turn():
    def another() -> None:
        with connection.writing() as database, database.cursor() as cursor:
            cursor.execute("set local lock_timeout = '50ms'")
            turns.lock(cursor, PUBLISHER)

    with publish.turn(PUBLISHER), pytest.raises(psycopg2.errors.LockNotAvailable):
        another()
    another()


@pytest.mark.parametrize("field", ["amount", "payment_date"])
def test_a_row_in_error_is_refused(field):
    frame = rows(3).with_columns(pl.when(pl.int_range(pl.len()) != 1).then(pl.col(field)).alias(field))
    with pytest.raises(LedgerError, match=field):
        publish.publish(publication(), frame)
    assert contents()["entry"] == []


def test_what_the_database_took_is_compared_with_what_was_accepted(monkeypatch):
    publish.publish(publication(1), rows(20))
    before = contents()
    monkeypatch.setattr(publish.columns, "chunks", lambda frame: real(frame.head(9)))
    with pytest.raises(Unequal, match="10 rows"):
        publish.publish(publication(2), rows(10, seed=2))
    assert contents() == before


real = publish.columns.chunks


def test_month_and_financial_year_are_those_of_the_payment():
    frame = rows(2).with_columns(payment_date=pl.Series([date(2026, 3, 31), date(2026, 4, 1)]))
    publish.publish(publication(), frame)
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select month, fiscal_year from spenddata.ledger order by _id")
        assert cursor.fetchall() == [("2026-03", 2025), ("2026-04", 2026)]


def test_what_the_amounts_include_is_kept_with_the_entry():
    frame = rows(3).with_columns(amount_basis=pl.Series(["gross", None, "gross"]))
    entry = publish.publish(publication(left_out=4), frame)
    assert (entry.amount_basis, entry.currencies, entry.left_out) == (("gross", "unknown"), ("GBP",), 4)


def test_a_row_without_a_category_is_not_classified_and_never_lost():
    publish.publish(publication(), rows(4).drop("category"))
    held = contents()["total_year"]
    assert {row[3] for row in held} == {"unclassified"}
    assert sum(row[4] for row in held) == 4


def test_ckan_knows_the_number_of_rows():
    publish.publish(publication(1), rows(20))
    publish.publish(publication(1, publisher_id=OTHER), rows(7))
    publish.publish(publication(2), rows(5))
    assert verify.row_count() == (12, 12)
