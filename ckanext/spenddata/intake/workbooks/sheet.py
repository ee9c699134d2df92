"""A sheet of a workbook, as any of the readers hands it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ckanext.spenddata.intake.grid import Aside
from ckanext.spenddata.intake.workbooks.formats import UNLIKE, Format

Place = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with its cells as they would be written in a text file. What a reader can't know of it is left empty."""

    name: str
    cells: pl.DataFrame = field(default_factory=pl.DataFrame)
    """As a ``Grid`` has them."""
    hidden: bool = False
    """True for a sheet that people don't see."""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    otherwise: Mapping[Format, Mapping[int, int]] = field(default_factory=dict)
    """What a number format makes of numbers → column → how many of its numbers are shown so."""
    red: Mapping[int, pl.Series] = field(default_factory=dict)
    """Column → the rows, from 1, of figures that are shown in red where not all of the row is."""
    struck: Mapping[int, pl.Series] = field(default_factory=dict)
    """Column → the rows, from 1, of figures that are struck through."""
    merged: int = 0
    """Cells that hold nothing of their own and show that of a cell above, with which they are merged."""
    from_1904: bool = False
    """True where the workbook counts its days from 1904, as those made on old Macs do."""
    uncalculated: tuple[Place, ...] = ()
    """Formulas without a result."""
    asides: tuple[Aside, ...] = ()
    """Words beside its cells."""


def unlike(sheet: Sheet) -> Mapping[int, int]:
    """Column → how many of its numbers are shown not at all, as hours, or with words of their format's own."""
    return sum((Counter(sheet.otherwise.get(written, {})) for written in UNLIKE), Counter[int]())


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
