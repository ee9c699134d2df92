"""Payments on sheets that people don't see: they are not read, so a person is told how many there are, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.spenddata.intake import copies
from ckanext.spenddata.intake.canonical import Context
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import TablePayments, payments_in
from ckanext.spenddata.intake.reading import HiddenSheet
from ckanext.spenddata.intake.tables.find import Table, tables_of, worth_reading

TELLING = frozenset({"payment_date", "supplier_name"})
"""A hidden table of amounts is one of payments where it has one of these; budgets and lists of codes have neither."""


def hidden_sheets(hidden: Iterable[Grid], seen: Sequence[TablePayments], context: Context) -> list[HiddenSheet]:
    """The hidden sheets that hold payments which no visible sheet has.

    Args:
        hidden: Hidden sheets.
        seen: The tables of the visible ones.
        context: What is known beside the file.
    """
    titles, answers, found = context.titles, context.answers, []
    for grid in hidden:
        tables = worth_reading(
            tables_of([grid], titles, answers), titles, context.definitions.expense_type_words, answers
        ).tables
        paid = [payments for table in tables if _tells(table) for payments in payments_in(table, answers.unit)]
        own = [payments for payments in paid if not copies.stand_in(payments, seen)]
        rows = sum(int(payments.keep.sum()) for payments in own)
        if rows:
            found.append(HiddenSheet(grid.sheet or "", rows, sum(payments.pence for payments in own)))
    return found


def _tells(table: Table) -> bool:
    return "amount" in table.layout.fields and bool(TELLING & table.layout.fields.keys())
