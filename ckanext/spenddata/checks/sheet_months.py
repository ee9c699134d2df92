"""Sheets named for a month that hold the payments of another, which another sheet is named for: tabs that changed their contents."""

from __future__ import annotations

import re
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
"""Percent of the payments of a sheet that lie in a month."""


def sheet_another_month(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Such sheets, unless all are as far from their names: invoices of April are often paid in May."""
    if not table.has("payment_date"):
        return
    named = {(file, part.sheet): month for file, part in context.tables if (month := _month(part.sheet or ""))}
    if len(set(named.values())) < 2:
        return
    held = {place: month for place in named if (month := _held(table.sheet(*place)["payment_date"]))}
    if len({(held[place] - named[place]) % len(MONTHS) for place in held}) < 2:
        return
    for (file, sheet), month in held.items():
        if month != named[file, sheet] and month in named.values():
            rows = counted(table.sheet(file, sheet).height, "payment")
            value = f"most of {rows} on the sheet “{sheet}” are of {MONTHS[month - 1].capitalize()}"
            yield Overall(field="payment_date", value=value, file=file, sheet=sheet)


def _month(name: str) -> int | None:
    """The only month that a name says, from 1."""
    found = {month[:3].lower() for month in _NAMED.findall(name)}
    return [each[:3] for each in MONTHS].index(found.pop()) + 1 if len(found) == 1 else None


def _held(days: pl.Series) -> int | None:
    """The month that most days lie in, from 1."""
    counts = days.drop_nulls().dt.month().value_counts(sort=True, name="rows")
    if not counts.height or counts["rows"][0] * 100 < _MOST * len(days):
        return None
    return int(counts[days.name][0])


KINDS: dict[str, Kind] = {"sheet_another_month": Kind(sheet_another_month)}
"""Kinds of rules that are tested here."""
