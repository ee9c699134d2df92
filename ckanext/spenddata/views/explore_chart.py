"""The chart of a table of totals, from the figures of the table: bars, columns by month, or small charts of what follows in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.crosstab_cell import State
from ckanext.spenddata.views import columns, multiples
from ckanext.spenddata.views.months import labels as month_names

IN_TIME = ("month", "quarter", "financial_year", "calendar_year")
PENNIES_BELOW = 100
DRAWN = 10
"""Small charts of one page."""


def figure(shown: Mapping[str, Any], value: str | None) -> str:
    """A value of the measure, as a table shows it."""
    unit = shown["measure"]["unit"]
    if value is None:
        return "–"
    if unit == "number":
        return tk.h.spenddata_count(value)
    if unit == "percent":
        return f"{value}%".replace("-", "−")
    return tk.h.spenddata_pounds(
        value, pence=shown["measure"]["id"] != "amount" and abs(Decimal(value)) < PENNIES_BELOW
    )


def with_bars(shown: Mapping[str, Any], lines: Sequence[dict[str, Any]]) -> bool:
    """Give each line a bar of its one figure, where there is one."""
    if shown["columns"] or shown["rows"]["id"] == "month":
        return False
    figures = [Decimal(line["cells"][0]["value"] or 0) for line in lines]
    largest = max(figures, default=Decimal(0))
    for line, size in zip(lines, figures, strict=True):
        line["width"] = columns.width(size, largest)
    return True


def small(shown: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """A small chart for each of the first rows, where the columns follow each other in time."""
    if not shown["columns"] or shown["columns"]["id"] not in IN_TIME or shown["shown"]["columns"] < multiples.LEAST:
        return None
    lines = [(line["label"], line["cells"]) for line in shown["lines"][:DRAWN] if line["all"]["count"] is not None]
    first, last = shown["column_values"][0]["search"]["date_from"], shown["column_values"][-1]["search"]["date_to"]
    ends = [name[0] for name in (*month_names([first[:7]]), *month_names([last[:7]])) if name]
    return [
        multiples.drawn(label, [None if cell["value"] is None else Decimal(cell["value"]) for cell in cells], ends)
        | {"said": [_short(shown, cells[0]), _short(shown, cells[-1])]}
        for label, cells in lines
    ]


def gap(state: str) -> str:
    """Why there is no figure; blank where there is one."""
    words: dict[str, str] = {
        State.MISSING: tk._("not published"),
        State.OTHER_BASIS: tk._("published on another VAT basis"),
        State.NOT_DUE: tk._("not due yet"),
    }
    return words.get(state, "")


def _short(shown: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    value = cell["value"]
    if value is None:
        return gap(cell["state"]) or tk._("not published")
    return (
        tk.h.spenddata_pounds_short(value)
        if shown["measure"]["unit"] == "pounds" and abs(Decimal(value)) >= PENNIES_BELOW
        else figure(shown, value)
    )


def months(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """Columns for months, where there is one figure each."""
    if shown["columns"] or shown["rows"]["id"] != "month":
        return None
    values = [line["cells"][0]["value"] for line in shown["lines"]]
    amounts = [None if value is None else Decimal(value) for value in values]
    if max((each for each in amounts if each is not None), default=Decimal(0)) <= 0:
        return None
    return columns.drawn(amounts, [line["id"] for line in shown["lines"]])
