"""White on white: cells that a workbook holds and nobody sees."""

from __future__ import annotations

import re

import polars as pl

_WHITE = re.compile(r"(?:#|[0-9A-Fa-f]{2})?F{6}", re.IGNORECASE)


def is_white(colour: str) -> bool:
    """True for white: ``FFFFFFFF`` (with the opacity before it), ``#ffffff``."""
    return _WHITE.fullmatch(colour) is not None


def unseen(white: pl.DataFrame, cells: pl.DataFrame) -> tuple[list[int], dict[int, int]]:
    """What nobody sees of a sheet.

    Args:
        white: ``row``, ``column`` and ``number`` (whether it is one) of each white cell without a ground of its own.
        cells: of the sheet, as a ``Grid`` has them.

    Returns:
        Rows that are white altogether; of the others, column → how many numbers are.
    """
    if not cells.width or white.is_empty():
        return [], {}
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    counts = white.group_by("row").len().filter(pl.col("row") <= cells.height).sort("row")
    rows = [row for row, count in counts.iter_rows() if count >= filled[row - 1]]
    numbers = white.filter(pl.col("number") & ~pl.col("row").is_in(rows))
    return rows, dict(numbers["column"].value_counts(sort=True).iter_rows())
