"""Rows among the payments that hold a name and nothing else: mostly the end of the name above, as a report breaks it over two lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import text

_NAMED = 10
_LOOKED_AT = 1_000
"""Notes of a table that are looked at."""


def told(paid: Iterable[TablePayments]) -> Iterator[str]:
    """A sentence for each table that has such rows."""
    for table in (payments.table for payments in paid):
        mapped = table.layout.fields.get("supplier_name")
        rows = list(_alone(table, mapped.column)) if mapped else []
        if rows:
            some = ", ".join(f"{number:,}" for number in rows[:_NAMED])
            some += " …" if len(rows) > _NAMED else ""
            yield (
                f"{text.capital(text.counted(len(rows), 'row'))} among the payments ({some}) {'holds' if len(rows) == 1 else 'hold'} words "
                "in the supplier's column and nothing else, and were left out. If they end the supplier's name of the row above, that name "
                "is published without them: put each name into one cell and send the file again."
            )


def _alone(table: Table, supplier: int) -> Iterator[int]:
    """Numbers of the rows left out as notes in which only the supplier's column is filled, right below a row that is none."""
    left_out = {number for numbers in table.left_out.values() for number in numbers}
    for number in table.left_out.get("note", [])[:_LOOKED_AT]:
        position = number - 1 - table.grid.above
        if number - 1 in left_out or not table.start < position < table.end - 1:
            continue
        above, row = table.grid.rows(position - 1, position + 1)
        filled = [place for place, cell in enumerate(row, 1) if cell.strip()]
        if filled == [supplier] and above[supplier - 1].strip():
            yield number
