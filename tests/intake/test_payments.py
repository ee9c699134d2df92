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


@pytest.mark.parametrize("label", ["{} Total", "{} Result", "Total for {}", "Sub-total: {}", "Is-gyfanswm {}", "{}"])
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


def grouped(label: str, day: str, size: int = 4) -> str:
    """The payments in groups, each with its sum below it under a label and a day."""
    lines = [TITLES]
    for start in range(0, len(PAYMENTS), size):
        group = PAYMENTS[start : start + size]
        lines += [*map(row, group), [label, day, amount(corpus.total(group)), "", ""]]
    return corpus.csv_text(lines)


@pytest.mark.parametrize("label", ["Page total", "Sub-total", "TOTAL", "Week total", "Carried forward"])
@pytest.mark.parametrize("day", ["", "31/05/2026"])
def test_the_sum_of_a_group_is_no_payment_though_it_has_a_day(label, day, read_bytes):
    reading = read_bytes(grouped(label, day))
    assert (len(reading.rows), reading.rows.amount_total()) == (12, corpus.total(PAYMENTS))


def test_the_dated_total_of_a_supplier_is_no_payment_even_of_one(read_bytes):
    first, *others = PAYMENTS
    total = [f"{first.supplier} Total", "31/05/2026", amount(first.pence), "", ""]
    reading = read_bytes(corpus.csv_text([TITLES, row(first), total, *map(row, others)]))
    assert reading.rows.amount_total() == corpus.total(PAYMENTS)


@pytest.mark.parametrize(
    "others",
    [
        [["Count", "", "12"]],
        [["Average", "", "612.50"], ["Max", "", "9000.00"]],
        [["Total", "", "1.00"]],
    ],
)
@pytest.mark.parametrize("titles", [TITLES, ["Directorate", "Date", "Amount", "Supplier", "Description"]])
def test_what_is_worked_out_below_the_total_is_no_payment_under_whichever_title_it_is_named(others, titles, read_bytes):
    order = [TITLES.index(title) for title in titles]
    lines = [[row(payment)[i] for i in order] for payment in PAYMENTS]
    below = [[*cells, "", ""] for cells in (["Total", "", SUM], *others)]
    reading = read_bytes(corpus.csv_text([titles, *lines, *below]))
    assert (len(reading.rows), reading.rows.amount_total()) == (12, corpus.total(PAYMENTS))


def test_who_signed_is_no_payment_where_the_name_stands_under_suppliers(read_bytes):
    titles = ["Directorate", "Supplier", "Date", "Amount"]
    lines = [[p.area, p.supplier, f"{p.day:%d/%m/%Y}", amount(p.pence)] for p in PAYMENTS]
    reading = read_bytes(corpus.csv_text([titles, *lines, ["Prepared by", "A Pine", "01/06/2026", ""]]))
    assert len(reading.rows) == 12
