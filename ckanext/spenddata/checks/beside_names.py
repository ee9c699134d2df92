"""A person's name beside what else stands in the cell of a supplier: ``Taxi service (John Smith)``, ``Foster care - J Smith``.

In the name of a company, a school or a house such a name is another's; what these are called by is data (``institutions``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.spenddata.checks.names import is_known_person
from ckanext.spenddata.definitions.people import People
from ckanext.spenddata.values.text import latin_letters

LIKELY = r"[(\[]\s*\p{L}|(?:\s[-\x{2013}]|:)\s+\p{L}"
"""What such a cell has, in the engine's own language."""
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_DASH = re.compile(r"\s+[-\N{EN DASH}]\s+|:\s+")
_WORD = re.compile(r"[a-z0-9']+")


def names_beside(cell: str, people: People) -> bool:
    """Whether a part of a cell is a person's name, and the rest is no institution's; or both together are one: ``Smith (Jane)``."""
    if people.institutions.intersection(_WORD.findall(latin_letters(cell))):
        return False
    return _is_turned(cell, people) or any(is_known_person(part, people) for part in _parts(cell))


def _parts(cell: str) -> Iterator[str]:
    """What stands in brackets and what before them, or the pieces between dashes."""
    inside = _IN_BRACKETS.findall(cell)
    pieces = _DASH.split(_IN_BRACKETS.sub(" ", cell))
    yield from (*inside, *pieces) if len(pieces) + len(inside) > 1 else ()


def _is_turned(cell: str, people: People) -> bool:
    """Whether a known surname stands before brackets or a dash, and initials, a title or a given name in or behind them."""
    surname, _, given = _IN_BRACKETS.sub(r" - \1", cell).strip(" -").partition(" - ")
    first, *others = _WORD.findall(latin_letters(given)) or [""]
    told = len(first) == 1 or first in people.titles or first in people.given_names - people.place_names
    return told and len(others) <= 1 and latin_letters(surname).strip() in people.family_names
