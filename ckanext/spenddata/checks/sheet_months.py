"""Sheets named for a month that hold the payments of another, which another sheet is named for: tabs that changed their contents.

And sheets of the same month of two years: an old tab that was left beside the new one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.dates import MONTHS
from ckanext.spenddata.values.text import counted

_WRITTEN = "|".join(f"{month[:3]}(?:{month[3:]}|t)?" for month in MONTHS)
_NAMED = re.compile(rf"(?<![a-z])(?:{_WRITTEN})(?![a-z])", re.IGNORECASE)
_MOST = 80
"""Percent of the payments of a sheet that lie in a month, or a year."""


def sheet_another_month(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Such sheets, unless all are as far from their names: invoices of April are often paid in May."""
    if not table.has("payment_date"):
        return
    named = {(file, part.sheet): month for file, part in context.tables if (month := _month(part.sheet or ""))}
    if len(set(named.values())) < 2:
        return
    held = {place: month for place in named if (month := _most(table.sheet(*place)["payment_date"].dt.month()))}
    if len({(held[place] - named[place]) % len(MONTHS) for place in held}) < 2:
        return
    for (file, sheet), month in held.items():
        if month != named[file, sheet] and month in named.values():
            rows = counted(table.sheet(file, sheet).height, "payment")
            value = f"most of {rows} on the sheet “{sheet}” are of {MONTHS[month - 1].capitalize()}"
            yield Overall(field="payment_date", value=value, file=file, sheet=sheet)


def sheet_another_year(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Sheets with the payments of a month of which another sheet has a later year."""
    if not table.has("payment_date"):
        return
    held: dict[int, list[tuple[int, str, str, int]]] = defaultdict(list)
    for file, sheet in dict.fromkeys((file, part.sheet) for file, part in context.tables if part.sheet):
        days = table.sheet(file, sheet)["payment_date"]
        month, year = _most(days.dt.month()), _most(days.dt.year())
        if month and year:
            held[month].append((year, file, sheet, len(days)))
    for month, sheets in held.items():
        latest = max(sheets)[0]
        for year, file, sheet, rows in sheets:
            if year < latest:
                called = MONTHS[month - 1].capitalize()
                value = f"{counted(rows, 'payment')} on the sheet “{sheet}” are of {called} {year}, others of {called} {latest}"
                yield Overall(field="payment_date", value=value, file=file, sheet=sheet)


def _month(name: str) -> int | None:
    """The only month that a name says, from 1."""
    found = {month[:3].lower() for month in _NAMED.findall(name)}
    return [each[:3] for each in MONTHS].index(found.pop()) + 1 if len(found) == 1 else None


def _most(numbers: pl.Series) -> int | None:
    """The month, or the year, of most days."""
    counts = numbers.drop_nulls().value_counts(sort=True, name="rows")
    if not counts.height or counts["rows"][0] * 100 < _MOST * len(numbers):
        return None
    return int(counts[numbers.name][0])


KINDS: dict[str, Kind] = {
    "sheet_another_month": Kind(sheet_another_month),
    "sheet_another_year": Kind(sheet_another_year),
}
"""Kinds of rules that are tested here."""
