"""Workbooks are zip archives: what is inside is weighed before anything is unpacked for reading.

The reader of workbooks makes a dense block of cells as large as the corners of a sheet, so a single cell far away would fill the
memory. The corners are found by a pass over the sheet's text in small pieces.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.workbooks.sheet import Place, column_number

_ENTRIES = 10_000
_CELLS = 50_000_000
"""The largest block of cells that a sheet may span, empty ones counted."""
_PIECE = 2_000_000
_OVERLAP = 512
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_SMALL = 5_000_000
"""Parts up to this size are not weighed against their compressed size."""

# Both begin with letters that are found fast, and may find a little more than there is.
_ROW = re.compile(rb"row [^>]{0,200}?\br=\"([0-9]{1,9})\"")
_COLUMN = re.compile(rb"r=\"([A-Z]{2,4})[0-9]")
_ONE_LETTER = 26
"""Columns that have one letter; they are not looked for."""
_ERROR = re.compile(
    rb"<(?:\w+:)?c ([^>]{0,200}?\bt=\"e\"[^>]{0,100})>(?:<(?:\w+:)?f[^>]*/>|<(?:\w+:)?f[^>]*>[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]{1,20})<"
)
_PLACE = re.compile(rb"\br=\"([A-Z]{1,4})([0-9]{1,9})\"")
_REPEATED = re.compile(rb"<table:table-(cell|row)\b([^>]*)>")
_TIMES = re.compile(rb"number-(?:columns|rows)-repeated=\"([0-9]{1,9})\"")


@contextmanager
def opened(path: Path, kind: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A workbook's archive, weighed.

    Raises:
        Refused: It is damaged, here or in what is read from it; or it would not fit the limits.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _weigh(archive, limits)
            yield archive
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise refuse("damaged", format=kind) from error


def _weigh(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > _ENTRIES:
        raise refuse("unsafe", why=f"it is made of {len(entries):,} parts")
    size = sum(entry.file_size for entry in entries)
    if limits.uncompressed_bytes is not None and size > limits.uncompressed_bytes:
        raise refuse(
            "unsafe", why=f"unpacked it would have {size:,} bytes, and {limits.uncompressed_bytes:,} are allowed"
        )
    if limits.compression_ratio is not None:
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > limits.compression_ratio * max(entry.compress_size, 1):
                raise refuse(
                    "unsafe",
                    why=f"a part of it unpacks to {entry.file_size // max(entry.compress_size, 1):,} times its size",
                )


def pieces(archive: zipfile.ZipFile, part: str, limits: Limits) -> Iterator[bytes]:
    """The text of a part, a piece at a time, however large it says it is.

    Raises:
        Refused: It is larger than allowed, or defines entities.
    """
    read = 0
    end = b""
    if part not in archive.namelist():
        raise zipfile.BadZipFile(part)
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            read += len(piece)
            if limits.uncompressed_bytes is not None and read > limits.uncompressed_bytes:
                raise refuse("unsafe", why=f"a part of it unpacks to more than {limits.uncompressed_bytes:,} bytes")
            if any(word in end + piece for word in _ENTITIES):
                raise refuse("unsafe", why="its XML defines entities, which no spreadsheet program writes")
            yield piece
            end = piece[-_OVERLAP:]


def _overlapping(parts: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in parts:
        yield rest + piece
        rest = piece[-_OVERLAP:]


def errors_of_sheet(archive: zipfile.ZipFile, part: str, limits: Limits) -> dict[Place, str]:
    """Where errors of the spreadsheet stand in a sheet, and which, in whatever form it is written.

    Raises:
        Refused: The sheet spans more than a sheet may.
    """
    errors: dict[Place, str] = {}
    rows, columns = 0, _ONE_LETTER
    for piece in _overlapping(pieces(archive, part, limits)):
        rows = max([rows, *(int(row) for row in _ROW.findall(piece))])
        columns = max([columns, *(column_number(letters.decode()) for letters in set(_COLUMN.findall(piece)))])
        if b't="e"' in piece:
            errors |= {place: value.decode("utf-8", "replace") for place, value in _errors(piece)}
        refuse_wide(rows, columns)
    return errors


def refuse_wide(rows: int, columns: int) -> None:
    """Refuse a sheet with corners so far apart that what lies between them would fill the memory.

    Raises:
        Refused: It is such a sheet.
    """
    if rows * columns > _CELLS:
        raise refuse("unsafe", why=f"a sheet spans {rows:,} rows and {columns:,} columns")


def _errors(piece: bytes) -> Iterator[tuple[Place, bytes]]:
    for attributes, value in _ERROR.findall(piece):
        if place := _PLACE.search(attributes):
            yield (int(place[2]), column_number(place[1].decode())), value


def refuse_repetition(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse an OpenDocument sheet whose filled cells or rows are repeated without end."""
    columns = limits.columns or 16_384
    rows = 0
    for piece in _overlapping(pieces(archive, "content.xml", limits)):
        for element, attributes in _REPEATED.findall(piece):
            times = int(found[1]) if (found := _TIMES.search(attributes)) else 1
            rows = times if element == b"row" else rows
            filled = b"value-type" in attributes
            if filled and (times > columns or rows * times > _CELLS // 100):
                raise refuse("unsafe", why=f"it repeats one filled cell {max(times, rows):,} times")
