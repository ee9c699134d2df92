"""Where the tables of a grid are: a header each, and the rows that belong to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake.columns import credit_column, expenses
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.mapping import map_columns
from ckanext.spenddata.intake.columns.profile import SAMPLE, profile
from ckanext.spenddata.intake.grid import Grid, colours_of
from ckanext.spenddata.intake.reading import Answers, TotalRow
from ckanext.spenddata.intake.tables import said_around
from ckanext.spenddata.intake.tables.headers import Header, by_form, find_header, is_header, looks_like_payment
from ckanext.spenddata.intake.tables.misplaced import explain
from ckanext.spenddata.values import text

_HEAD = 200
"""So many rows at the top, and as many at the bottom, are searched for a first header."""
_CANDIDATES = 5_000
_TABLES = 60
"""More tables than this in one sheet are rows that only look like headers."""
_SURE = 0.8
"""So sure must the columns of a sheet be for the titles of another to count."""


@dataclass(frozen=True)
class Above:
    """What the pieces of a table above a piece amount to."""

    pence: int
    """Of their payments."""
    last_total: int
    """Of their payments above their last total row."""


@dataclass
class Table:
    """A table: rows ``start`` to before ``end`` of a grid (positions, 0 is row 1) under a header, its columns mapped."""

    grid: Grid
    header: Header | None
    start: int
    end: int
    layout: Layout
    left_out: dict[str, list[int]] = field(default_factory=dict)
    """Kind of row → row numbers, from 1."""
    totals: list[TotalRow] = field(default_factory=list)
    """The rows left out as totals, with their amounts."""
    notes: list[str] = field(default_factory=list)
    above: Above | None = None
    """What stands above, where this is a later piece of a table."""
    more_below: bool = False
    """True where more pieces follow."""

    def leave_out(self, kind: str, position: int) -> None:
        """Note that a row is no payment."""
        self.left_out.setdefault(kind, []).append(self.grid.number(position))

    def column(self, name: str) -> pl.Series | None:
        """The cells of a field; None where the table has none."""
        mapped, credit = self.layout.fields.get(name), self.layout.amounts.credit
        if mapped and name == "amount" and credit is not None:
            return credit_column.with_credits(self.cells(mapped.column), self.cells(credit))
        return self.cells(mapped.column) if mapped else None

    @property
    def body(self) -> pl.DataFrame:
        """Its rows with the cells of all columns."""
        return self.grid.cells.slice(self.start, self.end - self.start)

    def cells(self, number: int) -> pl.Series:
        """The cells of a column, or its colours, by their number."""
        return self.grid.column(number).slice(self.start, self.end - self.start)


def tables_of(grids: Sequence[Grid], titles: Titles, answers: Answers, name: str = "") -> list[Table]:
    """The tables of all grids of a file of some name. A sheet without a header has that of the sheets before it, where its values agree."""
    found: list[Table] = []
    for grid in grids:
        before = next((table.header for table in found if table.header), None)
        found += find_tables(grid, titles, answers, before)
    paid = {id(table.grid) for table in found if table.layout.watch is not None}
    said_around.take_elsewhere(
        [table.layout for table in found], [grid for grid in grids if id(grid) not in paid], name
    )
    return found


def find_tables(grid: Grid, titles: Titles, answers: Answers, before: Header | None = None) -> list[Table]:
    """The tables of a grid, in order; ``before`` is the header of an earlier sheet."""
    first = _first_header(grid, titles)
    if first is None:
        return _without_header(grid, titles, answers, before)
    above = _above(grid, first, titles, answers)
    tables = [above] if above else []
    header: Header | None = first
    while header is not None:
        table = _table(grid, header, header.rows[-1] + 1, grid.height, titles, answers)
        following = _next_header(table, titles) if len(tables) < _TABLES else None
        if following is not None:
            table = _table(grid, header, table.start, following.rows[0], titles, answers)
        tables.append(table)
        header = following
    head = [] if above else grid.rows(0, first.rows[0])
    for position, row in enumerate(head):
        tables[0].leave_out("title" if any(text.trimmed(cell) for cell in row) else "blank", position)
    said_around.take([table.layout for table in tables], grid, head)
    said_around.take_asides([table.layout for table in tables], grid)
    for table in tables:
        said_around.take_below(table.layout, grid, table.start)
    return [table for table in tables if table.end > table.start or len(tables) == 1]


def _without_header(grid: Grid, titles: Titles, answers: Answers, before: Header | None) -> list[Table]:
    if before is not None:
        table = _table(grid, Header((), before.titles), 0, grid.height, titles, answers)
        if table.layout.confidence >= _SURE:
            table.notes.append(
                f"The sheet “{grid.sheet}” has no header. The titles of an earlier sheet fit its values and were used."
            )
            return [table]
    table = _table(grid, None, 0, grid.height, titles, answers)
    return [table] if table.layout.fields else []


def _first_header(grid: Grid, titles: Titles) -> Header | None:
    found = find_header(grid.rows(0, _HEAD), titles)
    if found is None and grid.height > _HEAD:
        start = max(_HEAD, grid.height - _HEAD)
        found = find_header(grid.rows(start, grid.height), titles, start)
    return found or by_form(grid.rows(0, _HEAD))


def _above(grid: Grid, header: Header, titles: Titles, answers: Answers) -> Table | None:
    """Payments above the first header: a header that stands below its rows, or a first table that has none."""
    rows = grid.rows(0, min(header.rows[0], _HEAD))
    if sum(looks_like_payment(row) for row in rows) * 2 < max(len(rows), 1):
        return None
    table = _table(grid, header, 0, header.rows[0], titles, answers)
    if table.layout.confidence:
        table.notes.append(f"The titles in row {header.rows[0] + 1} stand below the rows that they name.")
        return table
    return _table(grid, None, 0, header.rows[0], titles, answers)


def _table(grid: Grid, header: Header | None, start: int, end: int, titles: Titles, answers: Answers) -> Table:
    return Table(grid, header, start, end, map_columns(_columns(grid, header, start, end), titles, answers))


def _columns(grid: Grid, header: Header | None, start: int, end: int) -> list[Column]:
    """The columns of a stretch of rows, with a sample of the rows that are not blank."""
    cells = grid.cells.slice(start, end - start)
    step = max(1, cells.height // (SAMPLE * 4))
    sample = cells.gather_every(step)
    filled = sample.filter(pl.any_horizontal(pl.all().is_not_null())) if sample.height else sample
    rows = filled.gather_every(max(1, -(-filled.height // SAMPLE)))
    names = header.titles if header else ()
    return [
        Column(
            number,
            names[number - 1] if number <= len(names) else "",
            profile(sampled),
            sampled,
            cells[str(number)],
            grid.column(colours_of(number)).slice(start, end - start) if grid.has_looks(number) else None,
            number in grid.uncalculated,
        )
        for number in range(1, grid.width + 1)
        for sampled in [tuple(cell or "" for cell in rows[str(number)])]
    ]


def _next_header(table: Table, titles: Titles, among: pl.Series | None = None) -> Header | None:
    """The next header below that has other columns; one with the same columns is only repeated."""
    for position in _wordy(table, titles, among):
        rows = table.grid.rows(position, position + 2)
        if is_header(rows[0], titles):
            header = find_header(rows, titles, position)
            if header and table.header and header.key() != table.header.key():
                return header
    return None


def has_other_header(table: Table, titles: Titles, among: pl.Series) -> bool:
    """True where a header with other columns stands among the rows of a table: those of them that ``among`` is true for."""
    return _next_header(table, titles, among) is not None


def _wordy(table: Table, titles: Titles, among: pl.Series | None) -> list[int]:
    """Positions of the rows that could be a header: no number where the amount should be."""
    cells = table.body
    places = among.arg_true() if among is not None else pl.int_range(cells.height, dtype=pl.UInt32, eager=True)
    if not len(places):
        return []
    if among is not None:
        cells = cells[places]
    if amount := table.layout.fields.get("amount"):
        wordy = cells[str(amount.column)].str.contains("[A-Za-z]{2}").fill_null(value=True)
        cells, places = cells.filter(wordy), places.filter(wordy)
    if cells.height > _CANDIDATES:
        known = sorted({title.title.lower() for title in titles.by_key.values()})
        some = (
            pl.sum_horizontal(
                pl.all().str.strip_chars(text.BLANKS).str.to_lowercase().is_in(known).fill_null(value=False)
            )
            >= 2
        )
        places = places.filter(cells.select(some.alias("some"))["some"])
    return [table.start + place for place in places.to_list()]


@dataclass(frozen=True)
class Found:
    """The tables to read, and what is told of those that are left out."""

    tables: list[Table]
    notes: list[str]


_FEW_FIELDS = 4


def worth_reading(tables: list[Table], titles: Titles, expense_types: Collection[str], answers: Answers) -> Found:
    """The tables of a file that hold payments, their kinds of expense put right by their words.

    Beside a table of payments a small one without dates is a summary of it.

    A table in which the dates or the amounts were not found, while its rows look like payments, is kept: then a person is asked, and
    no payment is lost for a title that is damaged. So is one whose titles name them all, though the values stand under others.
    """
    whole = [table for table in tables if _holds_payments(table) and table.layout.confidence]
    kept: list[Table] = []
    notes: list[str] = []
    for table in tables:
        lacking = "payment_date" not in table.layout.fields
        summary = bool(whole) and lacking and len(table.layout.fields) < _FEW_FIELDS
        if (_holds_payments(table) and not summary) or (whole and _looks_like_payments(table)):
            kept.append(table)
        elif _holds_payments(table):
            notes.append(
                f"{_named(table)} has amounts but no dates. It was taken for a summary of the payments and left out."
            )
        elif whole and table.end > table.start and not table.grid.sheet:
            notes.append(f"{_named(table)} has no amounts with dates or suppliers beside them and was left out.")
    if not any(map(_holds_payments, kept)):
        kept, notes = [table for table in tables if _is_misplaced(table, titles)], []
    for table in kept:
        expenses.put_right(table.layout, expense_types, answers)
    return Found(kept, notes)


def _is_misplaced(table: Table, titles: Titles) -> bool:
    """True where the titles name payments, and the rows look like some, but the values do not stand under them. A person is asked."""
    if table.header is None or not _looks_like_payments(table):
        return False
    table.layout.misplaced = explain(table.layout, titles)
    return bool(table.layout.misplaced)


def _named(table: Table) -> str:
    return (
        f"The sheet “{table.grid.sheet}”" if table.grid.sheet else f"The table in rows {table.start + 1} to {table.end}"
    )


def _looks_like_payments(table: Table) -> bool:
    """True where most of the rows hold a date and an amount among other things, whatever their columns are called."""
    rows = table.grid.rows(table.start, min(table.end, table.start + _HEAD))
    filled = [row for row in rows if any(row)]
    return sum(map(looks_like_payment, filled)) * 2 > max(len(filled), 1)


def _holds_payments(table: Table) -> bool:
    """True where a table has amounts, and dates or, by their title, suppliers beside them."""
    fields = table.layout.fields
    return "amount" in fields and ("payment_date" in fields or (table.layout.titled and "supplier_name" in fields))
