"""A way to tell a payment's category from one of its fields: what ours are, and what other packages may add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ckanext.spenddata.definitions import Definitions

Tell = Callable[[str], str | None]
"""The words of a cell → the id of a category; None where they say nothing."""


@dataclass(frozen=True)
class Method:
    """One way to tell a category, from the words of a field."""

    field: str
    """The canonical field whose cells are read."""
    confidence: float
    """How sure it is, from 0 to 1, as measured on payments whose category is known."""
    using: Callable[[Definitions], Tell]
    """The definitions → what tells a category; called once for each filing."""
    code: bool = False
    """Whether the cell is a code that the publisher gave: it then comes first, and stands whatever else the row says."""
