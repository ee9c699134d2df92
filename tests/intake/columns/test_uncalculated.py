"""Where the titled column was never calculated, the one that is read in its place is asked about."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ckanext.spenddata.intake.reading import Answers
from tests.intake import corpus

TITLES = ["Supplier", "Date", "Amount", "Gross", "VAT"]


def book(*formulas: str, rows=corpus.PAYMENTS) -> bytes:
    """Payments whose columns of these titles hold formulas without a result."""
    made = openpyxl.Workbook()
    made.active.append(TITLES)
    for n, payment in enumerate(rows, 2):
        made.active.append([payment.supplier, payment.day, 700 + n, 840 + n + 0.25, 140])
        for title in formulas:
            made.active.cell(n, TITLES.index(title) + 1).value = f"=D{n}-E{n}"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def asked(reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.field, question.candidates) for question in reading.questions if question.blocking]


def test_amounts(read_bytes):
    content = book("Amount")
    reading = read_bytes(content, "spend.xlsx")
    assert asked(reading) == [("amount", ("Gross",))]
    assert "“Amount” holds formulas without a result" in reading.questions[0].why
    assert asked(read_bytes(content, "spend.xlsx", answers=Answers(mapping={"amount": "Gross"}))) == []


@pytest.mark.parametrize("formulas", [(), ("VAT",), ("Gross",)])
def test_other_columns_are_nobodys_question(formulas, read_bytes):
    reading = read_bytes(book(*formulas), "spend.xlsx")
    assert asked(reading) == []
    assert reading.tables[0].mapping["amount"].title == "Amount"
