"""What a workbook says beside its cells of all its amounts is asked about: its title, comments, what is printed around a sheet."""

from __future__ import annotations

import html
import io
import time

import openpyxl
import pytest
from openpyxl.comments import Comment

from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.workbooks.asides import printed
from tests.intake import biff, corpus
from tests.intake.workbooks.test_grids import SPACES, document, open_table

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


def open_document(where: str, words: str) -> bytes:
    """An OpenDocument workbook that says it in its title, a comment, or above its sheets."""
    words = html.escape(words)
    remark = (
        f'<office:annotation office:display="true"><text:p>Finance</text:p><text:p>{words}</text:p></office:annotation>'
    )
    table = open_table([TITLES, *([str(cell) for cell in row] for row in ROWS)])
    if where == "comment":
        table = table.replace("<text:p>", f"{remark}<text:p>", 1)
    styles = f"<office:document-styles {SPACES}>{{}}</office:document-styles>"
    printed = {
        "header": f"<style:header><text:p>{words} <text:page-number>1</text:page-number></text:p></style:header>",
        "footer": f'<style:footer-left style:display="true"><text:p>{words}</text:p></style:footer-left>',
    }
    parts = {name: {"styles.xml": styles.format(said)} for name, said in printed.items()}
    parts["title"] = {"meta.xml": f"<office:meta><dc:title>{words}</dc:title></office:meta>"}
    return document(table, parts=parts.get(where))


def binary(where: str, words: str) -> bytes:
    """An old binary workbook, likewise."""
    beside = {"comment": {"comment": words}, "header": {"printed": [f'&L&"Arial,Bold"&12{words}']}}[where]
    return biff.xls({"May": [TITLES, *ROWS]}, **beside)


OLD_AND_OPEN = [(binary, "comment", "xls"), (binary, "header", "xls")] + [
    (open_document, where, "ods") for where in ("title", "comment", "header", "footer")
]


@pytest.mark.parametrize(("book", "where", "suffix"), OLD_AND_OPEN)
@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("Payments in April 2024 (£000)", ["unit"]),
        ("All amounts are in euros", ["currency"]),
        ("Payments over £25,000", []),
        ("Paid 5 km of road", []),
    ],
)
def test_old_and_open_workbooks_are_asked_about_as_well(book, where, suffix, words, fields, read_bytes):
    assert asked(read_bytes(book(where, words), f"spend.{suffix}")) == fields


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
    ("code", "count"),
    [
        (";;;", 2),
        ("[h]:mm", 2),
        ("[h]:mm:ss", 2),
        ('"Budget "0', 2),
        ('"paid"', 2),
        ("#,##0.00", 0),
        ("0;;", 0),
        ('0;-0;"nil"', 0),
    ],
)
def test_amounts_of_which_something_else_is_seen_are_counted(code, count, read_bytes):
    def formatted(book, words):
        for row in (3, 5):
            book.active.cell(row, 3).number_format = words
            book.active.cell(row, 1).number_format = ";;;"

    (table,) = read_bytes(book_with(formatted, code), "spend.xlsx").tables
    assert table.amounts_unlike == count


def test_comments_that_never_end_take_no_time(read_bytes):
    table = open_table([TITLES, *([str(cell) for cell in row] for row in ROWS)])
    endless = "<office:annotation>" * 100_000 + "</office:annotation>" * 100_000
    began = time.process_time()
    read_bytes(document(table.replace("<text:p>", f"{endless}<text:p>", 1)), "spend.ods")
    assert time.process_time() - began < 5
