"""Which rows of a table are payments: told of the table alone, with its amounts and dates as they were read."""

from __future__ import annotations

import re
import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.row_kinds import Sums, which_are_payments
from ckanext.spenddata.intake.tables.find import Table, find_tables
from tests.intake.grids import from_rows
from tests.pace import allowed

TITLES = ["Date", "Supplier", "Transaction number", "Amount", "Expense area"]
PAID = [
    ["01/05/2026", "Alder Ltd", "T1001", "100.00", "Highways"],
    ["02/05/2026", "Alder Ltd", "T1002", "200.00", "Highways"],
    ["03/05/2026", "Beech Ltd", "T1003", "50.00", "Highways"],
    ["04/05/2026", "Cedar Ltd", "T1004", "650.00", "Highways"],
]


def told(definitions, rows: list[list[str]], dated: dict[int, str] | None = None) -> tuple[list[bool], int, Table]:
    """Which rows are payments, the pence above the last total, and the table; ``dated`` says what was read of a date."""
    [table] = find_tables(from_rows([TITLES, *rows], "May"), definitions.titles, Answers())
    pence = [round(float(row[3]) * 100) if re.fullmatch(r"[0-9]+\.[0-9]{2}", row[3]) else None for row in rows]
    states = [(dated or {}).get(place, "read" if row[0] else "blank") for place, row in enumerate(rows)]
    keep, last = which_are_payments(table, pl.Series(pence, dtype=pl.Int64), pl.Series(states))
    return keep.to_list(), last, table


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["", "", "", "1000.00", ""], "total"),
        (["", "Total", "", "1000.00", ""], "total"),
        (["", "Grand total", "", "999.00", ""], "total"),
        (["", "", "", "", ""], "blank"),
        (["-", "", "", "---", ""], "filler"),
        (TITLES, "repeated_header"),
        (["1", "2", "3", "4.", "5"], "repeated_header"),
        (["", "Prepared by: A Pine", "", "", ""], "note"),
        (["Payments include VAT", "", "", "", ""], "note"),
    ],
)
def test_a_row_below_that_is_no_payment_has_a_kind(row, kind, definitions):
    keep, _, table = told(definitions, [*PAID, row], {4: "unreadable"} if row[0] else None)
    assert keep == [True] * 4 + [False]
    assert table.left_out == {kind: [6]}


def test_a_total_is_told_with_its_row_its_amount_and_its_words(definitions):
    keep, last, table = told(definitions, [*PAID, ["", "Grand total", "", "1000.00", ""]])
    assert keep == [True] * 4 + [False]
    assert last == 100_000
    assert [(total.row, total.pence, total.label) for total in table.totals] == [(6, 100_000, "Grand total")]


def test_a_total_of_some_and_a_total_of_all(definitions):
    subtotal = ["", "", "", "350.00", "Total Highways"]
    keep, last, table = told(definitions, [*PAID[:3], subtotal, PAID[3], ["", "", "", "1000.00", ""]])
    assert keep == [True, True, True, False, True, False]
    assert last == 100_000
    assert [total.pence for total in table.totals] == [35_000, 100_000]


@pytest.mark.parametrize(
    "row",
    [
        # Nothing is left out for its name.
        ["05/05/2026", "Total Gas & Power", "T1005", "12.00", ""],
        ["05/05/2026", "Grand Total", "T1005", "12.00", ""],
        # A payment whose date can't be read, one whose amount can't, and one that is as large as all above.
        ["31/02/2026", "Dogwood Ltd", "T1005", "12.00", "Highways"],
        ["05/05/2026", "Dogwood Ltd", "T1005", "n/a", "Highways"],
        ["05/05/2026", "Dogwood Ltd", "T1005", "1000.00", "Highways"],
        ["", "Dogwood Ltd", "T1005", "1000.00", "Highways"],
        # Withheld, with a date and an amount.
        ["05/05/2026", "", "", "12.00", ""],
    ],
)
def test_what_may_be_a_payment_is_one(row, definitions):
    keep, _, table = told(definitions, [*PAID, row], {4: "unreadable"} if row[0].startswith("31/02") else None)
    assert keep == [True] * 5
    assert not table.left_out


@pytest.mark.parametrize(
    ("supplier", "place"),
    [("Total", 1), ("Totals", 1), ("Simply Total", 1), ("Simply Total", 4), ("Total Energies", 2)],
)
def test_a_dated_payment_as_high_as_the_one_above_is_no_total(supplier, place, definitions):
    rows = [[*row[:2], "", *row[3:]] for row in PAID]
    rows.insert(place, ["05/05/2026", supplier, "", rows[place - 1][3], "Highways"])
    keep, _, table = told(definitions, rows)
    assert (all(keep), table.left_out) == (True, {})


def test_the_dated_total_of_one_payment_names_it_or_is_called_a_total(definitions):
    rows = [[*row[:2], "", *row[3:]] for row in PAID]
    for label in ("Cedar Ltd Total", "Highways total", "Sub total", "Day total", "Payment run total", "Supplier Total"):
        keep, _, _ = told(definitions, [*rows, ["05/05/2026", label, "", "650.00", ""]])
        assert keep == [True] * 4 + [False]


def test_many_rows_that_count_the_payments_take_no_longer_each(definitions):
    rows = [*PAID, *[["", "Number of payments", "", "4.00", ""]] * 8_000]
    before = time.process_time()
    keep, _, _ = told(definitions, rows)
    assert sum(keep) == 4
    assert time.process_time() - before < allowed(4)


@pytest.mark.parametrize("label", ["", "Total"])
def test_a_dated_total_is_none_though_a_total_without_a_date_stands_below(label, definitions):
    rows = [*PAID, ["31/05/2026", label, "", "1000.00", ""], ["", "Grand total", "", "1000.00", ""]]
    keep, _, _ = told(definitions, rows)
    assert keep == [True] * 4 + [False] * 2


def test_sums_before_a_row():
    sums = Sums.of(pl.Series([100, None, -30, 5], dtype=pl.Int64))
    assert [sums.before(place) for place in range(5)] == [0, 100, 100, 70, 75]
    assert sums.all() == 75
    assert Sums.of(pl.Series([], dtype=pl.Int64)).all() == 0


@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=8))
def test_whatever_was_paid_the_row_below_with_its_sum_and_no_words_is_the_total(definitions, paid):
    rows = [
        [f"{day:02d}/05/2026", f"Supplier {day} Ltd", f"T{day}", f"{pence / 100:.2f}", ""]
        for day, pence in enumerate(paid, 1)
    ]
    keep, last, table = told(definitions, [*rows, ["", "", "", f"{sum(paid) / 100:.2f}", ""]])
    assert keep == [True] * len(paid) + [False]
    assert last == sum(paid)
    assert [total.pence for total in table.totals] == [sum(paid)]


@pytest.mark.parametrize("label", ["TOTAL PAYMENTS", "Total", "Grand Total"])
def test_a_total_with_the_number_of_payments_beside_it_is_one(label, definitions):
    keep, _, table = told(definitions, [*PAID, ["", label, "4", "1000.00", ""]])
    assert keep == [True] * 4 + [False]
    assert table.left_out == {"total": [6]}


@pytest.mark.parametrize(
    "row",
    [
        ["", "TOTAL", "T1005", "1000.00", ""],
        ["", "Total Payments", "5", "1000.00", ""],
        ["", "Total Payments", "4", "999.00", ""],
        ["05/05/2026", "Total", "4", "70.00", ""],
    ],
    ids=["a reference", "another number", "another sum", "a date"],
)
def test_one_with_another_number_or_another_sum_may_be_a_payment(row, definitions):
    keep, _, _ = told(definitions, [*PAID, row])
    assert keep == [True] * 5


@pytest.mark.parametrize("amount", ["########", "#REF!", "TBC"])
def test_first_rows_whose_dates_and_amounts_are_lost_are_payments_by_their_numbers(amount, definitions):
    lost = ["######", "Alder Ltd", "T1000", amount, "Highways"]
    keep, _, _ = told(definitions, [lost, lost, *PAID], dated={0: "unreadable", 1: "unreadable"})
    assert keep == [True] * 6


def test_a_second_line_of_titles_above_the_first_amount_is_none(definitions):
    below = ["dd/mm/yyyy", "in full", "of the ledger", "in pounds", "name"]
    keep, _, _ = told(definitions, [below, *PAID], dated={0: "unreadable"})
    assert keep == [False] + [True] * 4
