"""What people don't see in a workbook and programs read, or see and would not publish.

Rows hidden by a filter, hidden columns and sheets; a table beside the one that is read; rows that the file says are not for the public.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ckanext.spenddata.checks import sums
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import TableReading
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted


def hidden_rows(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments on rows that are hidden, by hand or by a filter: how many, and how much."""
    for file, part in context.tables:
        hidden = _at(table, file, part, part.hidden_rows) if part.hidden_rows else None
        if hidden is not None and hidden.height:
            sum_ = sums.said(hidden, context.amount_basis)
            value = f"{counted(hidden.height, 'payment')}, {sum_}, in hidden {where(hidden[SOURCE_ROW])}"
            yield Overall(value=value, file=file, sheet=part.sheet)


def hidden_columns(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Columns that are hidden and would be published."""
    for file, part in context.tables:
        read = {name: each.title for name, each in part.mapping.items() if each.column in part.hidden_columns}
        if read:
            titles = ", ".join(f"“{title or name}”" for name, title in read.items())
            yield Overall(value=f"hidden: {titles}", field=next(iter(read)), file=file, sheet=part.sheet)


def amounts_unlike(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Amounts that nobody sees in the workbook, or that its formats show with words such as *Budget*."""
    for file, part in context.tables:
        if part.amounts_unlike:
            value = f"{counted(part.amounts_unlike, 'number')} of “{part.mapping['amount'].title}”"
            yield Overall(value=value, field="amount", file=file, sheet=part.sheet)


def hidden_sheets(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments on hidden sheets, which are not read: how many, and how much."""
    for file, hidden in context.hidden_sheets:
        value = f"{counted(hidden.rows, 'payment')}, {money(hidden.pence)}, on the hidden sheet “{hidden.sheet}”"
        yield Overall(value=value, file=file, sheet=hidden.sheet)


def table_beside(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Tables beside the one that was read: how many payments and how much of them would be left out."""
    for file, part in context.tables:
        if other := part.beside:
            where_ = f"columns {other.first_column} to {other.last_column}"
            value = (
                f"{counted(other.rows, 'payment')}, {money(other.pence)}, in {where_} beside the table that was read"
            )
            yield Overall(field="amount", value=value, file=file, sheet=part.sheet)


def marked_rows(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Payments that a column of the file says are not for the public, and whose supplier is not withheld."""
    for file, part in context.tables:
        for marked in part.marked:
            rows = _at(table, file, part, marked.rows)
            if "redaction_reason" in rows.columns:
                rows = rows.filter(pl.col("redaction_reason").is_null())
            if rows.height:
                value = f"“{marked.title}” says so of {counted(rows.height, 'payment')} in {where(rows[SOURCE_ROW])}"
                yield Overall(value=value, file=file, sheet=part.sheet)


def _at(table: Table, file: str, part: TableReading, rows: tuple[int, ...]) -> pl.DataFrame:
    """The payments of a table on some rows."""
    return table.sheet(file, part.sheet).filter(pl.col(SOURCE_ROW).is_in(list(rows)))


KINDS: dict[str, Kind] = {
    "hidden_rows": Kind(hidden_rows),
    "hidden_columns": Kind(hidden_columns),
    "amounts_unlike": Kind(amounts_unlike),
    "hidden_sheets": Kind(hidden_sheets),
    "table_beside": Kind(table_beside),
    "marked_rows": Kind(marked_rows),
}
