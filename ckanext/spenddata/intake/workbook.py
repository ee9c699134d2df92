"""Workbooks → grids, one a sheet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse

__all__ = ["grids"]


def grids(path: Path, kind: str, limits: Limits) -> tuple[list[Grid], list[str]]:
    """The visible sheets of a workbook that hold anything, and what is to be told of the others.

    Raises:
        Refused: It is damaged, too large or unsafe.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise refuse("damaged", format=kind) from error
    found: list[Grid] = []
    notes: list[str] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != SheetVisibleEnum.Visible:
            notes.append(f"The sheet “{sheet.name}” is hidden and was not read. Unhide it if its payments belong to the return.")
            continue
        try:
            cells = workbook.get_sheet_by_name(sheet.name)
        except (CalamineError, ValueError) as error:
            raise refuse("damaged", format=kind) from error
        if cells.height:
            found.append(_grid(cells))
    return found, notes


def _grid(sheet: CalamineSheet) -> Grid:
    columns = zip(*sheet.to_python(skip_empty_area=False), strict=True)
    series = [pl.Series(str(i), [_text(cell) for cell in column], dtype=pl.String) for i, column in enumerate(columns, 1)]
    return Grid(pl.DataFrame(series), sheet.name)


def _text(cell: object) -> str | None:
    """The cell as it would be written in a text file: numbers exact and without an exponent, dates as year-month-day."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return repr(cell.total_seconds() / 86_400)
    return str(cell)
