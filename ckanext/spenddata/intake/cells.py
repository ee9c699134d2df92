"""The cells of a file as they were sent: for reading, and for reports and fixes that show the publisher's own spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from ckanext.spenddata.intake import notes
from ckanext.spenddata.intake.formats import OTHERS
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import expect_at_most, refuse
from ckanext.spenddata.intake.sniff import TABLES, sniff
from ckanext.spenddata.intake.text_files import delimited, encoding
from ckanext.spenddata.intake.workbooks.grids import grids as workbook_grids


def cells(path: Path, limits: Limits) -> list[Grid]:
    """A grid a sheet that people see, whether there is a table in it or not.

    Raises:
        Refused: It can't be opened.
    """
    return [grid for grid in grids_of(path, sniff(path), limits)[0] if not grid.hidden]


def grids_of(path: Path, kind: str, limits: Limits) -> tuple[list[Grid], encoding.Text | None, list[str]]:
    """All grids of a file of some kind, what is known of it as a text, and what is told about its text or sheets.

    Raises:
        Refused: It can't be opened.
    """
    if kind not in TABLES:
        raise refuse(kind, format=kind)
    if kind in OTHERS:
        return list(_of_another(path, kind, limits)), None, []
    if kind != "csv":
        grids, remarks = workbook_grids(path, kind, limits)
        return grids, None, remarks
    text = encoding.decode(path.read_bytes())
    grid = delimited.grid(text.data, limits)
    return [grid], text, [*notes.of_text(text), *grid.repairs.notes()]


def _of_another(path: Path, kind: str, limits: Limits) -> Iterator[Grid]:
    """The sheets that another package reads, held to the limits of ours."""
    try:
        for number, (name, rows) in enumerate(OTHERS[kind].sheets(path), start=1):
            expect_at_most(number, "sheets", limits.sheets)
            yield Grid(_held(rows, limits), name)
    except ValueError as error:
        raise refuse("damaged", format=kind) from error


def _held(rows: Iterable[Sequence[str | None]], limits: Limits) -> pl.DataFrame:
    kept: list[Sequence[str | None]] = []
    for number, row in enumerate(rows, start=1):
        expect_at_most(number, "rows", limits.rows)
        expect_at_most(len(row), "columns", limits.columns)
        expect_at_most(
            max((len(cell or "") for cell in row), default=0), "characters in a cell", limits.cell_characters
        )
        kept.append(row)
    width = range(max(map(len, kept), default=0))
    cells = {str(at + 1): [(row[at] or None) if at < len(row) else None for row in kept] for at in width}
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
