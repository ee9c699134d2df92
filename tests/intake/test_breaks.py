"""Two layouts joined under one header, where the dates stay in their column: each part is read in its own way, and told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckanext.spenddata.intake.reading import Outcome
from tests.intake import corpus

TYPE, AREA, SUPPLIER, REFERENCE, AMOUNT = 3, 4, 5, 6, 7
LONG = corpus.payments(90)
TABLE = corpus.lines(LONG)
OPTIONAL = ["Supplier Postcode", "Supplier Type", "Contract Number", "Project Code", "Expenditure Type"]


def exchanged(one: int, other: int) -> Callable[[list[str]], list[str]]:
    """A row with two cells exchanged."""

    def change(row: list[str]) -> list[str]:
        row = list(row)
        row[one], row[other] = row[other], row[one]
        return row

    return change


def joined(table: list[list[str]], start: int, end: int, change: Callable[[list[str]], list[str]]) -> str:
    """A file in which the rows from ``start`` to before ``end`` (0 is the header) stand otherwise."""
    return corpus.csv_text([change(row) if start <= number < end else row for number, row in enumerate(table)])


@pytest.mark.parametrize(
    ("one", "other"), [(REFERENCE, AMOUNT), (REFERENCE, SUPPLIER), (TYPE, SUPPLIER), (SUPPLIER, AMOUNT), (TYPE, AREA)]
)
@pytest.mark.parametrize(("start", "end"), [(46, 91), (31, 55), (80, 91)])
def test_columns_that_change_places_are_read_where_they_stand(one, other, start, end, read_bytes):
    reading = read_bytes(joined(TABLE, start, end, exchanged(one, other)))
    frame = reading.rows.frame
    assert reading.outcome == Outcome.READ
    assert frame["amount"].to_list() == [payment.pence for payment in LONG]
    assert frame["supplier_name"].to_list() == [payment.supplier for payment in LONG]
    assert frame["transaction_number"].to_list() == [payment.reference for payment in LONG]
    assert frame["expense_type"].to_list() == [payment.kind for payment in LONG]
    assert any(f"In rows {start + 1} to {end}" in note for note in reading.notes)


@pytest.mark.parametrize(("one", "other"), [(REFERENCE, AMOUNT), (TYPE, SUPPLIER), (TYPE, AREA)])
def test_the_titles_hold_for_the_first_rows_even_where_these_are_few(one, other, read_bytes):
    frame = read_bytes(joined(TABLE, 20, 91, exchanged(one, other))).rows.frame
    assert frame["amount"].to_list() == [payment.pence for payment in LONG]
    assert frame["supplier_name"].to_list() == [payment.supplier for payment in LONG]
    assert frame["expense_area"].to_list() == [payment.area for payment in LONG]


@pytest.mark.parametrize("other", [REFERENCE, AMOUNT])
def test_where_most_rows_have_something_else_for_a_supplier_a_person_is_asked(other, read_bytes):
    assert read_bytes(joined(TABLE, 20, 91, exchanged(SUPPLIER, other))).outcome != Outcome.READ


def with_optional_columns(count: int = 90) -> list[list[str]]:
    """A table with the columns that publishers may leave out."""
    types = ("SME", "Large", "Public sector")
    rows = [
        [
            *line,
            f"AB{n % 9 + 1} {n % 7}CD",
            types[n % 3],
            f"CN{n:05d}",
            f"PRJ{n % 40:03d}",
            ("Admin", "Programme")[n % 2],
        ]
        for n, line in enumerate(corpus.lines(corpus.payments(count))[1:])
    ]
    return [[*corpus.TITLES, *OPTIONAL], *rows]


@pytest.mark.parametrize(("start", "end"), [(40, 91), (40, 60), (12, 91)])
def test_cells_that_moved_one_column_to_the_left(start, end, read_bytes):
    table = with_optional_columns()
    reading = read_bytes(joined(table, start, end, lambda row: [*row[:10], *row[11:], ""]))
    frame = reading.rows.frame
    for column, field in ((11, "contract_reference"), (12, "project_code")):
        assert frame[field].to_list() == [row[column] for row in table[1:]]
    assert frame["supplier_type"][start - 1 : end - 1].null_count() == end - start
    assert set(frame["expenditure_type"]) == {"admin", "programme"}
    assert any("from column 11 on" in note for note in reading.notes)


def test_cells_that_moved_one_column_to_the_right(read_bytes):
    table = with_optional_columns()
    reading = read_bytes(joined(table, 40, 91, lambda row: [*row[:10], "", *row[10:]]))
    for column, field in ((11, "contract_reference"), (12, "project_code")):
        assert reading.rows.frame[field].to_list() == [row[column] for row in table[1:]]


def test_a_table_in_order_is_one_table(read_bytes):
    for table in (TABLE, with_optional_columns(), sorted(TABLE[1:], key=lambda row: row[SUPPLIER])):
        assert len(read_bytes(corpus.csv_text([list(corpus.TITLES), *table[1:]])).tables) == 1


def test_a_second_part_with_its_own_words_is_no_other_layout(read_bytes):
    def renamed(row: list[str]) -> list[str]:
        return [*row[:3], row[3].upper() + " 2", "Region " + row[4], row[5] + " North", "R-" + row[6], *row[7:]]

    assert len(read_bytes(joined(TABLE, 50, 91, renamed)).tables) == 1


def test_a_few_rows_that_stand_otherwise_are_no_layout(read_bytes):
    assert len(read_bytes(joined(TABLE, 50, 53, exchanged(REFERENCE, AMOUNT))).tables) == 1
