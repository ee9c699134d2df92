"""The amount of a whole invoice that stands again in each of its lines is asked about, whatever the titles say."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers

HEAD = "Payment Date,Supplier Name,Invoice No,Description"
LINES = [
    ("03/04/2026", "Alder Ltd", "A1", 300_00, (100_00, 150_00, 50_00)),
    ("03/04/2026", "Birch plc", "A2", 75_25, (75_25,)),
    ("14/04/2026", "Alder Ltd", "A3", -90_10, (-100_00, 9_90)),
    ("21/04/2026", "Cedar LLP", "A4", 1_250_00, (1_000_00, 125_00, 125_00)),
]


def text(whole: str, part: str | None, *, parts=LINES) -> str:
    titles = [HEAD, whole, *([part] if part else [])]
    rows = [
        [day, supplier, number, f"item {n}", f"{total / 100:.2f}", *([f"{each / 100:.2f}"] if part else [])]
        for day, supplier, number, total, split in parts
        for n, each in enumerate(split)
    ]
    return "\n".join(",".join(cells) for cells in [titles, *rows])


def asked(reading) -> list[tuple[str, ...]]:
    return [question.candidates for question in reading.questions if question.blocking and question.field == "amount"]


@pytest.mark.parametrize("part", ["Split Amount", "Zeta", "Line"])
@pytest.mark.parametrize("whole", ["Amount", "Net Amount", "Amount Paid"])
def test_amounts_that_others_add_up_to_are_asked_about(whole, part, read_bytes):
    assert asked(read_bytes(text(whole, part))) == [(whole, part)]


def test_the_answer_is_taken(read_bytes):
    reading = read_bytes(text("Amount", "Zeta"), answers=Answers(mapping={"amount": "Zeta"}))
    assert asked(reading) == []
    assert reading.rows.amount_total() == sum(total for *_, total, _ in LINES)


def test_the_parts_are_read_where_they_are_called_the_amount(read_bytes):
    reading = read_bytes(text("Invoice Total", "Line Amount"))
    assert asked(reading) == []
    assert reading.rows.amount_total() == sum(total for *_, total, _ in LINES)


def test_a_total_that_stands_in_each_row_of_an_invoice_is_asked_about_without_its_parts_too(read_bytes):
    assert asked(read_bytes(text("Invoice Total", None))) == [("Invoice Total",)]


def test_a_column_that_is_called_the_amount_is_not(read_bytes):
    assert asked(read_bytes(text("Amount", None))) == []


def test_nor_are_equal_amounts_beside_others(read_bytes):
    lines = [
        (day, supplier, number, total, [total // 5 for _ in split]) for day, supplier, number, total, split in LINES
    ]
    assert asked(read_bytes(text("Amount", "Zeta", parts=lines))) == []
