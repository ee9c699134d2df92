"""Categories: the browse categories and the code lists whose codes lead to them.

Comes in: ``categories.yaml``, ``cpv.csv`` and ``mcc.csv``. Goes out: one ``Categories``. A publisher's code is taken
only where the list has it; ``of_cpv`` and ``of_merchant`` hold every code that is taken, with its browse category; of
ProClass, whose list is its owner's, the table has the first digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from ckanext.spenddata.definitions import csv_file, yaml_file
from ckanext.spenddata.definitions.places import DefinitionError, meant

REDACTED = "redacted"
UNCLASSIFIED = "unclassified"
UNDECIDED = (REDACTED, UNCLASSIFIED)
"""What is withheld or not classified: it stands among the categories and says of nothing what it was."""
PROCLASS_DIGITS = 6


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"inside": "in"}):
    """One browse category."""

    id: str
    label: str
    kind: Literal["procurement", "non-procurement"]
    definition: str
    inside: str = ""
    """What is in it; ``in`` in the file."""
    out: str = ""
    """What is elsewhere, and where."""
    boundary: str = ""
    """Where the line is drawn in doubt."""
    cpv: tuple[str, ...] = ()
    """Prefixes of CPV codes; the longest that fits decides."""
    proclass: tuple[str, ...] = ()
    """First pairs of digits of ProClass codes; the longest that fits decides."""


class CategoryFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``categories.yaml``."""

    version: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Categories:
    """The browse categories, and every code that leads to one of them."""

    version: str
    by_id: Mapping[str, Category]
    """In the order of the file."""
    cpv_labels: Mapping[str, str]
    """CPV code of eight digits → description."""
    of_cpv: Mapping[str, str]
    """CPV code of eight digits → browse category."""
    of_proclass: Mapping[str, str]
    """First two or four digits of a ProClass code → browse category."""
    of_merchant: Mapping[str, str]
    """Merchant category code (ISO 18245) → browse category."""

    def proclass(self, code: str) -> str | None:
        """Browse category of a ProClass code of six digits, by its level 2 or else its level 1."""
        if len(code) != PROCLASS_DIGITS or not code.isdecimal():
            return None
        found = self.of_proclass.get(code[:4]) or self.of_proclass.get(code[:2])
        return None if found == UNCLASSIFIED else found

    def label(self, category: str) -> str:
        """What people call the category; an id that this version doesn't know is shown as it is."""
        known = self.by_id.get(category)
        return known.label if known else category


def read(categories: Sequence[Path], cpv: Sequence[Path], merchants: Sequence[Path]) -> Categories:
    """Read the three files, each with those laid over it; ``DefinitionError`` names what is wrong in them."""
    declared, name = yaml_file.read(categories, CategoryFile), categories[-1].name
    by_id = {category.id: category for category in declared.categories}
    if len(by_id) != len(declared.categories):
        raise DefinitionError(f"{name}: two categories have the same id.")
    for needed in UNDECIDED:
        if needed not in by_id:
            message = f"{name}: the category {needed!r} is missing; rows without another one are put there."
            raise DefinitionError(message)
    cpv_labels = {row["code"]: row["description"] for row in csv_file.rows(cpv, ("code", "description"))}
    return Categories(
        version=declared.version,
        by_id=by_id,
        cpv_labels=cpv_labels,
        of_cpv=_by_longest_prefix(cpv_labels, _owners(declared.categories, "cpv", name), name),
        of_proclass=_owners(declared.categories, "proclass", name),
        of_merchant=codes_to_categories(merchants, "mcc", by_id),
    )


def codes_to_categories(paths: Sequence[Path], code: str, known: Mapping[str, Category]) -> dict[str, str]:
    """Column ``code`` of a table → its column ``category``, each code once and each category known."""
    found: dict[str, str] = {}
    for row in csv_file.rows(paths, (code, "category")):
        if row[code] in found:
            raise row.wrong(f"{row[code]!r} is listed twice. Keep one.")
        if row["category"] not in known:
            raise row.wrong(f"the category {row['category']!r} is unknown.{meant(row['category'], known)}")
        found[row[code]] = row["category"]
    return found


def _owners(categories: tuple[Category, ...], scheme: Literal["cpv", "proclass"], file: str) -> dict[str, str]:
    owners: dict[str, str] = {}
    for category in categories:
        for code in getattr(category, scheme):
            if owners.setdefault(code, category.id) != category.id:
                raise DefinitionError(f"{file}: {scheme} {code} is claimed by {owners[code]} and by {category.id}.")
    return owners


def _by_longest_prefix(codes: Mapping[str, str], prefixes: Mapping[str, str], file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in codes:
        prefix = next((code[:length] for length in range(len(code), 0, -1) if code[:length] in prefixes), None)
        if prefix is None:
            raise DefinitionError(f"{file}: no category takes the CPV code {code}.")
        found[code] = prefixes[prefix]
    return found
