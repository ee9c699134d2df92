"""What a workbook says beside its cells of all its amounts is asked about: its title, comments, what is printed around a sheet."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.workbooks.asides import printed
from tests.intake import corpus

TITLES = ["Supplier", "Date", "Amount"]
ROWS = [[p.supplier, p.day, n + 700] for n, p in enumerate(corpus.PAYMENTS)]


def title(book, words):
    book.properties.title = words


def comment(book, words):
    book.active["C1"].comment = Comment(words, "Finance")


def header(book, words):
    book.active.oddHeader.center.text = words


def footer(book, words):
    book.active.oddFooter.left.text = words


def book_with(where, words, pence=0.0) -> bytes:
    book = openpyxl.Workbook()
    for row in [TITLES, *([*row[:2], row[2] + pence] for row in ROWS)]:
        book.active.append(row)
    where(book, words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def asked(reading) -> list[str]:
    return [question.field for question in reading.questions if question.blocking]


@pytest.mark.parametrize("where", [title, comment, header, footer])
@pytest.mark.parametrize(
    ("words", "field"), [("Payments in April 2024 (£000)", "unit"), ("All amounts are in euros", "currency")]
)
def test_what_it_says_of_all_amounts_is_asked_about(where, words, field, read_bytes):
    reading = read_bytes(book_with(where, words), "spend.xlsx")
    assert asked(reading) == [field]


@pytest.mark.parametrize("where", [title, comment, header, footer])
@pytest.mark.parametrize("words", ["Payments over £25,000", "Spend over £25k", "Paid 5 km of road", "Page &P of &N"])
def test_other_words_are_no_question(where, words, read_bytes):
    assert asked(read_bytes(book_with(where, words), "spend.xlsx")) == []


def test_amounts_with_pence_are_in_pounds(read_bytes):
    assert asked(read_bytes(book_with(comment, "in thousands of pounds", pence=0.25), "spend.xlsx")) == []


def test_an_answer_counts(read_bytes):
    content = book_with(header, "Payments £000")
    reading = read_bytes(content, "spend.xlsx", answers=Answers(unit="thousands"))
    assert reading.rows.amount_total() == sum(row[2] for row in ROWS) * 100_000


def test_what_is_printed_is_told_from_how():
    text = b"<headerFooter><oddHeader>&amp;L&amp;&quot;Arial,Bold&quot;&amp;12Spend &amp;K00FF00&#163;000</oddHeader></headerFooter>"
    (said,) = printed(text)
    assert said[1].split() == ["Spend", "£000"]


@pytest.mark.parametrize(
    ("code", "count"), [(";;;", 2), ('"Budget "0', 2), ('"paid"', 2), ("#,##0.00", 0), ("0;;", 0), ('0;-0;"nil"', 0)]
)
def test_amounts_of_which_something_else_is_seen_are_counted(code, count, read_bytes):
    def formatted(book, words):
        for row in (3, 5):
            book.active.cell(row, 3).number_format = words
            book.active.cell(row, 1).number_format = ";;;"

    (table,) = read_bytes(book_with(formatted, code), "spend.xlsx").tables
    assert table.amounts_unlike == count
