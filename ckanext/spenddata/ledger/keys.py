"""``_id``: where a row is, in one number. Entry number · 2²⁴ + number of the row in its entry, from 1.

Below 2⁵³, so that it is exact in JSON and JavaScript; the rows of an entry are one range of it.
"""

from __future__ import annotations

_ROW_BITS = 24
MOST_ROWS = (1 << _ROW_BITS) - 1
"""As many rows as one entry can have."""


def first_id(entry_no: int) -> int:
    """The ``_id`` of the first row of an entry."""
    return (entry_no << _ROW_BITS) + 1


def id_range(entry_no: int) -> tuple[int, int]:
    """First and last ``_id`` that rows of an entry can have."""
    return first_id(entry_no), (entry_no << _ROW_BITS) + MOST_ROWS


def entry_of(row_id: int) -> int:
    """Number of the entry that a row belongs to."""
    return row_id >> _ROW_BITS


def row_of(row_id: int) -> int:
    """Number of a row in its entry, from 1."""
    return row_id & MOST_ROWS
