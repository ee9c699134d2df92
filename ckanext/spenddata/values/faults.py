"""Why a cell that holds something gave no value."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a cell that holds something gave no value."""

    UNREADABLE = "unreadable"
    """Not a date, amount or truth value in any form we know."""
    AMBIGUOUS = "ambiguous"
    """Readable in two ways (03/04 day first or month first) and nothing in the file decides."""
    SEVERAL = "several"
    """Several values in one cell."""
    IMPOSSIBLE = "impossible"
    """The form is known, the value does not exist (31 February)."""
    PERIOD = "period"
    """A period of the accounts or a week (P2 2026/27) stands where a date should be."""
    SPREADSHEET_ERROR = "spreadsheet_error"
    """``#REF!``, ``#N/A``, ``#NAME?`` …: the spreadsheet lost the value before it was sent."""
    HIDDEN = "hidden"
    """``#####``: the column was too narrow when the sheet was exported."""
    WITHHELD = "withheld"
    """A redaction stands where a date or an amount should be."""
