"""Amounts of which a column says row by row whether they include VAT are asked about, where they are of both kinds."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake.columns.test_mapping import AMOUNT, DATE, SUPPLIER, sheet


def asked(read_bytes, title: str, *words: str, **how) -> list[str]:
    cells = [words[i % len(words)] for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, (title, cells)), **how)
    return [question.field for question in reading.questions if question.blocking]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("VAT status", ("Net", "Gross")),
        ("Net/Gross", ("N/A", "gross", "net")),
        ("Net or Gross", ("Net", "Gross")),
        ("Inc VAT?", ("Yes", "No")),
        ("VAT included", ("Y", "N")),
        ("VAT", ("inc", "exc")),
        ("VAT inc/exc", ("Incl.", "Excl.")),
        ("Amount basis", ("Inc VAT", "Ex VAT")),
        ("VAT treatment", ("inclusive", "exclusive")),
    ],
)
def test_amounts_of_both_kinds_are_asked_about(title, words, read_bytes):
    assert asked(read_bytes, title, *words) == ["amount"]
    assert asked(read_bytes, title, *words, answers=Answers(mapping={"amount": AMOUNT[0]})) == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("VAT status", ("Net", "Net")),
        ("VAT status", ("Standard", "Exempt", "Zero")),
        ("Inc VAT?", ("Yes", "")),
        ("VAT code", ("Net", "Gross")),
        ("VAT registered", ("Yes", "No")),
        ("VAT recoverable", ("Y", "N")),
        ("Contract", ("Net", "Gross")),
        ("Status", ("Paid", "Cleared")),
    ],
)
def test_other_words_are_no_question(title, words, read_bytes):
    assert asked(read_bytes, title, *words) == []


def test_amounts_in_a_column_of_vat_are_none(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("VAT", ["20.00"] * 12)))
    assert reading.outcome == Outcome.READ
