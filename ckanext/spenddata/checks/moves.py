"""Where the cells of a row belong when they have slipped into other columns.

A row is set right by a *move*: two cells change places, or all cells from a column on go one column to the right (a cell is missing there),
or one to the left (there is a cell too many). The right move is the one under which the row's cells look like the others of their columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import polars as pl

from ckanext.spenddata.checks.table import Table

__all__ = ["LIKE", "Looks", "Move", "best", "moves"]

LIKE = {
    "payment_date": r"(?i)^\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?:\d{4}|\d{2})$|^\d{4}-\d{2}-\d{2}",
    "amount": r"^[-(]?£? ?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}\)?-?$",
}
"""How dates and amounts are known where they stand in another column."""
OWN = {
    "payment_date": LIKE["payment_date"] + r"|^\d{5}(?:\.0)?$",
    "amount": r"(?i)^[-+(]*[£$]? ?[-(]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)\)?-?(?: ?(?:CR|DR))?$",
}
"""How they may stand in their own."""
_SAMPLE = 2_000
_MOST, _HARDLY = 0.95, 0.05
_FEW, _REPEATED = 20, 5
"""So few different cells, and each so often on average, are the words of a list."""
_TYPED, _WHOLE = 2, 2
"""What a date or an amount in its place counts for; any other cell counts for one."""

Test = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class Move:
    """Field → the field whose cell it should hold; None where no cell is known for it. Fields not named stay as they are."""

    sources: Mapping[str, str | None]
    whole: bool = True
    """Whether no cell is lost by it. Of a row with a cell too many, the last one stands beyond the columns that we read."""


def moves(fields: Sequence[str], columns: Mapping[str, int]) -> Iterator[Move]:
    """All moves of the cells of a row.

    Args:
        fields: the fields whose cells may move.
        columns: in which column each stands; empty where that is not known, and cells only change places.
    """
    for one, other in combinations(fields, 2):
        if one in LIKE or other in LIKE:
            yield Move({one: other, other: one})
    ordered = sorted((name for name in fields if name in columns), key=lambda name: columns[name])
    left = {after: before for before, after in pairwise(ordered) if columns[after] - columns[before] == 1}
    right = {before: after for after, before in left.items()}
    for start in range(len(ordered)):
        moved = ordered[start:]
        yield Move(
            {name: None if name == moved[0] else left.get(name) for name in moved},
            all(name in left for name in moved[1:]),
        )
        yield Move({name: right.get(name) for name in moved}, whole=False)


class Looks:
    """What the cells of each field look like in ordinary rows."""

    def __init__(self, table: Table, fields: Sequence[str], ordinary: pl.Series) -> None:
        """Learn from the rows at the positions ``ordinary``."""
        some = ordinary.gather_every(max(1, len(ordinary) // _SAMPLE))
        cells = table.columns_of(map(table.sent, fields))[some].select(table.sent(name).alias(name) for name in fields)
        self._tests = {name: list(_learned(cells[name])) for name in fields if name not in LIKE}

    def fits(self, field: str, source: str) -> pl.Expr:
        """Whether the cell of ``source`` looks like the others of ``field``. One from elsewhere must be sure to be a date or an amount."""
        cell = pl.col(source)
        if field in LIKE:
            fits = cell.str.contains((OWN if source == field else LIKE)[field])
        else:
            fits = pl.all_horizontal(pl.lit(value=True), *(test(cell) for test in self._tests[field]))
        return fits.fill_null(value=False)


def best(cells: pl.DataFrame, looks: Looks, candidates: Sequence[Move]) -> pl.Series:
    """For each row of ``cells`` (a column a field) the number of the move that sets it right.

    Null where the row is best as it is, and -1 where several moves would do equally well.
    """
    names = cells.columns
    fits = cells.select(looks.fits(to, source).alias(f"{to}<{source}") for to in names for source in names)
    as_it_is = _score(Move({}), names)
    scores = fits.select(
        as_it_is.alias("as it is"), *(_score(move, names).alias(str(i)) for i, move in enumerate(candidates))
    )
    moved = [str(i) for i in range(len(candidates))]
    most = pl.max_horizontal(moved)
    number = pl.sum_horizontal(pl.when(pl.col(i) == most).then(int(i)).otherwise(0) for i in moved)
    alone = pl.sum_horizontal((pl.col(i) == most).cast(pl.Int32) for i in moved) == 1
    better = most // _WHOLE > pl.col("as it is") // _WHOLE
    right = pl.when(better).then(pl.when(alone).then(number).otherwise(-1))
    return scores.select(right.cast(pl.Int32).alias("move"))["move"]


def _score(move: Move, names: Sequence[str]) -> pl.Expr:
    """How well a row's cells fit when moved. Of two moves that fit as well the one counts more that loses no cell."""
    sources = {name: move.sources.get(name, name) for name in names}
    points = [_points(name, source) for name, source in sources.items() if source is not None]
    return pl.sum_horizontal(points) * _WHOLE + int(move.whole)


def _points(name: str, source: str) -> pl.Expr:
    fits = pl.col(f"{name}<{source}")
    if name in LIKE and source != name:
        # A cell that looks right where it stands is no date or amount that slipped there.
        fits &= ~pl.col(f"{source}<{source}")
    return fits.cast(pl.Int32) * (_TYPED if name in LIKE else 1)


def _learned(cells: pl.Series) -> Iterator[Test]:
    """What nearly all cells of a field have in common."""
    filled = cells.drop_nulls()
    if len(filled) >= _MOST * len(cells):
        yield lambda cell: cell.is_not_null()
    for pattern in (r"^\d+$", r"\p{L}"):
        if _share(filled, pattern) >= _MOST:
            yield lambda cell, pattern=pattern: cell.is_null() | cell.str.contains(pattern)
    for pattern in LIKE.values():
        if _share(filled, pattern) <= _HARDLY:
            yield lambda cell, pattern=pattern: cell.is_null() | ~cell.str.contains(pattern)
    words = filled.unique()
    if len(words) <= _FEW and len(filled) >= _REPEATED * len(words):
        yield lambda cell: cell.is_null() | cell.is_in(words.implode())


def _share(cells: pl.Series, pattern: str) -> float:
    """Share of the cells that match."""
    return int(cells.str.contains(pattern).sum()) / len(cells) if len(cells) else 0.0
