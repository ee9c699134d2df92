"""What the general reader does not see in old binary workbooks (XLS): errors, hidden rows and columns, numbers that are shown otherwise."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.workbooks import general, otherwise
from ckanext.spenddata.intake.workbooks.asides import coded, comments
from ckanext.spenddata.intake.workbooks.formats import ODD, Format, format_of
from ckanext.spenddata.intake.workbooks.looks import Looks, styled_cells, with_looks
from ckanext.spenddata.intake.workbooks.red import is_red_above_nought, is_red_light
from ckanext.spenddata.intake.workbooks.sheet import Place, Sheet
from ckanext.spenddata.intake.workbooks.xls_records import look_through

_UNREADABLE = (
    XLRDError, CompDocError, struct.error, AssertionError, AttributeError, LookupError, TypeError, ValueError,
    ArithmeticError, NotImplementedError, EOFError,
)  # fmt: skip
"""What the second reader raises at a damaged workbook; the general reader decides whether it can be read."""
_NOTHING = frozenset({xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK})
_NUMBERS = frozenset({xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE})


def sheets(path: Path, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook.

    Raises:
        Refused: It is damaged, protected by a password or too large.
    """
    book = _opened(path)
    around = coded(look_through(path))
    seen = {sheet.name: sheet for sheet in book.sheets()} if book else {}
    errors = {name: _errors(sheet) for name, sheet in seen.items()}
    said = comments(note.text for sheet in seen.values() for note in sheet.cell_note_map.values())
    asides = (*said, *around)
    found = [replace(sheet, asides=asides) for sheet in general.sheets(path, "xls", limits, errors)]
    if book is None:
        return found
    formats, looks, from_1904 = _styles(book), _looks(book), book.datemode == 1
    return [
        replace(_as_seen(sheet, seen[sheet.name], formats, looks) if sheet.name in seen else sheet, from_1904=from_1904)
        for sheet in found
    ]


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
    """The cell styles that show a number as another one, or with the sign of another currency, by their place in the list."""
    codes = _codes(book)
    formats = enumerate(format_of(codes.get(style.format_key, "")) for style in book.xf_list)
    return {number: written for number, written in formats if written in ODD}


def _codes(book: xlrd.Book) -> dict[int, str]:
    """Number of a format → its code."""
    return {key: written.format_str for key, written in book.format_map.items()}


def _looks(book: xlrd.Book) -> Looks[frozenset[int]]:
    """The cell styles that have a look, by their place in the list: red where numbers above nought are."""
    codes, fonts = _codes(book), book.font_list
    lights = [book.colour_map.get(font.colour_index) or (0, 0, 0) for font in fonts]
    red = {number for number, light in enumerate(lights) if is_red_light(*light)}
    white = {number for number, light in enumerate(lights) if light == (255, 255, 255)}
    struck = {number for number, font in enumerate(fonts) if font.struck_out}
    styles = list(enumerate(book.xf_list))
    return Looks(
        frozenset(n for n, s in styles if s.font_index in red or is_red_above_nought(codes.get(s.format_key, ""))),
        frozenset(n for n, s in styles if s.font_index in struck),
        frozenset(n for n, s in styles if s.font_index in white and not (s.background and s.background.fill_pattern)),
    )


def _as_seen(
    sheet: Sheet, seen: xlrd.sheet.Sheet, formats: Mapping[int, Format], looks: Looks[frozenset[int]]
) -> Sheet:
    numbers = _styled(seen, formats)
    found = replace(
        sheet,
        cells=otherwise.with_signs(sheet.cells, numbers),
        otherwise=otherwise.counted(sheet.cells, numbers),
        hidden_rows=tuple(row + 1 for row, look in sorted(seen.rowinfo_map.items()) if look.hidden or _is_low(look)),
        hidden_columns=tuple(
            column + 1 for column, look in sorted(seen.colinfo_map.items()) if look.hidden or not look.width
        ),
    )
    return with_looks(found, Looks(*(_of_styles(seen, styles) for styles in looks)), sheet.cells)


def _is_low(row: xlrd.sheet.Rowinfo) -> bool:
    """True for a row so low that nothing of it is seen."""
    return row.height == 0 and not row.has_default_height


def _of_styles(sheet: xlrd.sheet.Sheet, styles: frozenset[int]) -> pl.DataFrame:
    """The cells that have one of these styles."""
    found = [
        (row + 1, column + 1, kind == xlrd.XL_CELL_NUMBER)
        for row in range(sheet.nrows if styles else 0)
        for column, kind in enumerate(sheet.row_types(row))
        if kind not in _NOTHING and sheet.cell_xf_index(row, column) in styles
    ]
    return styled_cells(found)


def _styled(sheet: xlrd.sheet.Sheet, styles: Mapping[int, Format]) -> dict[Place, Format]:
    """Places of the numbers that have one of these styles."""
    return {
        (row + 1, column + 1): styles[style]
        for row in range(sheet.nrows if styles else 0)
        for column, kind in enumerate(sheet.row_types(row))
        if kind in _NUMBERS and (style := sheet.cell_xf_index(row, column)) in styles
    }
