"""Files to take away. Their names are other people's words: they travel by RFC 6266, and never decide the kind of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from ckan.plugins import toolkit as tk
from flask import Response, send_file
from werkzeug.wsgi import FileWrapper

from ckanext.spenddata.checks.reports.safe import escape
from ckanext.spenddata.logic.action.downloads import BODY, PATH

ASKED_AT_ONCE = 1000
UNPLAIN = frozenset('\\"/:;%*')
"""Characters that old programs misread in a file's name, or that a file system gives a meaning."""


def attachment(body: Any, name: str, mimetype: str) -> Response:
    """A response that is saved under ``name`` and never shown as a page."""
    # Flask writes the encoding behind a kind of text, a second time where it is there already.
    response = Response(body, content_type=mimetype) if ";" in mimetype else Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def file(asked: dict[str, Any]) -> tuple[dict[str, Any], Path]:
    """A file of a revision: what ``spenddata_revision_download`` tells of it, and where it lies, which no answer tells."""
    context: Any = {}
    told = tk.get_action("spenddata_revision_download")(context, asked)
    return told, context[PATH]


def body(asked: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """A text that the same action makes when it is asked for."""
    context: Any = {}
    told = tk.get_action("spenddata_revision_download")(context, asked)
    return told, context[BODY]


def sent(path: Path, name: str, mimetype: str) -> Response:
    """A file, or what a program has not got of it yet, to be saved under ``name``."""
    response = send_file(path, mimetype=mimetype, as_attachment=True, conditional=True)
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def written(file: IO[bytes], name: str, mimetype: str) -> Response:
    """What was written into a file that has no name, to be saved under ``name``; the file is closed when it is sent."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    response = attachment(FileWrapper(file), name, mimetype)
    response.content_length = size
    return response


@contextmanager
def workbook(sheet: str, about: Iterable[str], file: IO[bytes] | None = None) -> Iterator[tuple[Any, Any, Any]]:
    """A workbook to be written: where its bytes are at the end, itself, its first sheet; what it is stands on a second one.

    Args:
        sheet: The name of the first sheet.
        about: What the workbook is, line by line.
        file: Where a long one is written, row by row from the top, in as much memory as one row takes. Others are made in memory.
    """
    out = file or io.BytesIO()
    kept = {"constant_memory": True} if file else {"in_memory": True}
    with xlsxwriter.Workbook(out, {**kept, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        yield out, book, book.add_worksheet(sheet)
        told = book.add_worksheet(tk._("About"))
        told.set_column(0, 0, 110)
        for number, text in enumerate(about):
            told.write_string(number, 0, text)


def disposition(name: str) -> str:
    """``Content-Disposition`` by RFC 6266: a plain name for old programs, and the whole name for all others."""
    printable = "".join(character for character in name if character.isprintable())
    plain = "".join("_" if character in UNPLAIN or not character.isascii() else character for character in printable)
    header = f'attachment; filename="{plain}"'
    return header if plain == printable else f"{header}; filename*=UTF-8''{quote(printable, safe='')}"


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]], *, spreadsheet: bool = False) -> Iterator[str]:
    """Lines of a CSV (RFC 4180); with ``spreadsheet`` text that begins like a formula is shown by a spreadsheet and not run."""
    yield _line(header)
    for row in rows:
        yield _line([escape(cell) if spreadsheet and isinstance(cell, str) else cell for cell in row])


def every_line(action: str, asked: Mapping[str, Any], columns: Sequence[str], name: str) -> Response:
    """All that an action lists, asked for a thousand at a time, as a CSV that is safe to open in a spreadsheet."""
    rows: list[list[Any]] = []
    while True:
        found = tk.get_action(action)({}, {**asked, "offset": len(rows), "limit": ASKED_AT_ONCE})
        rows += [[one[column] for column in columns] for one in found["results"]]
        if not found["results"] or len(rows) >= found["count"]:
            break
    return attachment("".join(csv_lines(columns, rows, spreadsheet=True)), name, "text/csv; charset=utf-8")


def for_spreadsheets(file: Path) -> Iterator[str]:
    """A canonical CSV again, line by line, harmless in a spreadsheet, and with the mark that lets Excel read it as UTF-8."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        yield "\ufeff"
        yield from csv_lines(next(rows, []), rows, spreadsheet=True)


def _line(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()
