"""A rule's case, and rows to make cases of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.checks.filings import good

Row = dict[str, str | None]


@dataclass(frozen=True)
class Case:
    """A rule, rows that break it each once, rows that do not break it."""

    rule: str
    breaks: list[Row]
    passes: list[Row]
    fix: str | None = None
    """The fix of the first finding."""
    says: str = ""
    """Words of what was expected."""
    known: dict[str, Any] = field(default_factory=dict)
    """What the check knows."""
    order: Any = None
    once: bool = False
    """One finding for the whole filing, or for one of its rows, instead of one for each row."""
    passes_known: dict[str, Any] | None = None


def doubled(rows: list[Row]) -> list[Row]:
    return [row for row in rows for _ in range(2)]


def numbered(count: int, **cells: str | None) -> list[Row]:
    return [good(transaction_number=str(5_100_000_000 + i), **cells) for i in range(count)]


def texts(name: str, cells: list[str], **others: str | None) -> list[Row]:
    return [good(**{name: cell, **others}) for cell in cells]
