"""What is told of the sheets of a workbook: where what people see of them differs from what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.sheet import Sheet, column_letters
from ckanext.spenddata.values import text

_NAMED = 5
"""So many columns or cells are named."""


def on(sheet: Sheet) -> Iterator[str]:
    """Plain sentences on one sheet."""
    if sheet.hidden:
        yield f"The sheet “{sheet.name}” is hidden and was not read. Unhide it if its payments belong to the return."
        return
    yield from _on_hidden_rows(sheet)
    yield from _on_hidden_columns(sheet)
    yield from _on_otherwise(sheet)
    yield from _on_merged(sheet)
    yield from _on_uncalculated(sheet)


def _on_hidden_rows(sheet: Sheet) -> Iterator[str]:
    positions = [row - 1 for row in sheet.hidden_rows if row <= sheet.cells.height]
    if not positions or not sheet.cells.width:
        return
    filled = sheet.cells[positions].select(pl.any_horizontal(pl.all().is_not_null()).sum()).item()
    if filled:
        yield (
            f"The sheet “{sheet.name}” hides {text.counted(filled, 'row')}, by hand, by a filter or as white on white. The file holds "
            "them, so they were read like the others. Delete them if they don't belong to the return."
        )


def _on_hidden_columns(sheet: Sheet) -> Iterator[str]:
    filled = [
        number for number in sheet.hidden_columns if number <= sheet.cells.width and sheet.cells[str(number)].count()
    ]
    if filled:
        yield (
            f"The sheet “{sheet.name}” hides {_columns(filled)}. What stands there was read like the rest: look at what it is taken "
            "for before anything is published."
        )


_AS_SEEN = (
    "They were read as you see them. If that is wrong, format the cells as plain numbers and send the file again."
)
_AS_HELD = "They were read as the file holds them"
_IN_FULL = "by their format, and the file holds them without. Write the numbers in full and send the file again."
_OTHERWISE = {
    Format.THOUSANDS: f"with a word for thousands, or noughts, behind them, {_IN_FULL}",
    Format.MILLIONS: f"with a word for millions behind them, {_IN_FULL}",
    Format.PENCE: f"with a word for pence behind them, {_IN_FULL}",
    Format.WORDED: (
        f"with words beside them, by their format alone, as for a budget or an estimate. {_AS_HELD}: if they are no payments, delete "
        "their rows."
    ),
    Format.SCALED: f"in thousands or millions. {_AS_HELD}, in full.",
    Format.NEGATIVE: f"with a minus, in brackets or with CR, by their format alone. {_AS_SEEN}",
    Format.REVERSED: f"with a minus where they have none, or without theirs, by their format alone. {_AS_SEEN}",
    Format.UNSIGNED: f"without their minus, by their format. {_AS_HELD}, below nought. If they are payments, mend the numbers.",
    Format.ELAPSED: (
        f"as hours, minutes or seconds, by their format. {_AS_HELD}, in which 1 is a day of 24 hours. If they are amounts, format the "
        "cells as plain numbers and look at them."
    ),
    Format.UNSEEN: f"not at all, by their format. {_AS_HELD}: look at what they are taken for before anything is published.",
}


def _on_otherwise(sheet: Sheet) -> Iterator[str]:
    for written, columns in sheet.otherwise.items():
        yield (
            f"The sheet “{sheet.name}” shows {text.counted(sum(columns.values()), 'number')} of {_columns(sorted(columns))} "
            f"{_OTHERWISE[written]}"
        )


def _on_merged(sheet: Sheet) -> Iterator[str]:
    if sheet.merged:
        yield (
            f"The sheet “{sheet.name}” has cells merged over several rows. What they show was read in each of these rows "
            f"({text.counted(sheet.merged, 'cell')}), but no number, which would count more than once."
        )


def _on_uncalculated(sheet: Sheet) -> Iterator[str]:
    places = [f"{column_letters(column)}{row}" for row, column in sheet.uncalculated]
    if places:
        yield (
            f"The sheet “{sheet.name}” has {text.counted(len(places), 'formula')} without a result ({_listed(places)}). These cells "
            "count as blank. Open the workbook in your spreadsheet program, save it there and send it again."
        )


def _columns(numbers: Sequence[int]) -> str:
    return f"column{'' if len(numbers) == 1 else 's'} {_listed([column_letters(number) for number in numbers])}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
