"""Rows of words among the payments of a table: *Credit notes*, *Cancelled payments*. What they say of those below, the checks judge."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.spenddata.intake.reading import Heading
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import text

_LONGEST = 60
"""A longer text is a note."""
_MOST = 500
"""So many of them are looked at."""


def headings_in(table: Table) -> Iterator[Heading]:
    """The rows left out of a table, above others of its rows, that hold one cell, and that a short one of words."""
    out = sorted({*table.left_out.get("note", []), *table.left_out.get("title", []), *table.left_out.get("filler", [])})
    for number in out[:_MOST]:
        position = number - 1 - table.grid.above
        if not table.start <= position < table.end - 1:
            continue
        filled = [cell.strip() for cell in table.grid.rows(position, position + 1)[0] if text.trimmed(cell)]
        if len(filled) == 1 and len(filled[0]) <= _LONGEST and any(map(str.isalpha, filled[0])):
            yield Heading(number, filled[0])
