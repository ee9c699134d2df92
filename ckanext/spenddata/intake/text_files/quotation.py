"""Quotation marks that are out of place, and text in which every one of them is sound.

Readers differ on what is not sound (``grammar``), and the usual ones lose payments over it: a mark that is never closed swallows the lines
below. So the lines that are not sound are read here, one by one, and written anew; the others are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.text_files import loose
from ckanext.spenddata.intake.text_files.grammar import Grammar, alone, cells_of, written

SPAN = 200
"""A quoted cell of more lines than this is a quotation mark that was never closed."""
_LOOSE_SPAN = 20
"""The same where marks inside the cell are not doubled, so that its end is a guess."""
_HEAD = 200
_MARKS = 40
"""In a line with more quotation marks than this their meaning is not tried out one by one."""
_LONG = 200_000
"""Nor in a line of more characters."""
_TRIES = 50_000
"""Nor in a file where that was done so often."""


@dataclass(frozen=True)
class Mended:
    """Text whose quotation marks are sound, and what had to be done."""

    data: bytes
    repairs: Repairs
    cut: bool = False
    """True where a cell is open at the end: the text may go on below it."""


def mend(data: bytes, mark: str) -> Mended:
    """Text in UTF-8 with sound quotation marks; the same bytes where they were sound already."""
    lines = data.decode("utf-8", "replace").split("\n") if b'"' in data else []
    grammar = Grammar.of(mark)
    unsound = [number for number, line in enumerate(lines) if '"' in line and not grammar.is_sound(line)]
    if not unsound:
        return Mended(data, Repairs())
    reader = _Reader(lines, grammar)
    taken = 0
    for number in unsound:
        if number >= taken:
            taken = number + reader.read(number)
    if not reader.changed:
        return Mended(data, Repairs(), reader.cut)
    mended = "\n".join(line for line in reader.mended if line is not None)
    return Mended(mended.encode(), reader.repairs, reader.cut)


class _Reader:
    """Reads the lines that are not sound by themselves."""

    def __init__(self, lines: list[str], grammar: Grammar) -> None:
        self.lines = lines
        self.mended: list[str | None] = [*lines]
        self.grammar = grammar
        self.mark = grammar.mark
        self.columns = 0
        self.columns = self._usual_width()
        self.repairs = Repairs()
        self.changed = False
        self.cut = False
        self.beyond = 0
        """Lines above that belong to the record of another line."""
        self.tries = 0

    def _usual_width(self) -> int:
        """How many cells most of the first records have: of the sound ones, or, where they are few, of all lines."""
        head = [line for line in self.lines[:_HEAD] if line.strip()]
        widths: Counter[int] = Counter()
        number = seen = 0
        while number < min(_HEAD, len(self.lines)):
            sound = self.grammar.is_sound(self.lines[number])
            span = 1 if sound else self._span(number)
            if span and self.lines[number].strip():
                widths[self._width(number, span)] += 1
                seen += span
            number += span or 1
        if seen * 4 < len(head):
            widths += Counter(len(cells) for line in head if (cells := loose.cells(line, self.mark)))
        return widths.most_common(1)[0][0] if widths else 0

    def read(self, number: int) -> int:
        """Write the record that begins on a line anew; gives how many lines it takes."""
        span = self._span_as_meant(number)
        self.beyond += span - 1
        return span

    def _span_as_meant(self, number: int) -> int:
        """Of the ways in which a record can be meant, take the first that gives as many cells as the others have."""
        line = self.lines[number].rstrip("\r")
        span = self._span(number)
        if span and self._width(number, span) == self.columns:
            return span
        cells = loose.cells(line, self.mark)
        if (fitting := self._fitting(line, cells)) is not None:
            self._write(number, fitting, None if loose.only_spaced(line, self.grammar) else self.repairs.kept)
            return 1
        if span := self._loose_span(number) or span:
            return span
        self.cut = self.cut or (cells is None and number + SPAN >= len(self.lines))
        without = self._without_a_mark(line)
        if cells is None or len(without) == self.columns:
            self._write(number, without, self.repairs.unclosed)
        else:
            self._write(number, cells, self.repairs.kept)
        return 1

    def _write(self, number: int, cells: Sequence[str], told: list[int] | None) -> None:
        end = "\r" if self.lines[number].endswith("\r") else ""
        self.mended[number] = written(cells, self.mark) + end
        self.changed = True
        if told is not None:
            told.append(number - self.beyond)

    def _span(self, number: int) -> int:
        """Lines of the sound record over several that begins on a line; 0 where none does."""
        if not self.grammar.opens(self.lines[number]):
            return 0
        for below in range(number + 1, min(number + SPAN, len(self.lines))):
            if self._is_whole(self.lines[below]):
                return 0
            inside = self.grammar.state_after(self.lines[below])
            if inside is None:
                return 0
            if not inside:
                return below + 1 - number
        return 0

    def _width(self, number: int, span: int) -> int:
        return len(cells_of(["\n".join(self.lines[number : number + span])], self.mark)[0])

    def _is_whole(self, line: str) -> bool:
        """True for a line that is a whole record by itself: then nobody closed the mark above it."""
        return (
            self.columns > 1
            and line.count(self.mark) + 1 >= self.columns
            and line.count('"') % 2 == 0
            and len(alone(line, self.mark)) >= self.columns
        )

    def _fitting(self, line: str, cells: list[str] | None) -> list[str] | None:
        """The cells of a line, if as many as others have; else those of the only other way to read it that gives so many."""
        escaped = loose.escaped(line, self.grammar)
        sure = next((way for way in (escaped, cells) if way is not None and len(way) == self.columns), None)
        if sure is not None or not self._may_try(line):
            return sure
        named = loose.cells(line, self.mark, names=True)
        if named is not None and len(named) == self.columns:
            return named
        self.tries += _MARKS
        found = [way for way in loose.with_one_kept(line, self.mark) if way is not None and len(way) == self.columns]
        return found[0] if found and all(way == found[0] for way in found) else None

    def _may_try(self, line: str) -> bool:
        return self.tries < _TRIES and len(line) < _LONG and line.count('"') <= _MARKS

    def _loose_span(self, number: int) -> int:
        """Lines of a record over several lines in which marks are not doubled, written anew; 0 where there is none."""
        record = self.lines[number]
        for below in range(number + 1, min(number + _LOOSE_SPAN, len(self.lines))):
            line = self.lines[below]
            record = f"{record}\n{line}"
            if self._is_whole(line) or not self._may_try(record):
                return 0
            if '"' in line:
                self.tries += 1
                cells = loose.cells(record.rstrip("\r"), self.mark)
                if cells is not None and len(cells) == self.columns:
                    self._write(number, cells, self.repairs.kept)
                    self.mended[number + 1 : below + 1] = [None] * (below - number)
                    return below + 1 - number
        return 0

    def _without_a_mark(self, line: str) -> list[str]:
        """The cells of a line without the mark that was never closed: the last that leaves as many cells as others have."""
        if self._may_try(line):
            self.tries += _MARKS
            ways = [way for way in loose.with_one_left_out(line, self.mark) if way is not None]
            fitting = [way for way in ways if len(way) == self.columns]
            if ways:
                return (fitting or ways)[0]
        return line.replace('"', "").split(self.mark)
