"""Spend files read in the plainest way, by somebody who has looked at them: csv, openpyxl and xlrd, and the numbers of the columns.

This is the measure for the reader, so it shares nothing with it.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

Cell = object


@dataclass(frozen=True)
class Known:
    """What a person who has looked at a file knows of it. Rows and columns count from 1."""

    file: str
    outcome: str
    rows: int = 0
    total: str = "0.00"
    headers: tuple[int, ...] = (1,)
    amount: int = 8
    date: int = 3
    supplier: int = 6
    encoding: str = "cp1252"
    kind: str = "csv"
    why: str = ""
    """Code of the refusal, or field of the question."""
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    """From this row on: other columns for date and supplier."""
    first_day: str | None = None
    last_day: str | None = None


@dataclass(frozen=True)
class Payment:
    """One payment: the number of its row and its amount in pence, None where no amount can be read."""

    number: int
    pence: int | None


def plain_reading(path: Path, known: Known) -> list[Payment]:
    """The payments in a file."""
    return [Payment(number, _pence(_cell(row, known.amount))) for number, row in plain_rows(path, known)]


def plain_rows(path: Path, known: Known) -> list[tuple[int, Sequence[Cell]]]:
    """The rows of a file that are payments, with their numbers."""
    found = []
    for number, row in _rows(path, known):
        date, supplier = next(
            ((d, s) for start, (d, s) in known.moved.items() if number >= start), (known.date, known.supplier)
        )
        if number not in known.headers and (_filled(row, date) or _filled(row, supplier)):
            found.append((number, row))
    return found


def _rows(path: Path, known: Known) -> Iterator[tuple[int, Sequence[Cell]]]:
    if known.kind == "csv":
        with path.open(encoding=known.encoding, errors="replace", newline="") as stream:
            yield from enumerate(csv.reader(stream), 1)
    elif known.kind == "xlsx":
        import openpyxl

        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
            yield from enumerate(sheet.iter_rows(values_only=True), 1)
    else:
        import xlrd

        for sheet in xlrd.open_workbook(str(path)).sheets():
            yield from enumerate((sheet.row_values(row) for row in range(sheet.nrows)), 1)


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column - 1] if 0 < column <= len(row) else None


def _filled(row: Sequence[Cell], column: int) -> bool:
    cell = _cell(row, column)
    return cell is not None and str(cell).strip() != ""


def _pence(cell: Cell) -> int | None:
    """An amount, by taking off everything that people put around it."""
    if cell is None or isinstance(cell, datetime.date):
        return None
    words = str(cell).strip()
    minus = words.startswith("(") or words.endswith("-") or "-" in words[:2]
    number = re.sub(r"[£$,()\s-]", "", words) if "e" not in words.lower() else words
    try:
        value = Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return int(value * 100) * (-1 if minus and "e" not in words.lower() else 1)
