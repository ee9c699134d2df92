"""What stands beside the payments, not read: another table is told with its sum, rows not for the public with their numbers."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers
from tests.intake import corpus
from tests.intake.corpus import amount

TITLES = ["Supplier", "Date", "Amount", "Purpose"]
LEFT, RIGHT = corpus.PAYMENTS[:12], corpus.payments(12, seed=3)


def row(payment: corpus.Payment) -> list[str]:
    return [payment.supplier, f"{payment.day:%d/%m/%Y}", amount(payment.pence), payment.purpose]


def beside(*tables: list[corpus.Payment], gap: list[str] | None = None, titles: list[str] = TITLES) -> str:
    gap = [""] if gap is None else gap
    head = [*TITLES, *(cell for _ in tables[1:] for cell in (*gap, *titles))]
    lines = [
        [cell for n, p in enumerate(each) for cell in (*(gap if n else []), *row(p))]
        for each in zip(*tables, strict=True)
    ]
    return corpus.csv_text([head, *lines])


@pytest.mark.parametrize("gap", [[], [""], ["", "", ""]])
def test_a_second_table_is_told_with_its_columns_rows_and_pounds(gap, read_bytes):
    other = read_bytes(beside(LEFT, RIGHT, gap=gap)).tables[0].beside
    first = len(TITLES) + len(gap) + 1
    assert (other.first_column, other.last_column) == (first, first + 3)
    assert (other.rows, other.pence) == (12, corpus.total(RIGHT))


def test_so_is_the_first_where_a_person_chose_the_second(read_bytes):
    mapping = {"supplier_name": "column 6", "payment_date": "column 7", "amount": "column 8"}
    reading = read_bytes(beside(LEFT, RIGHT), answers=Answers(mapping=mapping))
    assert reading.rows.amount_total() == corpus.total(RIGHT)
    assert reading.tables[0].beside.pence == corpus.total(LEFT)


def test_a_third_table_is_counted_too(read_bytes):
    other = read_bytes(beside(LEFT, RIGHT, RIGHT)).tables[0].beside
    assert (other.rows, other.pence) == (24, 2 * corpus.total(RIGHT))


def test_other_dates_and_amounts_of_the_same_suppliers_are_no_table(read_bytes):
    titles = ["Vendor Name", "Invoice Date", "Gross Amount", "Notes"]
    assert read_bytes(beside(LEFT, LEFT, titles=titles)).tables[0].beside is None


def test_nor_is_a_summary_without_dates(read_bytes):
    lines = [[*row(p), "", p.area, amount(p.pence)] for p in LEFT]
    assert read_bytes(corpus.csv_text([[*TITLES, "", "Service", "Total"], *lines])).tables[0].beside is None


@pytest.mark.parametrize(
    ("title", "mark", "other"),
    [
        ("Publish?", "No", "Yes"),
        ("Redact", "Y", ""),
        ("Redact", "Y", "N"),
        ("Include/Exclude", "Exclude", "Include"),
        ("Comments", "DO NOT PUBLISH - personal", ""),
        ("Comments", "to be redacted before publication", "paid by BACS"),
        ("To be withheld", "x", ""),
        ("Confidential", "Yes", "No"),
        ("Commercially sensitive?", "Y", ""),
        ("For publication", "No", "Yes"),
        ("Not for publication", "Yes", "No"),
        ("Do not publish", "TRUE", "FALSE"),
        ("Transparency flag", "Exclude", "Include"),
    ],
)
def test_rows_that_the_file_keeps_from_the_public_are_told(title, mark, other, read_bytes):
    lines = [[*row(p), mark if n % 5 == 1 else other] for n, p in enumerate(LEFT)]
    (marked,) = read_bytes(corpus.csv_text([[*TITLES, title], *lines])).tables[0].marked
    assert (marked.title, marked.rows) == (title, (3, 8, 13))


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Publish?", "Yes"),
        ("Redacted", "N"),
        ("Comments", "removed asbestos"),
        ("Paid", "N"),
        ("Notes", "Redactive Ltd"),
        ("VAT Included", "No"),
        ("VAT Exempt", "Y"),
        ("Published on Contracts Finder", "No"),
        ("Exempt from tender", "Yes"),
        ("Payment Released", "N"),
        ("Not for publication", "No"),
        ("Confidential", "N"),
    ],
)
def test_other_marks_say_nothing(title, mark, read_bytes):
    lines = [[*row(p), mark if n % 5 == 1 else ""] for n, p in enumerate(LEFT)]
    assert read_bytes(corpus.csv_text([[*TITLES, title], *lines])).tables[0].marked == ()
