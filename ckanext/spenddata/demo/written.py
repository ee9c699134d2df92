"""How publishers write dates and amounts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

Cell = str | int | Decimal | date | None
Row = list[Cell]
_SERIAL_ORIGIN = date(1899, 12, 30)


def commas(amount: Decimal) -> str:
    """``-1,234.50``."""
    return f"{amount:,.2f}"


def pounds(amount: Decimal) -> str:
    """``-£1,234.50``."""
    return f"-£{-amount:,.2f}" if amount < 0 else f"£{amount:,.2f}"


def dollars(amount: Decimal) -> str:
    """``$1,234.50``, as a ledger with American settings writes pounds."""
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def brackets(amount: Decimal) -> str:
    """``(1,234.50)`` for a credit."""
    return f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"


def trailing_minus(amount: Decimal) -> str:
    """``1,234.50-`` for a credit."""
    return f"{-amount:,.2f}-" if amount < 0 else f"{amount:,.2f}"


def as_number(amount: Decimal) -> Cell:
    """A number cell of a spreadsheet."""
    return amount


def as_day(day: date) -> Cell:
    """A date cell of a spreadsheet."""
    return day


def serial(day: date) -> Cell:
    """The bare number by which a spreadsheet counts days."""
    return str((day - _SERIAL_ORIGIN) // timedelta(days=1))
