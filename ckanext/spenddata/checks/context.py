"""What a check knows beside the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ckanext.spenddata.checks.history import History, Published, SentBefore
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.intake.reading import HiddenSheet, MarkedRows, NamedBody, Reading, TableBeside, TotalRow
from ckanext.spenddata.values.periods import Period


@dataclass(frozen=True)
class TableColumns:
    """Where the fields of one table stand: from ``first_row`` of a sheet on, until its next table begins."""

    file: str
    sheet: str | None
    first_row: int
    columns: Mapping[str, int]
    """Canonical field → number of its column, from 1."""
    last_row: int = 0
    totals: tuple[TotalRow, ...] = ()
    """Rows that were left out as sums of others."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that people don't see, and that were read."""
    hidden_columns: tuple[int, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    """Canonical field → title of its column."""
    all_titles: tuple[str, ...] = ()
    """The titles of all its columns, used or not."""
    beside: TableBeside | None = None
    """Another table in the same rows, which was not read."""
    marked: tuple[MarkedRows, ...] = ()
    """Rows that the file itself says are not for the public."""
    bodies: tuple[NamedBody, ...] = ()
    """What columns of codes and addresses of bodies hold that no field takes."""
    cut_row: int | None = None
    """The row within which the file ends, where it seems to be cut."""


@dataclass(frozen=True)
class Context:
    """What a check knows beside the rows. Only the definitions and today are always known."""

    definitions: Definitions
    today: date
    regime: Regime | None = None
    period: Period | None = None
    publisher: Publisher | None = None
    amount_basis: str | None = None
    """VAT in the publisher's amounts, where it was said once for all: a value of the field ``amount_basis``."""
    columns: tuple[TableColumns, ...] = ()
    """The tables of the files, in order."""
    hidden_sheets: tuple[tuple[str, HiddenSheet], ...] = ()
    """File, and a sheet of it that people don't see and that holds payments."""
    words: tuple[tuple[str, str], ...] = ()
    """File and words: its name, and what stands around its payments."""
    history: History | None = None
    sent_before: tuple[SentBefore, ...] = ()
    """Files of the filing that were sent for another return."""
    published: Published | None = None
    """What the return has now; None where nothing is published."""
    replaced: pl.DataFrame | None = None
    """The payments of that: ``payment_date``, ``supplier_name``, ``amount``; None where they aren't known."""
    registered: tuple[Publisher, ...] = ()
    """Every publisher, so that another's file is noticed."""

    @property
    def day(self) -> date:
        """The day that decides which rules are in force: the last of the period, or today."""
        return self.period.end if self.period else self.today


def columns_of(readings: Iterable[Reading]) -> tuple[TableColumns, ...]:
    """Where the fields of a filing stand, by what was read of its files."""
    return tuple(
        TableColumns(
            reading.file.name,
            table.sheet,
            table.first_row,
            {name: each.column for name, each in table.mapping.items()},
            table.last_row,
            table.totals,
            table.hidden_rows,
            table.hidden_columns,
            {name: each.title for name, each in table.mapping.items()},
            tuple(column.title for column in table.columns if column.title),
            table.beside,
            table.marked,
            table.bodies,
            table.cut_row,
        )
        for reading in readings
        for table in reading.tables
    )


def words_of(readings: Iterable[Reading]) -> tuple[tuple[str, str], ...]:
    """What the files are called, and what stands around their payments."""
    return tuple((reading.file.name, words) for reading in readings for words in (reading.file.name, *reading.words))
