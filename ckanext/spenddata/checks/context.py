"""What a check knows beside the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from ckanext.spenddata.checks.history import History, Published, SentBefore
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.intake.reading import HiddenSheet, Reading, TableReading
from ckanext.spenddata.values.periods import Period


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
    tables: tuple[tuple[str, TableReading], ...] = ()
    """File, and a table of it, in their order."""
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


def words_of(readings: Iterable[Reading]) -> tuple[tuple[str, str], ...]:
    """What the files are called, and what stands around their payments."""
    return tuple((reading.file.name, words) for reading in readings for words in (reading.file.name, *reading.words))
