"""Totals as a table: rows × columns, the largest first, what is not shown in one line, and what is missing in every cell.

A cell without payments is nought only where everybody whose payments could stand there has published; see :attr:`crosstab_cell.Cell.state`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import TypeVar, cast

from ckanext.spenddata.compare.crosstab_cell import Cell
from ckanext.spenddata.compare.dimensions import Dimension, Known, Part
from ckanext.spenddata.compare.published_months import Months
from ckanext.spenddata.values.exact import Fraction

Sums = Iterable[tuple[tuple[str, ...], int, int]]
"""Values of the parts of the key of rows, then of columns; payments; pence."""
Filed = tuple[str, str, str]
"""A body, its duty, and what VAT the amounts include; blank where the duty tells it."""
_ALL = ""
REST, WHOLE = "\0rest", "\0whole"
"""Rows and columns that stand for several: those not shown, and all. No value begins so: PostgreSQL has no text with that letter."""
BEHIND = "\1behind"
"""In sums: the suppliers that are none of the largest, put together by the database. No identity begins so."""
MOST_CELLS = 250_000
"""Of one table."""
_NOTHING = (0, 0, 0)
_BLIND = (Part.CATEGORY, Part.SUPPLIER)
"""What is published is the same for every one of these."""


class TooManyCellsError(Exception):
    """A table would have more than ``MOST_CELLS``."""

    def __init__(self, rows: int, columns: int) -> None:
        """Of so many rows and columns."""
        super().__init__(f"rows: {rows}, columns: {columns}")
        self.rows, self.columns = rows, columns


@dataclass(frozen=True)
class Line:
    """A row: its value, the cells of the columns that are shown, of the others together, and of all."""

    value: str
    """Of one row; what stands for several where they are put together is no value of any."""
    cells: tuple[Cell, ...]
    others: Cell | None
    """Of the columns that are not shown; None where all are, or where they are never in one sum."""
    all: Cell | None
    """Of all columns; None where these are never in one sum."""


@dataclass(frozen=True)
class Crosstab:
    """Rows × columns."""

    columns: tuple[str, ...]
    """Values of the columns that are shown; one blank where there are none."""
    other_columns: int
    lines: tuple[Line, ...]
    rest: Line | None
    """The rows that are not shown, together."""
    total: Line | None
    """All rows; None where these are never in one sum."""
    rows: int
    """How many rows there are."""


def set_out(
    rows: Dimension,
    columns: Dimension | None,
    known: Known,
    sums: Sums,
    months: Mapping[Filed, Months],
    *,
    most: tuple[int, int],
    always: tuple[Iterable[str], Iterable[str]] = ((), ()),
    behind: int = 0,
    divisors: Mapping[str, Fraction] | None = None,
) -> Crosstab:
    """Set totals out.

    Args:
        rows: What they are set out by.
        columns: And beside; None for one column of all.
        known: What the parts of their keys stand for.
        sums: The totals.
        months: What each body has published, under each duty and of each kind of amounts.
        most: As many rows and columns are shown.
        always: Values of rows and columns that are there with or without payments.
        behind: How many rows the sums have together under ``BEHIND``.
        divisors: What each row's sum is divided by to tell which are the largest; those that have none come last.

    Raises:
        TooManyCellsError: So many rows and columns are shown; told before any cell is made.
    """
    axes = (rows, columns)
    paid = _fold(axes, known, sums)
    there = _coverage(axes, known, months)
    ordered = [
        _ordered(axis, _values(index, paid, there, always[index]), _sizes(paid, index, None if index else divisors))
        if axis
        else [_ALL]
        for index, axis in enumerate(axes)
    ]
    kept = [_kept(axis, values, most[index]) for index, (axis, values) in enumerate(zip(axes, ordered, strict=True))]
    if len(kept[0]) * len(kept[1]) > MOST_CELLS:
        raise TooManyCellsError(len(kept[0]), len(kept[1]))
    rest = set(ordered[0]) - set(kept[0])
    whole = set(ordered[0])
    cells = _Cells(_with_sums(paid, whole, rest), _with_sums(there, whole, rest), axes)
    shown, hidden = kept[1], [value for value in ordered[1] if value not in set(kept[1])]

    def line(value: str) -> Line:
        adds_up = columns is None or columns.adds_up
        values = [value]
        return Line(
            value,
            tuple(cells.of(values, [column]) for column in shown),
            cells.of(values, hidden) if hidden and adds_up else None,
            cells.of(values, ordered[1]) if columns is not None and adds_up else None,
        )

    return Crosstab(
        tuple(shown),
        len(hidden),
        tuple(line(value) for value in kept[0]),
        line(REST) if rest and rows.adds_up else None,
        line(WHOLE) if rows.adds_up else None,
        len(ordered[0]) + max(behind - 1, 0),
    )


Pair = tuple[str, str]
Standing = tuple[int, ...]
"""Months of bodies that are published, missing, and published on another VAT basis."""
Numbers = TypeVar("Numbers", bound=tuple[int, ...])


class _Cells:
    """Any cells of the table, put together."""

    def __init__(
        self,
        paid: Mapping[Pair, tuple[int, int]],
        there: Mapping[Pair, Standing],
        axes: tuple[Dimension, Dimension | None],
    ) -> None:
        self._paid, self._there = paid, there
        self._blind = tuple(axis is None or axis.part in _BLIND for axis in axes)

    def of(self, rows: Sequence[str], columns: Sequence[str]) -> Cell:
        """All cells of some rows and columns in one. What is published is the same for every category, so it is counted once."""
        n = pence = 0
        stands: Standing = _NOTHING
        for row in rows:
            for column in columns:
                count, amount = self._paid.get((row, column), (0, 0))
                n, pence = n + count, pence + amount
        for row in [_ALL] if self._blind[0] else rows:
            for column in [_ALL] if self._blind[1] else columns:
                if there := self._there.get((row, column)):
                    stands = _added(stands, there)
        return Cell(n, pence, *stands)


def _with_sums(found: Mapping[Pair, Numbers], whole: Collection[str], rest: Collection[str]) -> dict[Pair, Numbers]:
    """The same with a row for all, and one for those that are not shown: summed once, and not for every cell of the page."""
    summed = dict(found)
    for (row, column), numbers in found.items():
        for name, those in ((WHOLE, whole), (REST, rest)):
            if row in those:
                known = summed.get((name, column))
                summed[name, column] = numbers if known is None else _added(known, numbers)
    return summed


def _added(one: Numbers, other: Numbers) -> Numbers:
    """The sums of numbers that stand in the same order."""
    return cast("Numbers", tuple(map(add, one, other)))


def _fold(axes: tuple[Dimension, Dimension | None], known: Known, sums: Sums) -> dict[Pair, tuple[int, int]]:
    """Payments and pence by the values of rows and columns."""
    rows, columns = axes
    width = width_of(rows)
    of_row, of_column = reader(rows, known), reader(columns, known)
    found: dict[Pair, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for key, n, pence in sums:
        at = of_row(key[:width]), of_column(key[width:])
        count, amount = found[at]
        found[at] = (count + n, amount + pence)
    return found


def reader(axis: Dimension | None, known: Known) -> Callable[[tuple[str, ...]], str]:
    """From the part's value (a body and its duty are two) to the dimension's."""
    if axis is None:
        return lambda _key: _ALL
    if axis.part is Part.FILED:
        return lambda key: key[2] or known.bases.get((key[0], key[1]), "")
    kept: dict[str, str] = {}

    def read(key: tuple[str, ...]) -> str:
        value = key[0]
        if value not in kept:
            kept[value] = axis.read(known, value)
        return kept[value]

    return read


def _coverage(
    axes: tuple[Dimension, Dimension | None], known: Known, months: Mapping[Filed, Months]
) -> dict[Pair, Standing]:
    """How months of bodies stand, by the values of rows and columns; blank for those that don't tell them apart."""
    readers = [reader(axis, known) for axis in axes]
    found: dict[Pair, list[int]] = defaultdict(lambda: list(_NOTHING))
    for filed, each in months.items():
        steady = [_steady(axis, read, filed) for axis, read in zip(axes, readers, strict=True)]
        for place, standing in enumerate((each.published, each.missing, each.other_kind)):
            if None not in steady:
                found[steady[0] or _ALL, steady[1] or _ALL][place] += len(standing)
                continue
            for month in standing:
                at = tuple(
                    value if value is not None else read((month,)) for value, read in zip(steady, readers, strict=True)
                )
                found[at[0], at[1]][place] += 1
    return {pair: tuple(numbers) for pair, numbers in found.items()}


def _steady(axis: Dimension | None, read: Callable[[tuple[str, ...]], str], filed: Filed) -> str | None:
    """The value that all months of a body's duty have; None where it is the month that tells."""
    if axis is None or axis.part in _BLIND:
        return _ALL
    if axis.part is Part.MONTH:
        return None
    return read({Part.BODY: filed[:1], Part.DUTY: filed[1:2], Part.FILED: filed}[axis.part])


def width_of(axis: Dimension) -> int:
    """How many values of a key are those of a dimension's part."""
    return 3 if axis.part is Part.FILED else 1


def _values(index: int, paid: Mapping[Pair, object], there: Mapping[Pair, object], always: Iterable[str]) -> set[str]:
    """The values of rows (0) or columns (1)."""
    return {pair[index] for pair in paid} | {pair[index] for pair in there if pair[index]} | set(always)


def _sizes(
    paid: Mapping[Pair, tuple[int, int]], index: int, divisors: Mapping[str, Fraction] | None
) -> Mapping[str, int | Fraction]:
    found: dict[str, int] = defaultdict(int)
    for pair, (_, pence) in paid.items():
        found[pair[index]] += pence
    return found if divisors is None else {value: found[value] / each for value, each in divisors.items()}


def _ordered(axis: Dimension, values: Iterable[str], sizes: Mapping[str, int | Fraction]) -> list[str]:
    """Time as it goes; everything else from the largest down, what has no size and what stands for several last."""
    if axis.in_time:
        return sorted(values)
    return sorted(values, key=lambda value: (value == BEHIND, value not in sizes, -sizes.get(value, 0), value))


def _kept(axis: Dimension | None, values: Sequence[str], most: int) -> list[str]:
    """Those that are shown: the newest, or the largest; all of those that are never in one sum."""
    if axis is None or not axis.adds_up:
        return list(values)
    return list(values[-most:] if axis.in_time else values[:most])
