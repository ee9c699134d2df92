"""Workbooks → grids, one a sheet."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ckanext.spenddata.intake.archive import Sheet, inspect
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse

__all__ = ["grids"]


def grids(path: Path, kind: str, limits: Limits) -> tuple[list[Grid], list[str]]:
    """The visible sheets of a workbook that hold anything, and what is to be told of the others.

    Raises:
        Refused: It is damaged, too large or unsafe.
    """
    inspected = inspect(path, kind, limits) if kind != "xls" else {}
    notes: list[str] = []
    try:
        parts = _parts(path) if any(sheet.errors for sheet in inspected.values()) else {}
        found = [
            _grid(sheet, inspected.get(parts.get(sheet.name, "")), limits)
            for sheet in _visible(path, limits, notes)
            if sheet.height
        ]
    except (CalamineError, ET.ParseError, KeyError, OSError, ValueError) as error:
        raise refuse("damaged", format=kind) from error
    except BaseException as error:
        # The reader of workbooks is written in Rust, and where it meets what its authors did not foresee it panics, which Python
        # sees as an exception that is no Exception.
        if type(error).__name__ == "PanicException":
            raise refuse("damaged", format=kind) from error
        raise
    return found, notes


def _visible(path: Path, limits: Limits, notes: list[str]) -> Iterator[CalamineSheet]:
    """The sheets that a person sees; the hidden ones are told in ``notes``."""
    workbook = CalamineWorkbook.from_path(str(path))
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    _count(len(sheets), "sheets", limits.sheets)
    for sheet in sheets:
        if sheet.visible == SheetVisibleEnum.Visible:
            yield workbook.get_sheet_by_name(sheet.name)
        else:
            notes.append(
                f"The sheet “{sheet.name}” is hidden and was not read. Unhide it if its payments belong to the return."
            )


def _parts(path: Path) -> dict[str, str]:
    """Name of a sheet → the part of the archive that it is in."""
    with zipfile.ZipFile(path) as archive:
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - entities were refused
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found: dict[str, str] = {}
    for sheet in (element for element in book.iter() if element.tag.endswith("}sheet")):
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(identifier, "")
        found[sheet.get("name", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        )
    return found


def _count(number: int, what: str, limit: int | None) -> None:
    if limit is not None and number > limit:
        raise refuse("too_large", why=f"it has {number:,} {what}, and {limit:,} are allowed")


def _grid(sheet: CalamineSheet, inspected: Sheet | None, limits: Limits) -> Grid:
    columns = [_texts(column) for column in zip(*sheet.to_python(skip_empty_area=False), strict=True)]
    for (row, column), error in (inspected.errors if inspected else {}).items():
        if column <= len(columns) and row <= len(columns[column - 1]) and columns[column - 1][row - 1] is None:
            columns[column - 1][row - 1] = error
    while columns and not any(columns[-1]):
        columns.pop()
    _count(len(columns), "columns", limits.columns)
    _count(len(columns[0]) if columns else 0, "rows", limits.rows)
    cells = pl.DataFrame([pl.Series(str(i), column, dtype=pl.String) for i, column in enumerate(columns, 1)])
    return Grid(cells, sheet.name)


def _texts(column: Sequence[object]) -> list[str | None]:
    """The cells of a column as they would be written in a text file."""
    # A large sheet has a million cells: the commonest kinds are told apart right here.
    return [
        (cell or None) if cell.__class__ is str else _number(cell) if cell.__class__ is float else _text(cell)  # type: ignore[misc, arg-type]
        for cell in column
    ]


def _number(number: float) -> str:
    """Exact, and without a point where it is whole."""
    written = repr(number + 0.0)
    return written.removesuffix(".0")


@lru_cache(maxsize=4096, typed=True)
def _text(cell: object) -> str | None:
    """Another cell: a date as year-month-day."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, timedelta):
        return repr(cell.total_seconds() / 86_400)
    return str(cell)
