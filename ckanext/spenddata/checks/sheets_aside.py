"""Sheets whose name says that they were set aside, in a workbook that has payments on others, too: *Old data*, *Do not use*, *Draft v1*."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import sums
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted


class NameParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``sheet_set_aside``. The pattern is a Rust regular expression."""

    pattern: str


def sheet_set_aside(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments on sheets that a name sets apart from the others: how many, and how much."""
    names = pl.Series([part.sheet or "" for _, part in context.tables], dtype=pl.String)
    aside = names.str.contains(rule.read(NameParameters).pattern)
    if not aside.any() or aside.all():
        return
    told: set[tuple[str, str | None]] = set()
    for (file, part), set_aside in zip(context.tables, aside, strict=True):
        rows = table.sheet(file, part.sheet)
        if set_aside and rows.height and (file, part.sheet) not in told:
            told.add((file, part.sheet))
            sum_ = sums.said(rows, context.amount_basis)
            value = f"{counted(rows.height, 'payment')}, {sum_}, on the sheet “{part.sheet}”"
            yield Overall(value=value, file=file, sheet=part.sheet)


KINDS: dict[str, Kind] = {"sheet_set_aside": Kind(sheet_set_aside, NameParameters, patterns=("pattern",))}
"""Kinds of rules that are tested here."""
