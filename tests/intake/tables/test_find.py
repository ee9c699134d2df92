"""Where the tables of a sheet begin: titles may stand far below the first rows."""

from __future__ import annotations

from ckanext.spenddata.intake.reading import Outcome
from tests.intake import corpus

MANY = corpus.payments(260)


def test_titles_below_a_long_table_are_found(read_bytes):
    titles, *rows = corpus.lines(MANY)
    reading = read_bytes(corpus.csv_text([*rows, titles]))
    assert reading.outcome == Outcome.READ
    assert reading.rows.frame["amount"].to_list() == [payment.pence for payment in MANY]
    assert any("stand below the rows" in note for note in reading.notes)
