"""A table of totals to take away: CSV, a workbook, a drawing. The figures are those of the page, written by no other rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.logic.action.downloads import XLSX
from ckanext.spenddata.views import downloads, explore_basis, explore_table, exports
from ckanext.spenddata.views.explore_chart import IN_TIME, gap

COLUMNS = (
    *("rows", "row", "row_label", "columns", "column", "column_label"),
    *("payments", "amount", "measure", "value", "state"),
    *("first_month", "last_month", "payment_method", "amount_basis", "prices", "as_of_entry"),
)
MOST_DRAWN = 100
"""Rows in a drawing, as many as the form offers: in a picture each takes half a megabyte of the web server's memory while it is made, and
thousands of suppliers would take all it has."""


def lines(shown: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A line for each cell; sums of cells are left to whoever adds them up, as not all may be. Rows beyond the most are one row."""
    columns = shown["column_values"] or [{"id": None, "label": None}]
    axis = shown["columns"]["id"] if shown["columns"] else None
    method = {None: None, True: "card", False: "invoice"}[shown["card"]]
    period = shown["period"]
    prices = shown["prices"]["financial_year"] if shown["prices"] else None
    rest = shown["rest"] and {**shown["rest"], "id": None, "label": explore_table.rest_words(shown)}
    for line in (*shown["lines"], *([rest] if rest else [])):
        for column, cell in zip(columns, line["cells"], strict=True):
            yield [
                *(shown["rows"]["id"], line["id"], line["label"], axis, column["id"], column["label"]),
                *(cell["count"], cell["total"], shown["measure"]["id"], cell["value"], cell["state"]),
                *(period["first"], period["last"], method, shown["amount_basis"], prices, shown["as_of_entry"]),
            ]


def export(shown: Mapping[str, Any], ending: str) -> Response:
    """The lines as a file of one of the formats that there are."""
    return exports.answer(exports.known(ending), f"spending.{ending}", COLUMNS, lines(shown))


def workbook(shown: Mapping[str, Any]) -> Response:
    """The table as it stands on the page, with all rows and columns: numbers as numbers, names as text; what it is on a second sheet."""
    with downloads.workbook(tk._("Table"), _about(shown)) as (out, book, sheet):
        bold, form = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        heads = [shown["rows"]["title"], *(value["label"] for value in shown["column_values"])]
        sheet.write_row(0, 0, heads if shown["columns"] else [*heads, shown["measure"]["title"]], bold)
        if shown["columns"] and shown["columns"]["adds_up"]:
            sheet.write_string(0, len(heads), tk._("All"), bold)
        totals = [{**shown["total"], "label": tk._("All")}] if shown["total"] else []
        for number, line in enumerate([*shown["lines"], *totals], start=1):
            sheet.write_string(number, 0, line["label"])
            cells = [*line["cells"], *([line["all"]] if line["all"] else [])]
            for column, cell in enumerate(cells, start=1):
                _write(sheet, number, column, cell, form)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, max(len(heads), 2), 18)
    return downloads.attachment(out.getvalue(), "spending.xlsx", XLSX)


def drawn(shown: Mapping[str, Any], table: Mapping[str, Any]) -> str:
    """The chart of the page as one drawing, with its title and its source."""
    newest = shown["rows"]["id"] in IN_TIME
    rows = table["lines"][-MOST_DRAWN:] if newest else table["lines"][:MOST_DRAWN]
    told = {"shown": shown, "table": {**table, "lines": rows}, "about": _about(shown)}
    made: str = tk.render("spenddata/explore/drawing.svg", told)
    return made


def _write(sheet: Any, row: int, column: int, cell: Mapping[str, Any], form: Any) -> None:
    """A figure as a number, a gap in words: never a nought for both."""
    if words := gap(cell["state"]):
        sheet.write_string(row, column, words)
    elif cell["value"] is not None:
        sheet.write_number(row, column, float(cell["value"]), form)


def _about(shown: Mapping[str, Any]) -> list[str]:
    basis = explore_basis.basis(shown)
    return [
        explore_table.headline(shown),
        basis["kind"],
        *(words for words in (basis["thresholds"], basis["measure"]) if words),
        *explore_table.intro(shown),
        *basis["gaps"],
        *basis["without"],
        tk._("As of publication {n}").format(n=shown["as_of_entry"]),
    ]
