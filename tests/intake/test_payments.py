"""Which rows are payments: a total is known by its sum, never by a name alone; what stands below a table is no payment."""

from __future__ import annotations

import pytest

from tests.intake import corpus
from tests.intake.corpus import amount

TITLES = ["Supplier", "Date", "Amount", "Directorate", "Description"]
PAYMENTS = corpus.PAYMENTS[:12]


def row(payment: corpus.Payment) -> list[str]:
    return [payment.supplier, f"{payment.day:%d/%m/%Y}", amount(payment.pence), payment.area, payment.purpose]


def table(*below: list[str]) -> str:
    """Twelve payments, and rows below them."""
    return corpus.csv_text([TITLES, *map(row, PAYMENTS), *([*cells, "", "", "", ""][:5] for cells in below)])


SUM = amount(corpus.total(PAYMENTS))


@pytest.mark.parametrize(
    "below",
    [
        ["Cyfanswm", "", SUM],
        ["TOTAL PAYMENTS MADE", "", SUM],
        ["Sub-total: all directorates", "", SUM],
        ["Total all directorates", "", SUM],
        ["All suppliers", "", SUM],
        ["TOTAL", "31/05/2026", SUM],
        ["Total as at", "31/05/2026", SUM],
        ["Control total", "", f"-{SUM}"],
        ["Carried forward", "", SUM],
        ["Average", "", "17.00"],
        ["Number of payments", "", "12"],
        ["Prepared by: A Pine", "01/06/2026"],
        ["Date printed:", "01/06/2026"],
    ],
)
def test_a_row_below_the_payments_is_none(below, read_bytes):
    reading = read_bytes(table([], below))
    assert (len(reading.rows), reading.rows.amount_total()) == (12, corpus.total(PAYMENTS))


@pytest.mark.parametrize(
    "below",
    [
        ["Total Gas & Power", "", "250.00"],
        ["Cyfanswm Cyf", "", "250.00"],
        ["Number of Things Ltd", "", "250.00"],
        ["Total Gas & Power", "27/05/2026", SUM],
        ["TOTAL", "27/05/2026", "250.00"],
        ["Average Joe Ltd", "", "250.00"],
        ["Prepared Foods Ltd", "27/05/2026", ""],
        ["Grand Hotel", "", SUM, "Finance", "Rooms"],
    ],
)
def test_a_payment_is_not_left_out_for_its_name(below, read_bytes):
    assert len(read_bytes(table(below)).rows) == 13


@pytest.mark.parametrize("label", ["{} Total", "Total for {}", "Sub-total: {}", "Is-gyfanswm {}", "{}"])
def test_totals_within_totals(label, read_bytes):
    """Totals of each supplier, of each directorate and of all."""
    lines, everything = [TITLES], 0
    for area in sorted({payment.area for payment in corpus.PAYMENTS}):
        of_area = [payment for payment in corpus.PAYMENTS if payment.area == area]
        for supplier in sorted({payment.supplier for payment in of_area}):
            own = [payment for payment in of_area if payment.supplier == supplier]
            lines += map(row, own)
            if len(own) > 1:
                lines.append([label.format(supplier), "", amount(corpus.total(own)), "", ""])
        lines.append(["", "", amount(corpus.total(of_area)), label.format(area), ""])
        everything += corpus.total(of_area)
    lines.append(["Grand Total", "", amount(everything), "", ""])
    reading = read_bytes(corpus.csv_text(lines))
    assert (len(reading.rows), reading.rows.amount_total()) == (len(corpus.PAYMENTS), corpus.total())


@pytest.mark.parametrize(
    "numbers", [["1", "2", "3", "4", "5"], ["A", "B", "C", "D", "E"], ["(a)", "(b)", "(c)", "(d)", "(e)"]]
)
def test_a_row_that_numbers_the_columns_is_no_payment(numbers, read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, numbers, *map(row, PAYMENTS)]))
    assert (len(reading.rows), reading.rows.amount_total()) == (12, corpus.total(PAYMENTS))
