"""Large text files, piece by piece: each is decoded and cut into cells while the one before it is made into rows.

So the whole file is never in memory, the memory of one piece serves the next, and both cores have work. Only the plain kind: UTF-8 with
sound quotation marks and one table whose header stands in the first piece. Anything else is left to the ordinary way, which sees the
whole file at once. Both give the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

import polars as pl

from ckanext.spenddata.intake import delimited, encoding, notes
from ckanext.spenddata.intake.canonical import Context, about, based, canonical, dated
from ckanext.spenddata.intake.encoding import Text
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import Sheaf, sheaves
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.tables import Table, find_tables, has_other_header
from ckanext.spenddata.values import date_order, dates

__all__ = ["LARGE", "Whole", "read_pieces"]

LARGE = 20_000_000
"""Files of more bytes are read in pieces."""
_PIECE = 8_000_000
_SPAN = 200
"""A quoted cell of more lines than this is a quotation mark that was never closed."""
_INLINE = 12
"""Words of up to so many bytes take no room of their own."""
_REPEATED = 4
"""Words that come so often on average are kept once."""
_SAMPLE = 2_000

T = TypeVar("T")


@dataclass
class Whole:
    """What the pieces of a file amount to."""

    sheaf: Sheaf
    """The first piece, its table carrying what was left out of all."""
    decision: date_order.Decision | None
    frame: pl.DataFrame
    text: Text
    """What is known of the text, without its words."""
    repairs: Repairs


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


@dataclass(frozen=True)
class _Piece:
    """A piece of a file, cut into cells."""

    text: Text
    """What is known of its text, without the words."""
    cells: pl.DataFrame
    repairs: Repairs
    last: bool


def read_pieces(path: Path, name: str, context: Context, limits: Limits) -> Whole | None:
    """Read a file in pieces; None where it is not of the plain kind.

    Raises:
        Refused: It has more rows or columns than allowed.
    """
    with _Frames(name, context) as frames:
        found = _Dates()
        first: Sheaf | None = None
        above: Sheaf | None = None
        provisional: date_order.Decision | None = None
        known: Text | None = None
        around: list[str] = []
        repairs = Repairs()
        height = 0
        for piece in _ahead(_pieces(path)):
            if piece is None:
                return None
            known = known.followed_by(piece.text) if known else piece.text
            repairs.take(piece.repairs, above=height)
            grid = delimited.limited(Grid(piece.cells, above=height), limits)
            height += grid.height
            if limits.rows is not None and height > limits.rows:
                raise refuse("too_large", why=f"it has more than {limits.rows:,} rows")
            table = _next_table(grid, above) if above else _first_table(grid, context)
            sheaf = _one_sheaf(table, context, last=piece.last) if table else None
            if table is None or sheaf is None or sheaf.day is None:
                return None
            around += notes.words_around([table])
            found.add(sheaf.day)
            if first is None:
                first, provisional = sheaf, found.decide(context)
            else:
                _gather(first.table, table)
            frames.add(sheaf, provisional)
            above = sheaf
        if first is None or known is None:
            return None
        whole = frames.all()
    context = about([name, *around], context)
    decision = found.decide(context)
    if provisional is None or (decision.order, decision.days) != (provisional.order, provisional.days):
        whole = dated(whole, decision, context)
    return Whole(first, decision, based(whole, first.table, context), known, repairs)


class _Frames:
    """The rows of the pieces, made in a thread of their own while the next piece is looked at."""

    def __init__(self, name: str, context: Context) -> None:
        self.name = name
        self.context = context
        self.frames: list[pl.DataFrame] = []
        self.pool = ThreadPoolExecutor(1)
        self.under_way: Future[pl.DataFrame] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def add(self, sheaf: Sheaf, decision: date_order.Decision | None) -> None:
        """Take a piece; wait for the one before it, so that no more than two are in memory."""
        self._finish()
        self.under_way = self.pool.submit(self._rows, sheaf, decision)

    def all(self) -> pl.DataFrame:
        """The rows of all pieces."""
        self._finish()
        return pl.concat(self.frames, how="diagonal")

    def _rows(self, sheaf: Sheaf, decision: date_order.Decision | None) -> pl.DataFrame:
        return _sharing(canonical(sheaf, decision, self.name, self.context))

    def _finish(self) -> None:
        if self.under_way is not None:
            self.frames.append(self.under_way.result())
            self.under_way = None


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, each made while the one before it is worked on."""
    with ThreadPoolExecutor(1) as pool:
        end = object()
        following = pool.submit(next, items, end)
        while (item := following.result()) is not end:
            following = pool.submit(next, items, end)
            yield item  # type: ignore[misc]


def _pieces(path: Path) -> Iterator[_Piece | None]:
    """The pieces of a file; None where one is not plain, and then no more."""
    mark = ""
    size = path.stat().st_size
    with path.open("rb") as stream:
        while raw := stream.read(_PIECE):
            raw += _rest_of_record(raw, stream)
            text = encoding.decode(raw)
            mark = mark or delimited.delimiter(text.data[: text.data.find(b"\n", 256_000)].decode("utf-8", "replace"))
            plain = text.encoding in {"ascii", "utf-8", "utf-8-sig"} and b"\n" in raw[:_PIECE]
            read = delimited.engine(text.data, mark) if plain else None
            last = stream.tell() == size
            if read is None or (read.cut and not last):
                yield None
                return
            yield _Piece(replace(text, data=b""), read.cells, read.repairs, last)


def _rest_of_record(raw: bytes, stream: BinaryIO) -> bytes:
    """What follows a piece up to the end of its last record: of its line, or of more where a quoted cell goes over several."""
    rest = stream.readline()
    open_ = (raw.count(b'"') + rest.count(b'"')) % 2
    for _ in range(_SPAN if open_ else 0):
        line = stream.readline()
        rest += line
        if line.count(b'"') % 2:
            break
    return rest


def _first_table(grid: Grid, context: Context) -> Table | None:
    tables = find_tables(grid, context.definitions.titles, context.answers)
    if len(tables) != 1 or tables[0].header is None or not tables[0].layout.confidence:
        return None
    return tables[0]


def _next_table(grid: Grid, above: Sheaf) -> Table:
    """The next piece under the same header."""
    before = above.table
    missing = [str(number) for number in range(grid.width + 1, before.grid.width + 1)]
    cells = grid.cells.with_columns(pl.lit(None, pl.String).alias(number) for number in missing)
    return Table(replace(grid, cells=cells), before.header, 0, grid.height, before.layout, above=above.above)


def _one_sheaf(table: Table, context: Context, *, last: bool) -> Sheaf | None:
    """The table read.

    None where two layouts were joined in it, where another header stands in it, and where its first amount may be the total of pieces
    below.
    """
    table.more_below = not last
    parts = sheaves(table, context.answers.unit)
    if len(parts) != 1 or parts[0].table is not table:
        return None
    amounts = parts[0].amount["value"].is_not_null()
    if has_other_header(table, context.definitions.titles, ~amounts):
        return None
    first = amounts.arg_max()
    first_is_dated = first is not None and parts[0].day is not None and parts[0].day.states()[first] == "read"
    return parts[0] if table.above or first_is_dated else None


def _gather(first: Table, other: Table) -> None:
    for kind, numbers in other.left_out.items():
        first.left_out.setdefault(kind, []).extend(numbers)
    first.rows_beyond_below += notes.rows_beyond(other)


def _sharing(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with equal words kept once: whole columns of one department's name need not be."""
    sample = frame.gather_every(max(1, frame.height // _SAMPLE))
    wordy = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.String
        and (sample[name].str.len_bytes() > _INLINE).any()
        and sample[name].n_unique() * _REPEATED < sample.height
    ]
    return frame.with_columns(pl.col(name).cast(pl.Categorical).cast(pl.String) for name in wordy)
