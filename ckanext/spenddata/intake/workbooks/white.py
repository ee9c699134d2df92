"""White on white: cells that a workbook holds and nobody sees."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree as ET

import polars as pl

from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.red import colour_of
from ckanext.spenddata.intake.workbooks.sheet import Sheet

_WHITE = re.compile(r"(?:#|[0-9A-Fa-f]{2})?F{6}", re.IGNORECASE)


def is_white(colour: str) -> bool:
    """True for white: ``FFFFFFFF`` (with the opacity before it), ``#ffffff``."""
    return _WHITE.fullmatch(colour) is not None


def is_white_font(font: ET.Element) -> bool:
    """True for a font of a workbook that is as white as a sheet, by its own colour or that of the theme."""
    colour = colour_of(font)
    return colour is not None and (
        is_white(colour.get("rgb", "")) or (colour.get("theme"), colour.get("tint")) == ("0", None)
    )


def with_unseen(sheet: Sheet, white: pl.DataFrame, cells: pl.DataFrame) -> Sheet:
    """The sheet, with the rows that are white altogether among the hidden ones, and white numbers among those of which nothing is shown.

    Args:
        sheet: as it is without its colours.
        white: its white cells, as ``unseen`` takes them.
        cells: its cells.
    """
    rows, numbers = unseen(white, cells)
    if not rows and not numbers:
        return sheet
    shown = Counter(sheet.otherwise.get(Format.UNSEEN, {})) + Counter(numbers)
    return replace(
        sheet,
        hidden_rows=tuple(sorted({*sheet.hidden_rows, *rows})),
        otherwise={**sheet.otherwise, Format.UNSEEN: shown} if shown else sheet.otherwise,
    )


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
