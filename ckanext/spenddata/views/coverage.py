"""The calendar of coverage as a table: months across, a cell for each return, as wide as its period is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import add_months, london_today
from ckanext.spenddata.views import months

ROWS = 20
"""Publishers' duties of one page."""
MIDDLE = 15
"""The day of a month until which a period that ends in it is not counted as one of that month."""
LOOKS = {
    "in_time": "c-good",
    "published": "c-good",
    "late": "c-late",
    "missing": "c-miss",
    "in_work": "c-work",
    "due": "c-due",
}
"""How a return stands → the class of its cell."""


def calendar(offset: int) -> dict[str, Any]:
    """The calendar from one row on, for the page.

    Returns:
        ``months``: ``{name, year}`` of each, ``year`` where it begins; ``rows``: ``{publisher_id, publisher, regime, cells}``, each cell
        with ``span`` (in months) and, where there is a return, ``words``, ``look``, ``period`` and ``url`` (of what needs a person);
        ``first``, ``last`` and ``count`` of the rows; ``after`` and ``before``: where the pages beside this one begin, or none.
    """
    found = tk.get_action("spenddata_coverage_list")({}, {"limit": ROWS, "offset": offset})
    across = list(_months(date.fromisoformat(found["first_day"]), london_today()))
    last = offset + len(found["results"])
    return {
        "months": _titles(across),
        "rows": [
            {
                "publisher_id": row["publisher_id"],
                "publisher": row["publisher_name"],
                "regime": row["regime"],
                "cells": list(_cells(row["returns"], across)),
            }
            for row in found["results"]
        ],
        "first": offset + 1,
        "last": last,
        "count": found["count"],
        "after": last if last < found["count"] else None,
        "before": max(offset - ROWS, 0) if offset else None,
    }


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = add_months(first, 1)


def _titles(across: Sequence[date]) -> list[dict[str, str]]:
    """Names of the months, the year apart from it where it begins."""
    named = [label[0].rpartition(" ") for label in months.labels([f"{each:%Y-%m}" for each in across]) if label]
    return [{"name": name or year, "year": year if name else ""} for name, _, year in named]


def _cells(returns: Iterable[Mapping[str, Any]], across: Sequence[date]) -> Iterator[dict[str, Any]]:
    """A cell for each return, and one for each month without any; together they are as wide as the table."""
    reached = 0
    for each in returns:
        first = max(_place(date.fromisoformat(each["period_start"]), across), reached)
        after = min(_place(date.fromisoformat(each["period_end"]), across), len(across))
        if first >= after:
            continue
        yield from ({"span": 1} for _ in range(reached, first))
        yield _cell(each, after - first)
        reached = after
    yield from ({"span": 1} for _ in range(reached, len(across)))


def _place(day: date, across: Sequence[date]) -> int:
    """The column in which a period that begins on a day has its first month, or the one after its last, where it ends on it.

    Accounting periods need not follow the months: each has the column of the month in which more of it lies.
    """
    column = (day.year - across[0].year) * 12 + day.month - across[0].month
    return column + (day.day > MIDDLE)


def _cell(each: Mapping[str, Any], span: int) -> dict[str, Any]:
    needs = {
        "missing": tk.url_for("spenddata_returns.index", publisher=each["publisher_id"]),
        "in_work": tk.url_for("spenddata_returns.show", reference=each["reference"]),
    }
    return {
        "span": span,
        "words": _words(each["stands"]),
        "look": LOOKS[each["stands"]],
        "period": tk.h.spenddata_period(each["period"]),
        "url": needs.get(each["stands"]),
    }


def _words(stands: str) -> str:
    return {
        "in_time": tk._("On time"),
        "published": tk._("Published"),
        "late": tk._("Late"),
        "missing": tk._("Missing"),
        "in_work": tk._("In work"),
        "due": tk._("Due"),
    }[stands]
