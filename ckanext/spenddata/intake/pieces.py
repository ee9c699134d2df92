"""Very large text files, piece by piece, so that the whole file is never in memory.

Only the plain kind: UTF-8 with sound quotation marks and one table whose header stands in the first piece. Anything else is left to the
ordinary way, which sees the whole file at once. Both give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from ckanext.spenddata.intake import delimited, encoding, notes
from ckanext.spenddata.intake.canonical import Context, about, based, canonical, dated
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import Sheaf, sheaves
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.tables import Table, find_tables, has_other_header
from ckanext.spenddata.values import date_order, dates

__all__ = ["LARGE", "Whole", "read_pieces"]

LARGE = 300_000_000
"""Files of more bytes are read in pieces."""
_PIECE = 64_000_000
_INLINE = 12
"""Words of up to so many bytes take no room of their own."""
_REPEATED = 4
"""Words that come so often on average are kept once."""


@dataclass
class Whole:
    """What the pieces of a file amount to."""

    sheaf: Sheaf
    """The first piece, its table carrying what was left out of all."""
    decision: date_order.Decision | None
    frame: pl.DataFrame
    encoding: str
    lost_characters: int


@dataclass
class _Dates:
    """The distinct dates of all pieces, how often each comes."""

    readings: dict[str, tuple[dates.Reading, int]] = field(default_factory=dict)

    def add(self, column: date_order.Column) -> None:
        for cell, reading, count in zip(column.distinct, column.readings, column.counts, strict=True):
            self.readings[cell] = (reading, self.readings.get(cell, (reading, 0))[1] + count)

    def decide(self, context: Context) -> date_order.Decision:
        return date_order.order(
            self.readings.values(), context.days or context.hint, day_first=context.answers.day_first
        )


def read_pieces(path: Path, name: str, context: Context, limits: Limits) -> Whole | None:
    """Read a file in pieces; None where it is not of the plain kind.

    Raises:
        Refused: It has more rows or columns than allowed.
    """
    frames: list[pl.DataFrame] = []
    found = _Dates()
    first: Sheaf | None = None
    provisional: date_order.Decision | None = None
    around: list[str] = []
    height = carried = lost = 0
    for text, mark in _texts(path):
        if text is None:
            return None
        lost += text.lost_characters
        cells = delimited.sound_cells(text.data, mark)
        if cells is None:
            return None
        grid = delimited.limited(Grid(cells, above=height), limits)
        height += grid.height
        if limits.rows is not None and height > limits.rows:
            raise refuse("too_large", why=f"it has more than {limits.rows:,} rows")
        table = _first_table(grid, context) if first is None else _next_table(grid, first.table, carried, context)
        if table is None:
            return None
        parts = sheaves(table, context.answers.unit)
        if len(parts) != 1 or parts[0].day is None:
            return None
        sheaf = parts[0]
        around += notes.words_around([table])
        found.add(parts[0].day)
        if first is None:
            first, provisional = sheaf, found.decide(context)
        else:
            _gather(first.table, table)
        frame = canonical(sheaf, provisional, name, context)
        carried += int(frame["amount"].sum() or 0)
        frames.append(_sharing(frame))
    if first is None:
        return None
    whole = pl.concat(frames, how="diagonal")
    context = about([name, *around], context)
    decision = found.decide(context)
    if provisional is None or (decision.order, decision.days) != (provisional.order, provisional.days):
        whole = dated(whole, decision, context)
    return Whole(first, decision, based(whole, first.table, context), "utf-8", lost)


def _texts(path: Path) -> Iterator[tuple[encoding.Text | None, str]]:
    """The pieces of a file, each of whole lines, with the delimiter; None for the text where it is not plain UTF-8."""
    mark = ""
    with path.open("rb") as stream:
        while raw := stream.read(_PIECE):
            raw += stream.readline()
            text = encoding.decode(raw)
            if text.encoding not in {"ascii", "utf-8", "utf-8-sig"} or b"\n" not in raw[:_PIECE]:
                yield None, mark
                return
            mark = mark or delimited.delimiter(text.data[: text.data.find(b"\n", 256_000)].decode("utf-8", "replace"))
            yield text, mark


def _first_table(grid: Grid, context: Context) -> Table | None:
    tables = find_tables(grid, context.definitions.titles, context.answers)
    if len(tables) != 1 or tables[0].header is None or not tables[0].layout.confidence:
        return None
    return tables[0]


def _next_table(grid: Grid, first: Table, carried: int, context: Context) -> Table | None:
    """The next piece under the header of the first; None where another header stands in it."""
    missing = [str(number) for number in range(grid.width + 1, first.grid.width + 1)]
    cells = grid.cells.with_columns(pl.lit(None, pl.String).alias(number) for number in missing)
    table = Table(replace(grid, cells=cells), first.header, 0, grid.height, first.layout, carried=carried)
    return None if has_other_header(table, context.definitions.titles) else table


def _gather(first: Table, other: Table) -> None:
    for kind, numbers in other.left_out.items():
        first.left_out.setdefault(kind, []).extend(numbers)


def _sharing(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with equal words kept once: whole columns of one department's name need not be."""
    wordy = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String
        and (frame[name].str.len_bytes() > _INLINE).any()
        and frame[name].n_unique() * _REPEATED < frame.height
    ]
    return frame.with_columns(pl.col(name).cast(pl.Categorical).cast(pl.String) for name in wordy)
