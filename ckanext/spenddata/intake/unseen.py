"""Payments on sheets that people don't see: they are not read, so a person is told how many there are, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake import copies
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import Sheaf, sheaves
from ckanext.spenddata.intake.reading import Answers, HiddenSheet
from ckanext.spenddata.intake.tables.find import Table, tables_of, worth_reading

__all__ = ["payments"]

TELLING = frozenset({"payment_date", "supplier_name"})
"""A hidden table of amounts is one of payments where it has one of these; budgets and lists of codes have neither."""


def payments(hidden: Iterable[Grid], seen: Sequence[Sheaf], titles: Titles, answers: Answers) -> list[HiddenSheet]:
    """The hidden sheets that hold payments which no visible sheet has.

    Args:
        hidden: Hidden sheets.
        seen: The tables of the visible ones.
        titles: The known titles.
        answers: What a person has said of the file.
    """
    found = []
    for grid in hidden:
        tables = worth_reading(tables_of([grid], titles, answers), titles).tables
        bundles = [sheaf for table in tables if _tells(table) for sheaf in sheaves(table, answers.unit)]
        own = [sheaf for sheaf in bundles if not copies.stand_in(sheaf, seen)]
        rows = sum(int(sheaf.keep.sum()) for sheaf in own)
        if rows:
            found.append(HiddenSheet(grid.sheet or "", rows, sum(sheaf.pence for sheaf in own)))
    return found


def _tells(table: Table) -> bool:
    return "amount" in table.layout.fields and bool(TELLING & table.layout.fields.keys())
