"""Merged cells say in each of their rows what they show, but for numbers, which would count more than once."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

from ckanext.spenddata.intake.workbooks.merged import Down, down, spread
from tests.intake import corpus
from tests.intake.test_spreadsheet_kinds import AMOUNT, DATE, SUPPLIER
from tests.intake.workbooks.test_grids import typed


def test_only_what_is_merged_downwards():
    below = b'<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B2:B4"/><mergeCell ref="A5:B6"/></mergeCells>'
    assert list(down(below)) == [Down(2, 2, 4)]


def test_words_and_dates_are_spread_over_payments_and_numbers_are_not():
    cells = pl.DataFrame({"1": ["Supplier", "Alder", None, None, None], "2": ["1", "600.00", None, "3", "4"]})
    found, filled = spread(cells, [Down(1, 2, 4), Down(2, 2, 3)], pl.Series([2, 3, 5]))
    assert found["1"].to_list() == ["Supplier", "Alder", "Alder", None, None]
    assert found["2"].to_list() == ["1", "600.00", None, "3", "4"]
    assert filled == 1


def test_merges_that_lie_over_each_other_are_left():
    cells = pl.DataFrame({"1": ["Alder", None, None]})
    assert spread(cells, [Down(1, 1, 3)] * 4, pl.Series([1, 2, 3])) == (cells, 0)
    assert spread(cells, [Down(1, 1, 1_048_576)], pl.Series([1, 2, 3]))[1] == 2


def merged_workbook(column: int, first: int, last: int, *, titles: bool = False) -> bytes:
    book = openpyxl.Workbook()
    rows = typed()
    for row in range(first, last):
        rows[row][column] = rows[first - 1][column]
    for row in [*([["Spend"] * 9] if titles else []), *rows]:
        book.active.append(row)
    book.active.merge_cells(start_row=first, end_row=last, start_column=column + 1, end_column=column + 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("column", "field"), [(SUPPLIER, "supplier_name"), (DATE, "payment_date"), (0, "department_family")]
)
def test_a_cell_beside_several_payments_is_that_of_each(column, field, read_bytes):
    reading = read_bytes(merged_workbook(column, 3, 6))
    values = reading.rows.frame[field][1:5].to_list()
    assert len(set(values)) == 1
    assert None not in values
    assert reading.rows.amount_total() == corpus.total(corpus.PAYMENTS)
    assert any("3 cells" in note and "merged over several rows" in note for note in reading.notes)


def test_an_amount_beside_several_rows_counts_once(read_bytes):
    reading = read_bytes(merged_workbook(AMOUNT, 3, 6))
    lost = sum(payment.pence for payment in corpus.PAYMENTS[2:5])
    assert reading.rows.amount_total() == corpus.total(corpus.PAYMENTS) - lost
    assert reading.rows.frame["amount"].null_count() == 3
