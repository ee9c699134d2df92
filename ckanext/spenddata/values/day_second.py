"""Columns written ``2026-13-05``: the year first, then the day. A cell such as ``2026-04-05`` among them is no date of ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ckanext.spenddata.values.dates import Reading
from ckanext.spenddata.values.faults import Fault

_YEAR_FIRST = re.compile(r"\s*\d{4}[-/. ](\d{1,2})[-/. ](\d{1,2})\b")
_MONTHS = 12


def without_doubted(cells: Iterable[str], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings, those that could be read either way ambiguous where most of the others have the day second.

    Args:
        cells: the distinct cells of a column.
        readings: what each says by itself.
    """
    parts = [(int(found[1]), int(found[2])) if (found := _YEAR_FIRST.match(cell)) else (0, 0) for cell in cells]
    day_second = sum(one > _MONTHS >= two for one, two in parts)
    if day_second <= sum(two > _MONTHS >= one for one, two in parts):
        return tuple(readings)
    ambiguous = Reading(None, None, Fault.AMBIGUOUS)
    doubted = (0 < one <= _MONTHS and 0 < two <= _MONTHS and one != two for one, two in parts)
    return tuple(ambiguous if each else reading for each, reading in zip(doubted, readings, strict=True))
