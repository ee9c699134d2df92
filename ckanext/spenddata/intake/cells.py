"""The cells of a file as they were sent: for reading, and for reports and fixes that show the publisher's own spreadsheet."""

from __future__ import annotations

from pathlib import Path

from ckanext.spenddata.intake import notes
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
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
    if kind != "csv":
        grids, told = workbook_grids(path, kind, limits)
        return grids, None, told
    text = encoding.decode(path.read_bytes())
    grid = delimited.grid(text.data, limits)
    return [grid], text, [*notes.of_text(text), *grid.repairs.notes()]
