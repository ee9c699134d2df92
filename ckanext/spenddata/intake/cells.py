"""The cells of a file as they were sent, for reports and fixes that show the publisher's own spreadsheet."""

from __future__ import annotations

from pathlib import Path

from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.sniff import TABLES, sniff
from ckanext.spenddata.intake.text_files import delimited, encoding
from ckanext.spenddata.intake.workbooks.grids import grids as workbook_grids

__all__ = ["cells"]


def cells(path: Path, limits: Limits) -> list[Grid]:
    """A grid a sheet, whether there is a table in it or not.

    Raises:
        Refused: It can't be opened.
    """
    kind = sniff(path)
    if kind not in TABLES:
        raise refuse(kind, format=kind)
    if kind != "csv":
        return [grid for grid in workbook_grids(path, kind, limits)[0] if not grid.hidden]
    return [delimited.grid(encoding.decode(path.read_bytes()).data, limits)]
