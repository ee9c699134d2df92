"""Two layouts joined in one file: rows from which on the date, or other cells, stand in another column.

Such files are made by copying the tables of two systems under one header. The rows with the other order become a table of their own,
in which each field has the column where its cells stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.tables import breaks
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.intake.tables.likeness import Move
from ckanext.spenddata.values import date_order, dates, money

__all__ = ["divide"]

_SHORTEST = 3
"""Fewer rows in a row with the date elsewhere are mistakes to be told, not a layout."""
_MOST = 20
"""More stretches than this are no layouts."""
_SAMPLE = 60
_WHY = "from here on the columns stand in another order; the values show it"


def divide(table: Table, states: pl.Series | None) -> list[Table]:
    """The table, cut where the columns change; the table itself where they do not.

    Args:
        table: the table.
        states: for each row ``read``, ``blank``, or why the date could not be read.
    """
    parts = _by_dates(table, states)
    return parts if len(parts) > 1 or parts[0] is not table else _by_looks(table, states)


def _by_looks(table: Table, states: pl.Series | None) -> list[Table]:
    """The table, cut where the cells of some columns stand in others."""
    found = breaks.find(table)
    if found is None:
        return [table]
    if states is not None and (states.filter(found.moved) == "unreadable").sum() * 2 > found.moved.sum():
        # The dates have gone elsewhere too: whole rows have slipped, and that is no layout but a mistake to be told.
        return [table]
    parts = []
    for start, end, moved in breaks.runs(found.moved):
        part = Table(table.grid, table.header, table.start + start, table.start + end, table.layout)
        if moved:
            part.layout = _moved(table.layout, found.move)
            part.notes.append(_told(table, part, found.move))
        parts.append(part)
    parts[0].left_out = table.left_out
    return parts


def _told(table: Table, part: Table, move: Move) -> str:
    rows = f"In rows {table.grid.number(part.start)} to {table.grid.number(part.end - 1)}"
    if move.lost:
        first = min(move.sources)
        side = "left" if move.sources[first] is None else "right"
        way = f"the cells from column {first} on stand one column further {side}"
    else:
        one, other = sorted(move.sources)
        way = f"the cells of columns {one} and {other} stand the other way round"
    return f"{rows} {way} than in the other rows: two layouts were joined in one file. Each was read in its own way."


def _moved(layout: Layout, move: Move) -> Layout:
    """The layout with each field where its cells stand."""
    titles = {column.number: column.title for column in layout.columns}
    fields = {}
    for name, mapped in layout.fields.items():
        source = move.sources.get(mapped.column, mapped.column)
        if source == mapped.column:
            fields[name] = mapped
        elif source is not None:
            fields[name] = replace(mapped, title=titles[source], column=source, confidence=0.7, why=_WHY)
    return replace(layout, fields=fields, questions=[], notes=[])


def _by_dates(table: Table, states: pl.Series | None) -> list[Table]:
    """The table, cut where the column of the dates changes."""
    mapped = table.layout.fields.get("payment_date")
    if mapped is None or states is None or "amount" not in table.layout.fields:
        return [table]
    wrong = states == "unreadable"
    if wrong.sum() < _SHORTEST:
        return [table]
    other = _other_column(table, wrong)
    if other is None:
        return [table]
    stretches = list(_stretches(states, _dated(table, other)))
    if not 1 < len(stretches) <= _MOST and not (len(stretches) == 1 and stretches[0][2]):
        return [table]
    parts = [_part(table, start, end, other if elsewhere else None) for start, end, elsewhere in stretches]
    parts[0].left_out = table.left_out
    return parts


def _dated(table: Table, number: int) -> pl.Series:
    return date_order.Column.of(table.cells(number)).states() == "read"


def _other_column(table: Table, wrong: pl.Series) -> int | None:
    """The column that holds dates where the date column does not; None where there is no such column, or more than one."""
    cells = table.body.filter(wrong)
    sample = cells.gather_every(max(1, cells.height // _SAMPLE))
    amount, day = table.layout.fields["amount"].column, table.layout.fields["payment_date"].column
    if sum(money.read(cell).pence is not None for cell in sample[str(amount)]) * 2 < sample.height:
        # The amounts have gone elsewhere too: whole rows have slipped, and that is no layout but a mistake to be told.
        return None
    found = [
        number
        for number in range(1, table.grid.width + 1)
        if number not in {amount, day} and sum(_is_day(cell) for cell in sample[str(number)]) >= 0.9 * sample.height
    ]
    return found[0] if len(found) == 1 else None


def _is_day(cell: str | None) -> bool:
    reading = dates.read(cell)
    return reading != dates.BLANK and reading.fault is None and reading.form not in {"serial", "compact", "year"}


def _stretches(states: pl.Series, elsewhere: pl.Series) -> Iterator[tuple[int, int, bool]]:
    """Stretches of rows (start, end) and whether their dates stand in the other column; rows that say nothing go with those above."""
    moved = pl.select(
        pl.when(states == "unreadable").then(elsewhere).when(states == "read").then(pl.lit(value=False))
    ).to_series()
    yield from breaks.runs(moved.forward_fill().backward_fill().fill_null(value=False))


def _part(table: Table, start: int, end: int, other: int | None) -> Table:
    part = Table(table.grid, table.header, table.start + start, table.start + end, table.layout)
    if other is None:
        return part
    part.layout = _exchanged(table.layout, other)
    first, last = part.start + 1, part.end
    part.notes.append(
        f"In rows {first} to {last} the date stands in column {other}, not in column {table.layout.fields['payment_date'].column} "
        "as above: two layouts were joined in one file. Each was read in its own way."
    )
    return part


def _exchanged(layout: Layout, other: int) -> Layout:
    """The layout with the date in column ``other`` and that column's field where the date was."""
    day = layout.fields["payment_date"]
    fields = dict(layout.fields)
    for name, mapped in layout.fields.items():
        if mapped.column == other:
            fields[name] = replace(mapped, title=day.title, column=day.column, confidence=0.7, why=_WHY)
    title = next((column.title for column in layout.columns if column.number == other), "")
    fields["payment_date"] = replace(day, title=title, column=other, confidence=0.8, why=_WHY)
    return replace(layout, fields=fields, questions=[], notes=[])
