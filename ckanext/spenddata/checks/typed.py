"""Cells that a person types in place of what was sent: the date, amount or name that no rule can know.

What is typed is read as a cell is, day first, and kept as fixes are written (``2026-08-27``, ``1923.16``, ``true``), so that a record of
it says the same for ever. It is applied before the first check: every rule looks at the new cell, and what was sent stays beside it
(``f.sent``), as after a suggested fix.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.check import column_of
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.definitions.redactions import Vocabulary
from ckanext.spenddata.definitions.transaction import TableSchema
from ckanext.spenddata.intake.canonical import WITHHOLDING, with_redactions
from ckanext.spenddata.rows import PLACE, SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET, Rows
from ckanext.spenddata.values import booleans, dates, invisible, money, text
from ckanext.spenddata.values.words import WRITERS

RULE = "typed"
"""What stands in a log of fixes in place of the rule that suggested one."""
MOST = 500
"""So many cells of a revision can be typed: more are a file to send again."""
LONGEST = 1_000
"""Characters of one."""
NOT_TYPED = ("publisher_id", "publisher_name", "date_precision")
"""Fields that follow from others, or that the portal fills in."""
_INEXACT = frozenset({"few_digits", "digits_lost", "rounded", "dollar", "other_currency", "broken_sign"})
"""Forms of an amount that don't say pounds and pence beyond doubt."""
_REASON = "redaction_reason"


class TypedCell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of one row, and what a person typed into it; nothing empties it."""

    file: str
    row: int
    field: str
    value: str
    sheet: str | None = None


def parted(accepted: Iterable[Any]) -> tuple[tuple[Any, ...], tuple[TypedCell, ...]]:
    """What was accepted of the suggested fixes, and what was typed, of a list (as JSON has it) that holds both."""
    both = list(accepted)
    cells = [each for each in both if is_cell(each)]
    return tuple(each for each in both if each not in cells), msgspec.convert(cells, tuple[TypedCell, ...])


def is_cell(each: Any) -> bool:
    """Whether a fix, as JSON has it, is a typed cell."""
    return isinstance(each, Mapping) and "field" in each


def fields(schema: TableSchema) -> tuple[str, ...]:
    """The fields whose cells can be typed."""
    return tuple(name for name in schema.names if name not in NOT_TYPED)


def read(field: str, words: str, missing: Sequence[str] = ()) -> str | None:
    """What is typed, as fixes are written: nothing for an empty cell, None where it can't be read as its field.

    Args:
        field: A field of the Table Schema.
        words: What was typed.
        missing: Words that the schema takes for an empty cell.
    """
    cell = _seen(words)
    if not cell or cell in missing:
        return ""
    if field in canonical.MONEY_FIELDS:
        pence, _, form = money.read(cell)
        return None if pence is None or form in _INEXACT else text.pounds(pence)
    if field in canonical.DATE_FIELDS:
        day = dates.read(cell)
        whole = day.day_first is not None and day.precision == "day" and day.form != "serial"
        return str(day.day_first) if whole else None
    if field in canonical.BOOLEAN_FIELDS:
        truth = booleans.read(cell).value
        return None if truth is None else str(truth).lower()
    return WRITERS[field](cell) if field in WRITERS else cell


def apply(rows: Rows, cells: Sequence[TypedCell], context: Context) -> fixes.Fixed:
    """The rows with typed cells in place of those that were sent. The rows that came in stay as they are.

    Of one cell that was typed twice the last counts; a cell of a row that isn't there is passed over, and is not in the log.
    """
    placed = _placed(rows, cells)
    if placed.is_empty():
        return fixes.Fixed(rows, fixes.empty_log())
    rows = _with_columns(rows, placed["field"].unique(maintain_order=True))
    withheld = placed.filter(pl.col("field").is_in(WITHHOLDING))["index"].unique()
    rows = _unsaid(rows, withheld, context.definitions.redactions)
    here = [fixes.Place(RULE, cell.file, cell.row, cell.sheet) for cell in cells]
    fixed = fixes.apply(rows, _in_columns(rows, placed, context), here)
    return fixes.Fixed(_to_the_day(fixed), fixed.log)


def _seen(words: str) -> str:
    """What of it is seen, on one line, without blanks around it."""
    plain = invisible.cells_less_unseen(pl.DataFrame({"cell": [text.without_controls(words)]}))["cell"][0] or ""
    return text.trimmed(" ".join(plain.splitlines()))


def _placed(rows: Rows, cells: Sequence[TypedCell]) -> pl.DataFrame:
    """The cells as findings of ``RULE``, each with the position of its row; the last typed first."""
    schema = {name: finding.SCHEMA[name] for name in ("file", "sheet", "row", "field", "fix")}
    typed = [
        {"file": cell.file, "sheet": cell.sheet, "row": cell.row, "field": cell.field, "fix": cell.value}
        for cell in reversed(cells)
    ]
    wanted = pl.DataFrame(typed, schema=schema).unique(
        ["file", "sheet", "row", "field"], keep="first", maintain_order=True
    )
    if not len(rows):
        return wanted.clear().with_columns(index=pl.lit(None, pl.UInt32))
    position = pl.int_range(pl.len(), dtype=pl.UInt32).alias("index")
    there = (
        rows.frame.select(position, *PLACE)
        .filter(pl.col(SOURCE_ROW).is_in(wanted["row"].implode()))
        .with_columns(pl.col(SOURCE_FILE, SOURCE_SHEET).cast(pl.String))
    )
    return wanted.join(
        there,
        left_on=["file", "sheet", "row"],
        right_on=list(PLACE),
        how="inner",
        nulls_equal=True,
        maintain_order="left",
    )


def _with_columns(rows: Rows, names: Iterable[str]) -> Rows:
    """The rows with empty columns for fields that no file of the filing has."""
    new: list[pl.Expr] = []
    for name in names:
        if name in rows.frame.columns:
            continue
        new.append(pl.lit(None, canonical.dtype(name)).alias(name))
        if name in canonical.TYPED_FIELDS:
            new.append(pl.lit(None, pl.String).alias(canonical.sent(name)))
            new += [pl.lit(None, pl.Categorical).alias(part(name)) for part in (canonical.fault, canonical.form)]
    return Rows(rows.frame.with_columns(new)) if new else rows


def _in_columns(rows: Rows, placed: pl.DataFrame, context: Context) -> pl.DataFrame:
    """As findings, with the column of the file in which each cell stands; none where its table lacks the field."""
    parts = []
    for (field,), part in placed.partition_by("field", as_dict=True, maintain_order=True).items():
        column = rows.frame.select(PLACE)[part["index"]].select(column=column_of(str(field), context.tables))
        number = column["column"] if column.height == part.height else column["column"].new_from_index(0, part.height)
        parts.append(part.with_columns(number))
    ours = {"rule": RULE, "severity": None, "value": None, "expected": None}
    found = pl.concat(parts).with_columns(pl.lit(value, pl.String).alias(name) for name, value in ours.items())
    return found.select(pl.col(name).cast(dtype) for name, dtype in finding.SCHEMA.items())


def _unsaid(rows: Rows, positions: pl.Series, redactions: Vocabulary) -> Rows:
    """The rows without the reason for withholding that followed from what is typed over; one that the file gives stays."""
    if positions.is_empty() or _REASON not in rows.frame.columns:
        return rows
    some = rows.frame[positions]
    followed = with_redactions(some.drop(_REASON), redactions)
    if _REASON not in followed.columns:
        return rows
    said = some[_REASON]
    kept = pl.select(pl.when(said.ne_missing(followed[_REASON])).then(said)).to_series()
    return Rows(rows.frame.with_columns(rows.frame[_REASON].clone().scatter(positions, kept)))


def _to_the_day(fixed: fixes.Fixed) -> Rows:
    """The rows, with a typed date being one of a day: of what was sent only the month may have been known."""
    frame = fixed.rows.frame
    dated = fixed.log.filter(pl.col("field").is_in(sorted(canonical.DATE_FIELDS)))["index"]
    if dated.is_empty() or "date_precision" not in frame.columns:
        return fixed.rows
    days = pl.repeat("day", len(dated), dtype=pl.String, eager=True)
    precise = frame["date_precision"]
    return Rows(frame.with_columns(precise.cast(pl.String).scatter(dated, days).cast(precise.dtype)))
