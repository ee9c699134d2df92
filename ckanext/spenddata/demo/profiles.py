"""What each kind of fictional body spends money on.

A line says how much a body of that kind spends in a year, as pounds for each unit of its size: a head for councils,
police and fire, a pound of its yearly budget for the others. The words are those that many public bodies use; a few
lines have words of which nobody could tell the category, as in real files. They are in ``data/costs.csv``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import msgspec

from ckanext.spenddata.demo import tables


@dataclass(frozen=True)
class Line:
    """One kind of cost."""

    expense_type: str
    area: str
    rate: float
    """Pounds a year for each unit of size."""
    usual: int
    """Pounds of a usual transaction."""
    trade: str
    """Which suppliers are paid: a key of ``suppliers.TRADES``, or ``public`` and ``people``."""
    purpose: str
    proclass: str = ""
    cpv: str = ""
    season: str = ""
    """``winter``, ``school``, ``april`` or nothing."""


_GROUPS: dict[str, list[Line]] = defaultdict(list)
for _row in tables.rows("costs.csv", "group", "expense_type", "area", "rate", "usual", "trade", "purpose"):
    _GROUPS[_row["group"]].append(msgspec.convert(_row.cells, Line, strict=False))

PROFILES: dict[str, tuple[Line, ...]] = {
    name: tuple(replace(line, rate=line.rate * by) for group, by in groups.items() for line in _GROUPS[group])
    for name, groups in {
        "county": {"everywhere": 1.0, "care and schools": 1.0},
        "district": {"everywhere": 0.8, "local": 1.0},
        "unitary": {"everywhere": 1.3, "care and schools": 1.0, "local": 1.0},
        "trust": {"trust": 1.0},
        "department": {"government": 1.0, "grant in aid": 1.0},
        "agency": {"government": 1.0},
        "police": {"everywhere": 0.7, "police": 1.0},
        "fire": {"everywhere": 0.2, "fire": 1.0},
    }.items()
}
"""What each kind of body buys: groups of ``costs.csv``, each with what its rates are multiplied by."""
