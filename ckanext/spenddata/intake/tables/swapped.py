"""Two layouts joined in one file: rows from which on the date stands in another column.

Such files are made by copying the tables of two systems under one header. What the titles say stands, so this is done only where it is
proved: in each of the rows the cell under the title of the date is no date, one other column has a date in all of them, and the amount
stands where its title says. They become a table of their own, and it is told. What cells merely look like moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from ckanext.spenddata.intake.columns.evidence import MOVED_DATE, MOVED_OTHER
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.intake.tables.headers import is_day
from ckanext.spenddata.values import date_order, money

_SHORTEST = 3
"""Fewer rows in a row with the date elsewhere are mistakes to be told, not a layout."""
_WITH_PENCE = r"^\s*[-(£]*[0-9,]+\.[0-9]{2}\)?\s*$"
_MOSTLY = 0.8
_MOST = 20
"""More stretches than this are no layouts."""


def divide(table: Table, states: pl.Series | None) -> list[Table]:
    """The table, cut where the column of the dates changes; the table itself where it does not.

    Args:
        table: the table.
        states: for each row ``read``, ``blank``, or why the date could not be read.
    """
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
    return date_order.DateColumn.of(table.cells(number)).states() == "read"


def _other_column(table: Table, wrong: pl.Series) -> int | None:
    """The column that holds a date in every row with an amount and without a date; None where no column does, or more than one."""
    amount, day = table.layout.fields["amount"].column, table.layout.fields["payment_date"].column
    cells = table.body.filter(wrong)
    with_amount = cells.filter(money.column(cells[str(amount)])["value"].is_not_null())
    if with_amount.height * 2 < cells.height or with_amount.height < _SHORTEST:
        # The amounts have gone elsewhere too: whole rows have slipped, and that is no layout but a mistake to be told.
        return None
    if cells[str(day)].str.contains(_WITH_PENCE).any():
        return None  # An amount has gone there, and what stands under its title is another number.
    others = table.body.filter(~wrong)[str(amount)].drop_nulls()
    if _share_with_pence(others) > _MOSTLY and _share_with_pence(with_amount[str(amount)]) < 1 - _MOSTLY:
        return None  # The amounts have gone as well: numbers without pence stand where theirs have some.
    found = [
        number
        for number in range(1, table.grid.width + 1)
        if number not in {amount, day} and _are_days(with_amount[str(number)])
    ]
    return found[0] if len(found) == 1 else None


def _share_with_pence(cells: pl.Series) -> float:
    return int(cells.str.contains(_WITH_PENCE).sum()) / max(len(cells), 1)


def _are_days(cells: pl.Series) -> bool:
    return is_day(cells[0]) and all(map(is_day, cells.unique()))


def _stretches(states: pl.Series, elsewhere: pl.Series) -> Iterator[tuple[int, int, bool]]:
    """Stretches of rows (start, end) and whether their dates stand in the other column; rows that say nothing go with those above."""
    moved = pl.select(
        pl.when(states == "unreadable").then(elsewhere).when(states == "read").then(pl.lit(value=False))
    ).to_series()
    yield from _runs(moved.forward_fill().backward_fill().fill_null(value=False))


def _runs(moved: pl.Series) -> Iterator[tuple[int, int, bool]]:
    begin = 0
    for end in [*(moved != moved.shift(1)).fill_null(value=False).arg_true().to_list(), len(moved)]:
        yield begin, end, moved[begin]
        begin = end


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
            fields[name] = replace(
                mapped, title=day.title, column=day.column, confidence=MOVED_OTHER.weight, why=MOVED_OTHER.why
            )
    title = next((column.title for column in layout.columns if column.number == other), "")
    fields["payment_date"] = replace(day, title=title, column=other, confidence=MOVED_DATE.weight, why=MOVED_DATE.why)
    return replace(layout, fields=fields, questions=[], notes=[])
