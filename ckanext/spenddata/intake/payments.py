"""The payments of a table: its amounts and dates read, and the rows that are payments told from the rest (``row_kinds``)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.intake.columns.credit_column import less_credits
from ckanext.spenddata.intake.columns.credit_marks import marked_credits
from ckanext.spenddata.intake.row_kinds import which_are_payments
from ckanext.spenddata.intake.tables.beyond import less_cut
from ckanext.spenddata.intake.tables.find import Above, Table
from ckanext.spenddata.intake.tables.slipped import slipped
from ckanext.spenddata.intake.tables.swapped import divide
from ckanext.spenddata.values import date_order, money


@dataclass(frozen=True)
class TablePayments:
    """A table with its amounts and dates read, and its payments told from the rest."""

    table: Table
    amount: pl.DataFrame
    """Columns value (pence), fault, form."""
    day: date_order.DateColumn | None
    keep: pl.Series
    """True for each row that is a payment."""
    last_total: int
    """Pence of the payments above its last total row, those in earlier pieces of the table included."""
    unit: str = "pounds"
    """What its amounts are counted in."""

    @property
    def pence(self) -> int:
        """Of its payments."""
        return int(self.amount["value"].filter(self.keep).sum() or 0)

    @property
    def below(self) -> Above:
        """What a next piece of the table has above it."""
        return Above(self.pence + (self.table.above.pence if self.table.above else 0), self.last_total)


def payments_in(table: Table, unit: str | None) -> list[TablePayments]:
    """Read a table; several where two layouts were joined in it. ``unit`` is what a person said that the amounts are in."""
    day = table.column("payment_date")
    column = date_order.DateColumn.of(day, from_1904=table.grid.from_1904) if day is not None else None
    states, off = column.states() if column else None, slipped(table)
    if states is not None and off is not None:
        # Rows that have slipped are no other layout.
        states = pl.select(pl.when(off).then(pl.lit("blank")).otherwise(states)).to_series()
    parts = divide(table, states)
    if len(parts) > 1 or parts[0] is not table:
        return [_payments_of(part, unit, None, _of_part(off, part, table)) for part in parts]
    return [_payments_of(table, unit, column, off)]


def _of_part(rows: pl.Series | None, part: Table, table: Table) -> pl.Series | None:
    return None if rows is None else rows.slice(part.start - table.start, part.end - part.start)


def _payments_of(
    table: Table, said: str | None, day: date_order.DateColumn | None, off: pl.Series | None
) -> TablePayments:
    unit = said or table.layout.amounts.unit or "pounds"
    sent = table.column("payment_date")
    if day is None and sent is not None:
        day = date_order.DateColumn.of(sent, from_1904=table.grid.from_1904)
    amount = _amounts(table, unit)
    keep, last_total = which_are_payments(table, amount["value"], day.states() if day else None)
    if off is not None:
        amount = money.ambiguous_where(off & keep & amount["value"].is_not_null(), amount)
    return TablePayments(table, amount, day, keep, last_total, unit)


def _amounts(table: Table, unit: str) -> pl.DataFrame:
    """The amounts of a table, credits negative: columns value, fault, form."""
    cells, layout = table.column("amount"), table.layout
    if cells is None:
        cells = pl.Series([None], dtype=pl.String).new_from_index(0, table.end - table.start)
    amount = less_cut(money.column(cells, unit), table)
    credit = layout.amounts.credit
    if credit is not None:
        amount = less_credits(amount, table.cells(layout.fields["amount"].column), table.cells(credit))
    for marks in layout.amounts.marks:
        amount = marked_credits(amount, table.cells(marks.column), marks)
    return amount
