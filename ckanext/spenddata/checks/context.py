"""What a check knows beside the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ckanext.spenddata.checks.history import History
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.intake.reading import Reading
from ckanext.spenddata.values.periods import Period

__all__ = ["Columns", "Context", "columns_of"]

Columns = Mapping[tuple[str, str | None], Mapping[str, int]]
"""(file, sheet) → canonical field → number of its column, from 1."""


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
    columns: Columns = field(default_factory=dict)
    history: History | None = None
    registered: tuple[Publisher, ...] = ()
    """Every publisher, so that another's file is noticed."""

    @property
    def day(self) -> date:
        """The day that decides which rules are in force: the last of the period, or today."""
        return self.period.end if self.period else self.today


def columns_of(readings: Iterable[Reading]) -> Columns:
    """The columns of a filing, by what was read of its files. Of several tables in one sheet the first one's count."""
    columns: dict[tuple[str, str | None], dict[str, int]] = {}
    for reading in readings:
        for table in reading.tables:
            places = columns.setdefault((reading.file.name, table.sheet), {})
            for name, mapped in table.mapping.items():
                places.setdefault(name, mapped.column)
    return columns
