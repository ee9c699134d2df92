"""Read a file: open this module first.

The steps: what is it (``sniff``) → its grids of cells (``text_files`` or ``workbooks``) → its tables (``tables``) with their columns mapped
(``columns``) → which rows are payments (``payments``) → canonical rows (``canonical``), with what a person must be asked (``questions``)
and told (``notes``). Large text files go the same way in pieces (``pieces``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Protocol

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake import copies, doubts, left_beside, notes, pieces, questions, unseen
from ckanext.spenddata.intake.canonical import Context, about, canonical
from ckanext.spenddata.intake.cells import grids_of
from ckanext.spenddata.intake.columns.column import Column, signature
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.headings import headings_in
from ckanext.spenddata.intake.named_bodies import named_bodies
from ckanext.spenddata.intake.payments import TablePayments, payments_in
from ckanext.spenddata.intake.reading import (
    Answers,
    Limits,
    Outcome,
    Question,
    Reading,
    SeenColumn,
    SourceFile,
    TableReading,
)
from ckanext.spenddata.intake.refusals import Refused, refuse
from ckanext.spenddata.intake.sniff import sniff
from ckanext.spenddata.intake.tables.find import tables_of, worth_reading
from ckanext.spenddata.intake.text_files import encoding, survey
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import date_order


class Stretch(Protocol):
    """A stretch of days: a ``Period``, or anything with a start and an end."""

    @property
    def start(self) -> date: ...  # noqa: D102

    @property
    def end(self) -> date: ...  # noqa: D102


def read(
    path: Path,
    name: str,
    definitions: Definitions,
    *,
    answers: Answers = Answers(),  # noqa: B008 - frozen
    limits: Limits = Limits(),  # noqa: B008 - frozen
    period: Stretch | tuple[date, date] | None = None,
    regime: Regime | None = None,
) -> Reading:
    """Read the file at ``path``, which was sent under ``name``.

    The outcome says how it went; a file that can't be read is a reading with a refusal, never an exception.

    Args:
        path: the file.
        name: its name as sent; told with each row, never believed.
        definitions: titles, redactions, Table Schema.
        answers: what a person has said, or a confirmed mapping of the same layout.
        limits: what the file may be.
        period: the days that the payments should lie in, where known; it helps to tell day from month.
        regime: the duty that the file answers, where known; it decides which of two fields a title means.
    """
    duty = frozenset(regime.columns or regime.required) if regime else frozenset()
    days = period if isinstance(period, tuple) or period is None else (period.start, period.end)
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(_digest, path)
        file = SourceFile(name, "", path.stat().st_size, sniff(path))
        try:
            reading = _read(file, path, Context(definitions, answers, days, duty=duty), limits)
        except Refused as refused:
            reading = Reading(file, Outcome.REFUSED, refusal=refused.refusal)
        return replace(reading, file=replace(reading.file, sha256=digest.result()))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(file: SourceFile, path: Path, context: Context, limits: Limits) -> Reading:
    if limits.file_bytes is not None and file.size > limits.file_bytes:
        raise refuse("too_large", why=f"it has {file.size:,} bytes, and {limits.file_bytes:,} are allowed")
    if file.format == "csv":
        survey.refuse_too_much(path, limits)
    if file.format == "csv" and file.size > pieces.LARGE:
        whole = pieces.read_pieces(path, file.name, about([file.name], context), limits)
        if whole is not None:
            return _reading_of(_decoded(file, whole.text), whole, context)
    grids, text, repaired = grids_of(path, file.format, limits)
    file = _decoded(file, text) if text else file
    return _read_grids(
        file, [grid for grid in grids if not grid.hidden], repaired, context, [g for g in grids if g.hidden]
    )


def _reading_of(file: SourceFile, whole: pieces.Gathered, context: Context) -> Reading:
    rows = Rows(whole.frame)
    signs = doubts.signs(rows)
    asked = questions.of([whole.payments], [whole.decision], rows, signs, context.answers)
    remarks = [*notes.of_text(whole.text), *whole.repairs.notes(), *notes.of([whole.payments], [whole.decision], rows)]
    return replace(
        _reading(
            file, [_table_reading(whole.payments, len(rows), context.titles, whole.repairs.cut)], asked, rows, remarks
        ),
        words=tuple(whole.words),
        doubts=doubts.of([whole.payments], signs),
    )


def _reading(
    file: SourceFile, tables: Sequence[TableReading], asked: Sequence[Question], rows: Rows, told: Sequence[str]
) -> Reading:
    outcome = Outcome.ASK if any(question.blocking for question in asked) else Outcome.READ
    return Reading(file, outcome, tuple(tables), tuple(asked), None, rows, tuple(told))


def _decoded(file: SourceFile, text: encoding.Text) -> SourceFile:
    return replace(file, encoding=text.encoding, lost_characters=text.lost_characters)


def _read_grids(
    file: SourceFile, grids: Sequence[Grid], told: list[str], context: Context, hidden: Sequence[Grid]
) -> Reading:
    """Read the tables of all grids that people see, and look what is on those that they don't."""
    titles, answers = context.titles, context.answers
    found = worth_reading(
        tables_of(grids, titles, answers, file.name), titles, context.definitions.expense_type_words, answers
    )
    if not found.tables:
        if notes.says_nil(grids):
            return _reading(file, [], [], Rows.none(), [*told, notes.NIL])
        raise questions.not_spend(grids, titles)
    paid, copied = copies.set_aside(
        [payments for table in found.tables for payments in payments_in(table, answers.unit)]
    )
    around = notes.words_around(payments.table for payments in paid)
    context = about([file.name, *around], context)
    decisions = _decisions(paid, context)
    frames = [
        canonical(payments, decision, file.name, context) for payments, decision in zip(paid, decisions, strict=True)
    ]
    rows = Rows.concat([Rows(frame) for frame in frames])
    signs = doubts.signs(rows)
    asked = questions.of(paid, decisions, rows, signs, answers)
    told += [*found.notes, *copied, *notes.of(paid, decisions, rows)]
    readings = [_table_reading(payments, frame.height, titles) for payments, frame in zip(paid, frames, strict=True)]
    hidden_sheets = unseen.hidden_sheets(hidden, paid, context)
    return replace(
        _reading(file, readings, asked, rows, told),
        words=tuple(around),
        hidden_sheets=tuple(hidden_sheets),
        doubts=doubts.of(paid, signs),
    )


def _decisions(paid: Sequence[TablePayments], context: Context) -> list[date_order.Decision | None]:
    """Which part of the dates of each table is the day; where a table can't say, the others of the file do."""
    day_first = context.answers.day_first
    days = context.stretch(reading for payments in paid if payments.day for reading in payments.day.readings)
    decisions = [payments.day.decide(days, day_first=day_first) if payments.day else None for payments in paid]
    proved = {decision.order for decision in decisions if decision and decision.proved}
    if len(proved) != 1:
        return decisions
    order = proved.pop()
    return [
        replace(decision, order=order, why="as in the other tables of the file")
        if decision and decision.order == "undecided"
        else decision
        for decision in decisions
    ]


def _table_reading(payments: TablePayments, height: int, titles: Titles, cut: Sequence[int] = ()) -> TableReading:
    table = payments.table
    cut = cut or [row for row in table.grid.repairs.cut if row < table.end]
    amount = table.layout.fields.get("amount")
    return TableReading(
        sheet=table.grid.sheet,
        header_row=table.header.rows[-1] + 1 if table.header and table.header.rows else None,
        rows=height,
        mapping=dict(table.layout.fields),
        unmapped=table.layout.unmapped(),
        confidence=table.layout.confidence,
        left_out={kind: len(rows) for kind, rows in table.left_out.items()},
        left_out_rows={kind: tuple(rows) for kind, rows in table.left_out.items()},
        signature=signature(table.layout.columns),
        first_row=table.grid.number(table.start),
        last_row=table.grid.number(table.end - 1),
        columns=tuple(_seen(table.layout.columns)),
        unit=payments.unit,
        totals=tuple(table.totals),
        hidden_rows=tuple(row for row in table.grid.hidden_rows if table.start < row <= table.end),
        hidden_columns=table.grid.hidden_columns,
        beside=left_beside.table_beside(payments, titles),
        marked=left_beside.marked_rows(payments),
        bodies=tuple(named_bodies(payments, titles)),
        amounts_unlike=table.grid.unlike.get(amount.column, 0) if amount else 0,
        headings=tuple(headings_in(table)),
        cut_row=next((row + 1 for row in cut if row >= table.start), None),
    )


_SAMPLES = 3
_SAMPLE_LENGTH = 60


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _SAMPLE_LENGTH else f"{cell[: _SAMPLE_LENGTH - 1]}…"


def _seen(columns: Sequence[Column]) -> Iterator[SeenColumn]:
    """The columns as a person is shown them; those without title and content are passed over."""
    for column in columns:
        cells = dict.fromkeys(_shortened(cell.strip()) for cell in column.cells)
        samples = tuple(islice(filter(None, cells), _SAMPLES))
        if samples or column.title.strip():
            yield SeenColumn(column.number, column.title, samples)
