"""Read a file: open this module first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.intake import encoding, workbook
from ckanext.spenddata.intake.canonical import Cells, canonical, typed
from ckanext.spenddata.intake.classify_rows import payments
from ckanext.spenddata.intake.delimited import grid as delimited_grid
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.mapping import KEY_FIELDS
from ckanext.spenddata.intake.reading import Answers, Limits, Outcome, Question, Reading, SourceFile, TableReading
from ckanext.spenddata.intake.refusals import Refused, refuse
from ckanext.spenddata.intake.signature import signature
from ckanext.spenddata.intake.sniff import TABLES, sniff
from ckanext.spenddata.intake.tables import Table, find_tables
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import dates

__all__ = ["cells", "read"]


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
    """
    days = period if isinstance(period, tuple) or period is None else (period.start, period.end)
    file = SourceFile(name, _digest(path), path.stat().st_size, sniff(path))
    try:
        file, grids, notes = _open(file, path, limits)
        return _read_grids(file, grids, notes, definitions, answers, days)
    except Refused as refused:
        return Reading(file, Outcome.REFUSED, refusal=refused.refusal)


def cells(path: Path, name: str, limits: Limits = Limits()) -> list[Grid]:  # noqa: B008 - frozen
    """The cells of a file as they were sent, a grid a sheet, whether there is a table in it or not.

    Raises:
        Refused: It can't be opened.
    """
    file = SourceFile(name, _digest(path), path.stat().st_size, sniff(path))
    return _open(file, path, limits)[1]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _open(file: SourceFile, path: Path, limits: Limits) -> tuple[SourceFile, list[Grid], list[str]]:
    """The grids of a file, with what is told about its text."""
    if limits.file_bytes is not None and file.size > limits.file_bytes:
        raise refuse("too_large", why=f"it has {file.size:,} bytes, and {limits.file_bytes:,} are allowed")
    if file.format not in TABLES:
        raise refuse(file.format, format=file.format)
    if file.format != "csv":
        grids, notes = workbook.grids(path, file.format, limits)
        return file, grids, notes
    text = encoding.decode(path.read_bytes())
    grid, mark = delimited_grid(text.data, limits)
    notes = list(text.notes)
    if text.encoding.startswith(("mixed", "cp850", "mac")):
        notes.insert(0, f"The text was written as {text.encoding}.")
    return replace(file, encoding=text.encoding, lost_characters=text.lost_characters), [grid], notes


def _read_grids(
    file: SourceFile, grids: Sequence[Grid], notes: list[str], definitions: Definitions, answers: Answers, days: dates.Days | None
) -> Reading:
    tables = [table for grid in grids for table in find_tables(grid, definitions.titles, answers.mapping)]
    tables = [table for table in tables if "amount" in table.layout.fields]
    if not tables:
        raise refuse("not_spend", why="no column of amounts was found")
    frames: list[pl.DataFrame] = []
    readings: list[TableReading] = []
    questions: list[Question] = []
    for table in tables:
        cells = typed(table, answers.unit)
        states = cells.day.states() if cells.day else None
        keep = payments(table, cells.amount["value"], states)
        decision = cells.day.decide(days, day_first=answers.day_first) if cells.day else None
        frame = canonical(table, cells, keep, decision, file.name, definitions, answers.unit)
        frames.append(frame)
        readings.append(_table_reading(table, frame.height))
        questions += [replace(question, sheet=table.grid.sheet) for question in table.layout.questions]
        notes += table.notes
    rows = Rows.concat([Rows(frame) for frame in frames])
    outcome = Outcome.ASK if any(question.blocking for question in questions) else Outcome.READ
    return Reading(file, outcome, tuple(readings), tuple(questions), None, rows, tuple(notes))


def _table_reading(table: Table, height: int) -> TableReading:
    layout = table.layout
    return TableReading(
        sheet=table.grid.sheet,
        header_row=table.header.rows[-1] + 1 if table.header else None,
        rows=height,
        mapping=dict(layout.fields),
        unmapped=layout.unmapped(),
        confidence=layout.confidence,
        left_out={kind: len(rows) for kind, rows in table.left_out.items()},
        left_out_rows={kind: tuple(rows) for kind, rows in table.left_out.items()},
        signature=signature(layout.columns),
    )
