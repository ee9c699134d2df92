"""In which order the rows of a comparison stand: what is bought first; within it, what differs most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.statistics import Standing
from ckanext.spenddata.values.exact import Fraction

Weight: TypeAlias = tuple[Fraction | int, ...]
"""What is compared, the heaviest first; nothing where a row can't be judged."""

DISTANCE = "distance"
PROCUREMENT = "procurement"
_NOTHING = Fraction(0)
_ENDLESS = (1, _NOTHING)


def ordered(rows: Iterable[Row], order: str = DISTANCE) -> tuple[Row, ...]:
    """Rows in an order of ``ORDERS``; those that can't be judged by it come after the others, the largest first."""
    weigh = ORDERS[order]
    return tuple(sorted(rows, key=lambda row: (row.kind != PROCUREMENT, _last_first(weigh(row)), _by_size(row))))


def _distance(row: Row) -> Weight:
    return _of(row, lambda found: (abs(found.outside), abs(found.difference or _NOTHING)))


def _difference(row: Row) -> Weight:
    return _of(row, lambda found: None if found.difference is None else (abs(found.difference),))


def _times(row: Row) -> Weight:
    """By the ratio of figure and reference, whichever is larger; something beside nothing is more than any ratio."""

    def weight(found: Standing) -> Weight | None:
        if found.reference is None:
            return None
        if found.times:
            return 0, max(found.times, 1 / found.times)
        return _ENDLESS if found.difference else (0, Fraction(1))

    return _of(row, weight)


def _size(_row: Row) -> Weight:
    return ()


ORDERS: Mapping[str, Callable[[Row], Weight]] = {
    DISTANCE: _distance,
    "difference": _difference,
    "times": _times,
    "size": _size,
}
"""Distance outside what is usual among the peers, difference from their median, multiple of it, and the body's own amount."""


def _of(row: Row, weight: Callable[[Standing], Weight | None]) -> Weight:
    found = weight(row.standing) if row.standing else None
    return () if found is None else (1, *found)


def _last_first(weight: Weight) -> Weight:
    """A weight turned round, so that the heaviest comes first, and none last."""
    return tuple(-part for part in weight) if weight else (0,)


def _by_size(row: Row) -> tuple[int, int, str]:
    return -(row.cells[0].amount or 0), -sum(cell.amount or 0 for cell in row.cells), row.category or ""
