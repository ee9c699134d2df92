"""Grids made from rows by hand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ckanext.spenddata.intake.grid import Grid


def from_rows(rows: Sequence[Sequence[str]], sheet: str | None = None) -> Grid:
    """A grid of rows that may differ in length; columns at the right with nothing in them are left out."""
    width = max((last for row in rows for last, cell in enumerate(row, 1) if cell.strip()), default=0)
    columns = [[row[i] if i < len(row) and row[i] else None for row in rows] for i in range(width)]
    return Grid(pl.DataFrame([pl.Series(str(i), cells, dtype=pl.String) for i, cells in enumerate(columns, 1)]), sheet)
