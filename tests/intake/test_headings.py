"""Rows of words among the payments are known, with what they say."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Heading
from tests.intake import corpus

TITLES = ["Supplier", "Date", "Amount"]
ROWS = [[p.supplier, f"{p.day:%d/%m/%Y}", f"{n + 700}.25"] for n, p in enumerate(corpus.PAYMENTS)]


@pytest.mark.parametrize("words", ["Credit notes", "CANCELLED PAYMENTS:", "April"])
def test_a_row_of_words(words, read_bytes):
    text = corpus.csv_text([TITLES, *ROWS[:5], [""] * 3, [words, "", ""], *ROWS[5:]])
    (table,) = read_bytes(text).tables
    assert table.headings == (Heading(8, words),)


def test_notes_above_and_below_and_longer_ones_are_none(read_bytes):
    note = "The payments below were made by the joint committee in respect of both councils"
    text = corpus.csv_text([["Payments"], TITLES, *ROWS[:5], [note, "", ""], *ROWS[5:], ["Cancelled payments", "", ""]])
    (table,) = read_bytes(text).tables
    assert table.headings == ()
