"""What went wrong between the ledger and the file: rows cut off, columns sorted one by one, parts that overlap."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks import handling
from ckanext.spenddata.rows import SOURCE_SHEET, Rows
from tests.checks.filings import filing, good, table_of
from tests.checks.kinds import payments, tried


def test_these_are_its_kinds():
    assert set(handling.KINDS) == {"cut_off", "cut_short", "sorted_apart", "parts_overlap"}


def test_a_table_that_ends_where_a_program_stops_is_told():
    ends = {"parameters": {"last_rows": (65_536,)}}
    full = (table_of("April", last_row=65_536),)
    [found] = tried("cut_off", [good()], tables=full, **ends).to_dicts()
    assert (found["value"], found["sheet"]) == ("the table ends in row 65,536", "April")
    short = (table_of("April", last_row=65_535),)
    assert tried("cut_off", [good()], tables=short, **ends).is_empty()


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


def on_sheets(**sheets: list[dict[str, str | None]]) -> Rows:
    """The rows of several sheets."""
    frame = filing(*(row for rows in sheets.values() for row in rows)).frame
    names = [name for name, rows in sheets.items() for _ in rows]
    return Rows(frame.with_columns(pl.Series(SOURCE_SHEET, names, dtype=pl.Categorical)))


def invoices(amount: int, **cells: str | None) -> list[dict[str, str | None]]:
    return [good(transaction_number=f"91{n}", amount=f"{amount + n * 100}.00", **cells) for n in range(10)]


def test_the_parts_of_invoices_on_the_sheets_of_departments_are_no_repeat():
    """Not with other amounts, not in equal halves, and not where only the sheets' names say whose part it is."""
    adults, children = {"expense_area": "Adults"}, {"expense_area": "Children"}
    assert tried("parts_overlap", on_sheets(one=invoices(500, **adults), two=invoices(900, **children))).is_empty()
    assert tried("parts_overlap", on_sheets(one=invoices(500, **adults), two=invoices(550, **children))).is_empty()
    assert tried("parts_overlap", on_sheets(one=invoices(500, **adults), two=invoices(500, **children))).is_empty()
    wages, rent = {"expense_type": "Agency staff"}, {"expense_type": "Rent"}
    assert tried("parts_overlap", on_sheets(one=invoices(500, **wages), two=invoices(500, **rent))).is_empty()
    assert tried("parts_overlap", on_sheets(Adults=invoices(500), Children=invoices(2900))).is_empty()


def test_a_payment_of_the_same_department_on_two_sheets_is_a_repeat_whatever_else_is_written_of_it():
    again = invoices(500, description="Seen by finance")
    [found] = tried("parts_overlap", on_sheets(Quarter=invoices(500), April=again)).to_dicts()
    assert (found["sheet"], found["value"]) == ("April", "10 of 10 rows stand in another file or sheet too")
    without = [{**row, "expense_area": None, "description": None} for row in invoices(500)]
    [found] = tried("parts_overlap", on_sheets(Quarter=invoices(500), April=without)).to_dicts()
    assert found["sheet"] == "April"


def test_without_numbers_only_rows_that_are_equal_in_every_field_are_repeats():
    plain = [{**row, "transaction_number": None} for row in invoices(500)]
    other = [{**row, "description": "Another visit"} for row in plain]
    assert tried("parts_overlap", on_sheets(April=plain, May=other)).is_empty()
    assert tried("parts_overlap", on_sheets(April=plain, May=plain)).height == 1


def test_with_vat_and_without_is_told_for_credits_too():
    net = [good(transaction_number=f"91{n}", amount=f"-{100 + n}.00") for n in range(10)]
    gross = [good(transaction_number=f"91{n}", amount=f"-{(100 + n) * 1.2:.2f}") for n in range(10)]
    told = tried("parts_overlap", on_sheets(Net=net, Gross=gross))
    assert ["with other amounts" in value for value in told["value"]] == [True, True]
