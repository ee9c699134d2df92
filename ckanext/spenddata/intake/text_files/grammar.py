"""What sound text looks like, under one delimiter: RFC 4180, with line ends of either kind.

A sound record has each cell either without quotation marks or wholly inside two of them, those inside it doubled.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

_FEW = 300
"""Text with a quotation mark in so many bytes has few of them."""
_TEXT_AS_FORMULA = re.compile(rb'(?m)(^|[,;\t|])(?:="([^"\r\n]*)"|"=""([^"\r\n]*)""")(?=[,;\t|\r\n]|\Z)')

# A file read with the wrong delimiter has cells as long as its lines.
csv.field_size_limit(2**31 - 1)


class Grammar:
    """The forms of sound records, and of their lines."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        other = re.escape(mark)
        quoted = r'"[^"]*+(?:""[^"]*+)*+'
        cell = rf'(?:{quoted}"|[^"\n{other}]*+)'
        record = rf"{cell}(?:{other}{cell})*+\r?"
        self._record = re.compile(record)
        self._text = re.compile(rf"{record}(?:\n{record})*+")
        self._opens = re.compile(rf"(?:{cell}{other})*+{quoted}")
        # Of a line that begins inside a cell; ``closed`` is what follows the cell, ``open`` a cell that is opened in that.
        closed = rf"(?:{other}{cell}(?={other}|\r?\Z))*"
        self._goes_on = re.compile(rf'[^"]*+(?:""[^"]*+)*+(?:"(?P<closed>{closed})\r?(?P<open>{other}{quoted})?)?')

    @staticmethod
    @cache
    def of(mark: str) -> Grammar:
        """The grammar under a delimiter."""
        return Grammar(mark)

    def is_sound(self, line: str) -> bool:
        """True where each quotation mark of a line opens or closes a cell or is doubled inside one."""
        return '"' not in line or self._record.fullmatch(line) is not None

    def opens(self, line: str) -> bool:
        """True for a sound beginning of a record over several lines."""
        return self._opens.fullmatch(line) is not None

    def state_after(self, line: str) -> bool | None:
        """Of a line that begins inside a cell: does it end inside one? None where it is not sound."""
        found = self._goes_on.fullmatch(line)
        return None if found is None else found["closed"] is None or found["open"] is not None

    def sound_share(self, text: str) -> float:
        """How much of a text is sound from its beginning on, from 0 to 1; the end may be cut off in a cell."""
        found = self._text.match(text)
        return found.end() / max(len(text), 1) if found else 0.0

    def is_sound_text(self, data: bytes, *, at_once: bool) -> bool:
        """True for a text in UTF-8 whose records are all sound.

        Args:
            data: the text.
            at_once: what is seen by the lines with marks, where these are few, or else by the numbers of marks, will do.
        """
        quotes = data.count(b'"')
        if not quotes:
            return True
        if at_once and quotes * _FEW < len(data):
            sound = all(self.is_sound(line.decode("utf-8", "replace")) for _, line in lines_with_marks(data))
        elif at_once:
            divider = self.mark.encode()
            opening = data.count(divider + b'"') + data.count(b'\n"') + data.startswith(b'"')
            closing = data.count(b'"' + divider) + data.count(b'"\n') + data.count(b'"\r\n') + data.endswith(b'"')
            sound = opening == closing and quotes == opening + closing
        else:
            sound = False
        return sound or self._text.fullmatch(data.decode("utf-8", "replace")) is not None


def cells_of(records: Iterable[str], mark: str) -> list[list[str]]:
    """The cells of sound records."""
    return list(csv.reader(records, delimiter=mark))


def alone(line: str, mark: str) -> list[str]:
    """A line read as a record of its own."""
    plain = line.rstrip("\r\n").replace("\r", " ").replace("\n", " ")
    return next(csv.reader([plain], delimiter=mark), [])


def written(cells: Sequence[str], mark: str) -> str:
    """A sound record of these cells."""
    return mark.join(
        '"' + cell.replace('"', '""') + '"' if '"' in cell or mark in cell or "\n" in cell or "\r" in cell else cell
        for cell in cells
    )


def lines_with_marks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines with a quotation mark, and where they begin. Where there are few, this is faster than a look at every line."""
    place = data.find(b'"')
    while place >= 0:
        start, end = data.rfind(b"\n", 0, place) + 1, data.find(b"\n", place)
        end = len(data) if end < 0 else end
        yield start, data[start:end]
        place = data.find(b'"', end)


def as_shown(data: bytes) -> bytes:
    """The text with ``"00123"`` for ``="00123"``, the formula with which programs keep the noughts of a number in a spreadsheet."""
    if b'="' not in data:
        return data
    return _TEXT_AS_FORMULA.sub(lambda found: b'%s"%s"' % (found[1], found[2] or found[3] or b""), data)
