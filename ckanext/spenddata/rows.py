"""The canonical rows: what every room after intake works on.

Rows are columnar (one Polars frame), because a file may have ten million of them. Every row knows its place in the file;
every typed cell keeps, beside the value that was read, the words that were sent and why they could not be read.

For a field ``f`` of the Table Schema (``schemas/transaction.schema.json``) that the file has, the frame holds

========== =================== ===============================================================================
column      type                what it says
========== =================== ===============================================================================
``f``       by ``DTYPES``       the value; null when the cell is blank or could not be read
``f.sent``  String              the cell exactly as sent (typed fields only; null when the cell is blank)
``f.fault`` Categorical         why there is no value though something was sent (a ``Fault``); null otherwise
``f.form``  Categorical         how the cell was written when not plainly ("brackets", "serial", …); null when plain
========== =================== ===============================================================================

Text fields have their value alone: the cell with outer white space removed, null for the schema's missing values. Money is in
integer pence (Int64), never a float. A field that no column of the file was mapped to has no columns in the frame.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

SOURCE_FILE = "source_file"
"""Name of the file a row came from (Categorical)."""
SOURCE_SHEET = "source_sheet"
"""Sheet of a workbook (Categorical); null in a text file."""
SOURCE_ROW = "source_row"
"""Row number as a spreadsheet shows it, from 1 (UInt32). For text files: the number of the record, blank ones counted."""
PLACE = (SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW)

MONEY_FIELDS = frozenset({"amount", "irrecoverable_vat"})
DATE_FIELDS = frozenset({"payment_date"})
BOOLEAN_FIELDS = frozenset({"vcse_grant"})
TYPED_FIELDS = MONEY_FIELDS | DATE_FIELDS | BOOLEAN_FIELDS

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def sent(field: str) -> str:
    """Name of the column with the cells of ``field`` as they were sent."""
    return f"{field}.sent"


def fault(field: str) -> str:
    """Name of the column with the faults of ``field``."""
    return f"{field}.fault"


def form(field: str) -> str:
    """Name of the column that says how the cells of ``field`` were written."""
    return f"{field}.form"


def dtype(field: str) -> pl.DataType:
    """Polars type of the values of a canonical field."""
    if field in MONEY_FIELDS:
        return pl.Int64()
    if field in DATE_FIELDS:
        return pl.Date()
    if field in BOOLEAN_FIELDS:
        return pl.Boolean()
    return pl.String()


def values(frame: Frame, fields: Iterable[str]) -> Frame:
    """The values of some fields alone, each of its type; a field that the frame lacks is null."""
    present = frame.collect_schema().names()
    return frame.select(
        (pl.col(field) if field in present else pl.lit(None)).cast(dtype(field)).alias(field) for field in fields
    )


@dataclass(frozen=True)
class Rows:
    """Canonical rows of one filing (one or more files), in the order of the files."""

    frame: pl.DataFrame

    def __len__(self) -> int:
        """Number of transaction rows, those in error included."""
        return self.frame.height

    @property
    def fields(self) -> tuple[str, ...]:
        """Canonical fields that the filing has, in the order of the frame."""
        return tuple(c for c in self.frame.columns if "." not in c and c not in PLACE)

    def amount_total(self) -> int:
        """Sum of every amount that could be read, in pence."""
        return int(self.frame["amount"].sum() or 0) if "amount" in self.frame.columns else 0

    @staticmethod
    def none() -> Rows:
        """No rows, of a file that says that there was nothing to pay."""
        schema: dict[str, pl.DataType | type[pl.DataType]] = {
            SOURCE_FILE: pl.Categorical,
            SOURCE_SHEET: pl.Categorical,
            SOURCE_ROW: pl.UInt32,
            "supplier_name": dtype("supplier_name"),
        }
        for field in ("payment_date", "amount"):
            schema |= {
                field: dtype(field),
                sent(field): pl.String,
                fault(field): pl.Categorical,
                form(field): pl.Categorical,
            }
        return Rows(pl.DataFrame(schema=schema))

    @staticmethod
    def concat(parts: Iterable[Rows]) -> Rows:
        """One set of rows from several, in order; a field that a part lacks is null there."""
        return Rows(pl.concat([part.frame for part in parts], how="diagonal"))
