"""What the words around the tables say of all their amounts: what they are counted in, and another currency than pounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.spenddata.intake.columns import amounts, currencies
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.hints import currency_named, currency_of_name, unit_named
from ckanext.spenddata.values import money

_FOOT = 30
"""So many rows at the bottom are searched for what is said of all amounts."""
_UNDER = 2
"""So many rows below the titles may say more of the columns."""
_PROSE = 60
"""A sheet with more rows is no sheet of notes."""


def take(layouts: Sequence[Layout], grid: Grid, head: Sequence[Sequence[str]]) -> None:
    """Take what the words of the tables' own sheet say, where no title says it; below them, cells that stand alone."""
    foot = (list(filter(None, row)) for row in grid.rows(max(0, grid.height - _FOOT), grid.height))
    around: dict[str, list[str]] = {
        "the words above the table say": [" ".join(row) for row in head],
        "the name of the sheet says": [grid.sheet or ""],
        "the words below the table say": [row[0] for row in foot if len(row) == 1],
    }
    for who, words in around.items():
        unit, currency = unit_named(words), currency_named(words)
        for layout in layouts:
            amounts.take_unit(layout, unit, who)
            if currency:
                amounts.take_currency(layout, f"{who} “{currency}”")


def take_below(layout: Layout, grid: Grid, start: int) -> None:
    """Take what stands under the title of the amounts in place of the first ones: ``£000`` in a row of its own."""
    column = layout.column("amount")
    if column is None:
        return
    for row in grid.rows(start, start + _UNDER):
        cell = row[column.number - 1].strip()
        if not cell or money.read(cell).pence:
            continue
        amounts.take_unit(layout, unit_named([cell]), f"the row below the title “{column.label}” says")
        if currencies.names_another(cell):
            amounts.take_currency(layout, f"the row below the title “{column.label}” says “{cell}”")


def take_asides(layouts: Sequence[Layout], grid: Grid) -> None:
    """Take what stands in no cell of a workbook: its title, comments, what is printed around the sheet. A person is asked."""
    for who, words in grid.asides:
        _ask(layouts, unit_named([words]), who)
        if currency := currency_named([words]):
            for layout in layouts:
                amounts.take_currency(layout, f"{who} “{currency}”")


def take_elsewhere(layouts: Sequence[Layout], grids: Iterable[Grid], name: str) -> None:
    """Take what the name of the file and its sheets without payments say of the unit. It may be of other figures: a person is asked."""
    for grid in grids:
        if grid.height <= _PROSE:
            unit = unit_named(" ".join(filter(None, row)) for row in grid.rows(0, grid.height))
            _ask(layouts, unit, f"the sheet “{grid.sheet}” says")
    _ask(layouts, unit_named([name]), "the name of the file says")
    if currency := currency_of_name(name):
        for layout in layouts:
            amounts.take_currency(layout, f"the name of the file says “{currency}”")


def _ask(layouts: Sequence[Layout], unit: str | None, who: str) -> None:
    for layout in layouts:
        amounts.take_unit(layout, unit, who, sure=False)
