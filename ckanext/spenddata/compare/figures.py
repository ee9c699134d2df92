"""Totals, as the ledger hands them over. All money is integer pence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple


class Total(NamedTuple):
    """Sum of the transactions of one body, regime and category over some months."""

    publisher_id: str
    regime: str
    category: str
    n: int
    amount: int


class MonthTotal(NamedTuple):
    """Sum of the transactions of one body and regime in one month, of one category or of all."""

    publisher_id: str
    regime: str
    month: str
    n: int
    amount: int


class LargestSuppliers(NamedTuple):
    """What one body paid its largest suppliers together, in a financial year."""

    publisher_id: str
    regime: str
    suppliers: int
    amount: int


class AmountCount(NamedTuple):
    """How often one body, regime and category has one amount in some months."""

    publisher_id: str
    regime: str
    category: str
    amount: int
    n: int


class TypeTotal(NamedTuple):
    """Sum of what one body and regime paid suppliers of one type; the type is empty where it isn't stated."""

    publisher_id: str
    regime: str
    supplier_type: str
    amount: int


class LargestPayment(NamedTuple):
    """The largest payment of one body, regime and category in some months."""

    publisher_id: str
    regime: str
    category: str
    amount: int


class PublishedReturn(NamedTuple):
    """A return of which something is or was published."""

    publisher_id: str
    regime: str
    period: str
    start: date
    end: date
    return_id: str
    current: bool
    """False where it is withdrawn."""
    nil: bool
    n: int
    left_out: int
    inside: int
    """Of its payments, how many fall in its own period."""
    amount_basis: tuple[str, ...]
    currencies: tuple[str, ...]
    first_published: date
    """London's date of the first publication."""


@dataclass(frozen=True, order=True)
class Span:
    """Whole months, both ends included, as ``2026-04``."""

    first: str
    last: str

    @staticmethod
    def of(start: date, end: date) -> Span:
        """The months in which two days fall."""
        return Span(f"{start:%Y-%m}", f"{end:%Y-%m}")

    @staticmethod
    def of_fiscal_year(year: int) -> Span:
        """A financial year, named by its first half: April to March."""
        return Span(f"{year}-04", f"{year + 1}-03")

    @cached_property
    def start(self) -> date:
        """First day."""
        return date.fromisoformat(f"{self.first}-01")

    @cached_property
    def end(self) -> date:
        """Last day."""
        year, month = map(int, self.last.split("-"))
        return date(year + month // 12, month % 12 + 1, 1) - date.resolution

    @property
    def months(self) -> list[str]:
        """Each of them, as ``2026-04``."""
        first, last = (
            int(year) * 12 + int(month) - 1 for year, month in (each.split("-") for each in (self.first, self.last))
        )
        return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]

    @property
    def fiscal_year(self) -> int | None:
        """The financial year that these months are, by its first half; None where they are none."""
        whole_year = self.first.endswith("-04") and self.last == f"{int(self.first[:4]) + 1}-03"
        return int(self.first[:4]) if whole_year else None

    @property
    def fiscal_years(self) -> list[int]:
        """The financial years that these months are of, each by its first half."""
        first, last = (int(each[:4]) - (each[5:] < "04") for each in (self.first, self.last))
        return list(range(first, last + 1))
