"""What intake hands on: the types of a reading. Pure data, no reading code here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ckanext.spenddata.rows import Rows

Evidence = Mapping[str, tuple[str, ...]]
"""A matter on which a person may be asked (a name of an answer) → what an answer to it is said of: words, signs, ways of writing."""


class Outcome(StrEnum):
    """How the reading of a file ended."""

    READ = "read"
    ASK = "ask"
    """Read as far as can be, but a person must answer a question before the figures can be trusted."""
    REFUSED = "refused"


@dataclass(frozen=True)
class SourceFile:
    """The file as it was sent."""

    name: str
    sha256: str
    size: int
    format: str
    """``csv`` (any delimiter), ``xlsx``, ``xlsm``, ``xls``, ``ods``, or what it is instead: ``html``, ``pdf``, ``zip`` …"""
    encoding: str | None = None
    lost_characters: int = 0
    """Characters that were already lost or could not be decoded (told, never invented)."""


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read at all: what happened, what it means for the data, what to do."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Question:
    """Something only the publisher can say. ``field`` is a canonical field or a named matter (``vat_basis``, ``day_month``)."""

    field: str
    candidates: tuple[str, ...]
    """Answers to choose from. For a column: its title, or ``column 7`` where it has none."""
    why: str
    sheet: str | None = None
    blocking: bool = True
    """False where the figures can be trusted without an answer: an optional column that could be one of two."""


@dataclass(frozen=True)
class MappedColumn:
    """The column of a file that holds one canonical field."""

    title: str
    column: int
    """Number of the column, from 1."""
    confidence: float
    why: str


@dataclass(frozen=True)
class SeenColumn:
    """A column of a table, whether a field takes it or not."""

    number: int
    """From 1."""
    title: str
    samples: tuple[str, ...]
    """A few of its cells as sent, each once; for the eyes of the publisher's own people."""


@dataclass(frozen=True)
class TotalRow:
    """A row that sums up others, and is no payment."""

    row: int
    """From 1."""
    pence: int
    label: str
    """The words in it; empty where nothing calls it a total."""


@dataclass(frozen=True)
class TableBeside:
    """Another table that stands beside one, in the same rows, and is not read."""

    first_column: int
    last_column: int
    rows: int
    """Of its rows, those with an amount."""
    pence: int


@dataclass(frozen=True)
class MarkedRows:
    """Payments that a column which is not published says are not for the public."""

    title: str
    rows: tuple[int, ...]
    """From 1."""


class NamedBody(NamedTuple):
    """A cell of a column of codes or addresses of bodies, which is never published."""

    title: str
    """Of the column."""
    cell: str
    rows: int
    """Payments beside it."""


class Heading(NamedTuple):
    """A row of words among the payments of a table, which may say something of those below it."""

    row: int
    """From 1."""
    words: str


@dataclass(frozen=True)
class TableReading:
    """One table found in a file."""

    sheet: str | None
    header_row: int | None
    """Row of the header, from 1; None where the table has none."""
    rows: int
    mapping: dict[str, MappedColumn]
    unmapped: tuple[str, ...]
    """Titles of the columns that no canonical field takes; they are never published."""
    confidence: float
    left_out: dict[str, int]
    """Kind of row (``title``, ``blank``, ``total``, ``note``, ``repeated_header``, ``filler`` …) → how many."""
    left_out_rows: dict[str, tuple[int, ...]]
    """The same, by row numbers."""
    signature: str
    """Signature of the layout: equal for two files with the same columns."""
    first_row: int = 1
    """Row from which the mapping holds, from 1: a sheet may hold several tables."""
    last_row: int = 1
    """Row up to which it holds."""
    columns: tuple[SeenColumn, ...] = ()
    """All columns that have a title or hold something, in their order."""
    unit: str = "pounds"
    """What its amounts were counted in."""
    totals: tuple[TotalRow, ...] = ()
    """The rows that were left out as totals and have an amount."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that people don't see, hidden by hand or by a filter; they were read."""
    hidden_columns: tuple[int, ...] = ()
    """Columns that people don't see; they were read."""
    beside: TableBeside | None = None
    marked: tuple[MarkedRows, ...] = ()
    bodies: tuple[NamedBody, ...] = ()
    """What columns of codes and addresses of bodies hold that no field takes: of each the commonest cell."""
    amounts_unlike: int = 0
    """Amounts that a workbook shows not at all, or with words that say something of them."""
    headings: tuple[Heading, ...] = ()
    """Rows between its payments that hold one cell of words."""
    cut_row: int | None = None
    """The row within which the file ends, where it seems to be cut."""


@dataclass(frozen=True)
class HiddenSheet:
    """A sheet that people don't see, with payments that stand on no other; it was not read."""

    sheet: str
    rows: int
    pence: int
    """Sum of its payments."""


@dataclass(frozen=True)
class Reading:
    """A file, read."""

    file: SourceFile
    outcome: Outcome
    tables: tuple[TableReading, ...] = ()
    questions: tuple[Question, ...] = ()
    refusal: Refusal | None = None
    rows: Rows | None = None
    notes: tuple[str, ...] = field(default=())
    """Plain sentences on what was decided for the whole file (day before month, encoding, float dust …)."""
    words: tuple[str, ...] = ()
    """The words around its payments: names of sheets, rows above the headers, notes."""
    hidden_sheets: tuple[HiddenSheet, ...] = ()
    doubts: Evidence = field(default_factory=dict)
    """What stands in it that a person has been asked of, or would have been: a remembered answer holds for the same and no more."""


@dataclass(frozen=True)
class Answers:
    """What a person has said about a file, or a confirmed mapping remembered from an earlier one."""

    mapping: dict[str, str] = field(default_factory=dict)
    """Canonical field → title of the column (or ``column 7``); empty where no column is to be taken for it."""
    layouts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Signature of a layout → canonical field → number of its column: all of it, as a person confirmed it for this file."""
    remembered: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """The same from earlier files; taken where the values agree with it."""
    day_first: bool | None = None
    currency_is_sterling: bool | None = None
    unit: str | None = None
    """``pounds``, ``pence``, ``hundreds``, ``thousands`` or ``millions``; None takes what the file says of it, and else pounds."""
    unit_before: str | None = None
    """What a person said of earlier files that looked otherwise; it is asked anew."""
    amount_basis: str | None = None
    """What the amounts are with regard to VAT, where the publisher has been asked."""
    credits: bool | str | None = None
    """Whether amounts without a minus that a column seems to call credits are credits. A word: those beside it are, and no others."""
    were_paid: bool | None = None
    """True: amounts of which a column says that they were not paid, or not yet, were paid all the same."""


@dataclass(frozen=True)
class Limits:
    """What a file may be. None is no limit. See ``docs/reference/configuration.md`` for the portal's defaults."""

    file_bytes: int | None = 500_000_000
    uncompressed_bytes: int | None = 2_000_000_000
    compression_ratio: int | None = 200
    rows: int | None = 5_000_000
    columns: int | None = 500
    sheets: int | None = 100
    cell_characters: int | None = 32_767
