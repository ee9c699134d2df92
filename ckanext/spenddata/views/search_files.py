"""A search to take away, as CSV or as a workbook: the same columns of the same payments, as many as one file may have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response, stream_with_context

from ckanext.spenddata.logic.action.downloads import XLSX
from ckanext.spenddata.views import downloads

Ask = Callable[[str], Mapping[str, Any]]
"""The answer that a cursor leads to."""
AT_ONCE = 1000
"""Payments of one question."""
MOST_LINES = 100_000
"""Lines of one download; more are taken from the datasets or by the API."""
COLUMNS = (
    *(
        "publisher_id",
        "publisher_name",
        "regime",
        "period",
        "payment_date",
        "supplier_name",
        "supplier_company_number",
        "description",
        "expense_area",
        "expense_type",
    ),
    *("amount", "amount_basis", "currency", "transaction_number", "redaction_reason"),
    *("category", "category_label", "category_method", "category_version", "category_confidence", "supplier_id"),
    *("reference", "revision", "source_file", "source_sheet", "source_row", "source_sha256"),
)
_WIDE = ("publisher_name", "supplier_name", "description", "category_label", "reference")


def csv(first: Mapping[str, Any], ask: Ask, *, spreadsheet: bool) -> Response:
    """The payments line by line, as they are found.

    Args:
        first: The first answer of the search.
        ask: The answers after it.
        spreadsheet: Whether text that a spreadsheet would run is made harmless.
    """
    lines = downloads.csv_lines(COLUMNS, every_row(first, ask), spreadsheet=spreadsheet)
    return downloads.attachment(stream_with_context(lines), "spending.csv", "text/csv; charset=utf-8")


def workbook(first: Mapping[str, Any], ask: Ask, about: Iterable[str]) -> Response:
    """The payments as a workbook: amounts and days as such, all else as text; it is written on disk, whatever its length.

    Args:
        first: The first answer of the search.
        ask: The answers after it.
        about: What the search is, for the second sheet.
    """
    out = TemporaryFile()  # noqa: SIM115  the answer closes it, when it is sent
    try:
        with downloads.workbook(tk._("Payments"), about, out) as (_, book, sheet):
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(COLUMNS) - 1, 14)
            for name in _WIDE:
                sheet.set_column(COLUMNS.index(name), COLUMNS.index(name), 36)
            _write(book, sheet, every_row(first, ask))
        return downloads.written(out, "spending.xlsx", XLSX)
    except BaseException:
        out.close()
        raise


def note(count: int) -> str:
    """What is said of files of so many payments; blank where they have all of them."""
    if count <= MOST_LINES:
        return ""
    return tk._("the first {n}; for all of them take the datasets, or the API").format(
        n=tk.h.spenddata_count(MOST_LINES)
    )


def every_row(answer: Mapping[str, Any], ask: Ask) -> Iterator[list[Any]]:
    """Rows of one page after the other. What fails on the way breaks the download off, so that nobody takes a part for the whole."""
    lines = 0
    while True:
        for row in answer["results"]:
            yield [row.get(column) for column in COLUMNS]
        lines += len(answer["results"])
        if not answer["cursor"] or lines >= MOST_LINES:
            return
        answer = ask(answer["cursor"])


def _write(book: Any, sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Rows from the top to the bottom, as a workbook on disk has to be written."""
    money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for column, (name, value) in enumerate(zip(COLUMNS, row, strict=True)):
            if value is None:
                continue
            if name == "amount":
                sheet.write_number(number, column, float(value), money)
            elif name == "payment_date":
                sheet.write_datetime(number, column, dt.date.fromisoformat(value), day)
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value)
