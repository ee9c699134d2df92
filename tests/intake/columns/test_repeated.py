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


def shares(titles: str, *parts: tuple[str, ...], alone: str = "100%") -> str:
    """Amounts of whole invoices, each in as many rows as it has shares, and one that has none."""
    rows = [
        f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25,{share}"
        for n, split in enumerate([*parts, (alone,)], start=1)
        for share in split
    ]
    return "\n".join([f"Payment Date,Supplier,{titles}", *rows])


@pytest.mark.parametrize("title", ["Split %", "Share", "Allocation", "Percentage", "Apportionment"])
@pytest.mark.parametrize("parts", [(("60%", "40%"), ("25%", "75%")), (("60", "40"), ("10", "50", "40"))])
def test_shares_that_add_up_to_the_whole_are_asked_about(title, parts, read_bytes):
    alone = "100%" if "%" in parts[0][0] else "100"
    assert asked(read_bytes(shares(f"Amount,{title}", *parts, alone=alone))) == [("Amount",)]
    said = Answers(mapping={"amount": "Amount"})
    assert asked(read_bytes(shares(f"Amount,{title}", *parts, alone=alone), answers=said)) == []


@pytest.mark.parametrize(
    ("title", "parts"), [("Split %", (("60", "30"), ("10", "50"))), ("Quantity", (("60", "40"), ("25", "75")))]
)
def test_other_numbers_in_common_rows_are_no_shares(title, parts, read_bytes):
    assert asked(read_bytes(shares(f"Amount,{title}", *parts, alone="100"))) == []


def test_shares_beside_amounts_that_are_split_are_no_question(read_bytes):
    rows = [f"{n:02}/04/2026,Firm {n} Ltd,{n * part}.25,{part}" for n in range(1, 6) for part in (60, 40)]
    assert asked(read_bytes("\n".join(["Payment Date,Supplier,Amount,Split %", *rows]))) == []


def paid(*groups: tuple[int, ...]) -> str:
    rows = [
        f"{n:02}/04/2026,P{n},Firm {n} Ltd,INV{n}{i},{amount}.25"
        for n, amounts in enumerate(groups, start=1)
        for i, amount in enumerate(amounts)
    ]
    return "\n".join(["Payment Date,Payment No,Supplier,Invoice No,Amount Paid", *rows])


def test_the_amount_of_a_payment_that_stands_beside_each_of_its_invoices_is_asked_about(read_bytes):
    assert asked(read_bytes(paid((600,) * 2, (700,), (650,) * 3, (910,) * 2, (1200,) * 2))) == [("Amount Paid",)]


@pytest.mark.parametrize(
    "groups",
    [
        ((600, 600), (700,), (650, 651), (910, 12), (1200, 1200)),
        ((600, 600), (700,), (650, 650), (910,)),
        ((600,), (700,), (650,), (910,), (1200,)),
        ((600,) * 2, (600,) * 3, (600,) * 2, (700,) * 2, (700,) * 4),
    ],
)
def test_invoices_of_one_day_with_amounts_of_their_own_are_not(groups, read_bytes):
    assert asked(read_bytes(paid(*groups))) == []
