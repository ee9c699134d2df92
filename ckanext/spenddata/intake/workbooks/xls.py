"""What the general reader does not see in old binary workbooks (XLS): errors, hidden rows and columns, numbers that are shown otherwise."""

from __future__ import annotations

import io
import struct
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.workbooks import general
from ckanext.spenddata.intake.workbooks.formats import SIGNS, Format, format_of, signed
from ckanext.spenddata.intake.workbooks.sheet import Place, Sheet
from ckanext.spenddata.intake.workbooks.xls_records import refuse_lies

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
    refuse_lies(path)
    seen = {sheet.name: sheet for sheet in book.sheets()} if book else {}
    errors = {name: _errors(sheet) for name, sheet in seen.items()}
    found = general.sheets(path, "xls", limits, errors)
    styles = _styles(book) if book else {}
    return [_as_seen(sheet, seen[sheet.name], styles) if sheet.name in seen else sheet for sheet in found]


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


def _styles(book: xlrd.Book) -> dict[int, Format]:
    """The styles that show a number as another one, or with the sign of another currency."""
    codes = {key: written.format_str for key, written in book.format_map.items()}
    formats = enumerate(format_of(codes.get(style.format_key, "")) for style in book.xf_list)
    return {number: written for number, written in formats if written == Format.SCALED or written in SIGNS}


def _as_seen(sheet: Sheet, seen: xlrd.sheet.Sheet, styles: Mapping[int, Format]) -> Sheet:
    numbers = _styled(seen, styles)
    return replace(
        sheet,
        cells=_with_signs(sheet.cells, numbers),
        hidden_rows=tuple(row + 1 for row, look in sorted(seen.rowinfo_map.items()) if look.hidden or _is_low(look)),
        hidden_columns=tuple(
            column + 1 for column, look in sorted(seen.colinfo_map.items()) if look.hidden or not look.width
        ),
        scaled=_counted(numbers, Format.SCALED),
        negative=_counted(numbers, Format.NEGATIVE),
    )


def _is_low(row: xlrd.sheet.Rowinfo) -> bool:
    """True for a row so low that nothing of it is seen."""
    return row.height == 0 and not row.has_default_height


def _counted(numbers: Mapping[Place, Format], format_: Format) -> dict[int, int]:
    """Column → how many of its numbers have a format."""
    return dict(Counter(column for (_, column), written in numbers.items() if written == format_))


def _styled(sheet: xlrd.sheet.Sheet, styles: Mapping[int, Format]) -> dict[Place, Format]:
    """Places of the numbers that have one of these styles."""
    return {
        (row + 1, column + 1): styles[style]
        for row in range(sheet.nrows if styles else 0)
        for column, kind in enumerate(sheet.row_types(row))
        if kind == xlrd.XL_CELL_NUMBER and (style := sheet.cell_xf_index(row, column)) in styles
    }


def _with_signs(cells: pl.DataFrame, numbers: Mapping[Place, Format]) -> pl.DataFrame:
    """Cells with the signs before the numbers that are shown with one."""
    shown: dict[tuple[int, Format], list[int]] = defaultdict(list)
    for (row, column), written in numbers.items():
        if written in SIGNS and row <= cells.height and column <= cells.width:
            shown[column, written].append(row - 1)
    columns = {column: cells[str(column)].to_list() for column, _ in shown}
    for (column, written), rows in shown.items():
        words = columns[column]
        for row, word in zip(rows, signed(cells[str(column)].gather(rows), written), strict=True):
            words[row] = word
    return cells.with_columns(pl.Series(str(column), words, dtype=pl.String) for column, words in columns.items())
