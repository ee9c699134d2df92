"""What is published, and what the ledger keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ckanext.spenddata.values.periods import Period


class LedgerError(Exception):
    """The ledger could not do what was asked; nothing has changed. The message says what happened and what to do."""


class Overtaken(LedgerError):  # noqa: N818
    """A later publication, or a withdrawal, of the same return came first. Trying again can't help."""


class Undecidable(LedgerError):  # noqa: N818
    """The decision can't be made; nothing has changed. The message says why and what to do."""


class Unequal(LedgerError):  # noqa: N818
    """What PostgreSQL holds is not what was accepted."""


@dataclass(frozen=True)
class Publication:
    """One revision of a return, approved."""

    publisher_id: str
    publisher_name: str
    regime: str
    period: str
    """As :class:`ckanext.spenddata.values.periods.Period` prints it."""
    return_id: str
    revision: int
    attempt: int
    """Which attempt at checking the revision made the artefact."""
    sha256: str
    """Of the artefact that was approved; of the statement, for a nil return."""
    nil: bool = False
    left_out: int = 0
    """Rows in error, which are published without."""
    rules_version: str = ""
    mapping_version: str = ""
    period_start: date | None = None
    """First day of an accounting period, where the body's own calendar is known."""
    period_end: date | None = None

    def days(self) -> tuple[date, date]:
        """First and last day of the period; :class:`~ckanext.spenddata.values.periods.PeriodError` where it is none."""
        period = Period.parse(self.period, self.period_start, self.period_end)
        return period.start, period.end


@dataclass(frozen=True)
class Entry:
    """A publication in the ledger: the record that it was committed."""

    publisher_id: str
    entry_no: int
    publisher_name: str
    regime: str
    period: str
    period_start: date
    period_end: date
    return_id: str
    revision: int
    attempt: int
    state: Literal["published", "superseded", "withdrawn", "erased"]
    current: bool
    nil: bool
    n: int
    """Number of rows."""
    amount: int
    """Sum of the rows, in pence."""
    left_out: int
    amount_basis: tuple[str, ...]
    """The VAT treatments of its rows, each once."""
    currencies: tuple[str, ...]
    sha256: str
    rules_version: str
    mapping_version: str
    published: datetime
    ended: datetime | None = None
    """When it was superseded, withdrawn or erased."""
    decided: int = 0
    """The newest change of categories that moved one of its rows; 0 where none did."""
