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

from ckanext.spenddata.intake import left_beside, notes, questions
from ckanext.spenddata.intake.canonical import Context, about, based, canonical, dated
from ckanext.spenddata.intake.columns import amounts, credit_marks
from ckanext.spenddata.intake.columns.beside import Beside
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.hints import currency_named, currency_of_name, unit_named
from ckanext.spenddata.intake.payments import TablePayments, payments_in
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.tables import beyond
from ckanext.spenddata.intake.tables.find import Table, find_tables, has_other_header, worth_reading
from ckanext.spenddata.intake.text_files import delimited, encoding
from ckanext.spenddata.intake.text_files.encoding import Text
from ckanext.spenddata.intake.text_files.ending import is_cut, may_be_cut
from ckanext.spenddata.intake.text_files.grammar import as_shown
from ckanext.spenddata.intake.text_files.quotation import SPAN
from ckanext.spenddata.intake.text_files.tokeniser import tokenised
from ckanext.spenddata.values import date_order, dates
from ckanext.spenddata.values.faults import Fault

LARGE = 20_000_000
"""Files of more bytes are read in pieces."""
_PIECE = 16_000_000

T = TypeVar("T")


@dataclass
class Gathered:
    """What the pieces of a file amount to."""

    payments: TablePayments
    """The first piece, its table carrying what was left out of all."""
    decision: date_order.Decision | None
    frame: pl.DataFrame
    text: Text
    """What is known of the text, without its words."""
    repairs: Repairs
    words: list[str]
    """Around the payments."""


@dataclass
class _Dates:
    """The distinct dates of all pieces, how often each comes."""

    readings: dict[str, tuple[dates.Reading, int]] = field(default_factory=dict)

    def add(self, column: date_order.DateColumn) -> None:
        for cell, reading, count in zip(column.distinct, column.readings, column.counts, strict=True):
            self.readings[cell] = (reading, self.readings.get(cell, (reading, 0))[1] + count)

    def decide(self, context: Context) -> date_order.Decision:
        days = context.stretch(reading for reading, _ in self.readings.values())
        return date_order.order(self.readings.values(), days, day_first=context.answers.day_first)


@dataclass(frozen=True)
class _Piece:
    """A piece of a file, cut into cells."""

    text: Text
    """What is known of its text, without the words."""
    cells: pl.DataFrame
    repairs: Repairs
    last: bool


def read_pieces(path: Path, name: str, context: Context, limits: Limits) -> Gathered | None:
    """Read a file in pieces; None where it is not of the plain kind.

    Raises:
        Refused: It has more rows or columns than allowed.
    """
    with _Gathering(name, context, limits) as gathering:
        for piece in _ahead(_pieces(path)):
            if piece is None or not gathering.takes(piece):
                return None
        return gathering.whole()


class _Gathering:
    """What has been read of a file so far. The rows of a piece are made in a thread of their own while the next is looked at."""

    def __init__(self, name: str, context: Context, limits: Limits) -> None:
        self.name = name
        self.context = context
        self.limits = limits
        self.height = 0
        self.text: Text | None = None
        self.repairs = Repairs()
        self.words: list[str] = []
        """Around the payments."""
        self.dates = _Dates()
        self.provisional: date_order.Decision | None = None
        """By the dates of the first piece."""
        self.beside = Beside()
        """What stands beside the amounts of all pieces."""
        self.first: TablePayments | None = None
        self.last: TablePayments | None = None
        self.frames: list[Future[pl.DataFrame]] = []
        self.pool = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()

    def takes(self, piece: _Piece) -> bool:
        """Take the next piece; False where it shows that the file is not of the plain kind."""
        payments = self._payments_of(piece)
        if payments is None or payments.day is None:
            return False
        self.text = self.text.followed_by(piece.text) if self.text else piece.text
        self.words += notes.words_around([payments.table])
        self.dates.add(payments.day)
        layout = payments.table.layout
        if self.first is None:
            self.first, self.provisional = payments, self.dates.decide(self.context)
            self.beside = layout.beside
        else:
            _gather(self.first.table, payments.table)
            self.beside += layout.watch.look(payments.table.cells) if layout.watch else Beside()
        if self.frames:
            self.frames[-1].result()  # so that no more than two pieces are in memory
        self.frames.append(self.pool.submit(canonical, payments, self.provisional, self.name, self.context))
        self.last = payments
        return True

    def _payments_of(self, piece: _Piece) -> TablePayments | None:
        self.repairs.take(piece.repairs, above=self.height)
        grid = delimited.limited(Grid(piece.cells, above=self.height, repairs=piece.repairs), self.limits)
        self.height += grid.height
        if self.limits.rows is not None and self.height > self.limits.rows:
            raise refuse("too_large", why=f"it has more than {self.limits.rows:,} rows")
        table = _next_table(grid, self.last) if self.last else _first_table(grid, self.context)
        return _plain_payments(table, self.context, last=piece.last) if table else None

    def whole(self) -> Gathered | None:
        """All of it; None of an empty file. The order of day and month and the VAT basis are decided by all pieces together.

        None, too, where all pieces say something else of the amounts than the first: a credit far below, another currency.
        """
        if self.first is None or self.text is None:
            return None
        layout = self.first.table.layout
        facts = amounts.facts(layout, self.beside)
        if facts != layout.amounts:
            return None
        if self.last is not self.first and layout.watch and credit_marks.need_all_rows(layout.watch, self.beside):
            return None
        layout.amounts = facts
        if layout.unit_named is None and unit_named([self.name, *self.words]):
            return None  # said far below, or by the name
        if layout.currency_named is None and (currency_named(self.words) or currency_of_name(self.name)):
            return None
        frame = pl.concat([under_way.result() for under_way in self.frames], how="diagonal")
        self.frames.clear()
        context = about([self.name, *self.words], self.context)
        decision = self.dates.decide(context)
        if self.provisional is None or decision.way != self.provisional.way:
            frame = dated(frame, decision, context)
        return Gathered(
            self.first, decision, based(frame, self.first.table, context), self.text, self.repairs, self.words
        )


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
            data = as_shown(text.data)
            mark = mark or delimited.delimiter(delimited.beginning(data))
            plain = text.encoding in {"ascii", "utf-8", "utf-8-sig"} and b"\n" in raw[:_PIECE]
            read = tokenised(data, mark) if plain else None
            last = stream.tell() == size
            if read is None or (read.cut and not last):
                yield None
                return
            if last and is_cut(data, mark):
                read.repairs.cut.append(read.cells.height - 1)
            elif last and may_be_cut(data, mark):
                read.repairs.open.append(read.cells.height - 1)
            yield _Piece(replace(text, data=b""), read.cells, read.repairs, last)


def _rest_of_record(raw: bytes, stream: BinaryIO) -> bytes:
    """What follows a piece up to the end of its last record: of its line, or of more where a quoted cell goes over several."""
    rest = stream.readline()
    open_ = (raw.count(b'"') + rest.count(b'"')) % 2
    for _ in range(SPAN if open_ else 0):
        line = stream.readline()
        rest += line
        if line.count(b'"') % 2:
            break
    return rest


def _first_table(grid: Grid, context: Context) -> Table | None:
    """The table that begins in the first piece; None where there is another beside it, or none plainly.

    Raises:
        Refused: Nothing in it is a table of payments.
    """
    titles, answers = context.titles, context.answers
    tables = find_tables(grid, titles, answers)
    found = worth_reading(tables, titles, context.definitions.expense_type_words, answers).tables
    if not found and sum(grid.cells[name].count() > 0 for name in grid.cells.columns) > 1:
        raise questions.not_spend([grid], titles)
    # Of a single column, as of lines that were quoted whole, the ordinary way makes more.
    plain = len(tables) == len(found) == 1 and tables[0].header is not None and tables[0].layout.confidence
    return found[0] if plain else None


def _next_table(grid: Grid, above: TablePayments) -> Table:
    """The next piece under the same header."""
    before = above.table
    missing = [str(number) for number in range(grid.width + 1, before.grid.width + 1)]
    cells = grid.cells.with_columns(pl.lit(None, pl.String).alias(number) for number in missing)
    return Table(replace(grid, cells=cells), before.header, 0, grid.height, before.layout, above=above.below)


def _plain_payments(table: Table, context: Context, *, last: bool) -> TablePayments | None:
    """The table read.

    None where two layouts were joined in it, where another header stands in it, where cells stand to the right of the titles, which all
    records explain together, where its amounts have decimal commas, which all of them must have, and where its first amount may be the
    total of pieces below.
    """
    table.more_below = not last
    parts = payments_in(table, context.answers.unit)
    if len(parts) != 1 or parts[0].table is not table or beyond.rows_beyond(table):
        return None
    if table.above is None and left_beside.table_beside(parts[0], context.titles):
        return None
    if left_beside.marked_rows(parts[0]):
        return None
    read = parts[0].amount["value"].is_not_null()
    if has_other_header(table, context.titles, ~read) or _needs_all_amounts(parts[0].amount):
        return None
    first = read.arg_max()
    first_is_dated = first is not None and parts[0].day is not None and parts[0].day.states()[first] == "read"
    return parts[0] if table.above or first_is_dated else None


def _needs_all_amounts(amount: pl.DataFrame) -> bool:
    """True where amounts have points or commas that only the whole column explains."""
    return bool((amount["form"] == "decimal_comma").any() or (amount["fault"] == Fault.AMBIGUOUS.value).any())


def _gather(first: Table, other: Table) -> None:
    for kind, numbers in other.left_out.items():
        first.left_out.setdefault(kind, []).extend(numbers)
    first.totals.extend(other.totals)
