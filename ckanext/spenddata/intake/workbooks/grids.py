"""Workbooks → grids, one a sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused, expect_at_most, refuse
from ckanext.spenddata.intake.workbooks import asides, general, remarks, shown
from ckanext.spenddata.intake.workbooks.archive import errors_of_sheet, opened, refuse_repetition
from ckanext.spenddata.intake.workbooks.looks import NO_STYLES
from ckanext.spenddata.intake.workbooks.ooxml import Book, NotPlain, SheetPart
from ckanext.spenddata.intake.workbooks.ooxml_sheet import read_sheet
from ckanext.spenddata.intake.workbooks.opendocument import of_opendocument
from ckanext.spenddata.intake.workbooks.sheet import Sheet, unlike
from ckanext.spenddata.values.invisible import cells_less_unseen


def grids(path: Path, kind: str, limits: Limits) -> tuple[list[Grid], list[str]]:
    """The sheets of a workbook that hold anything, and what is to be told of them. Those that people don't see are marked as such.

    Raises:
        Refused: It is damaged, too large or unsafe.
    """
    found: list[Grid] = []
    notes: list[str] = []
    sheets = _sheets(path, kind, limits)
    for sheet in sheets:
        notes += remarks.on(sheet)
        cells = _without_empty_columns(cells_less_unseen(sheet.cells))
        if sheet.hidden and not _is_within(cells, limits):
            continue
        expect_at_most(cells.width, "columns", limits.columns)
        expect_at_most(cells.height, "rows", limits.rows)
        if sheet.cells.height:
            rows, columns = sheet.hidden_rows, sheet.hidden_columns
            found.append(
                Grid(
                    cells,
                    sheet.name,
                    hidden=sheet.hidden,
                    hidden_rows=rows,
                    hidden_columns=columns,
                    red=sheet.red,
                    struck=sheet.struck,
                    from_1904=sheet.from_1904,
                    uncalculated=frozenset(column for _, column in sheet.uncalculated),
                    unlike=unlike(sheet),
                    asides=sheet.asides,
                )
            )
    hidden = [f"“{sheet.name}”" for sheet in sheets if sheet.hidden]
    if hidden and all(grid.hidden for grid in found):
        raise refuse("hidden_sheets", names=", ".join(hidden))
    return found, notes


def _sheets(path: Path, kind: str, limits: Limits) -> list[Sheet]:
    if kind == "xls":
        from ckanext.spenddata.intake.workbooks import xls

        return xls.sheets(path, limits)
    with opened(path, kind, limits) as archive:
        if kind == "ods":
            refuse_repetition(archive, limits)
            said = tuple(asides.of_opendocument(archive, limits))
            found = general.sheets(path, kind, limits, {}, of_opendocument(archive, limits))
            return [replace(sheet, asides=said) for sheet in found]
        book = Book(archive, limits)
        try:
            expect_at_most(len(book.sheets), "sheets", limits.sheets)
            found = [
                read_sheet(book, sheet) if sheet.visible else _unseen(book, sheet, path)
                for sheet in book.sheets
                if sheet.worksheet
            ]
        except NotPlain:
            found = general.sheets(path, kind, limits, _errors(book), _shown(book))
            found = [replace(sheet, from_1904=_is_from_1904(book)) for sheet in found]
        said = asides.of_workbook(archive, limits)
        return [replace(sheet, asides=(*said, *sheet.asides)) for sheet in found]


def _is_from_1904(book: Book) -> bool:
    try:
        return book.from_1904
    except NotPlain:
        return False


def _unseen(book: Book, part: SheetPart, path: Path) -> Sheet:
    """A sheet that people don't see; nothing of it is known where it could not be read, which is no reason to refuse the others."""
    try:
        return replace(read_sheet(book, part), hidden=True)
    except NotPlain:
        return general.unseen(path, part.name)
    except Refused:
        return Sheet(part.name, hidden=True)


def _is_within(cells: pl.DataFrame, limits: Limits) -> bool:
    """Whether a sheet is no larger than one may be."""
    return cells.width <= (limits.columns or cells.width) and cells.height <= (limits.rows or cells.height)


def _errors(book: Book) -> dict[str, dict[tuple[int, int], str]]:
    """Errors of the spreadsheet by the names of its sheets; every sheet is looked through before it is opened by another reader."""
    parts = [name for name in book.archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name, re.IGNORECASE)]
    expect_at_most(len(parts), "sheets", book.limits.sheets)
    errors = {part: errors_of_sheet(book.archive, part, book.limits) for part in parts}
    try:
        return {sheet.name: errors.get(sheet.part, {}) for sheet in book.sheets}
    except NotPlain:
        return {}


def _shown(book: Book) -> dict[str, shown.Shown]:
    """How the sheets look that people see, by their names."""
    try:
        seen = [sheet for sheet in book.sheets if sheet.worksheet and sheet.visible]
    except NotPlain:
        return {}
    try:
        looks = book.formats, book.looks
    except (NotPlain, ValueError):
        looks = (), NO_STYLES
    return {sheet.name: shown.of_sheet(book.archive, sheet.part, book.limits, *looks) for sheet in seen}


def _without_empty_columns(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without the empty columns at the right."""
    last = max((int(name) for name in cells.columns if cells[name].count()), default=0)
    return cells.select(cells.columns[:last])
