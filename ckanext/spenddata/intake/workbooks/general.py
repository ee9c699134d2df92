"""Any workbook that the general reader knows (XLSX in every form, XLS, ODS), cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import expect_at_most, refuse
from ckanext.spenddata.intake.workbooks.cell_text import texts
from ckanext.spenddata.intake.workbooks.sheet import Place, Sheet
from ckanext.spenddata.intake.workbooks.shown import Shown

Errors = Mapping[str, Mapping[Place, str]]
"""Name of a sheet → where an error of the spreadsheet (``#REF!``) stands, which the general reader takes for an empty cell."""


def sheets(
    path: Path, kind: str, limits: Limits, errors: Errors, looks: Mapping[str, Shown] | None = None
) -> list[Sheet]:
    """The sheets of a workbook that was weighed before.

    Args:
        path: of the file.
        kind: its format.
        limits: what may be read.
        errors: of the spreadsheet.
        looks: name of a sheet → what it hides, where that was looked for.

    Raises:
        Refused: It is damaged or too large.
    """
    try:
        with path.open("rb") as stream:  # not by its path: the reader would believe the name's ending
            return list(_sheets(CalamineWorkbook.from_filelike(stream), limits, errors, looks or {}))
    except PasswordError as error:
        raise refuse("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise refuse("damaged", format=kind) from error
    except BaseException as error:
        # The reader is written in Rust, and where it meets what its authors did not foresee it panics, which Python sees as an
        # exception that is no Exception.
        if type(error).__name__ == "PanicException":
            raise refuse("damaged", format=kind) from error
        raise


def _sheets(workbook: CalamineWorkbook, limits: Limits, errors: Errors, looks: Mapping[str, Shown]) -> Iterator[Sheet]:
    found = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    expect_at_most(len(found), "sheets", limits.sheets)
    for sheet in found:
        if sheet.visible == SheetVisibleEnum.Visible:
            cells = _cells(workbook, sheet.name, errors.get(sheet.name, {}))
            yield looks.get(sheet.name, Shown()).on(sheet.name, cells)
        else:
            yield Sheet(sheet.name, _cells_if_readable(workbook, sheet.name), hidden=True)


def unseen(path: Path, name: str) -> Sheet:
    """A sheet that people don't see of a workbook that was weighed before; without cells where it can't be read."""
    with path.open("rb") as stream:
        return Sheet(name, _cells_if_readable(CalamineWorkbook.from_filelike(stream), name), hidden=True)


def _cells_if_readable(workbook: CalamineWorkbook, name: str) -> pl.DataFrame:
    try:
        return _cells(workbook, name, {})
    except (CalamineError, OSError, ValueError):
        return pl.DataFrame()


def _cells(workbook: CalamineWorkbook, name: str, errors: Mapping[Place, str]) -> pl.DataFrame:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    columns = [texts(column) for column in zip(*rows, strict=True)]
    for (row, column), error in errors.items():
        if column <= len(columns) and row <= len(columns[column - 1]) and columns[column - 1][row - 1] is None:
            columns[column - 1][row - 1] = error
    return pl.DataFrame([pl.Series(str(i), column, dtype=pl.String) for i, column in enumerate(columns, 1)])
