"""What the sheets of an OpenDocument workbook hide, merge, and show otherwise than they hold it.

Version 1.3 part 3, 9.1 (tables), 16 (styles), 19.749. Beside each number the file has the text that people see: where the two differ in
their sign, people see another amount.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.archive import pieces
from ckanext.spenddata.intake.workbooks.formats import Format, unit_behind
from ckanext.spenddata.intake.workbooks.looks import Looks
from ckanext.spenddata.intake.workbooks.merged import Down
from ckanext.spenddata.intake.workbooks.opendocument_styles import Styles
from ckanext.spenddata.intake.workbooks.shown import Attributes, Block, Shown, is_worth_it, parse

_WORTH = re.compile(
    rb"collapse|\"filter\"|display=\"false\"|rows-spanned=\"[2-9]|rows-spanned=\"1\d|(?:height|width)=\"0(?:\.0\d*)?[cmip]"
    rb"|<number:|office:currency=\"(?!GBP)|[0-9] ?CR<|line-through-style|fo:color=\"#(?!000000)"
)
_UNSEEN = frozenset({"collapse", "filter"})
_TYPED = frozenset({"float", "currency", "percentage", "date"})
_NUMBERS = _TYPED - {"date"}
_CELLS = ("table-cell", "covered-table-cell")
_BELOW_NOUGHT = re.compile(
    r"[£$€ ]*[-\u2010-\u2015\u2212](?=.*[0-9]).*|[£$€ ]*\((?=.*[0-9]).*\) *|(?=.*[0-9]).*(?:[-\u2212]| ?CR) *",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"[0-9]")
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MONEY = {"$": Format.DOLLARS, "USD": Format.DOLLARS, "€": Format.EUROS, "EUR": Format.EUROS, "¥": Format.OTHER_MONEY}
_SCALED = 500
"""A number so many times as large as what is seen of it is shown in thousands or millions."""


def of_opendocument(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Shown]:
    """Name of each sheet → how it looks.

    Raises:
        Refused: It is larger than allowed, or defines entities.
    """
    parts = [part for part in ("styles.xml", "content.xml") if part in archive.namelist()]
    if not any(is_worth_it(archive, part, limits, _WORTH) for part in parts):
        return {}
    styles = Styles()
    sheets = _Sheets(styles)
    for part in parts:
        parse(pieces(archive, part, limits), sheets.start, sheets.end, sheets.words)
    return sheets.found


def format_seen(number: str, seen: str, currency: str = "") -> Format | None:
    """What people see of a number, where that is another one.

    Args:
        number: as the file holds it.
        seen: the text that is shown.
        currency: of the number, as the file names it.
    """
    if not seen.strip() or not number:
        return None
    if not _SHOWN.search(seen):
        return Format.UNSEEN if re.search("[1-9]", number) else None
    for sign, written in _MONEY.items():
        if sign in seen:
            return written
    if currency not in ("", "GBP") and currency in seen:
        return Format.OTHER_MONEY
    if unit := Format.PERCENT if seen.rstrip().endswith("%") else _unit(number, seen):
        return unit
    below = bool(_BELOW_NOUGHT.fullmatch(seen))
    if number.startswith("-"):
        return None if below else Format.UNSIGNED
    return Format.NEGATIVE if below and re.search("[1-9]", number) else None


def _unit(number: str, seen: str) -> Format | None:
    """The unit in which a number is shown: of another size than it is, or with a word behind it."""
    digits = _DIGITS.search(re.sub(r"(?<=[0-9])\s(?=[0-9])", "", seen))
    if digits is None or re.search(r"[0-9][eE]|,[0-9]{1,2}\b", seen):
        return None
    value, shown = abs(float(number)), float(digits[0].replace(",", ""))
    if value >= _SCALED and value >= _SCALED * shown:
        return Format.SCALED
    return Format.THOUSANDS if value >= 1 and shown >= _SCALED * value else unit_behind(seen)


@dataclass
class _Cell:
    """A cell with a value."""

    block: Block
    number: str = ""
    """As the file holds it; blank for words and dates."""
    currency: str = ""
    style: str = ""
    seen: list[str] = field(default_factory=list)


class _Sheets:
    """Goes through the document: sheets are the tables right within the spreadsheet, and none of those in their cells."""

    def __init__(self, styles: Styles) -> None:
        self.found: dict[str, Shown] = {}
        self._styles = styles
        self._red: dict[tuple[str, bool], bool] = {}
        self._otherwise: list[tuple[_Cell, Format]] = []
        self._within: list[str] = []
        self._shown = Shown()
        self._table = 0
        """How deep in the document the sheet stands; 0 outside of one."""
        self._closed = 0
        """How many of the groups around are folded."""
        self._groups: list[bool] = []
        self._row, self._rows, self._column = 0, 1, 0
        self._row_style = ""
        self._column_styles: list[tuple[range, str]] = []
        self._filled = False
        self._cell: _Cell | None = None

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
        elif name in _CELLS and self._within[-2] == "table-row" and self._is_own("table"):
            self._of_cell(attributes)

    def words(self, words: str) -> None:
        if self._cell and self._within[-1] in ("p", "span"):
            self._cell.seen.append(words)

    def end(self, name: str) -> None:
        self._within.pop()
        if not self._table:
            return
        if name in ("table-row-group", "table-column-group"):
            self._closed -= self._groups.pop()
        elif name in _CELLS and self._cell and self._within[-1] == "table-row" and self._is_own("table"):
            self._close(self._cell)
            self._cell = None
        elif name == "table-row" and self._is_own("table"):
            if self._filled:
                self._shown.typed.append(range(self._row, self._row + self._rows))
            self._row += self._rows
        elif name == "table" and len(self._within) < self._table:
            self._table = 0
            self._shown.otherwise.extend(_with_reversed(self._otherwise))
            self._otherwise = []

    def _is_own(self, name: str) -> bool:
        """True where no other table stands between a sheet and the element."""
        return name not in self._within[self._table :]

    def _outside(self, name: str, attributes: Attributes) -> None:
        if name == "table" and self._within[-2:-1] == ["spreadsheet"]:
            self._table, self._closed, self._groups = len(self._within), 0, []
            self._row, self._column, self._column_styles = 1, 1, []
            self._shown = self.found[attributes.get("table:name", "")] = Shown()
        else:
            self._styles.take(name, attributes)

    def _is_unseen(self, attributes: Attributes) -> bool:
        folded = attributes.get("table:visibility") in _UNSEEN
        return folded or attributes.get("table:style-name") in self._styles.nothing or self._closed > 0

    def _of_column(self, attributes: Attributes) -> None:
        last = self._column + int(attributes.get("table:number-columns-repeated", "1"))
        if self._is_unseen(attributes):
            self._shown.hidden_columns.append(range(self._column, last))
        self._column_styles.append((range(self._column, last), attributes.get("table:default-cell-style-name", "")))
        self._column = last

    def _of_row(self, attributes: Attributes) -> None:
        self._rows = int(attributes.get("table:number-rows-repeated", "1"))
        self._row_style = attributes.get("table:default-cell-style-name", "")
        if self._is_unseen(attributes):
            self._shown.hidden_rows.append(range(self._row, self._row + self._rows))
        self._column, self._filled = 1, False

    def _of_cell(self, attributes: Attributes) -> None:
        kind = attributes.get("office:value-type")
        self._filled = self._filled or kind in _TYPED
        down = int(attributes.get("table:number-rows-spanned", "1"))
        if down > 1 and attributes.get("table:number-columns-spanned", "1") == "1":
            self._shown.merged.append(Down(self._column, self._row, self._row + down - 1))
        last = self._column + int(attributes.get("table:number-columns-repeated", "1"))
        if kind:
            block = Block(range(self._row, self._row + self._rows), range(self._column, last))
            style = attributes.get("table:style-name") or self._row_style or self._style_of(self._column)
            number = attributes.get("office:value", "") if kind in _NUMBERS else ""
            self._cell = _Cell(block, number, attributes.get("office:currency", ""), style)
        self._column = last

    def _style_of(self, column: int) -> str:
        return next((style for columns, style in self._column_styles if column in columns), "")

    def _close(self, cell: _Cell) -> None:
        """Note how a cell is shown, once all of it was seen."""
        look = (cell.style, cell.number.startswith("-"))
        if look not in self._red:
            self._red[look] = self._styles.is_red(cell.style, below=look[1])
        looks = Looks(self._red[look], self._styles.strikes(cell.style), self._styles.is_unseen(cell.style))
        self._shown.note(cell.block, looks, number=bool(cell.number))
        written = format_seen(cell.number, "".join(cell.seen), cell.currency)
        # In red is how many show what is below nought.
        if written and not (written == Format.UNSIGNED and self._red[look]):
            self._otherwise.append((cell, written))


def _with_reversed(found: list[tuple[_Cell, Format]]) -> Iterator[tuple[Block, Format]]:
    """The cells of a sheet that are shown otherwise; a style that draws a minus and hides one turns all of its numbers."""
    hiding = {cell.style for cell, written in found if written == Format.UNSIGNED}
    drawing = {cell.style for cell, written in found if written == Format.NEGATIVE}
    for cell, written in found:
        turned = cell.style in hiding & drawing and written in (Format.UNSIGNED, Format.NEGATIVE)
        yield cell.block, Format.REVERSED if turned else written
