"""What the general reader does not see in old binary workbooks (XLS): errors, hidden rows and columns, numbers shown in thousands."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ckanext.spenddata.intake import general
from ckanext.spenddata.intake.formats import Format, format_of
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.sheet import Place, Sheet

__all__ = ["sheets"]

_UNREADABLE = (
    XLRDError, CompDocError, struct.error, AssertionError, AttributeError, LookupError, TypeError, ValueError,
    ArithmeticError, NotImplementedError, EOFError,
)  # fmt: skip
"""What the second reader raises at a damaged workbook; the general reader decides whether it can be read."""


def sheets(path: Path, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook.

    Raises:
        Refused: It is damaged, protected by a password or too large.
    """
    book = _opened(path)
    seen = {sheet.name: sheet for sheet in book.sheets()} if book else {}
    errors = {name: _errors(sheet) for name, sheet in seen.items()}
    found = general.sheets(path, "xls", limits, errors)
    scaled = _scaled_styles(book) if book else frozenset()
    return [_with_looks(sheet, seen.get(sheet.name), scaled) for sheet in found]


def _opened(path: Path) -> xlrd.Book | None:
    try:
        # Ragged rows: a cell far away makes no block of empty ones.
        return xlrd.open_workbook(str(path), formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except _UNREADABLE as error:
        if "encrypted" in str(error).lower():
            raise refuse("encrypted") from error
        return None


def _errors(sheet: xlrd.sheet.Sheet) -> dict[Place, str]:
    return {
        (row + 1, column + 1): xlrd.error_text_from_code.get(int(sheet.cell_value(row, column)), "#N/A")
        for row in range(sheet.nrows)
        if xlrd.XL_CELL_ERROR in (kinds := sheet.row_types(row))
        for column, kind in enumerate(kinds)
        if kind == xlrd.XL_CELL_ERROR
    }


def _scaled_styles(book: xlrd.Book) -> frozenset[int]:
    codes = {key: written.format_str for key, written in book.format_map.items()}
    return frozenset(
        number
        for number, style in enumerate(book.xf_list)
        if format_of(codes.get(style.format_key, "")) == Format.SCALED
    )


def _with_looks(sheet: Sheet, seen: xlrd.sheet.Sheet | None, scaled: frozenset[int]) -> Sheet:
    if seen is None:
        return sheet
    return replace(
        sheet,
        hidden_rows=tuple(row + 1 for row, look in sorted(seen.rowinfo_map.items()) if look.hidden),
        hidden_columns=tuple(column + 1 for column, look in sorted(seen.colinfo_map.items()) if look.hidden),
        scaled=_scaled(seen, scaled),
    )


def _scaled(sheet: xlrd.sheet.Sheet, styles: frozenset[int]) -> dict[int, int]:
    """Column → how many of its numbers have one of these styles."""
    found: dict[int, int] = {}
    for row in range(sheet.nrows) if styles else ():
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_NUMBER and sheet.cell_xf_index(row, column) in styles:
                found[column + 1] = found.get(column + 1, 0) + 1
    return found
