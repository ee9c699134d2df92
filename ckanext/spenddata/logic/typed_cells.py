"""Cells that a person types, as actions take them: each read as its field, and refused in words where it can't be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config, rows
from ckanext.spenddata.checks import typed
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.logic.nearest import there_is_no


def understood(cells: Sequence[TypedCell]) -> list[TypedCell]:
    """The cells as they are kept: what was typed, as fixes are written.

    Raises:
        Invalid: They are too many, or one can't be read; every one that can't is named.
    """
    if len(cells) > typed.MOST:
        too_many = tk._("Type at most {most} cells of a return. Where more are wrong, send a corrected file.")
        raise tk.Invalid(too_many.format(most=f"{typed.MOST:,}"))
    if said := list(filter(None, map(wrong, cells))):
        raise tk.Invalid(" ".join(said))
    return [msgspec.structs.replace(cell, value=_read(cell)) for cell in cells]


def wrong(cell: TypedCell) -> str:
    """Why a cell can't be taken, and what would do, naming its row and field; nothing where it can."""
    schema = config.definitions().transaction
    known = typed.fields(schema)
    if cell.field not in known:
        return there_is_no(tk._("field that can be typed"), cell.field, known)
    about = {"row": f"{cell.row:,}", "field": schema.field(cell.field).title}
    if len(cell.value) > typed.LONGEST:
        too_long = tk._("Row {row}, {field}: use at most {most} characters; you have used {n}.")
        return too_long.format(**about, most=f"{typed.LONGEST:,}", n=f"{len(cell.value):,}")
    if _read(cell) is not None:
        return ""
    unread = tk._("Row {row}, {field}: “{value}” can’t be read. Write {example}.")
    return unread.format(**about, value=cell.value.strip(), example=example(cell.field))


def example(field: str) -> str:
    """What is to be written, as the end of a sentence; nothing where any words do."""
    if field in rows.DATE_FIELDS:
        return tk._("day, month and year, such as 27 8 2026")
    if field in rows.MONEY_FIELDS:
        return tk._("pounds and pence, such as 1923.16")
    return tk._("yes or no") if field in rows.BOOLEAN_FIELDS else ""


def absent(cells: Iterable[TypedCell]) -> str:
    """What is said of cells whose rows aren't there; nothing of none."""
    words = [
        tk._("There is no row {row} of payments in {place}.").format(
            row=f"{cell.row:,}", place=", ".join(filter(None, (cell.file, cell.sheet)))
        )
        for cell in cells
    ]
    return " ".join(dict.fromkeys(words))


def _read(cell: TypedCell) -> str | None:
    return typed.read(cell.field, cell.value, config.definitions().transaction.missing_values)
