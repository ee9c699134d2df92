"""Amounts without a minus, in rows whose words say that money came back."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted


class SaidParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``said_credit``."""

    words: tuple[str, ...]
    """What a cell must have in it to be looked at closely, in lower case: many cells are gone through fast so."""
    pattern: str
    """What says it."""
    unless: str | None = None
    """What says that somebody else was paid back."""


def said_credit(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Payments of which a text says that they are credits: how many, of how much, where."""
    parameters = rule.read(SaidParameters)
    if not table.has("amount"):
        return
    for field in table.text_fields(rule.fields):
        cells = table.distinct(field)
        cells = cells.filter(cells.str.contains_any(list(parameters.words), ascii_case_insensitive=True))
        cells = cells.filter(cells.str.contains(parameters.pattern))
        if parameters.unless:
            cells = cells.filter(~cells.str.contains(parameters.unless))
        rows = table.frame.lazy().select(field, "amount", SOURCE_ROW)
        found = rows.filter(pl.col(field).is_in(cells.implode()) & (pl.col("amount") > 0)).collect()
        if found.height:
            count = counted(found.height, "amount")
            total = money(int(found["amount"].sum()))
            value = f"{count} without a minus, {total} together: “{found[field][0]}”, {where(found[SOURCE_ROW])}"
            yield Overall(field=field, value=value)


KINDS: dict[str, Kind] = {"said_credit": Kind(said_credit, SaidParameters, patterns=("pattern", "unless"))}
