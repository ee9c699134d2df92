"""Looks of cells that may mean something, whatever says them: in red, struck through, or white on white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar
from xml.etree import ElementTree as ET

import polars as pl

from ckanext.spenddata.intake.workbooks.sheet import Sheet
from ckanext.spenddata.intake.workbooks.white import with_unseen

Each = TypeVar("Each")


class Looks(NamedTuple, Generic[Each]):
    """Something of each look: the styles that have it, or the cells."""

    red: Each
    """May be the credits of a ledger that writes no minus."""
    struck: Each
    """May be no payments."""
    white: Each
    """White without a ground of its own: nobody sees it."""


NO_STYLES: Looks[frozenset[str]] = Looks(frozenset(), frozenset(), frozenset())


def is_struck_font(font: ET.Element) -> bool:
    """True for a font of a workbook that strikes its words through."""
    lines = (each for each in font if each.tag.rpartition("}")[2] == "strike")
    return any(line.get("val", "1") not in {"0", "false"} for line in lines)


def styled_cells(found: Sequence[tuple[int, int, bool]]) -> pl.DataFrame:
    """Cells of one look as ``with_looks`` takes them: row and column, from 1, and whether each is a number."""
    schema = {"row": pl.UInt32, "column": pl.UInt16, "number": pl.Boolean}
    return pl.DataFrame(found, schema, orient="row")


def with_looks(sheet: Sheet, looks: Looks[pl.DataFrame], cells: pl.DataFrame) -> Sheet:
    """The sheet, with what the looks of its cells say.

    Args:
        sheet: as it is without them.
        looks: ``row``, ``column`` and ``number`` (whether it is one) of each cell of a look that holds something.
        cells: of the sheet.
    """
    found = replace(sheet, red=red_figures(looks.red), struck=_figures(looks.struck))
    return with_unseen(found, looks.white, cells)


def red_figures(red: pl.DataFrame) -> Mapping[int, pl.Series]:
    """The red figures of a sheet that may mean something: those in rows that are not red altogether. Column → rows, both from 1."""
    words = red.filter(~pl.col("number"))["row"].unique()
    return _figures(red.filter(~pl.col("row").is_in(words.implode())))


def _figures(cells: pl.DataFrame) -> Mapping[int, pl.Series]:
    by_column = cells.filter("number").partition_by("column", as_dict=True)
    return {int(column[0]): part["row"] for column, part in by_column.items()}
