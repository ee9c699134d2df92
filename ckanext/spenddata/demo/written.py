"""How publishers write dates and amounts."""

from __future__ import annotations

from collections.abc import Callable
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


AMOUNTS: dict[str, Callable[[Decimal], Cell]] = {
    "plain": str,
    "commas": commas,
    "pounds": pounds,
    "dollars": dollars,
    "brackets": brackets,
    "trailing_minus": trailing_minus,
    "number": lambda amount: amount,
}
"""Ways to write an amount; ``number`` is a number cell of a spreadsheet."""


def day(day: date, form: str) -> Cell:
    """A day by a pattern of ``strftime``, as a date ``cell`` of a spreadsheet, or as its ``serial`` number."""
    return day if form == "cell" else serial(day) if form == "serial" else f"{day:{form}}"


def serial(day: date) -> Cell:
    """The bare number by which a spreadsheet counts days."""
    return str((day - _SERIAL_ORIGIN) // timedelta(days=1))
