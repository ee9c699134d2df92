"""One figure of a table of totals, and what it is worth: all there is, a part of it, or none, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What a cell's figure is worth."""

    COMPLETE = "complete"
    """Everything that is due is in it; without payments it is a true nought."""
    PART = "part"
    """Something is published, and something that is due is missing, or published on another VAT basis."""
    MISSING = "missing"
    """Nothing is published, and something is due."""
    OTHER_BASIS = "other_basis"
    """Nothing is published on the VAT basis of the table, and something is on another."""
    NOT_DUE = "not_due"
    """Nothing is published, and nothing is due."""


class Cell(NamedTuple):
    """Payments, and months of bodies that are published, missing, or published on another VAT basis alone."""

    n: int = 0
    pence: int = 0
    published: int = 0
    missing: int = 0
    other_basis: int = 0

    @property
    def state(self) -> State:
        """Whether the figure is all there is."""
        if self.n or self.published:
            return State.PART if self.missing or self.other_basis else State.COMPLETE
        if self.other_basis:
            return State.OTHER_BASIS
        return State.MISSING if self.missing else State.NOT_DUE
