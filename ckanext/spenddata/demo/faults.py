"""Rows that can't enter a figure, and a file that is none: what a person at the publisher would have to put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ckanext.spenddata.demo.layouts import Layout
from ckanext.spenddata.demo.sheets import Sheet
from ckanext.spenddata.demo.written import Cell

if TYPE_CHECKING:
    from random import Random

BREAKING: tuple[tuple[str, Cell], ...] = (
    ("amount", "#REF!"),
    ("amount", None),
    ("date", "31/02/2026"),
    ("date", None),
    ("supplier", None),
)
"""Column, and what is in its cell instead."""


def broken(sheet: Sheet, layout: Layout, transactions: Iterable[int], random: Random) -> Sheet:
    """The sheet with the rows of some transactions (positions) in error, each in one cell."""
    rows = [list(row) for row in sheet.rows]
    columns = [what for _, what in layout.columns]
    for transaction in transactions:
        column, cell = random.choice(BREAKING)
        rows[sheet.places[transaction]][_place(columns, column)] = cell
    return replace(sheet, rows=rows)


def metadata_form(body: str, period: str) -> bytes:
    """A form about a dataset, sent in place of the dataset."""
    lines: Sequence[str] = (
        f"Title,Spending of {body} in {period}",
        "Maintainer,Transparency team",
        "Update frequency,Monthly",
        "Licence,Open Government Licence",
        "Geographic coverage,National",
    )
    return "\r\n".join((*lines, "")).encode()


def _place(columns: Sequence[str], wanted: str) -> int:
    return columns.index("net" if wanted == "amount" and wanted not in columns else wanted)
