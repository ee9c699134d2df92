"""The layouts of the demonstration's files: what real publishers' exports look like.

A layout has its own titles, order, forms of dates and amounts, and what people leave around the table (titles above, totals
below, blank columns, the header again half-way down). They are in ``data/layouts.yaml``; ``sheets.py`` turns clean transactions
into rows by one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.demo import tables


@dataclass(frozen=True)
class Layout:
    """How a publisher's file looks."""

    columns: tuple[tuple[str, str], ...]
    """Title, and what stands below it: a key of ``_TEXTS``, ``date``, ``amount``, ``net``, ``vat`` or ``gross``."""
    container: str = "csv"
    """``csv``, ``xlsx`` or ``ods``."""
    encoding: str = "utf-8"
    delimiter: str = ","
    date: str = "%d/%m/%Y"
    """How days are written: as for ``written.day``."""
    money: str = "plain"
    """How amounts are written: one of ``written.AMOUNTS``."""
    title: str = ""
    """A line above the table; ``{body}`` and ``{period}`` are filled in."""
    total: str | None = None
    """Label of a total row below the table; empty for a total without a label."""
    repeat_header: int = 0
    """The header stands again after so many rows, with a blank row before it."""
    headed: bool = True
    """False where the file has no column titles."""
    exchanged: tuple[str, str] | None = None
    """Two columns that change places in the second half: the exports of two systems, one below the other."""
    filler: int = 0
    """So many rows below with nothing but a dash where the amount would be."""
    notes: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    """What its publishers say about files of this layout, as ``spenddata_return_submit`` takes it."""


LAYOUTS: dict[str, Layout] = yaml_file.read([tables.FOLDER / "layouts.yaml"], dict[str, Layout])
