"""Workbooks are zip archives: what is inside is weighed before anything is unpacked for reading.

The reader of workbooks makes a dense block of cells as large as the corners of a sheet, so a single cell far away would fill the
memory. The corners are found by a pass over the sheet's text in small pieces.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse

__all__ = ["Sheet", "inspect"]

_ENTRIES = 10_000
_CELLS = 50_000_000
"""The largest block of cells that a sheet may span, empty ones counted."""
_PIECE = 8_000_000
_OVERLAP = 512
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


@dataclass
class Sheet:
    """One sheet of an Office Open XML workbook, from the outside."""

    part: str
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row, column), both from 1 → the spreadsheet error that stands there."""


def inspect(path: Path, kind: str, limits: Limits) -> dict[str, Sheet]:
    """Weigh a workbook: its sheets by the name of their part; for OpenDocument nothing.

    Raises:
        Refused: It would not fit the limits, or is built to harm.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _weigh(archive, limits)
            if kind == "ods":
                _look_through_document(archive, limits)
                return {}
            parts = sorted(
                name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name, re.IGNORECASE)
            )
            if limits.sheets is not None and len(parts) > limits.sheets:
                raise refuse("too_large", why=f"it has {len(parts):,} sheets, and {limits.sheets:,} are allowed")
            return {part: _look_through_sheet(archive, part, limits) for part in parts}
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


def _pieces(archive: zipfile.ZipFile, part: str, limits: Limits) -> Iterator[bytes]:
    """The text of a part in pieces that overlap a little, however large it says it is."""
    read = 0
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            read += len(piece)
            if limits.uncompressed_bytes is not None and read > limits.uncompressed_bytes:
                raise refuse("unsafe", why=f"a part of it unpacks to more than {limits.uncompressed_bytes:,} bytes")
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise refuse("unsafe", why="its XML defines entities, which no spreadsheet program writes")
            yield rest + piece
            rest = piece[-_OVERLAP:]


def _look_through_sheet(archive: zipfile.ZipFile, part: str, limits: Limits) -> Sheet:
    sheet = Sheet(part)
    for piece in _pieces(archive, part, limits):
        sheet.rows = max(sheet.rows, max((int(row) for row in _ROW.findall(piece)), default=0))
        sheet.columns = max(
            sheet.columns, max((_number(letters) for letters in set(_COLUMN.findall(piece))), default=_ONE_LETTER)
        )
        if b't="e"' in piece:
            sheet.errors |= {place: value.decode("utf-8", "replace") for place, value in _errors(piece)}
        if sheet.rows * sheet.columns > _CELLS:
            raise refuse("unsafe", why=f"a sheet spans {sheet.rows:,} rows and {sheet.columns:,} columns")
    return sheet


def _errors(piece: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    for attributes, value in _ERROR.findall(piece):
        if place := _PLACE.search(attributes):
            yield (int(place[2]), _number(place[1])), value


def _number(letters: bytes) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _look_through_document(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse an OpenDocument sheet whose filled cells or rows are repeated without end."""
    columns = limits.columns or 16_384
    rows = 0
    for piece in _pieces(archive, "content.xml", limits):
        for element, attributes in _REPEATED.findall(piece):
            times = int(found[1]) if (found := _TIMES.search(attributes)) else 1
            rows = times if element == b"row" else rows
            filled = b"value-type" in attributes
            if filled and (times > columns or rows * times > _CELLS // 100):
                raise refuse("unsafe", why=f"it repeats one filled cell {max(times, rows):,} times")
