"""A look over a large text file before it is taken into memory: what no table of payments has is refused here.

The file goes by in pieces, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.text_files.grammar import lines_with_marks
from ckanext.spenddata.intake.text_files.quotation import SPAN

_LINE = 4_000_000
"""No line of a table has more bytes."""
_PIECE = 500_000
_SHORT = 8
"""A line of fewer bytes, delimiters and blanks not counted, has no room for a payment."""
_EMPTY_LINES = 1_200_000
"""So many short lines are no rows that somebody left blank; a sheet has 1,048,576 rows."""
_USUAL_LINE = 20
"""Pieces whose lines have more bytes on average are not looked through for short ones."""
_NOTHING = b' \t,;|"\r\x00\xa0'
_MENDED = 100_000_000
"""In a larger file it is not guessed what a quotation mark that is never closed was meant for."""
_MARKS = (b",", b"\t", b";", b"|", b"")


def refuse_too_much(path: Path, limits: Limits) -> None:
    """Look over a text file.

    Raises:
        Refused: It has a line longer than any table, more rows than allowed, rows without end that hold nothing, or, where it is
            very large, a quotation mark that is never closed.
    """
    size = path.stat().st_size
    if size < _LINE:
        return
    survey = _Survey(marks_count=size > _MENDED)
    for piece in _pieces(path):
        survey.take(piece)
    survey.end()
    if limits.rows is not None and survey.lines > limits.rows and _rows(path, survey.lines) > limits.rows:
        raise refuse("too_large", why=f"it has more than {limits.rows:,} rows, and no more are allowed")


def _rows(path: Path, lines: int) -> int:
    """How many rows so many lines are at least, however they are quoted."""
    return lines - SPAN * (sum(piece.count(b'"') for piece in _pieces(path)) // 2)


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces of whole lines.

    Raises:
        Refused: A line is longer than any table has.
    """
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            rest = stream.readline(_LINE)
            if len(rest) == _LINE and b"\n" not in rest and b"\r" not in rest:
                raise refuse("unsafe", why=f"it has a line of more than {_LINE:,} characters")
            yield piece + rest


@dataclass
class _Survey:
    """What has been seen of a file."""

    marks_count: bool = False
    """Whether quotation marks are followed from line to line."""
    lines: int = 0
    short: int = 0
    opened: int | None = None
    """Line, from 1, of a quotation mark that is open."""

    def take(self, piece: bytes) -> None:
        """Look at the next lines.

        Raises:
            Refused: There are too many of them that hold nothing, or a quotation mark has been open for too long.
        """
        if b"\n" not in piece:
            piece = piece.replace(b"\r", b"\n")
        lines = piece.count(b"\n")
        if lines * _USUAL_LINE > len(piece):
            self._count_short(piece)
        if self.marks_count and (self.opened or b'"' in piece):
            self._follow_marks(piece)
        self.lines += lines

    def end(self) -> None:
        """Look at what is left open at the end.

        Raises:
            Refused: It is a quotation mark.
        """
        if self.opened and self.lines - self.opened > SPAN:
            raise refuse("open_quotation", line=f"{self.opened:,}")

    def _count_short(self, piece: bytes) -> None:
        self.short += sum(len(line) < _SHORT for line in piece.translate(None, _NOTHING).split(b"\n"))
        if self.short > _EMPTY_LINES:
            raise refuse(
                "unsafe", why=f"more than {_EMPTY_LINES:,} of its rows are blank or hold a few characters only"
            )

    def _follow_marks(self, piece: bytes) -> None:
        lines = _LineNumbers(piece, self.lines)
        for start, line in lines_with_marks(piece):
            if self.opened and lines.of(start) - self.opened > SPAN:
                raise refuse("open_quotation", line=f"{self.opened:,}")
            if line.count(b'"') % 2:
                if self.opened:
                    self.opened = None
                else:
                    place = line.rfind(b'"')
                    self.opened = lines.of(start) if line[max(place - 1, 0) : place] in _MARKS else None


class _LineNumbers:
    """The numbers of the lines of a piece, counted only when they are asked for, from where they were last: few files need any."""

    def __init__(self, piece: bytes, above: int) -> None:
        self.piece = piece
        self.number = above + 1
        self.counted = 0

    def of(self, start: int) -> int:
        """The number, from 1, of the line that begins at ``start``, which is not above the last that was asked for."""
        self.number += self.piece.count(b"\n", self.counted, start)
        self.counted = start
        return self.number
