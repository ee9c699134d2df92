"""What an expense type or a supplier means for one publisher, or for everybody: lines of stewards (``publisher_categories.csv``).

The columns are ``publisher`` (an identifier; blank for everybody), ``supplier``, ``expense_type`` (one of them or both), ``category`` and
``why``. Words are compared without case, punctuation and numbers of accounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.expense_types import normalise
from ckanext.spenddata.definitions.places import meant

EVERYBODY = ""
COLUMNS = ("publisher", "supplier", "expense_type", "category", "why")

Key = tuple[str, str]
"""Supplier and expense type in plain words; blank for any."""


@dataclass(frozen=True)
class Lines:
    """All lines."""

    of: Mapping[str, Mapping[Key, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Publisher, or blank for everybody → what the line is about → category."""

    def in_force(self, publisher_id: str) -> tuple[Mapping[Key, str], ...]:
        """The lines for a publisher: its own, and those for everybody, of which its own take the place."""
        return tuple(lines for who in dict.fromkeys((publisher_id, EVERYBODY)) if (lines := self.of.get(who)))


def read(paths: Sequence[Path], categories: Categories) -> Lines:
    """Read the lines, an administrator's laid over the package's by publisher.

    Raises:
        DefinitionError: A line is about nothing, has an unknown category or no reason, or contradicts another one.
    """
    found: dict[str, dict[Key, str]] = {}
    places: dict[tuple[str, Key], str] = {}
    for row in csv_file.rows(paths, COLUMNS):
        who, key = row["publisher"].strip(), (normalise(row["supplier"]), normalise(row["expense_type"]))
        category = row["category"].strip()
        if not any(key):
            raise row.wrong("a supplier or an expense type is expected here, or both, in words.")
        if category not in categories.by_id:
            raise row.wrong(f"the category {category!r} is unknown.{meant(category, categories.by_id)}")
        if not row["why"].strip():
            raise row.wrong("say why; name no person.")
        if (who, key) in places:
            raise row.wrong(f"{places[who, key]} says already what this is. Keep one of the two.")
        places[who, key] = str(row.place)
        found.setdefault(who, {})[key] = category
    return Lines(MappingProxyType(found))
