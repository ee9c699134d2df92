"""Cells to the right of the last title of a table: how many rows have some, and of which of these the amount may be half a number."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import money, text

_PIECE = r"^\s*[-+(£ ]*[0-9]{1,3}\s*$"
_WITHOUT_COMMA = r"^\s*[-+(£ ]*[0-9]{4}"
"""A publisher who writes thousands so divides none."""
_QUOTED = r"[0-9],[0-9]{3}"
"""Where a cell beyond stands beside such an amount, it is of a column without a title."""
_GROUP = r"(?i)^\s*[0-9]{3}(?:\.[0-9]{1,2})?[-) ]*(?:[CD]R)?\s*$"


def last_titled(table: Table) -> int:
    """Number of the last column with a title or a field."""
    used = {mapped.column for mapped in table.layout.fields.values()}
    columns = table.layout.columns
    return max((column.number for column in columns if text.trimmed(column.title) or column.number in used), default=0)


def rows_beyond(table: Table) -> int:
    """Number of rows with cells to the right of the last title."""
    filled = filled_beyond(table)
    return 0 if filled is None else int(filled.sum() or 0)


def filled_beyond(table: Table) -> pl.Series | None:
    """True for each row with cells to the right of the last title; None where there are no columns there."""
    last = last_titled(table)
    beyond = [str(column.number) for column in table.layout.columns if column.number > last]
    beyond = [number for number in beyond if number in table.grid.cells.columns]
    if not beyond:
        return None
    filled = pl.any_horizontal(pl.col(number).str.strip_chars().str.len_bytes() > 0 for number in beyond)
    return table.body.select(filled.fill_null(value=False).alias("beyond"))["beyond"]


def less_cut(amounts: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The amounts of a table, ambiguous where a comma between thousands may have cut them.

    ``12`` beside ``345.67`` in a text whose record has a cell too many is £12, or £12,345.67: it is read as neither.
    """
    mapped = table.layout.fields.get("amount")
    if mapped is None or table.header is None or table.grid.sheet is not None:
        return amounts
    beyond, here = filled_beyond(table), table.cells(mapped.column)
    if beyond is None or not beyond.any() or here.str.contains(_WITHOUT_COMMA).any():
        return amounts
    if (here.str.contains(_QUOTED) & beyond).any():
        return amounts
    cells = table.grid.cells.columns
    before, after = (
        table.cells(number) if str(number) in cells else pl.Series([None], dtype=pl.String).new_from_index(0, len(here))
        for number in (mapped.column - 1, mapped.column + 1)
    )
    cut = here.str.contains(_PIECE) & after.str.contains(_GROUP) | here.str.contains(_GROUP) & before.str.contains(
        _PIECE
    )
    return money.ambiguous_where((cut & beyond).fill_null(value=False), amounts)
