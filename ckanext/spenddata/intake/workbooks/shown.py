"""What the sheets hide, which of their cells are merged and which numbers look like others, where the general reader tells only the cells.

Office Open XML in whatever form it is written (ECMA-376 part 1, 18.3.1), element by element. That takes longer than reading the cells, so
it is done only where a word of it is found.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

import polars as pl

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks import otherwise
from ckanext.spenddata.intake.workbooks.archive import pieces
from ckanext.spenddata.intake.workbooks.formats import ODD, Format
from ckanext.spenddata.intake.workbooks.looks import NO_STYLES, Looks, styled_cells, with_looks
from ckanext.spenddata.intake.workbooks.merged import Down, of_reference, spread
from ckanext.spenddata.intake.workbooks.ooxml_form import is_unseen
from ckanext.spenddata.intake.workbooks.sheet import Place, Sheet, column_number

Attributes = Mapping[str, str]
_WORTH_OOXML = re.compile(rb"\bhidden=|mergeCell |\b(?:ht|width)=\"0")
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")


class Block(NamedTuple):
    """Cells beside and below each other that are alike: rows and columns from 1."""

    rows: range
    columns: range

    def within(self, cells: pl.DataFrame) -> Iterator[Place]:
        """The places of those that are cells of a sheet."""
        for row in range(self.rows.start, min(self.rows.stop, cells.height + 1)):
            for column in range(self.columns.start, min(self.columns.stop, cells.width + 1)):
                yield row, column


@dataclass
class Shown:
    """How a sheet looks: rows and columns from 1, as ranges of first and last."""

    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Down] = field(default_factory=list)
    typed: list[range] = field(default_factory=list)
    """Rows that hold a number or a date."""
    otherwise: list[tuple[Block, Format]] = field(default_factory=list)
    """Numbers that are shown otherwise than they are, and how."""
    looks: Looks[list[tuple[Block, bool]]] = field(default_factory=lambda: Looks([], [], []))
    """Cells of each look, and whether they are numbers."""

    def note(self, block: Block, looks: Iterable[bool], *, number: bool) -> None:
        """Note which looks some cells have, in the order of ``Looks``."""
        for has_it, blocks in zip(looks, self.looks, strict=True):
            if has_it:
                blocks.append((block, number))

    def on(self, name: str, cells: pl.DataFrame) -> Sheet:
        """The sheet with these cells."""
        numbers = {place: written for block, written in self.otherwise for place in block.within(cells)}
        looks = (
            styled_cells([(*place, number) for block, number in blocks for place in block.within(cells)])
            for blocks in self.looks
        )
        typed = pl.Series(_within(self.typed, cells.height), dtype=pl.UInt32)
        spread_, filled = spread(otherwise.with_signs(cells, numbers), self.merged, typed)
        sheet = Sheet(
            name,
            spread_,
            hidden_rows=tuple(_within(self.hidden_rows, cells.height)),
            hidden_columns=tuple(_within(self.hidden_columns, cells.width)),
            otherwise=otherwise.counted(cells, numbers),
            merged=filled,
        )
        return with_looks(sheet, Looks(*looks), cells)


def _within(ranges: Iterable[range], last: int) -> list[int]:
    return sorted({number for each in ranges for number in range(each.start, min(each.stop, last + 1))})


def of_sheet(
    archive: zipfile.ZipFile,
    part: str,
    limits: Limits,
    formats: Sequence[Format] = (),
    looks: Looks[frozenset[str]] = NO_STYLES,
) -> Shown:
    """How a sheet of an Office Open XML workbook looks.

    Args:
        archive: the workbook.
        part: of the sheet.
        limits: what may be read.
        formats: what each cell style makes of a number, by the style's place in the list.
        looks: the styles that have each.

    Raises:
        Refused: It is larger than allowed, or defines entities.
    """
    found = _OfficeOpen(formats, looks)
    if any(looks) or not ODD.isdisjoint(formats) or is_worth_it(archive, part, limits, _WORTH_OOXML):
        parse(pieces(archive, part, limits), found.start, lambda _: None)
    return found.shown


def is_worth_it(archive: zipfile.ZipFile, part: str, limits: Limits, sign: re.Pattern[bytes]) -> bool:
    """True where a part has a word that tells of more than cells."""
    end = b""
    for piece in pieces(archive, part, limits):
        if sign.search(end + piece):
            return True
        end = piece[-40:]
    return False


def parse(
    text: Iterable[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    words: Callable[[str], None] = lambda _: None,
) -> None:
    """Go through XML; what can't be read is the reader's to refuse, which has it next."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.CharacterDataHandler = words
    parser.EndElementHandler = lambda name: end(_local(name))
    try:
        for piece in text:
            parser.Parse(piece)
    except (expat.ExpatError, ValueError, KeyError):
        return


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _OfficeOpen:
    """Goes through a worksheet. Rows may leave out their number: each is then the next."""

    def __init__(self, formats: Sequence[Format], looks: Looks[frozenset[str]]) -> None:
        self.shown = Shown()
        self._formats, self._looks = formats, looks
        self._row, self._column = 0, 0
        self._style = ""
        self._number = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("v", "is"):
            self._of_value()
        elif name == "c":
            place = _REFERENCE.match(attributes.get("r", ""))
            self._column = column_number(place[1]) if place else self._column + 1
            self._style, self._number = attributes.get("s", ""), attributes.get("t", "n") in ("n", "d")
        elif name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            if is_unseen(attributes.get("hidden"), attributes.get("ht")):
                self.shown.hidden_rows.append(range(self._row, self._row + 1))
        elif name == "col":
            if is_unseen(attributes.get("hidden"), attributes.get("width")):
                self.shown.hidden_columns.append(range(int(attributes["min"]), int(attributes["max"]) + 1))
        elif name == "mergeCell":
            self.shown.merged.extend(of_reference(attributes.get("ref", "")))

    def _of_value(self) -> None:
        block = Block(range(self._row, self._row + 1), range(self._column, self._column + 1))
        self.shown.note(block, (self._style in styles for styles in self._looks), number=self._number)
        if not self._number:
            return
        self.shown.typed.append(block.rows)
        written = self._formats[int(self._style)] if self._style and int(self._style) < len(self._formats) else None
        if written is not None and written in ODD:
            self.shown.otherwise.append((block, written))
        self._number = False
