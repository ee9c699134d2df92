"""What the sheets hide, and which of their cells are merged, in the workbooks of which the general reader tells only the cells.

OpenDocument (version 1.3 part 3, 9.1 and 19.749) and Office Open XML in whatever form it is written (ECMA-376 part 1, 18.3.1), element by
element. That takes longer than reading the cells, so it is done only where a word of it is found.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

import polars as pl

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.archive import pieces
from ckanext.spenddata.intake.workbooks.merged import Down, of_reference, spread
from ckanext.spenddata.intake.workbooks.ooxml_form import is_unseen
from ckanext.spenddata.intake.workbooks.sheet import Sheet

Attributes = Mapping[str, str]
_WORTH = re.compile(
    rb"collapse|\"filter\"|display=\"false\"|rows-spanned=\"[2-9]|rows-spanned=\"1\d|(?:height|width)=\"0(?:\.0\d*)?[cmip]"
)
_WORTH_OOXML = re.compile(rb"\bhidden=|mergeCell |\b(?:ht|width)=\"0")
_NOTHING = re.compile(r"0(?:\.0\d*)?(?:cm|mm|in|pt|pc|px)")
_UNSEEN = frozenset({"collapse", "filter"})
_TYPED = frozenset({"float", "currency", "percentage", "date"})
_STYLES = {"table-row-properties": "row-height", "table-column-properties": "column-width"}


@dataclass
class Shown:
    """How a sheet looks: rows and columns from 1, as ranges of first and last."""

    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merged: list[Down] = field(default_factory=list)
    typed: list[range] = field(default_factory=list)
    """Rows that hold a number or a date."""

    def on(self, name: str, cells: pl.DataFrame) -> Sheet:
        """The sheet with these cells."""
        block, filled = spread(cells, self.merged, pl.Series(_within(self.typed, cells.height), dtype=pl.UInt32))
        rows, columns = _within(self.hidden_rows, cells.height), _within(self.hidden_columns, cells.width)
        return Sheet(name, block, hidden_rows=tuple(rows), hidden_columns=tuple(columns), merged=filled)


def _within(ranges: Iterable[range], last: int) -> list[int]:
    return sorted({number for each in ranges for number in range(each.start, min(each.stop, last + 1))})


def of_opendocument(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Shown]:
    """Name of each sheet → how it looks.

    Raises:
        Refused: It is larger than allowed, or defines entities.
    """
    if not _is_worth_it(archive, "content.xml", limits, _WORTH):
        return {}
    found = _OpenDocument()
    _parse(pieces(archive, "content.xml", limits), found.start, found.end)
    return found.sheets


def of_sheet(archive: zipfile.ZipFile, part: str, limits: Limits) -> Shown:
    """How a sheet of an Office Open XML workbook looks.

    Raises:
        Refused: It is larger than allowed, or defines entities.
    """
    found = _OfficeOpen()
    if _is_worth_it(archive, part, limits, _WORTH_OOXML):
        _parse(pieces(archive, part, limits), found.start, lambda _: None)
    return found.shown


def _is_worth_it(archive: zipfile.ZipFile, part: str, limits: Limits, sign: re.Pattern[bytes]) -> bool:
    end = b""
    for piece in pieces(archive, part, limits):
        if sign.search(end + piece):
            return True
        end = piece[-40:]
    return False


def _parse(text: Iterable[bytes], start: Callable[[str, Attributes], None], end: Callable[[str], None]) -> None:
    """Go through XML; what can't be read is the reader's to refuse, which has it next."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.EndElementHandler = lambda name: end(_local(name))
    try:
        for piece in text:
            parser.Parse(piece)
    except (expat.ExpatError, ValueError, KeyError):
        return


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _OpenDocument:
    """Goes through ``content.xml``: sheets are the tables right within the spreadsheet, and none of those in their cells."""

    def __init__(self) -> None:
        self.sheets: dict[str, Shown] = {}
        self._within: list[str] = []
        self._style = ""
        self._nothing: set[str] = set()
        self._shown = Shown()
        self._table = 0
        """How deep in the document the sheet stands; 0 outside of one."""
        self._closed = 0
        """How many of the groups around are folded."""
        self._groups: list[bool] = []
        self._row, self._rows, self._column = 0, 1, 0
        self._filled = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._within.append(name)
        if not self._table:
            self._outside(name, attributes)
        elif name in ("table-row-group", "table-column-group"):
            self._groups.append(attributes.get("table:display") == "false")
            self._closed += self._groups[-1]
        elif name == "table-column":
            self._of_column(attributes)
        elif name == "table-row" and self._is_own("table"):
            self._of_row(attributes)
        elif name in ("table-cell", "covered-table-cell") and self._within[-2] == "table-row" and self._is_own("table"):
            self._of_cell(attributes)

    def end(self, name: str) -> None:
        self._within.pop()
        if not self._table:
            return
        if name in ("table-row-group", "table-column-group"):
            self._closed -= self._groups.pop()
        elif name == "table-row" and self._is_own("table"):
            if self._filled:
                self._shown.typed.append(range(self._row, self._row + self._rows))
            self._row += self._rows
        elif name == "table" and len(self._within) < self._table:
            self._table = 0

    def _is_own(self, name: str) -> bool:
        """True where no other table stands between a sheet and the element."""
        return name not in self._within[self._table :]

    def _outside(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attributes.get("style:name", "")
        elif name in _STYLES and _NOTHING.fullmatch(attributes.get(f"style:{_STYLES[name]}", "")):
            self._nothing.add(self._style)
        elif name == "table" and self._within[-2:-1] == ["spreadsheet"]:
            self._table, self._closed, self._groups = len(self._within), 0, []
            self._row, self._column = 1, 1
            self._shown = self.sheets[attributes.get("table:name", "")] = Shown()

    def _is_unseen(self, attributes: Attributes) -> bool:
        folded = attributes.get("table:visibility") in _UNSEEN or attributes.get("table:style-name") in self._nothing
        return folded or self._closed > 0

    def _of_column(self, attributes: Attributes) -> None:
        last = self._column + int(attributes.get("table:number-columns-repeated", "1"))
        if self._is_unseen(attributes):
            self._shown.hidden_columns.append(range(self._column, last))
        self._column = last

    def _of_row(self, attributes: Attributes) -> None:
        self._rows = int(attributes.get("table:number-rows-repeated", "1"))
        if self._is_unseen(attributes):
            self._shown.hidden_rows.append(range(self._row, self._row + self._rows))
        self._column, self._filled = 1, False

    def _of_cell(self, attributes: Attributes) -> None:
        self._filled = self._filled or attributes.get("office:value-type") in _TYPED
        down = int(attributes.get("table:number-rows-spanned", "1"))
        if down > 1 and attributes.get("table:number-columns-spanned", "1") == "1":
            self._shown.merged.append(Down(self._column, self._row, self._row + down - 1))
        self._column += int(attributes.get("table:number-columns-repeated", "1"))


class _OfficeOpen:
    """Goes through a worksheet. Rows may leave out their number: each is then the next."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._row = 0
        self._number = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "v" and self._number:
            self.shown.typed.append(range(self._row, self._row + 1))
            self._number = False
        elif name == "c":
            self._number = attributes.get("t", "n") in ("n", "d")
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            if is_unseen(attributes.get("hidden"), attributes.get("ht")):
                self.shown.hidden_rows.append(range(self._row, self._row + 1))
        elif name == "col":
            if is_unseen(attributes.get("hidden"), attributes.get("width")):
                self.shown.hidden_columns.append(range(int(attributes["min"]), int(attributes["max"]) + 1))
        elif name == "mergeCell":
            self.shown.merged.extend(of_reference(attributes.get("ref", "")))
