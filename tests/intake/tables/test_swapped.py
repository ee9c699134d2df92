"""Two layouts joined under one header: what the titles say stands, unless every date proves another order or a header says it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckanext.spenddata.intake.reading import Outcome
from tests.intake import corpus

DAY, TYPE, AREA, SUPPLIER, REFERENCE, AMOUNT, PURPOSE = 2, 3, 4, 5, 6, 7, 8
LONG = corpus.payments(90)
TABLE = corpus.lines(LONG)


def exchanged(one: int, other: int) -> Callable[[list[str]], list[str]]:
    """A row with two cells exchanged."""

    def change(row: list[str]) -> list[str]:
        row = list(row)
        row[one], row[other] = row[other], row[one]
        return row

    return change


def joined(table: list[list[str]], start: int, end: int, change: Callable[[list[str]], list[str]]) -> list[list[str]]:
    """A table in which the rows from ``start`` to before ``end`` (0 is the header) stand otherwise."""
    return [change(row) if start <= number < end else row for number, row in enumerate(table)]


def as_titled(table: list[list[str]], read_bytes) -> None:
    """Each cell is read under its own title."""
    frame = read_bytes(corpus.csv_text(table)).rows.frame
    assert frame["supplier_name"].to_list() == [row[SUPPLIER] for row in table[1:]]
    references = [cell.removesuffix(".00") for cell in frame["transaction_number"]]
    assert references == [row[REFERENCE].removesuffix(".00") for row in table[1:]]
    assert frame["expense_type"].to_list() == [row[TYPE] for row in table[1:]]
    assert frame["amount.sent"].to_list() == [row[AMOUNT] for row in table[1:]]


@pytest.mark.parametrize(
    ("one", "other"),
    [(REFERENCE, AMOUNT), (REFERENCE, SUPPLIER), (TYPE, SUPPLIER), (1, SUPPLIER), (PURPOSE, AMOUNT), (TYPE, AREA)],
)
@pytest.mark.parametrize(("start", "end"), [(46, 91), (31, 55), (80, 91)])
def test_cells_that_look_like_those_of_another_column_stay_under_their_title(one, other, start, end, read_bytes):
    as_titled(joined(TABLE, start, end, exchanged(one, other)), read_bytes)


SECOND_SYSTEM = {
    "suppliers by their code": lambda n, row: [*row[:SUPPLIER], "10008721", f"BLOOD-P{n}-MAY", *row[AMOUNT:]],
    "the body is the supplier": lambda _, row: [
        row[0],
        "EPIA - Exbury Agency",
        *row[2:SUPPLIER],
        row[1],
        *row[REFERENCE:],
    ],
    "small whole pounds and job numbers": lambda n, row: [*row[:AMOUNT], str(n % 80 + 1), f"{266000 + n}/1"],
    "job numbers that look like amounts": lambda n, row: [*row[:AMOUNT], str(n % 80 + 1), f"{266000 + n}.00"],
    "another kind of reference": lambda n, row: [*row[:REFERENCE], f"LVI{148000 + n * 7}", *row[AMOUNT:]],
    "references that look like amounts": lambda n, row: [
        *row[:REFERENCE],
        f"{2000 + n}.00",
        str(n % 80 + 1),
        row[PURPOSE],
    ],
    "amounts that look like references": lambda n, row: [*row[:AMOUNT], f"{510_000 + n}", row[PURPOSE]],
    "loud suppliers, quiet types": lambda _, row: [
        *row[:TYPE],
        row[TYPE].upper(),
        row[AREA],
        row[SUPPLIER].lower(),
        *row[REFERENCE:],
    ],
}


@pytest.mark.parametrize("system", SECOND_SYSTEM)
@pytest.mark.parametrize(("start", "end"), [(30, 91), (30, 70), (80, 86)])
def test_a_second_system_with_other_habits_is_read_by_the_titles_without_an_error(system, start, end, read_bytes):
    table = [SECOND_SYSTEM[system](n, row) if start <= n < end else row for n, row in enumerate(TABLE)]
    as_titled(table, read_bytes)
    reading = read_bytes(corpus.csv_text(table))
    assert (reading.outcome, len(reading.tables)) == (Outcome.READ, 1)
    assert reading.rows.frame["amount.fault"].is_null().all()


@pytest.mark.parametrize("other", [TYPE, AREA, PURPOSE])
@pytest.mark.parametrize(("start", "end"), [(46, 91), (1, 40), (31, 55)])
def test_dates_that_stand_elsewhere_in_every_row_prove_another_order(other, start, end, read_bytes):
    reading = read_bytes(corpus.csv_text(joined(TABLE, start, end, exchanged(DAY, other))))
    frame = reading.rows.frame
    assert frame["payment_date"].to_list() == [payment.day for payment in LONG]
    assert frame["amount"].to_list() == [payment.pence for payment in LONG]
    assert any("two layouts were joined" in note for note in reading.notes)


def test_where_one_of_the_rows_has_no_date_there_nothing_is_proved(read_bytes):
    table = joined(TABLE, 46, 91, exchanged(DAY, TYPE))
    table[60][TYPE] = "soon"
    frame = read_bytes(corpus.csv_text(table)).rows.frame
    assert frame["payment_date.fault"][45:].to_list() == ["unreadable"] * 45
    assert frame["amount"].to_list() == [payment.pence for payment in LONG]


def test_a_header_among_the_rows_says_which_columns_change_places(read_bytes):
    change = exchanged(REFERENCE, AMOUNT)
    table = [*TABLE[:46], change(TABLE[0]), *map(change, TABLE[46:])]
    frame = read_bytes(corpus.csv_text(table)).rows.frame
    assert frame["amount"].to_list() == [payment.pence for payment in LONG]
    assert frame["transaction_number"].to_list() == [payment.reference for payment in LONG]


def test_a_date_that_made_room_for_an_amount_is_an_error(read_bytes):
    """A cell more stands before the amount: what is under its title is the VAT."""
    titles = ["Supplier", "Amount", "Date", "Description", "Ref"]
    rows = [[p.supplier, corpus.amount(p.pence), f"{p.day:%d/%m/%Y}", p.purpose, p.reference] for p in LONG[:40]]
    moved = [[row[0], "12.50", *row[1:]] for row in rows[20:]]
    frame = read_bytes(corpus.csv_text([[*titles, "Notes"], *([*row, ""] for row in rows[:20]), *moved])).rows.frame
    assert frame["payment_date"][20:].null_count() == 20
    assert frame["payment_date.fault"][20:].null_count() == 0


NOT_ANOTHER_ORDER = {
    "whole rows have slipped": joined(TABLE, 46, 91, lambda row: [*row[:DAY], "", "", *row[DAY:]]),
    "the amounts have gone as well": joined(
        TABLE, 46, 91, lambda row: exchanged(REFERENCE, AMOUNT)(exchanged(DAY, TYPE)(row))
    ),
    "each second row alone": [exchanged(DAY, TYPE)(row) if n and n % 2 else row for n, row in enumerate(TABLE)],
}


@pytest.mark.parametrize("why", NOT_ANOTHER_ORDER)
def test_dates_that_stand_elsewhere_are_mistakes_to_be_told_where(why, read_bytes):
    table = NOT_ANOTHER_ORDER[why]
    reading = read_bytes(corpus.csv_text(table))
    assert not any("two layouts were joined" in note for note in reading.notes)
    moved = [row[DAY] != titled[DAY] for row, titled in zip(table[1:], TABLE[1:], strict=True)]
    frame = reading.rows.frame
    assert frame["payment_date"].is_null().to_list() == moved
