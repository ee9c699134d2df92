"""The publisher's own spreadsheet back, with the cells that break a rule coloured and commented.

Comes in: the grids of the file (every sheet, tables or not), the findings, the rules. Goes out: an XLSX that shows
each cell as it was sent, and a last sheet that lists what was found. It is written row by row, so that a file of a
million rows needs no more memory than a small one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.groups import by_rule, group
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.grid import Grid

SHEET_ROWS = 1_048_576
"""What a sheet of an XLSX holds; a longer one goes on in another sheet."""
COMMENTS = 10_000
"""How many cells are commented; all are coloured. Spreadsheet programs take minutes to open more."""
FINDINGS_SHEET = "What was found"
_NAME_LENGTH = 31
_CELL_LENGTH = 32_767
_WIDTHS_FROM = 100
_WIDEST = 60
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,12})(?:\.(\d{1,2}))?")
_FORMS = {0: "0", 1: "0.0", 2: "0.00"}
_COLOURS = {finding.ERROR: "#F4B6AC", finding.STOP: "#F8CFA0", finding.WARNING: "#FCE8A6"}
_CREATED = datetime.datetime.fromisoformat("2020-01-01T00:00:00")
_BLOCK = 10_000


@dataclass
class Mark:
    """What is wrong in one cell."""

    severity: str
    words: list[str] = field(default_factory=list)

    def add(self, severity: str, words: str) -> None:
        """Add a finding; the cell is as bad as its worst."""
        self.severity = min(self.severity, severity, key=finding.gravity)
        if words not in self.words:
            self.words.append(words)


Marks = Mapping[int, Mapping[int, Mark]]
"""Row → column → what is wrong there, both from 1."""


def write(grids: Iterable[Grid], findings: pl.DataFrame, rules: Mapping[str, Rule], out: Path) -> None:
    """Write the marked workbook of one file. Same input, same bytes."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(out), options) as workbook:
        workbook.set_properties({"title": "Checked spending", "created": _CREATED})
        pen = _Pen(workbook)
        names = _Names()
        for grid in grids:
            marks = marks_of(_in_sheet(findings, grid.sheet), rules)
            for start in range(0, max(grid.height, 1), SHEET_ROWS):
                sheet = workbook.add_worksheet(names.give(grid.sheet or "Spend"))
                _copy(sheet, grid, start, marks, pen)
        _list(workbook.add_worksheet(names.give(FINDINGS_SHEET)), findings, rules, pen)


def marks_of(findings: pl.DataFrame, rules: Mapping[str, Rule]) -> Marks:
    """The marks of one sheet. A finding about no column is shown in the first one."""
    marks: dict[int, dict[int, Mark]] = {}
    known = findings.filter(pl.col("row").is_not_null()).select("row", "column", "rule", "severity", "expected", "fix")
    for row, column, rule, severity, expected, fix in known.iter_rows():
        mark = marks.setdefault(row, {}).setdefault(column or 1, Mark(severity))
        mark.add(severity, _words(rules.get(rule), rule, expected, fix))
    return marks


def _words(rule: Rule | None, name: str, expected: str | None, fix: str | None) -> str:
    parts = [f"{rule.title if rule else name}.", f"Expected: {expected or (rule.expected if rule else '')}."]
    return " ".join([*parts, f"Suggested: {fix}" if fix else (rule.remedy if rule else "")])


def _in_sheet(findings: pl.DataFrame, sheet: str | None) -> pl.DataFrame:
    return findings.filter(pl.col("sheet").is_null() if sheet is None else pl.col("sheet") == sheet)


class _Pen:
    """Writes cells, with the formats made once; counts the comments."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[str | None, str], Format] = {}
        self._comments = 0

    def cell(self, sheet: Worksheet, row: int, column: int, text: str | None, mark: Mark | None) -> None:
        """Write one cell as it was sent (row and column from 0); a plain number stays a number and keeps its decimals."""
        severity = mark.severity if mark else None
        number = _NUMBER.fullmatch(text) if text else None
        if number:
            sheet.write_number(row, column, float(number[0]), self.format(severity, _FORMS[len(number[1] or "")]))
        elif text:
            sheet.write_string(row, column, text[:_CELL_LENGTH], self.format(severity, "@"))
        elif mark:
            sheet.write_blank(row, column, None, self.format(severity, "@"))
        if mark and self._comments < COMMENTS:
            self._comments += 1
            sheet.write_comment(row, column, "\n".join(mark.words), {"author": "", "x_scale": 2.5, "y_scale": 1.5})

    def format(self, severity: str | None, form: str) -> Format:
        """The format of a cell."""
        if (severity, form) not in self._formats:
            colour = {"bg_color": _COLOURS[severity], "border": 1} if severity else {}
            self._formats[severity, form] = self._workbook.add_format({"num_format": form, **colour})
        return self._formats[severity, form]

    def style(self, **properties: object) -> Format:
        """Another format."""
        return self._workbook.add_format(properties)


class _Names:
    """Names of sheets: short, allowed, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wanted: str) -> str:
        """``wanted``, made into a name that is still free."""
        name = _NOT_IN_NAMES.sub(" ", wanted).strip("' ")[:_NAME_LENGTH] or "Sheet"
        number = 1
        while name.lower() in self._given or name.lower() == "history":
            number += 1
            ending = f" ({number})"
            name = name[: _NAME_LENGTH - len(ending)].removesuffix(f" ({number - 1})") + ending
        self._given.add(name.lower())
        return name


def _copy(sheet: Worksheet, grid: Grid, start: int, marks: Marks, pen: _Pen) -> None:
    """Copy the rows of a grid from position ``start``, as many as a sheet holds."""
    for column, width in enumerate(_widths(grid)):
        sheet.set_column(column, column, width)
    for at, cells in _rows(grid, start, min(grid.height, start + SHEET_ROWS)):
        marked = marks.get(at + 1, {})
        for column, text in enumerate(cells):
            pen.cell(sheet, at - start, column, text, marked.get(column + 1))


def _rows(grid: Grid, start: int, end: int) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    for block in range(start, end, _BLOCK):
        yield from enumerate(grid.cells.slice(block, min(_BLOCK, end - block)).iter_rows(), start=block)


def _widths(grid: Grid) -> list[int]:
    """Widths of the columns, from the first rows."""
    sample = grid.cells.head(_WIDTHS_FROM)
    longest = [sample[name].str.len_chars().max() for name in sample.columns]
    return [min(_WIDEST, max(8, length + 2)) if isinstance(length, int) else 8 for length in longest]


def _list(sheet: Worksheet, findings: pl.DataFrame, rules: Mapping[str, Rule], pen: _Pen) -> None:
    """List what was found, a line for each rule."""
    bold, wrap = pen.style(bold=True, bottom=1), pen.style(text_wrap=True, valign="top")
    for column, (title, width) in enumerate(
        (
            ("Finding", 34),
            ("Kind", 10),
            ("How many", 10),
            ("Where", 48),
            ("Expected", 44),
            ("What to do", 56),
            ("Basis", 44),
        )
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for row, one in enumerate(by_rule(group(findings, rules)), start=1):
        where = one.where or "The whole file"
        basis = f"{one.basis} ({one.url})" if one.url else ""
        for column, text in enumerate((one.title, one.severity, one.count, where, one.expected, one.remedy, basis)):
            if isinstance(text, int):
                sheet.write_number(row, column, text, wrap)
            else:
                sheet.write_string(row, column, text, wrap)
