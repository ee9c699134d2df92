"""What went wrong between the ledger and the file: rows cut off, columns sorted one by one, parts that overlap."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks import handling
from ckanext.spenddata.checks.context import TableColumns
from ckanext.spenddata.rows import SOURCE_SHEET, Rows
from tests.checks.filings import FILE, filing, good
from tests.checks.kinds import payments, tried


def test_these_are_its_kinds():
    assert set(handling.KINDS) == {"cut_off", "cut_short", "sorted_apart", "parts_overlap"}


def test_a_table_that_ends_where_a_program_stops_is_told():
    ends = {"parameters": {"last_rows": (65_536,)}}
    full = (TableColumns(FILE, "April", 1, {}, last_row=65_536),)
    [found] = tried("cut_off", [good()], columns=full, **ends).to_dicts()
    assert (found["value"], found["sheet"]) == ("the table ends in row 65,536", "April")
    short = (TableColumns(FILE, "April", 1, {}, last_row=65_535),)
    assert tried("cut_off", [good()], columns=short, **ends).is_empty()


def test_an_export_of_exactly_so_many_rows_is_told():
    assert tried("cut_off", payments(*["600"] * 3), parameters={"rows": (3,)})["value"].to_list() == [
        "exactly 3 payments"
    ]
    assert tried("cut_off", payments(*["600"] * 4), parameters={"rows": (3,)}).is_empty()


def list_of(count: int, *, amounts_in_order: bool, names_in_order: bool) -> list[dict[str, str | None]]:
    def nth(number: int, *, in_order: bool) -> int:
        return number if in_order else number * 7 % count

    return [
        good(
            payment_date=f"{nth(n * 11 % count, in_order=False) % 28 + 1:02}/04/2026",
            supplier_name=f"Supplier {nth(n, in_order=names_in_order):03} Ltd",
            amount=f"{1000 + nth(n * 3, in_order=False) if not amounts_in_order else 1000 + n}.00",
            transaction_number=str(n),
        )
        for n in range(count)
    ]


def test_two_columns_in_order_that_have_nothing_to_do_with_each_other():
    [found] = tried("sorted_apart", list_of(31, amounts_in_order=True, names_in_order=True)).to_dicts()
    assert (found["field"], found["value"]) == ("amount", "suppliers and amounts are each in order")


def test_a_list_sorted_by_one_column_is_in_order():
    assert tried("sorted_apart", list_of(31, amounts_in_order=False, names_in_order=True)).is_empty()
    assert tried("sorted_apart", list_of(31, amounts_in_order=True, names_in_order=False)).is_empty()


def test_of_few_rows_nothing_is_said():
    assert tried("sorted_apart", list_of(29, amounts_in_order=True, names_in_order=True)).is_empty()


def two_sheets(again: int) -> Rows:
    """Ten rows on one sheet, ten on another, ``again`` of which stand on the first as well."""
    first = payments(*["600"] * 10)
    second = [*first[:again], *(good(transaction_number=f"X{n}") for n in range(10 - again))]
    frame = filing(*first, *second).frame
    sheets = pl.Series(SOURCE_SHEET, ["April"] * 10 + ["All"] * 10)
    return Rows(frame.with_columns(sheets))


def test_a_sheet_that_repeats_another_is_told_with_its_share():
    [found] = tried("parts_overlap", two_sheets(6)).to_dicts()
    assert (found["sheet"], found["value"]) == ("All", "6 of 10 rows stand in another file or sheet too")


def test_a_few_rows_that_stand_twice_are_not_parts_that_overlap():
    assert tried("parts_overlap", two_sheets(4)).is_empty()


def test_the_same_payments_with_other_amounts_on_another_sheet_are_told_and_lines_of_one_invoice_are_not():
    gross = [good(transaction_number=str(n), amount=f"{120 * n}.00") for n in range(20, 30)]
    net = [good(transaction_number=str(n), amount=f"{100 * n}.00") for n in range(20, 30)]
    frame = filing(*net, *gross).frame
    sheets = ["Net"] * 10 + ["Gross"] * 10
    on_two = Rows(frame.with_columns(pl.Series(SOURCE_SHEET, sheets, dtype=pl.Categorical)))
    told = tried("parts_overlap", on_two)
    assert sorted(told["sheet"].to_list()) == ["Gross", "Net"]
    assert "with other amounts" in told["value"][0]
    on_one = Rows(frame.with_columns(pl.Series(SOURCE_SHEET, ["Net"] * 20, dtype=pl.Categorical)))
    assert tried("parts_overlap", on_one).is_empty()
