"""A sheet → the bytes of a file, the same for the same sheet: there is no clock and no random identifier in them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

import xlsxwriter

from ckanext.spenddata.demo.layouts import Layout
from ckanext.spenddata.demo.sheets import Sheet
from ckanext.spenddata.demo.written import Cell, Row

_ANY_DAY = datetime(2020, 1, 1)  # noqa: DTZ001 (written into a file that knows no time zones)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def write(sheet: Sheet, layout: Layout) -> bytes:
    """The file in the layout's container."""
    return {"csv": _text, "xlsx": _workbook, "ods": _open_document}[layout.container](sheet, layout)


def _text(sheet: Sheet, layout: Layout) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\r\n")
    width = len(layout.columns)
    for row in sheet.rows:
        writer.writerow(["" if cell is None else str(cell) for cell in row] + [""] * (width - len(row)))
    # Clerks' programs write what their code page has: a dash it lacks becomes a plain one.
    return out.getvalue().replace("–", "-").encode(layout.encoding)


def _workbook(sheet: Sheet, _layout: Layout) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _ANY_DAY})
    day, money = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(sheet.name[:31])
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, Decimal):
                # A workbook can only hold doubles; 15 digits keep every penny of ours.
                page.write_number(at, column, float(cell), money)
            elif cell is not None:
                page.write(at, column, cell)
    book.close()
    return out.getvalue()


def _open_document(sheet: Sheet, _layout: Layout) -> bytes:
    body = "".join(_ods_row(row) for row in sheet.rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{escape(sheet.name)}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _store(archive, "mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        _store(archive, "content.xml", content, zipfile.ZIP_DEFLATED)
        _store(archive, "META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _store(archive: zipfile.ZipFile, name: str, text: str, compression: int) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ANY_DAY.timetuple()[:6]), text, compression)


def _ods_row(row: Row) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row)) or '<table:table-cell/>'}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f"<table:table-cell {kind}><text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
    if isinstance(cell, (Decimal, int)):
        kind = f'office:value-type="float" office:value="{cell}"'
        return f"<table:table-cell {kind}><text:p>{cell:,}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
