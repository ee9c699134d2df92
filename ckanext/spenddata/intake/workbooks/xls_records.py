"""What an old binary workbook (XLS) says of its own size, looked at before the reader believes it and asks for so much memory."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlrd.compdoc import CompDoc, CompDocError

from ckanext.spenddata.intake.refusals import refuse

_SECTOR = 512
_COUNTS = (40, 44, 64, 72)
"""Where a compound file says how many sectors its tables have."""
_BEGINNING, _DIMENSIONS, _STRINGS = 0x0809, 0x0200, 0x00FC
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_PRINTED = frozenset({0x0014, 0x0015})
_MOST_PRINTED = 100
_ROWS, _COLUMNS = 65_536, 256
"""The most that the format has."""
_STRING = 3
"""Bytes of the shortest string."""
_BLOCK = 2_000_000
"""A block of cells, empty ones counted, that any workbook may have; in a larger one some must be filled:"""
_FILLED = 1 / 200
_UNREADABLE = (CompDocError, struct.error, AssertionError, LookupError, TypeError, ValueError, ArithmeticError)


@dataclass
class _Corners:
    """How far the cells of a sheet reach."""

    rows: int = 0
    columns: int = 0
    cells: int = 0


def look_through(path: Path) -> list[str]:
    """Look through the records of a workbook.

    Returns:
        What is printed above and below its sheets, as the format writes it.

    Raises:
        Refused: Its parts can't be found, or say that they are larger than they are.
    """
    stream = _stream(path.read_bytes())
    sheets = [_Corners()]
    printed: list[str] = []
    for kind, content in _records(stream):
        if kind == _BEGINNING:
            sheets.append(_Corners())
        elif kind in _PRINTED and len(printed) < _MOST_PRINTED:
            printed.append(_text(content))
        elif kind in _CELLS and len(content) >= 4:
            row, column = struct.unpack_from("<HH", content)
            sheet = sheets[-1]
            sheet.rows, sheet.columns, sheet.cells = (
                max(sheet.rows, row + 1),
                max(sheet.columns, column + 1),
                sheet.cells + 1,
            )
        elif (kind == _DIMENSIONS and not _possible(content)) or (
            kind == _STRINGS and len(content) >= 8 and struct.unpack_from("<I", content, 4)[0] * _STRING > len(stream)
        ):
            raise refuse("damaged", format="xls")
    for sheet in sheets:
        if sheet.columns > _COLUMNS:
            raise refuse("damaged", format="xls")
        if sheet.rows * sheet.columns > max(_BLOCK, sheet.cells / _FILLED):
            raise refuse(
                "unsafe", why=f"a sheet spans {sheet.rows:,} rows and {sheet.columns:,} columns and is nearly empty"
            )
    return [words for words in printed if words]


def _stream(content: bytes) -> bytes:
    """The stream of a compound file in which the sheets are."""
    try:
        counts = [struct.unpack_from("<I", content, place)[0] for place in _COUNTS]
        document = CompDoc(content, logfile=io.StringIO(), ignore_workbook_corruption=True)
        sizes = [entry.tot_size for entry in document.dirlist]
        if max(counts) * _SECTOR <= len(content) + _SECTOR and max(sizes) <= len(content):
            for name in ("Workbook", "Book"):
                found, start, size = document.locate_named_stream(name)
                if found:
                    return bytes(found[start : start + size])
    except _UNREADABLE as error:
        raise refuse("damaged", format="xls") from error
    raise refuse("damaged", format="xls")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _text(content: bytes) -> str:
    """A string of the format: how many characters, whether each has two bytes, and they ([MS-XLS] 2.5.294)."""
    wide = len(content) > 2 and content[2] & 1
    return content[3:].decode("utf-16-le" if wide else "latin-1", "replace")


def _possible(dimensions: bytes) -> bool:
    """True for the limits of a sheet that begin before they end, and end where the format does."""
    if len(dimensions) >= 12:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", dimensions)
    elif len(dimensions) >= 8:
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", dimensions)
    else:
        return False
    ordered = first_row <= last_row and first_column <= last_column
    return ordered and last_row <= _ROWS and last_column <= _COLUMNS
