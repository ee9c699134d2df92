"""A comparison to take away: CSV, a workbook, a drawing. The figures are those of the page, written by no other rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.logic.action.downloads import XLSX
from ckanext.spenddata.views import downloads, exports

COLUMNS = (
    *("category", "label", "kind", "publisher_id", "publisher_name", "role"),
    *("transactions", "amount", "share_percent", "measure", "value", "in_statistics"),
    *("peers", "peers_minimum", "peers_lower_quartile", "peers_median", "peers_upper_quartile", "peers_maximum"),
    *("peers_deviation", "rank", "of", "difference", "times", "outside", "robust_distance"),
    *("period", "regime", "returns_received", "returns_expected", "rows_left_out", "as_of_entry"),
)
NUMBERS = frozenset(COLUMNS[6:9]) | frozenset(COLUMNS[10:11]) | frozenset(COLUMNS[12:25]) | frozenset(COLUMNS[27:])


def lines(shown: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A line for each category and body; where the body that is compared stands is in its own lines alone."""
    for row in (shown["total"], *shown["categories"]):
        for body, cell in zip(shown["bodies"], row["cells"], strict=True):
            yield [
                *_who(row, body),
                *_figures(shown, body, cell),
                *_peers(row),
                *_stands(row, body),
                *_basis(shown, body),
            ]


def export(shown: Mapping[str, Any], ending: str) -> Response:
    """The lines as a file of one of the formats that there are."""
    return exports.answer(exports.known(ending), f"comparison.{ending}", COLUMNS, lines(shown))


def workbook(shown: Mapping[str, Any]) -> Response:
    """The lines as a workbook: numbers as numbers, names as text and never as formulas; what it is on a second sheet."""
    with downloads.workbook(tk._("Comparison"), _about(shown)) as (out, book, sheet):
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for number, line in enumerate(lines(shown), start=1):
            for column, (name, value) in enumerate(zip(COLUMNS, line, strict=True)):
                if value is None:
                    continue
                if name in NUMBERS:
                    sheet.write_number(number, column, float(value))
                else:
                    sheet.write_string(number, column, str(value))
        sheet.freeze_panes(1, 0)
        sheet.set_column(1, 4, 28)
    return downloads.attachment(out.getvalue(), "comparison.xlsx", XLSX)


def drawn(shown: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """The strips of what is bought as one drawing, with its title, its scale and its source."""
    made: str = tk.render("spenddata/comparison/drawing.svg", {**context, "shown": shown, "about": _about(shown)})
    return made


def _about(shown: Mapping[str, Any]) -> list[str]:
    return [
        shown["headline"],
        *(each["text"] for each in shown["summary"]),
        f"{shown['measure']['title']}, {shown['period']['title']}, {shown['regime']['title']}",
        *dict.fromkeys(caution["text"] for caution in shown["cautions"]),
    ]


def _who(row: Mapping[str, Any], body: Mapping[str, Any]) -> list[Any]:
    return [row["category"] or "all", row["label"], row["kind"], body["publisher_id"], body["title"], body["role"]]


def _figures(shown: Mapping[str, Any], body: Mapping[str, Any], cell: Mapping[str, Any]) -> list[Any]:
    counts = "yes" if body["in_statistics"] else "no"
    return [
        *(cell[name] for name in ("transactions", "amount", "share_percent")),
        *(shown["measure"]["id"], cell["value"], counts),
    ]


def _peers(row: Mapping[str, Any]) -> list[Any]:
    names = ("count", "minimum", "lower_quartile", "median", "upper_quartile", "maximum", "deviation")
    found = row["peers"] or {}
    return [found.get(name) for name in names]


def _stands(row: Mapping[str, Any], body: Mapping[str, Any]) -> list[Any]:
    found = (row["standing"] if body["role"] == "publisher" else None) or {}
    return [found.get(name) for name in ("rank", "of", "difference", "times", "outside", "robust_distance")]


def _basis(shown: Mapping[str, Any], body: Mapping[str, Any]) -> list[Any]:
    coverage = body["coverage"]
    return [
        *(f"{shown['period']['first_month']}/{shown['period']['last_month']}", body["regime"]),
        *(coverage["received"], coverage["expected"], coverage["rows_left_out"], shown["as_of_entry"]),
    ]
