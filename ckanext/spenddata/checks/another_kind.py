"""Signs that a file is of another kind than a list of payments: a payroll, card statements, sums, debts, rows of a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.periods import PARTIAL
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted


class TitleParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``titles``. Patterns are Rust regular expressions, each of which counts once."""

    patterns: tuple[str, ...]
    at_least: int = 1
    """So many of them must be found among the titles of a table."""


class CellParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``cells``."""

    pattern: str
    percent: int = 0
    """More than this share of the rows must match it."""
    words: tuple[str, ...] = ()
    """What a cell must have in it to be looked at closely, in lower case: many cells are gone through fast so."""


class SettledParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``card_settled``. Patterns are Rust regular expressions."""

    pattern: str
    """What says it in any list."""
    on_statements: str
    """What says it in a card's statement, and may be said of a payment elsewhere."""
    titles: str
    """The title of a column that such a statement has."""


class AreaParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``one_area``."""

    at_least: int = 20
    """Rows of which it can be said."""
    areas: int = 3
    """So many departments each return before had."""


class ShareParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kinds ``one_supplier`` and ``summed_up``."""

    at_least: int = 10
    """Rows of which it can be said."""


def titles(_: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Tables whose titles, used or not, are those of another kind of list."""
    parameters = rule.read(TitleParameters)
    for file, part in context.tables:
        written = [column.title for column in part.columns if column.title]
        named = pl.Series(written, dtype=pl.String).str.replace_all("_", " ")
        found = [
            written[where.item(0)]
            for pattern in parameters.patterns
            if len(where := named.str.contains(pattern).arg_true())
        ]
        if len(found) >= parameters.at_least:
            told = ", ".join(f"“{title}”" for title in dict.fromkeys(found))
            yield Overall(value=f"the {'title' if len(found) == 1 else 'titles'} {told}", file=file, sheet=part.sheet)


def cells(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Rows that say of themselves that they are none."""
    parameters = rule.read(CellParameters)
    yield from _matching(table, rule, parameters.pattern, parameters.percent, parameters.words)


def _matching(table: Table, rule: Rule, pattern: str, percent: int = 0, words: Sequence[str] = ()) -> Iterable[Overall]:
    for field in table.text_fields(rule.fields):
        found = table.frame[field].drop_nulls().cast(pl.String)
        if words:
            found = found.filter(found.str.contains_any(list(words), ascii_case_insensitive=True))
        found = found.filter(found.str.contains(pattern))
        if len(found) * 100 > len(table) * percent:
            yield Overall(field=field, value=f"{counted(len(found), 'row')}: “{found[0]}”")


def card_settled(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Rows in which what was paid to the card company was booked to the card."""
    parameters = rule.read(SettledParameters)
    pattern = parameters.pattern
    if (context.regime and context.regime.card) or _is_titled(context, parameters.titles):
        pattern = f"{pattern}|{parameters.on_statements}"
    yield from _matching(table, rule, pattern)


def _is_titled(context: Context, pattern: str) -> bool:
    titled = [column.title for _, part in context.tables for column in part.columns if column.title]
    return bool(pl.Series(titled, dtype=pl.String).str.contains(pattern).any())


def one_supplier(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing all of whose payments went to one supplier, as a list with a filter left on has it."""
    at_least = rule.read(ShareParameters).at_least
    if not table.has("supplier_name") or len(table) < at_least:
        return
    names = table.frame["supplier_name"]
    withheld = table.has("redaction_reason") and bool(table.frame["redaction_reason"].is_not_null().any())
    if not withheld and not names.null_count() and names.n_unique() == 1:
        yield Overall(field="supplier_name", value=f"{counted(len(table), 'payment')} to “{names[0]}”")


def one_area(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing all of whose payments are one department's, where each return before had several."""
    parameters = rule.read(AreaParameters)
    if context.history is None or context.history.areas < parameters.areas or not table.has("expense_area"):
        return
    areas = table.frame["expense_area"]
    if len(table) >= parameters.at_least and not areas.null_count() and areas.n_unique() == 1:
        yield Overall(field="expense_area", value=f"{counted(len(table), 'payment')} of “{areas[0]}”")


def summed_up(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A filing with one row for each supplier and month: sums of payments, and not the payments."""
    at_least = rule.read(ShareParameters).at_least
    if len(table) < at_least or not table.has("supplier_name", "payment_date") or table.has("transaction_number"):
        return
    by_month = table.frame.select(table.form("payment_date").is_in(PARTIAL).fill_null(value=False).all()).item()
    keys = table.frame.select("supplier_name", "payment_date")
    if by_month and not keys.is_duplicated().any():
        yield Overall(value=f"{counted(len(table), 'row')}, one for each supplier and month")


KINDS: dict[str, Kind] = {
    "titles": Kind(titles, TitleParameters, patterns=("patterns",)),
    "cells": Kind(cells, CellParameters, patterns=("pattern",)),
    "card_settled": Kind(card_settled, SettledParameters, patterns=("pattern", "on_statements", "titles")),
    "one_supplier": Kind(one_supplier, ShareParameters),
    "one_area": Kind(one_area, AreaParameters),
    "summed_up": Kind(summed_up, ShareParameters),
}
