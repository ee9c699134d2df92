"""Rows from which on the cells stand in other columns though the dates do not: found by what the columns look like before or after.

First a sample of the rows is looked at. Only where it shows a break are all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import polars as pl

from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.intake.tables.likeness import Looks, Move, form, gain, moves

__all__ = ["Break", "find", "runs"]

_SAMPLE = 160
_FEWEST = 10
"""So many rows show what columns look like."""
_SHORTEST = 5
"""Fewer rows that stand otherwise are mistakes to be told, not a layout."""
_ENOUGH = 40
"""So many of them show how they stand."""
_SURE = 3.0
"""What the cells of a row must gain together."""
_CLEAR = 0.5
"""What a moved column must gain on average to count as shown."""
_LOST = 100.0
"""What a row loses by a cell that would have no place."""
_NEARLY = 0.7
"""So many rows of a stretch must be sure."""
_MOST = 5
"""More stretches than this are no layouts."""

Forms = Mapping[int, Sequence[str]]
"""Column → the forms of its cells, one a row."""


@dataclass(frozen=True)
class Break:
    """How the cells of some rows stand, and which rows."""

    move: Move
    moved: pl.Series
    """For each row of the table whether it is moved."""


def find(table: Table) -> Break | None:
    """The rows of a table whose cells stand in other columns; None where there are none."""
    mapped = [each.column for name, each in table.layout.fields.items() if name != "payment_date"]
    day = table.layout.fields.get("payment_date")
    columns = [number for number in range(1, max(mapped, default=0) + 1) if day is None or number != day.column]
    cells = table.body
    if cells.height < _SHORTEST or len(columns) < 2 or table.layout.credit is not None:
        return None
    sample = cells.gather_every(max(1, cells.height // _SAMPLE))
    forms = _forms(sample, columns)
    for looks, rows in _ordinary(table, sample, columns):
        odd = _odd(forms, looks, rows)
        some = odd[:: max(1, len(odd) // _ENOUGH)]
        move = _best({c: [forms[c][row] for row in some] for c in columns}, looks, mapped)
        if move and (found := _everywhere(cells, move, looks)):
            # The titles stand above the first rows, so it is these that are as the titles say.
            back = table.above is None and found.moved[0]
            return Break(move.back, ~found.moved) if back else found
    return None


def _ordinary(
    table: Table, sample: pl.DataFrame, columns: Sequence[int]
) -> Iterator[tuple[Mapping[int, Looks], Sequence[int]]]:
    """What ordinary rows look like, and the rows of the sample to compare with them.

    A later piece of a large file is compared with the first; a table with its own beginning and end, one of which is whole.
    """
    height = sample.height
    if table.above:
        yield {c.number: Looks(c.cells) for c in table.layout.columns if c.number in columns}, range(height)
    elif height >= _FEWEST + 2:
        for some in (range(height // 3), range(max(_FEWEST, height // 8)), range(height - height // 3, height)):
            looks = {column: Looks(sample[str(column)][list(some)].to_list()) for column in columns}
            yield looks, [row for row in range(height) if row not in some]


def _forms(cells: pl.DataFrame, columns: Sequence[int]) -> Forms:
    return {column: [form(cell) for cell in cells[str(column)]] for column in columns}


def _odd(forms: Forms, looks: Mapping[int, Looks], rows: Sequence[int]) -> list[int]:
    """The rows with a cell such as its column had none before, or such as only another column had."""
    strange: dict[int, set[str]] = {}
    homes: Counter[str] = Counter()
    for each in looks.values():
        homes.update(each.usual)
    for column, look in looks.items():
        unseen = {each for row in rows if (each := forms[column][row]) and not look.knows(each)}
        strange[column] = {each for each in unseen if homes[each] or look.wonders(each)}
    suspect = {column: found for column, found in strange.items() if found}
    return [row for row in rows if any(forms[column][row] in found for column, found in suspect.items())]


def _best(forms: Forms, looks: Mapping[int, Looks], mapped: Sequence[int]) -> Move | None:
    """The move that the rows gain most by; None where it is not clear."""
    if len(forms[mapped[0]]) < _SHORTEST:
        return None
    gains = {(source, to): _gains(forms[source], looks[source], looks[to]) for source, to in permutations(forms, 2)}
    blanks = {column: [not each for each in forms[column]] for column in forms}
    candidates = [move for move in moves(sorted(forms)) if sum(column in mapped for column in move.sources) > 1]
    totals = [_totals(move, gains, blanks, looks) for move in candidates]
    if not candidates:
        return None
    sure = [[total for total in each if total > _SURE] for each in totals]
    best = max(range(len(candidates)), key=lambda number: (sum(sure[number]), -len(candidates[number].sources)))
    rows = [place for place, total in enumerate(totals[best]) if total > _SURE]
    return candidates[best] if len(rows) >= _SHORTEST and _shown(candidates[best], gains, forms, rows) else None


def _gains(forms: Sequence[str], here: Looks, there: Looks) -> list[float]:
    known = {each: gain(each, here, there) for each in set(forms)}
    return [known[each] for each in forms]


def _totals(
    move: Move,
    gains: Mapping[tuple[int, int], Sequence[float]],
    blanks: Mapping[int, Sequence[bool]],
    looks: Mapping[int, Looks],
) -> list[float]:
    """What each row gains by a move: its cells, and the columns that it fills or empties."""
    total: list[float] = [sum(each) for each in zip(*(gains[pair] for pair in move.carried), strict=True)]
    for to, source in move.sources.items():
        emptied = looks[to].emptied()
        after = blanks[source] if source is not None else [True] * len(total)
        total = [sum_ + (empty - was) * emptied for sum_, empty, was in zip(total, after, blanks[to], strict=True)]
    for column in move.lost:
        total = [sum_ - (not empty) * _LOST for sum_, empty in zip(total, blanks[column], strict=True)]
    return total


def _shown(move: Move, gains: Mapping[tuple[int, int], Sequence[float]], forms: Forms, rows: Sequence[int]) -> bool:
    """True where at least two columns show the move by cells of their own, and none speaks against it."""
    means = []
    for source, to in move.carried:
        said = [gains[source, to][row] for row in rows if forms[source][row]]
        if said:
            means.append(sum(said) / len(said))
    return min(means, default=-1.0) > -_CLEAR and sum(mean > _CLEAR for mean in means) > 1


def _everywhere(cells: pl.DataFrame, move: Move, looks: Mapping[int, Looks]) -> Break | None:
    """The move for all rows of a table: a stretch is moved where nearly all of its rows are sure."""
    total = pl.select(pl.sum_horizontal(*_parts(cells, move, looks))).to_series()
    sure = total > _SURE
    said = pl.select(pl.when(sure).then(pl.lit(value=True)).when(total < -_SURE).then(pl.lit(value=False)))
    moved = said.to_series().forward_fill().backward_fill().fill_null(value=False)
    stretches = [(start, end) for start, end, there in runs(moved) if there]
    for start, end in stretches:
        length = int((total.slice(start, end - start) > 0).arg_true().max() or 0) + 1  # type: ignore[arg-type]
        layout = sure.slice(start, length).sum() >= max(_SHORTEST, _NEARLY * length)
        moved = moved.scatter(range(start + length if layout else start, end), False)
    if not moved.any() or len(stretches) > _MOST:
        return None
    return Break(move, moved)


def _parts(cells: pl.DataFrame, move: Move, looks: Mapping[int, Looks]) -> Iterator[pl.Series]:
    """What the rows of a table gain: by each cell that comes into another column, by each column that is filled or emptied."""
    blank: dict[int, pl.Series] = {}
    for column in move.sources:
        known = cells[str(column)].unique(maintain_order=True).drop_nulls()
        empty = [not form(cell) for cell in known]
        blank[column] = cells[str(column)].replace_strict(known, empty, default=True, return_dtype=pl.Float64)
        for to in (to for source, to in move.carried if source == column):
            gains = [gain(form(cell), looks[column], looks[to]) for cell in known]
            yield (
                cells[str(column)].replace_strict(known, gains, default=0.0, return_dtype=pl.Float64).alias(f"to {to}")
            )
    for to, source in move.sources.items():
        after = blank[source] if source is not None else blank[to] * 0 + 1
        yield ((after - blank[to]) * looks[to].emptied()).alias(f"blank {to}")
    for column in move.lost:
        yield ((blank[column] - 1) * _LOST).alias(f"lost {column}")


def runs(moved: pl.Series) -> Iterator[tuple[int, int, bool]]:
    """The stretches of rows: start, end, and whether they are moved."""
    begin = 0
    for end in [*(moved != moved.shift(1)).fill_null(value=False).arg_true().to_list(), len(moved)]:
        yield begin, end, moved[begin]
        begin = end
