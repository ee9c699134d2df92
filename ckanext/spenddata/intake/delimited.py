"""Text with delimiters → a grid: which character divides the columns, then the records.

Two ways to the same records. ``_by_python`` is Python's csv reader, guarded against a quotation mark that is never closed and would
swallow the rest of the file. ``_by_engine`` is the columnar engine, many times faster, for large files whose quotation marks are sound.
"""

from __future__ import annotations

import csv
import io
import mmap
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from ckanext.spenddata.intake.grid import Grid, from_rows
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse

__all__ = ["delimiter", "grid", "limited", "refuse_long_lines", "sound_cells"]

DELIMITERS = (",", "\t", ";", "|")
_LARGE = 8_000_000
"""From so many bytes the engine reads."""
_HEAD = 200
_LINE = 4_000_000
"""No line of a table has more bytes."""
_SPAN = 200
"""A quoted cell of more lines than this is a quotation mark that was never closed."""

# A file read with the wrong delimiter has cells as long as its lines.
csv.field_size_limit(max(csv.field_size_limit(), _LINE))


def delimiter(text: str) -> str:
    """The character that divides the columns: the one that cuts most of the first lines into equally many, and more than one."""
    lines = [line for line in islice(io.StringIO(text, newline=""), _HEAD) if line.strip(" \t\r\n,;|")]
    return max(DELIMITERS, key=lambda mark: (_evenness(lines, mark), -DELIMITERS.index(mark)))


def _evenness(lines: list[str], mark: str) -> float:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if any(cell.strip() for cell in row))
    widths.pop(1, None)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / max(len(lines), 1) + min(sum(widths.values()) / max(len(lines), 1), 1) / 2 + min(width, 10) / 100


def grid(data: bytes, limits: Limits) -> tuple[Grid, str]:
    """The grid of a text file in UTF-8, and its delimiter.

    Raises:
        Refused: It has more columns or longer lines than a table of payments.
    """
    head = data[: data.find(b"\n", 256_000) if len(data) > 256_000 else None].decode("utf-8", "replace")
    mark = delimiter(head)
    _refuse_wide_lines(head, mark, limits)
    if len(data) < _LARGE:
        return limited(_by_python(data, mark), limits), mark
    return limited(_by_engine(data, mark) or _by_python(data, mark), limits), mark


def refuse_long_lines(path: Path) -> None:
    """Look for lines longer than any table has, before the file is taken into memory.

    Raises:
        Refused: It has one.
    """
    if path.stat().st_size < _LINE:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        for start in range(0, len(text) - _LINE + 1, _LINE):
            if text.find(b"\n", start, start + _LINE) < 0 and text.find(b"\r", start, start + _LINE) < 0:
                raise refuse("unsafe", why=f"it has a line of more than {_LINE:,} characters")


def _refuse_wide_lines(head: str, mark: str, limits: Limits) -> None:
    """The same for columns, by the cells that are filled in the first lines."""
    if limits.columns is None:
        return
    lines = (line for line in islice(io.StringIO(head), _HEAD) if line.count(mark) >= limits.columns)
    widest = max((sum(bool(cell.strip()) for cell in _alone(line, mark)) for line in lines), default=0)
    if widest > limits.columns:
        raise refuse("too_large", why=f"it has {widest:,} columns, and {limits.columns:,} are allowed")


def limited(grid: Grid, limits: Limits) -> Grid:
    """The grid, where it keeps to the limits.

    Raises:
        Refused: It has too many columns or rows, or too long a cell.
    """
    if limits.columns is not None and grid.width > limits.columns:
        raise refuse("too_large", why=f"it has {grid.width:,} columns, and {limits.columns:,} are allowed")
    if limits.rows is not None and grid.height > limits.rows:
        raise refuse("too_large", why=f"it has {grid.height:,} rows, and {limits.rows:,} are allowed")
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
    rows = list(_records(data.decode("utf-8", "replace"), mark))
    return from_rows(_unwrapped(rows) if max(map(len, rows), default=0) == 1 else rows)


def _unwrapped(rows: list[list[str]]) -> list[list[str]]:
    """The records of a file whose lines were quoted whole, so that each is one cell that holds a record."""
    lines = [row[0] if row else "" for row in rows]
    mark = delimiter("\n".join(lines))
    return [_alone(line, mark) for line in lines]


def _records(text: str, mark: str) -> Iterator[list[str]]:
    """The records of a text. Where a quotation mark is not closed, its line is read without it and the next begins a new record."""
    lines = text.splitlines(keepends=True) if not _has_other_breaks(text) else io.StringIO(text, newline="").readlines()
    columns = (
        Counter(len(_alone(line, mark)) for line in lines[:_HEAD] if line.strip()).most_common(1)[0][0]
        if text.strip()
        else 0
    )
    position = 0
    while position < len(lines):
        taken = 0

        def feed(start: int = position) -> Iterator[str]:
            nonlocal taken
            for line in islice(lines, start, None):
                taken += 1
                yield line

        restart = None
        reader = csv.reader(feed(), delimiter=mark)
        before = 0
        while True:
            try:
                row = next(reader, None)
            except (
                csv.Error
            ):  # a cell longer than Python's reader takes: nothing of the record is lost, only its quotation
                row = "".join(lines[position + before : position + taken]).rstrip("\r\n").split(mark)
            if row is None:
                break
            span, begin, before = taken - before, position + before, taken
            if span > 1 and _unclosed(lines[begin : begin + span], mark, columns):
                yield _mended(lines[begin], mark)
                restart = begin + 1
                break
            yield row
        if restart is None:
            return
        position = restart


def _has_other_breaks(text: str) -> bool:
    """True where ``str.splitlines`` would break a line at a character that is no line end for a spreadsheet."""
    return any(character in text for character in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _unclosed(lines: list[str], mark: str, columns: int) -> bool:
    """True where a record over several lines is no cell with line breaks but a quotation mark that nobody closed.

    Its first line leaves a quotation open, and a line after it is a whole record by itself.
    """
    if len(lines) > _SPAN:
        return True
    whole = (
        line.count('"') % 2 == 0 and line.count(mark) + 1 >= columns and len(_alone(line, mark)) >= columns
        for line in lines[1:]
    )
    return columns > 1 and lines[0].count('"') % 2 == 1 and any(whole)


def _alone(line: str, mark: str) -> list[str]:
    """A line read as a record of its own."""
    plain = line.rstrip("\r\n").replace("\r", " ").replace("\n", " ")
    return next(csv.reader([plain], delimiter=mark), [])


def _mended(line: str, mark: str) -> list[str]:
    """The record of a line without its last quotation mark, the one that was never closed."""
    place = line.rfind('"')
    return _alone(line[:place] + line[place + 1 :], mark)


def _by_engine(data: bytes, mark: str) -> Grid | None:
    """The grid by the columnar engine; None where its reading could differ from Python's."""
    cells = sound_cells(data, mark)
    if cells is None:
        return None
    while cells.width > 1 and cells[cells.columns[-1]].is_null().all():
        cells = cells.drop(cells.columns[-1])
    return Grid(cells)


def sound_cells(data: bytes, mark: str) -> pl.DataFrame | None:
    """The cells by the columnar engine, with a blank column at the right; None where its reading could differ from Python's.

    The engine fails on most unsound quotation marks. What it would not notice is two of them that join the lines between; then there
    are fewer records than lines.
    """
    width = max((line.count(mark.encode()) + 1 for line in islice(io.BytesIO(data), _HEAD)), default=1)
    while True:
        names = [str(i) for i in range(1, width + 2)]
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
            break
        width *= 2
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if cells.height != lines and not _sound(data, mark):
        return None
    return cells


def _sound(data: bytes, mark: str) -> bool:
    """True where each quotation mark opens or closes a cell or is doubled inside one."""
    quotes = data.count(b'"')
    if not quotes:
        return True
    divider = mark.encode()
    opening = data.count(divider + b'"') + data.count(b'\n"') + data.startswith(b'"')
    closing = data.count(b'"' + divider) + data.count(b'"\n') + data.count(b'"\r\n') + data.endswith(b'"')
    return opening == closing and quotes == opening + closing
