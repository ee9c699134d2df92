"""Text with delimiters → a grid: which character divides the columns, then the records.

Quotation marks that are out of place are mended first (``quotation``), and records that were broken put together (``records``). Then
there are two ways to the same grid: Python's csv reader, and for large files the columnar engine, which is many times faster.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from ckanext.spenddata.intake.grid import Grid, from_rows
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import expect_at_most, refuse
from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.text_files import strict
from ckanext.spenddata.intake.text_files.quotation import Grammar, alone, lines_with_marks, mend, written
from ckanext.spenddata.intake.text_files.records import Whole, put_together, shape_of

__all__ = ["Engine", "beginning", "delimiter", "engine", "grid", "limited"]

DELIMITERS = (",", "\t", ";", "|")
_LARGE = 8_000_000
"""From so many bytes the engine reads."""
_HEAD = 200
_BEGINNING = 256_000
_SAMPLE = 5_000
_SELDOM = 0.05
_SOUND = 0.9
_FEW = 300
"""Text with a quotation mark in so many bytes has few of them."""
_WIDE = 1_000
"""A row of more cells, below a narrower beginning, is no row of payments."""

# A file read with the wrong delimiter has cells as long as its lines.
csv.field_size_limit(2**31 - 1)


def delimiter(text: str) -> str:
    """The character that divides the columns: the one that cuts most of the first lines into equally many, and more than one."""
    lines = [line for line in islice(io.StringIO(text, newline=""), _HEAD) if line.strip(" \t\r\n,;|")]
    return max(DELIMITERS, key=lambda mark: (_evenness(lines, mark), -DELIMITERS.index(mark)))


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
    expected = len(rows) if strict.sound_share("".join(lines), mark) >= _SOUND else max(len(lines), 1)
    return count / expected + min(sum(widths.values()) / expected, 1) / 2 + min(width, 10) / 100


def grid(data: bytes, limits: Limits) -> tuple[Grid, str]:
    """The grid of a text file in UTF-8, and its delimiter.

    Raises:
        Refused: It has more columns or longer cells than a table of payments.
    """
    head = beginning(data)
    mark = delimiter(head)
    _refuse_wide_lines(head, mark, limits)
    large = len(data) >= _LARGE
    return limited((_by_engine(data, mark) if large else None) or _by_python(data, mark), limits), mark


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


def _by_python(data: bytes, mark: str) -> Grid:
    repairs = Repairs()
    rows = strict.records(data, mark)
    if rows is None:
        mended = mend(data, mark)
        repairs = mended.repairs
        rows = list(csv.reader(io.StringIO(mended.data.decode("utf-8", "replace"), newline=""), delimiter=mark))
    if max(map(len, rows), default=0) == 1:
        rows, mark = _unwrapped(rows)
    if (shape := shape_of(rows)) is not None:
        suspects = {number: row for number, row in enumerate(rows) if len(row) != shape.width}
        whole = put_together(suspects, shape, mark, _others(mark))
        for number, row in whole.records.items():
            rows[number] = row
        repairs.take(whole.repairs)
    return from_rows(rows, repairs=repairs)


def _others(mark: str) -> list[str]:
    return [other for other in DELIMITERS if other != mark]


def _unwrapped(rows: list[list[str]]) -> tuple[list[list[str]], str]:
    """The records of a file whose lines were quoted whole, so that each is one cell that holds a record; and their delimiter."""
    lines = [row[0] if row else "" for row in rows]
    mark = delimiter("\n".join(lines))
    return [alone(line, mark) for line in lines], mark


def _by_engine(data: bytes, mark: str) -> Grid | None:
    """The grid by the columnar engine; None where its reading could differ from Python's."""
    read = engine(data, mark)
    return None if read is None or read.cells.width <= 2 else Grid(_narrowed(read.cells), repairs=read.repairs)


@dataclass(frozen=True)
class Engine:
    """What the columnar engine reads."""

    cells: pl.DataFrame
    """With a blank column at the right."""
    repairs: Repairs
    cut: bool
    """True where a cell is open at the end: the text may go on below it."""


def engine(data: bytes, mark: str) -> Engine | None:
    """The cells by the columnar engine; None where it can't read the text."""
    repairs, cut = Repairs(), False
    lines = _lines(data)
    cells = _cells(data, mark) if _sound(data, mark) else None
    if cells is None and strict.records(data, mark) is not None:
        cells = _cells(data, mark)
    elif cells is None or (cells.height != lines and _swallowed(cells, mark)):
        mended = mend(data, mark)
        data, repairs, cut = mended.data, mended.repairs, mended.cut
        lines = _lines(data)
        cells = _cells(data, mark)
    if cells is None:
        return None
    if cells.height == lines and (whole := _put_together(data, mark, cells)) and whole.records:
        repairs.take(whole.repairs)
        cells = _cells(_patched(data, {number: written(row, mark) for number, row in whole.records.items()}), mark)
    return None if cells is None else Engine(cells, repairs, cut)


def _narrowed(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells without the columns at the right that have nothing in them."""
    while cells.width > 1 and cells[cells.columns[-1]].is_null().all():
        cells = cells.drop(cells.columns[-1])
    return cells


def _put_together(data: bytes, mark: str, cells: pl.DataFrame) -> Whole | None:
    """Records of a large file that were broken; None where there are none, as mostly. Each record stands on a line of its own."""
    if cells.width <= 2 or not (suspects := _suspects(cells)):
        return None
    lines = data.split(b"\n")

    def records(numbers: Iterable[int]) -> dict[int, list[str]]:
        return {number: alone(lines[number].decode("utf-8", "replace"), mark) for number in numbers}

    shape = shape_of([*records(range(0, len(lines), max(1, len(lines) // _SAMPLE))).values()])
    if shape is None:
        return None
    others = {number: row for number, row in records(suspects).items() if len(row) != shape.width}
    return put_together(others, shape, mark, _others(mark))


def _suspects(cells: pl.DataFrame) -> list[int]:
    """Rows that may have too few or too many cells: nothing where cells are mostly filled, or something where they hardly ever are."""
    few = cells.height * _SELDOM
    blanks = dict(zip(cells.columns, cells.null_count().row(0), strict=True))
    usual = sorted(count for count in blanks.values() if count < cells.height)
    filled = [name for name in cells.columns if blanks[name] <= usual[len(usual) // 4] + few] if usual else []
    if not filled:
        return []
    beyond = [name for name in cells.columns[int(filled[-1]) :] if cells.height - few <= blanks[name] < cells.height]
    found = cells.select(
        pl.col(filled[-1]).is_null().alias("short"),
        pl.any_horizontal(pl.col(*cells.columns).is_not_null()).alias("some"),
        pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_not_null() for name in beyond)).alias("long"),
    )
    broken = pl.col("short") & pl.col("some")
    beside = broken.shift(1) | broken.shift(-1)
    return found.select(pl.col("long") | (pl.col("short") & (pl.col("some") | beside)))[:, 0].arg_true().to_list()


def _patched(data: bytes, lines: Mapping[int, str]) -> bytes:
    every = data.split(b"\n")
    for number, line in lines.items():
        every[number] = line.encode()
    return b"\n".join(every)


def _sound(data: bytes, mark: str) -> bool:
    """True where each quotation mark opens or closes a cell, seen line by line where there are few, and else by their number."""
    quotes = data.count(b'"')
    if quotes * _FEW < len(data):
        grammar = Grammar(mark)
        return all(grammar.is_sound(line.decode("utf-8", "replace")) for _, line in lines_with_marks(data))
    divider = mark.encode()
    opening = data.count(divider + b'"') + data.count(b'\n"') + data.startswith(b'"')
    closing = data.count(b'"' + divider) + data.count(b'"\n') + data.count(b'"\r\n') + data.endswith(b'"')
    return opening == closing and quotes == opening + closing


def _lines(data: bytes) -> int:
    return data.count(b"\n") + (not data.endswith(b"\n"))


def _swallowed(cells: pl.DataFrame, mark: str) -> bool:
    """True where a cell of several lines has as many delimiters as a record: two marks out of place may have made it one."""
    divided = pl.all().str.count_matches(mark, literal=True) >= _narrowed(cells).width - 1
    return cells.select(pl.any_horizontal(pl.all().str.contains("\n", literal=True) & divided).any()).item() is True


def _cells(data: bytes, mark: str) -> pl.DataFrame | None:
    """The cells of sound text, with a blank column at the right; None where the engine can't read it."""
    width = max((line.count(mark.encode()) + 1 for line in islice(io.BytesIO(data), _HEAD)), default=1)
    while True:
        names = [str(number) for number in range(1, width + 2)]
        try:
            cells = pl.read_csv(
                data,
                has_header=False,
                separator=mark,
                schema=dict.fromkeys(names, pl.String()),
                truncate_ragged_lines=True,
                missing_columns="insert",
                extra_columns="ignore",
            )
        except pl.exceptions.PolarsError:
            return None
        if cells[names[-1]].is_null().all():
            return cells
        if width > _WIDE:
            raise refuse("unsafe", why=f"it has a row of more than {width:,} cells")
        width *= 2
