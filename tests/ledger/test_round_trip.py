"""Whatever a publisher may write comes out as it went in, to the penny and to the letter."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.spenddata.ledger import connection, publish, verify
from ckanext.spenddata.ledger.columns import chunks
from tests.ledger.making import PUBLISHER, contents, nothing, publication, rows

NASTY = [
    "\\.",
    "a\n\\.\nb",
    "\\N",
    "tab\there",
    "line\r\nbreak",
    '"quoted"',
    "'; drop table spenddata.ledger; --",
    "",
    "%s {0} $1",
    "é£…😀",
]
WORDS = st.one_of(st.none(), st.sampled_from(NASTY), st.text(max_size=40).map(lambda text: text.replace("\0", "")))
ROWS = st.lists(
    st.tuples(
        st.dates(date(2005, 1, 1), date(2099, 12, 31)),
        st.integers(-10_000_000_000_000, 10_000_000_000_000),
        WORDS,
        WORDS,
        st.one_of(st.none(), st.booleans()),
        st.one_of(st.none(), st.integers(-99_999, 99_999)),
    ),
    max_size=12,
)
READ = """
select payment_date, (amount * 100)::bigint, supplier_name, description, vcse_grant, (irrecoverable_vat * 100)::bigint
from spenddata.ledger order by _id
"""


@pytest.fixture
def revisions(ledger):
    """Numbers of revisions, one after another, for one return that is revised again and again."""
    return iter(range(1, 1_000_000))


@pytest.mark.check(12)
@given(given_rows=ROWS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_out_as_they_went_in(revisions, given_rows):
    names = ["payment_date", "amount", "supplier_name", "description", "vcse_grant", "irrecoverable_vat"]
    types = [pl.Date(), pl.Int64(), pl.String(), pl.String(), pl.Boolean(), pl.Int64()]
    frame = pl.DataFrame(given_rows, schema=dict(zip(names, types, strict=True)), orient="row")
    entry = publish.publish(publication(next(revisions)), frame)
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(READ)
        assert cursor.fetchall() == given_rows
    assert entry.amount == sum(row[1] for row in given_rows)
    assert verify.publisher(PUBLISHER) == []


def test_a_character_that_the_database_cannot_hold_is_left_out(ledger):
    publish.publish(publication(), rows(1).with_columns(description=pl.lit("before\0after")))
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select description from spenddata.ledger")
        assert cursor.fetchall() == [("beforeafter",)]


def test_every_field_of_the_common_schema_has_a_column(ledger):
    from ckanext.spenddata.definitions import load

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select * from spenddata.ledger limit 0")
        columns = {column.name for column in cursor.description}
    assert set(load().transaction.names) <= columns


def test_categorical_file_names_are_published_as_text(ledger):
    publish.publish(publication(), rows(3).with_columns(pl.col("source_file").cast(pl.Categorical)))
    assert all("spend.csv" in row for row in contents()["ledger"])


def test_many_rows_go_in_parts_and_none_is_lost(monkeypatch):
    monkeypatch.setattr("ckanext.spenddata.ledger.columns._CHUNK", 7)
    parts = [part.read().decode() for part in chunks(rows(20).select("source_row", "amount"))]
    lines = "".join(parts).splitlines()
    assert (len(parts), len(lines)) == (3, 20)
    assert lines[0] == "2\t47.29"


def test_no_rows_are_no_parts():
    assert list(chunks(nothing())) == []
