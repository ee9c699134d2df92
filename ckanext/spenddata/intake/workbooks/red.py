"""Figures in red among others: of a ledger that writes no minus, they may be the credits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import polars as pl

from ckanext.spenddata.intake.workbooks.formats import first_part

_PALETTE = frozenset({"2", "10"})
"""The reds of the old palette (ECMA-376 part 1, 18.8.27)."""
_DARKEST = 0x90
"""Less red than this is brown or black."""
_PURE = 0.3
"""So much of green or blue, as a share of the red, makes another colour of it."""
_RED_FIRST = re.compile(r"\[red\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[[<=>]")
_HEXADECIMAL = re.compile(r"(?:#|[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")


def is_red(colour: str) -> bool:
    """True for a red that nobody takes for another colour: ``FFFF0000`` (with the opacity before it), ``#c00000``, ``9C0006``."""
    found = _HEXADECIMAL.fullmatch(colour)
    if not found:
        return False
    red, green, blue = (int(part, 16) for part in found.groups())
    return red >= _DARKEST and max(green, blue) <= red * _PURE


def is_red_font(font: ET.Element) -> bool:
    """True for a font of a workbook that is red by its own colour; one of the theme is a matter of taste."""
    colour = next((each for each in font if each.tag.rpartition("}")[2] == "color"), None)
    if colour is None:
        return False
    return is_red(colour.get("rgb", "")) or colour.get("indexed", "") in _PALETTE


def is_red_above_nought(code: str) -> bool:
    """True for a number format that shows numbers above nought in red."""
    first = re.sub(r'"[^"]*"', "", first_part(code))
    return bool(_RED_FIRST.search(first)) and not _CONDITION.search(first)


def figures(red: pl.DataFrame) -> Mapping[int, pl.Series]:
    """The red figures of a sheet that may mean something: those in rows that are not red altogether.

    Args:
        red: ``row``, ``column`` and ``number`` (whether it is one) of each red cell that holds something.

    Returns:
        Column → rows of its red figures, both from 1.
    """
    words = red.filter(~pl.col("number"))["row"].unique()
    found = red.filter(pl.col("number") & ~pl.col("row").is_in(words.implode()))
    return {int(column[0]): part["row"] for column, part in found.partition_by("column", as_dict=True).items()}
