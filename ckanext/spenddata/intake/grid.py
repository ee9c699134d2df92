"""A grid of cells: a text file, or one sheet of a workbook, before anything is known of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ckanext.spenddata.intake.repairs import Repairs

Aside = tuple[str, str]
"""Words that stand in no cell: what says them, as the beginning of a sentence, and the words."""
IN_RED, STRUCK = "in red", "struck through"
"""What a column of looks says of a figure."""


def colours_of(number: int) -> int:
    """The number by which the colours of a column are called among the columns; of that, the column's."""
    return -number


def is_colours(number: int) -> bool:
    """True for the number of a column's colours."""
    return number < 0


@dataclass(frozen=True)
class Grid:
    """Cells by row and column. The first row is row 1, as a spreadsheet shows it, whether there is anything in it or not.

    Rows are counted as positions from 0 inside a grid, and as numbers from 1 in everything that a person sees.
    """

    cells: pl.DataFrame
    """String columns named ``1``, ``2`` …; null where a cell is empty."""
    sheet: str | None = None
    """Name of the sheet; None in a text file."""
    above: int = 0
    """Rows above the first: 0 but for the later pieces of a very large file."""
    repairs: Repairs = field(default_factory=Repairs)
    """What had to be put right in a text before."""

    from_1904: bool | None = None
    """True where the workbook counts its days from 1904, False from 1900; None in a text file, which doesn't say."""
    hidden: bool = False
    """True for a sheet that people don't see."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that people don't see, from 1."""
    hidden_columns: tuple[int, ...] = ()
    """Columns that people don't see, from 1."""
    red: Mapping[int, pl.Series] = field(default_factory=dict)
    """Column → the rows, from 1, of figures that are shown in red where not all of the row is."""
    struck: Mapping[int, pl.Series] = field(default_factory=dict)
    """Column → the rows, from 1, of figures that are struck through."""

    uncalculated: frozenset[int] = frozenset()
    """Columns, from 1, with formulas without a result."""
    unlike: Mapping[int, int] = field(default_factory=dict)
    """Column, from 1 → how many of its numbers are shown not at all, or with words of their format's own."""
    asides: tuple[Aside, ...] = ()
    """Words of a workbook that stand in none of its cells."""

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.cells.width

    @property
    def height(self) -> int:
        """Number of rows, blank ones counted."""
        return self.cells.height

    def number(self, position: int) -> int:
        """The number of the row at a position."""
        return self.above + position + 1

    def rows(self, start: int, end: int) -> list[tuple[str, ...]]:
        """The rows from position ``start`` (0 is row 1) to before ``end``, blank cells as empty text."""
        return [tuple(cell or "" for cell in row) for row in self.cells.slice(start, max(0, end - start)).iter_rows()]

    def column(self, number: int) -> pl.Series:
        """Column ``number``, from 1; or how its cells look, by their own number (``colours_of``)."""
        return self._looks(colours_of(number)) if is_colours(number) else self.cells[str(number)]

    def has_looks(self, number: int) -> bool:
        """True for a column of which some figures look otherwise than the rest."""
        return number in self.red or number in self.struck

    def _looks(self, number: int) -> pl.Series:
        """Of a column of cells: ``in red``, ``struck through``, or nothing."""
        looks = pl.Series([None], dtype=pl.String).new_from_index(0, self.height)
        for look, found in ((IN_RED, self.red), (STRUCK, self.struck)):
            rows = found.get(number, pl.Series(dtype=pl.UInt32)) - 1
            looks = looks.scatter(rows.filter(rows < self.height), look)
        return looks
