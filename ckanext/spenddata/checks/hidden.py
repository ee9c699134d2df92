"""What people don't see in a workbook and programs read: rows hidden by a filter, hidden columns and sheets."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ckanext.spenddata.checks.context import Context, TableColumns
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET
from ckanext.spenddata.values.text import counted


def hidden_rows(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments on rows that are hidden, by hand or by a filter: how many, and how much."""
    for part in context.columns:
        hidden = _rows(table, part) if part.hidden_rows else None
        if hidden is not None and hidden.height:
            pence = int(hidden["amount"].sum() or 0) if "amount" in hidden.columns else 0
            value = f"{counted(hidden.height, 'payment')}, {money(pence)}, in hidden {where(hidden[SOURCE_ROW])}"
            yield Overall(value=value, file=part.file, sheet=part.sheet)


def hidden_columns(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Columns that are hidden and would be published."""
    for part in context.columns:
        read = [name for name, number in part.columns.items() if number in part.hidden_columns]
        if read:
            titles = ", ".join(f"“{part.titles.get(name) or name}”" for name in read)
            yield Overall(value=f"hidden: {titles}", field=read[0], file=part.file, sheet=part.sheet)


def hidden_sheets(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments on hidden sheets, which are not read: how many, and how much."""
    for file, hidden in context.hidden_sheets:
        value = f"{counted(hidden.rows, 'payment')}, {money(hidden.pence)}, on the hidden sheet “{hidden.sheet}”"
        yield Overall(value=value, file=file, sheet=hidden.sheet)


def _rows(table: Table, part: TableColumns) -> pl.DataFrame:
    """The payments of a table on its hidden rows."""
    here = pl.col(SOURCE_FILE).cast(pl.String) == part.file
    here &= pl.col(SOURCE_SHEET).cast(pl.String).eq_missing(part.sheet)
    wanted = [SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW, *(["amount"] if table.has("amount") else [])]
    return table.frame.select(wanted).filter(here & pl.col(SOURCE_ROW).is_in(list(part.hidden_rows)))


KINDS: dict[str, Kind] = {
    "hidden_rows": Kind(hidden_rows),
    "hidden_columns": Kind(hidden_columns),
    "hidden_sheets": Kind(hidden_sheets),
}
