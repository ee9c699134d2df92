"""Numbers that a sheet shows otherwise than the file holds them, of workbooks that are read by the general reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import polars as pl

from ckanext.spenddata.intake.workbooks.formats import REMARKED, SIGNED, Format, is_concerned, signed
from ckanext.spenddata.intake.workbooks.sheet import Place


def with_signs(cells: pl.DataFrame, numbers: Mapping[Place, Format]) -> pl.DataFrame:
    """Cells with the signs before the numbers that are shown with one.

    Args:
        cells: of a sheet, as a ``Grid`` has them.
        numbers: places of its numbers that are shown otherwise, and how.
    """
    shown = {by: rows for by, rows in _by_column(cells, numbers).items() if by[1] in SIGNED}
    columns = {column: cells[str(column)].to_list() for column, _ in shown}
    for (column, written), rows in shown.items():
        words = columns[column]
        for row, word in zip(rows, signed(cells[str(column)].gather(rows), written), strict=True):
            words[row] = word
    return cells.with_columns(pl.Series(str(column), words, dtype=pl.String) for column, words in columns.items())


def counted(cells: pl.DataFrame, numbers: Mapping[Place, Format]) -> dict[Format, dict[int, int]]:
    """Format → column → how many of its numbers are shown so, of those that people are told of."""
    found: dict[Format, dict[int, int]] = {}
    for column, written, rows in _remarked(cells, numbers):
        values = cells.select(is_concerned(pl.col(str(column)).gather(rows), written)).to_series()
        if count := int(values.sum()):
            found.setdefault(written, {})[column] = count
    return found


def _remarked(cells: pl.DataFrame, numbers: Mapping[Place, Format]) -> Iterator[tuple[int, Format, list[int]]]:
    by_column = _by_column(cells, numbers)
    for written in REMARKED:
        yield from ((column, written, rows) for (column, each), rows in by_column.items() if each == written)


def _by_column(cells: pl.DataFrame, numbers: Mapping[Place, Format]) -> dict[tuple[int, Format], list[int]]:
    """Column and format → positions of the rows, from 0."""
    found: dict[tuple[int, Format], list[int]] = defaultdict(list)
    for (row, column), written in numbers.items():
        if row <= cells.height and column <= cells.width:
            found[column, written].append(row - 1)
    return found
