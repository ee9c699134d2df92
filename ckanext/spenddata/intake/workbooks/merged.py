"""Cells that are merged with those below: a supplier or a date that stands once beside all its payments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import polars as pl

from ckanext.spenddata.intake.workbooks.sheet import column_number

_REFERENCE = r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})"
_WHOLE = re.compile(_REFERENCE)
_MERGED = re.compile(rf'<mergeCell ref="{_REFERENCE}"'.encode())
_NUMBER = re.compile(r"[-+£$€( ]*\d[\d,. ]*[-)]?")


class Down(NamedTuple):
    """Cells of one column that are one: their column, first and last row, from 1."""

    column: int
    first: int
    last: int


def down(below: bytes) -> Iterator[Down]:
    """The cells merged downwards, by what stands below the cells of a sheet in Office Open XML (ECMA-376 part 1, 18.3.1.55)."""
    for left, first, right, last in _MERGED.findall(below):
        yield from _down(left.decode(), int(first), right.decode(), int(last))


def of_reference(reference: str) -> Iterator[Down]:
    """The same of one reference to cells, such as ``A2:A5``; none where it goes over several columns, or is no such reference."""
    if found := _WHOLE.fullmatch(reference):
        left, first, right, last = found.groups()
        yield from _down(left, int(first), right, int(last))


def _down(left: str, first: int, right: str, last: int) -> Iterator[Down]:
    if left == right and first < last:
        yield Down(column_number(left), first, last)


def spread(cells: pl.DataFrame, merged: Iterable[Down], typed: pl.Series) -> tuple[pl.DataFrame, int]:
    """The cells with words and dates in each row over which they are merged, and how many cells that filled.

    Numbers stay where they are, for an amount would count in each of them; so do the words of rows such as those of a header.

    Args:
        cells: of a sheet, as a ``Grid`` has them.
        merged: cells that are one.
        typed: the rows, from 1, that hold a number or a date.
    """
    found = [
        each._replace(last=min(each.last, cells.height))
        for each in merged
        if each.column <= cells.width and each.first < cells.height
    ]
    if not found:
        return cells, 0
    if sum(each.last - each.first for each in found) > cells.height * cells.width:
        return cells, 0  # They lie over each other, as no program writes them.
    payments, columns = set(typed), {each.column: cells[str(each.column)].to_list() for each in found}
    filled = 0
    for column, first, last in found:
        words = columns[column]
        if words[first - 1] is None or first not in payments or _NUMBER.fullmatch(words[first - 1]):
            continue
        for row in range(first, last):
            if words[row] is None and row + 1 in payments:
                words[row] = words[first - 1]
                filled += 1
    return cells.with_columns(
        pl.Series(str(column), words, dtype=pl.String) for column, words in columns.items()
    ), filled
