"""Text with delimiters → a grid: which character divides the columns, then the cells (``tokeniser``), within the limits."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

import polars as pl

from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import expect_at_most, refuse
from ckanext.spenddata.intake.text_files.ending import is_cut, may_be_cut
from ckanext.spenddata.intake.text_files.grammar import Grammar, alone, as_shown
from ckanext.spenddata.intake.text_files.tokeniser import DELIMITERS, Tokens, tokenised

_HEAD = 200
_BEGINNING = 256_000
_SOUND = 0.9
_SELDOM = ("~", "^")
"""Other characters that divide the columns of some exports, where a text is divided by none of the usual."""


def delimiter(text: str) -> str:
    """The character that divides the columns: the one that cuts most of the first lines into equally many, and more than one."""
    lines = [line for line in islice(io.StringIO(text, newline=""), _HEAD) if line.strip(" \t\r\n,;|")]
    marks = (*DELIMITERS, *_SELDOM)
    return max(marks, key=lambda mark: (_evenness(lines, mark), -marks.index(mark)))


def beginning(data: bytes) -> str:
    """So much of a text, to the end of a line, as its delimiter is told by."""
    return data[: data.find(b"\n", _BEGINNING) if len(data) > _BEGINNING else None].decode("utf-8", "replace")


def _evenness(lines: list[str], mark: str) -> float:
    rows = [row for row in csv.reader(lines, delimiter=mark) if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows)
    widths.pop(1, None)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    # A sound record over several lines is one; marks that are not sound swallow lines, which then speak against the delimiter.
    expected = len(rows) if Grammar.of(mark).sound_share("".join(lines)) >= _SOUND else max(len(lines), 1)
    return count / expected + min(sum(widths.values()) / expected, 1) / 2 + min(width, 10) / 100


def grid(data: bytes, limits: Limits) -> Grid:
    """The grid of a text file in UTF-8.

    Raises:
        Refused: It has more columns or longer cells than a table of payments.
    """
    data = as_shown(data)
    head = beginning(data)
    mark = delimiter(head)
    _refuse_wide_lines(head, mark, limits)
    tokens = tokenised(data, mark)
    if tokens is None:
        raise refuse("damaged", format="text")
    cells = _narrowed(tokens.cells)
    if cells.width == 1 and b'"' in data and (inside := _unwrapped(cells)):
        tokens.repairs.take(inside.repairs)
        cells = _narrowed(inside.cells)
    if is_cut(data, mark):
        tokens.repairs.cut.append(cells.height - 1)
    elif may_be_cut(data, mark):
        tokens.repairs.open.append(cells.height - 1)
    return limited(Grid(cells, repairs=tokens.repairs), limits)


def _narrowed(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells without the columns at the right that are blank."""
    filled = (int(name) for name in reversed(cells.columns) if (cells[name].str.strip_chars() != "").any())
    return cells.select(cells.columns[: next(filled, 0)])


def _unwrapped(cells: pl.DataFrame) -> Tokens | None:
    """What is in a file whose lines were quoted whole, so that each is one cell that holds a record."""
    lines = ((line or "").rstrip("\r\n").replace("\n", " ") for line in cells["1"])
    text = "".join(f"{line}\n" for line in lines)
    return tokenised(text.encode(), delimiter(text))


def _refuse_wide_lines(head: str, mark: str, limits: Limits) -> None:
    """Look for too many columns before the file is read, by the cells that are filled in the first lines."""
    if limits.columns is None:
        return
    lines = (line for line in islice(io.StringIO(head), _HEAD) if line.count(mark) >= limits.columns)
    widest = max((sum(bool(cell.strip()) for cell in alone(line, mark)) for line in lines), default=0)
    expect_at_most(widest, "columns", limits.columns)


def limited(grid: Grid, limits: Limits) -> Grid:
    """The grid, where it keeps to the limits.

    Raises:
        Refused: It has too many columns or rows, or too long a cell.
    """
    expect_at_most(grid.width, "columns", limits.columns)
    expect_at_most(grid.height, "rows", limits.rows)
    if limits.cell_characters is not None and grid.width:
        _limit_cells(grid, limits.cell_characters)
    return grid


def _limit_cells(grid: Grid, limit: int) -> None:
    longest = grid.cells.select(pl.all().str.len_bytes().max().fill_null(0)).row(0)
    for number, size in enumerate(longest, 1):
        if size > limit:
            cells = grid.column(number)
            place = cells.str.len_chars().fill_null(0).arg_max() or 0
            if len(cells[place]) > limit:
                where = f"the cell in row {place + 1:,}, column {number:,}"
                raise refuse(
                    "too_large", why=f"{where} has {len(cells[place]):,} characters, and {limit:,} are allowed"
                )
