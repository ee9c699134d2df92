"""Cells that have slipped: found where nothing else shows it, put right as a set, and left alone where it can't be told how."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.checks.context import TableColumns
from ckanext.spenddata.checks.settle import settle
from ckanext.spenddata.rows import Rows, sent
from tests.checks.filings import FILE, GOOD, context, filing, found

FIELDS = list(GOOD)
COLUMNS = (TableColumns(FILE, None, 2, {name: number for number, name in enumerate(FIELDS, 1)}),)
Row = dict[str, str | None]


def ordinary(number: int) -> Row:
    return {
        **GOOD,
        "payment_date": f"{number % 28 + 1:02d}/04/2026",
        "supplier_name": f"Supplier {chr(65 + number)} Limited",
        "transaction_number": str(5_100_000_000 + number),
        "amount": f"{30_000 + number * 13}.50",
    }


ROWS = [ordinary(number) for number in range(24)]
BAD = range(8, 12)


def with_bad(change) -> list[Row]:
    return [change(dict(row)) if number in BAD else row for number, row in enumerate(ROWS)]


def swapped(one: str, other: str):
    return lambda row: {**row, one: row[other], other: row[one]}


def to_the_left(start: str):
    """The row as it is where the cell of ``start`` was left out."""

    def change(row: Row) -> Row:
        cells = list(row.values())
        del cells[FIELDS.index(start)]
        return dict(zip(FIELDS, [*cells, None], strict=True))

    return change


def to_the_right(start: str):
    """The row as it is where there is a cell too many before ``start``; the last cell is beyond the table."""

    def change(row: Row) -> Row:
        cells = list(row.values())
        cells.insert(FIELDS.index(start), "Jones")
        return dict(zip(FIELDS, cells[:-1], strict=True))

    return change


def cells(rows: Rows) -> pl.DataFrame:
    """The values of the rows, typed ones as the file would show them."""
    return rows.frame.select(FIELDS)


@pytest.mark.parametrize(
    "change",
    [
        swapped("payment_date", "expense_type"),
        swapped("amount", "description"),
        swapped("amount", "transaction_number"),
        swapped("payment_date", "amount"),
    ],
    ids=["date and text", "amount and text", "amount and number", "date and amount"],
)
def test_two_cells_change_places(change):
    settled = settle(filing(*with_bad(change)), context(columns=COLUMNS))
    assert cells(settled.rows).equals(cells(filing(*ROWS)))
    assert settled.log["index"].unique().to_list() == list(BAD)
    assert settled.log["rule"].unique().to_list() == ["columns-shifted"]


@pytest.mark.parametrize("start", ["department_family", "entity", "expense_type", "expense_area", "transaction_number"])
def test_a_cell_left_out_moves_all_that_follow(start):
    settled = settle(filing(*with_bad(to_the_left(start))), context(columns=COLUMNS))
    right = [{**row, start: None} if number in BAD else row for number, row in enumerate(ROWS)]
    assert cells(settled.rows).equals(cells(filing(*right)))


def test_a_cell_too_many_is_told_and_not_guessed():
    rows = filing(*with_bad(to_the_right("supplier_name")))
    assert rows.frame["amount"][BAD[0]] == 510_000_000_800, "the number is read as an amount"
    findings = found("columns-shifted", rows, columns=COLUMNS)
    assert findings["index"].to_list() == list(BAD)
    assert findings["severity"].unique().to_list() == ["error"]
    assert findings["fix"].is_null().all()


def test_a_single_row_is_enough():
    rows = [swapped("amount", "transaction_number")(row) if number == 8 else row for number, row in enumerate(ROWS)]
    settled = settle(filing(*rows), context(columns=COLUMNS))
    assert cells(settled.rows).equals(cells(filing(*ROWS)))


def test_other_fixes_come_after_the_cells_stand_right():
    rows = with_bad(lambda row: swapped("amount", "description")({**row, "description": "Advice  on  fees"}))
    settled = settle(filing(*rows), context(columns=COLUMNS), None)
    assert settled.rows.frame["amount"].to_list() == filing(*ROWS).frame["amount"].to_list()
    assert settled.rows.frame["description"][BAD[0]] == "Advice  on  fees"


def test_month_first_stays_month_first():
    frame = filing(*with_bad(swapped("payment_date", "expense_type"))).frame
    frame = frame.with_columns(
        pl.when(pl.col("payment_date").is_not_null()).then(pl.lit("month_first")).alias("payment_date.form"),
        pl.col("expense_type").str.replace(r"^\d\d/04/2026$", "04/05/2026"),
    )
    findings = found("columns-shifted", Rows(frame), columns=COLUMNS)
    assert findings.filter(pl.col("field") == "payment_date")["fix"].unique().to_list() == ["2026-04-05"]


def test_whole_pounds_are_no_fault():
    rows = [{**row, "amount": "30000"} if number in BAD else row for number, row in enumerate(ROWS)]
    assert found("columns-shifted", filing(*rows), columns=COLUMNS).is_empty()


def test_two_columns_of_amounts_are_no_fault():
    rows = [
        {**row, "project_code": "12.50", "amount": "x" if number in BAD else row["amount"]}
        for number, row in enumerate(ROWS)
    ]
    assert found("columns-shifted", filing(*rows), columns=COLUMNS)["fix"].is_null().all()


def test_the_words_sent_stay():
    rows = filing(*with_bad(swapped("amount", "description")))
    settled = settle(rows, context(columns=COLUMNS))
    assert settled.rows.frame[sent("amount")][BAD[0]] == "Advice on the estate"
