"""Old binary workbooks (XLS, BIFF8) for tests, written by hand: no library that is still kept writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_SECTOR = 512
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_FORMATS = {
    "date": (14, ""),
    "scaled": (164, "#,##0,"),
    "dollars": (165, '"$"#,##0.00'),
    "minus": (166, "-#,##0.00"),
    "reversed": (167, "(0);0"),
    "red format": (168, "[Red]0.00"),
    "hours": (169, "[h]:mm"),
}
_STYLES = ("", "date", "scaled", "dollars", "minus", "reversed", "red format", "red", "struck", "white", "hours")
_RED = 10
"""In the palette."""


@dataclass(frozen=True)
class Formula:
    """A formula with the result that the file holds: a number or an error."""

    result: float | str


@dataclass(frozen=True)
class Styled:
    """A number with a number format."""

    number: float
    style: str


def xls(
    sheets: dict[str, Sequence[Sequence[object]]],
    *,
    hidden_rows=(),
    hidden_columns=(),
    hidden=(),
    password=False,
    from_1904=False,
    printed=(),
    comment="",
) -> bytes:
    """A workbook: words, numbers, dates, errors (``#REF!``), formulas; what is printed above each sheet, a comment on its first cell."""
    days = _record(0x0022, struct.pack("<H", 1)) if from_1904 else b""
    beside = [*(_record(0x0014, _string(words)) for words in printed), *_comment(comment)]
    bodies = [_sheet(rows, hidden_rows, hidden_columns, beside) for rows in sheets.values()]
    names = [(name, name in hidden) for name in sheets]
    head = _globals(names, [0] * len(names), password=password, days=days)
    offsets, place = [], len(head)
    for body in bodies:
        offsets.append(place)
        place += len(body)
    return _compound(_globals(names, offsets, password=password, days=days) + b"".join(bodies))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _font(colour: int, *, struck: bool = False) -> bytes:
    return _record(
        0x0031, struct.pack("<HHHHHBBBB", 200, 8 if struck else 0, colour, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial"
    )


def _globals(names, offsets, *, password: bool, days: bytes) -> bytes:
    codes = b"".join(
        _record(0x041E, struct.pack("<HHB", number, len(code), 0) + code.encode())
        for number, code in _FORMATS.values()
        if code
    )
    styles = b"".join(
        _record(
            0x00E0,
            # There is no font 4.
            struct.pack(
                "<HHHBBBBIIH",
                {"red": 5, "struck": 6, "white": 7}.get(style, 0),
                _FORMATS.get(style, (0, ""))[0],
                *(1, 0x20, 0, 0, 0, 0, 0, 0x20C0),
            ),
        )
        for style in _STYLES
    )
    sheets = b"".join(
        _record(0x0085, struct.pack("<IBBBB", offset, hidden, 0, len(name), 0) + name.encode("latin-1"))
        for (name, hidden), offset in zip(names, offsets, strict=True)
    )
    protected = _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if password else b""
    parts = [
        days,
        _record(0x0042, struct.pack("<H", 1200)),
        *[_font(0x7FFF)] * 4,
        _font(_RED),
        _font(0x7FFF, struck=True),
        _font(9),
        codes,
        styles,
        sheets,
    ]
    return _beginning(0x0005) + protected + b"".join(parts) + _record(0x000A)


def _string(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def _comment(words: str) -> list[bytes]:
    """An object, its text, and the note that leads from a cell to it."""
    if not words:
        return []
    return [
        _record(0x005D, struct.pack("<HHHHH", 0x15, 18, 0x19, 1, 0) + bytes(12) + struct.pack("<HH", 0, 0)),
        _record(0x01B6, struct.pack("<HH6xHHH", 0, 0, len(words), 0, 0)),
        _record(0x003C, b"\x01" + words.encode("utf-16-le")),
        _record(0x001C, struct.pack("<HHHH", 0, 0, 0, 1) + _string("Finance")),
    ]


def _sheet(rows, hidden_rows, hidden_columns, beside=()) -> bytes:
    width = max((len(row) for row in rows), default=0)
    parts = [
        _record(0x007D, struct.pack("<HHHHHH", number - 1, number - 1, 2000, 0, 1, 0)) for number in hidden_columns
    ]
    parts.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for y, _ in enumerate(rows):
        flags = 0x100 | (0x20 if y + 1 in hidden_rows else 0)
        parts.append(_record(0x0208, struct.pack("<HHHHHHI", y, 0, width, 255, 0, 0, flags)))
    parts += [_cell(y, x, cell) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell not in (None, "")]
    return _beginning(0x0010) + b"".join([*parts, *beside]) + _record(0x000A)


def _cell(y: int, x: int, cell: object) -> bytes:
    place = struct.pack("<HHH", y, x, 0)
    match cell:
        case str() if cell in ERRORS:
            return _record(0x0205, place + bytes((ERRORS[cell], 1)))
        case str():
            return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
        case Formula(result):
            value = (
                struct.pack("<d", result)
                if isinstance(result, float)
                else bytes((2, 0, ERRORS[result], 0, 0, 0, 0xFF, 0xFF))
            )
            return _record(0x0006, place + value + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")
        case date():
            return _cell(y, x, Styled((cell - date(1899, 12, 30)).days, "date"))
        case Styled(number, style):
            return _record(0x0203, struct.pack("<HHHd", y, x, _STYLES.index(style), number))
        case _:
            return _record(0x0203, place + struct.pack("<d", float(cell)))  # type: ignore[arg-type]


def _compound(stream: bytes) -> bytes:
    """A compound file with this as its stream ``Workbook``."""
    stream = stream.ljust(4096, b"\x00")
    stream += b"\x00" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    tables = -(-(count + 2) // (_SECTOR // 4 - 1))
    chain = [_FAT] * tables + [_END] + [*range(tables + 2, tables + 1 + count), _END]
    chain += [_FREE] * (tables * (_SECTOR // 4) - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    directory = (
        _entry("Root Entry", 5, 1, _END, 0)
        + _entry("Workbook", 2, _FREE, tables + 1, len(stream))
        + _entry("", 0, _FREE, 0, 0) * 2
    )
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    length = len(written) + 2 if name else 0
    return struct.pack("<64sHBBIII36xIQ", written, length, kind, 1, _FREE, _FREE, child, start, size)
