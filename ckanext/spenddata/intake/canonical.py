"""A table with its columns mapped → canonical rows."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ckanext.spenddata import rows
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.redactions import Vocabulary
from ckanext.spenddata.intake.tables import Table
from ckanext.spenddata.values import booleans, columns, dates, money, text
from ckanext.spenddata.values.faults import Fault

__all__ = ["Cells", "canonical"]


@dataclass(frozen=True)
class Cells:
    """The typed columns of a table, read but for the order of day and month."""

    amount: pl.DataFrame
    day: dates.Column | None


def typed(table: Table, unit: str) -> Cells:
    """Read the amounts and dates of a table."""
    amount = table.column("amount")
    day = table.column("payment_date")
    height = table.end - table.start
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)
    return Cells(
        money.column(amount if amount is not None else nothing, unit), dates.Column.of(day) if day is not None else None
    )


def canonical(
    table: Table, cells: Cells, keep: pl.Series, decision: dates.Decision | None, name: str, definitions: Definitions, unit: str
) -> pl.DataFrame:
    """The rows of ``table`` that ``keep`` says are payments, as a frame with the columns that ``rows.py`` describes."""
    schema = definitions.transaction
    missing = [value for value in schema.missing_values if value]
    parts: dict[str, pl.Series] = {
        rows.SOURCE_FILE: pl.Series([name], dtype=pl.String).new_from_index(0, len(keep)),
        rows.SOURCE_SHEET: pl.Series([table.grid.sheet], dtype=pl.String).new_from_index(0, len(keep)),
        rows.SOURCE_ROW: pl.int_range(table.start + 1, table.end + 1, dtype=pl.UInt32, eager=True),
    }
    derived = _derived(table)
    for field in schema.names:
        sent = table.column(field)
        if field == "amount":
            parts |= _typed(field, sent, cells.amount, missing, definitions.redactions)
        elif field == "payment_date" and cells.day is not None and decision is not None:
            meaning = cells.day.resolve(decision)
            parts |= _typed(field, sent, meaning, missing, definitions.redactions)
            derived["date_precision"] = meaning["precision"]
        elif sent is not None and field in rows.MONEY_FIELDS:
            parts |= _typed(field, sent, money.column(sent, unit), missing, definitions.redactions)
        elif sent is not None and field in rows.BOOLEAN_FIELDS:
            parts |= _typed(field, sent, columns.by_distinct(sent, booleans.read, pl.Boolean()), missing, definitions.redactions)
        elif sent is not None:
            parts[field] = _words(sent, missing)
        elif field in derived:
            value = derived[field]
            parts[field] = value if isinstance(value, pl.Series) else pl.Series([value], dtype=pl.String).new_from_index(0, len(keep))
    frame = pl.DataFrame(parts)
    frame = frame if keep.all() else frame.filter(keep)
    return with_redactions(frame, definitions.redactions)


def _derived(table: Table) -> dict[str, str | pl.Series]:
    derived: dict[str, str | pl.Series] = {"amount_basis": table.layout.basis.get("amount", "unknown")}
    derived["date_basis"] = table.layout.basis.get("payment_date", "unknown")
    return derived


def _typed(field: str, sent: pl.Series | None, meaning: pl.DataFrame, missing: list[str], redactions: Vocabulary) -> dict[str, pl.Series]:
    """The four columns of a typed field."""
    cells = sent if sent is not None else pl.Series([None], dtype=pl.String).new_from_index(0, meaning.height)
    fault = meaning["fault"]
    blank = meaning["value"].is_null() & (fault.is_null() | cells.str.strip_chars(text.BLANKS).is_in(missing))
    spreadsheet_error = fault == Fault.SPREADSHEET_ERROR.value
    blank = blank & ~spreadsheet_error.fill_null(value=False)
    frame = pl.select(
        value=meaning["value"],
        sent=pl.when(blank).then(None).otherwise(cells),
        fault=pl.when(blank).then(None).otherwise(_withheld(cells, fault, redactions)),
        form=meaning["form"],
    )
    return {
        field: frame["value"],
        rows.sent(field): frame["sent"],
        rows.fault(field): frame["fault"],
        rows.form(field): frame["form"],
    }


def _withheld(cells: pl.Series, fault: pl.Series, redactions: Vocabulary) -> pl.Series:
    """The faults, with ``withheld`` where a redaction stands in place of the value."""
    unreadable = fault == Fault.UNREADABLE.value
    if not unreadable.any():
        return fault
    words = [cell for cell in cells.filter(unreadable).unique() if redactions.reason(cell)]
    return pl.select(pl.when(unreadable & cells.is_in(words)).then(pl.lit(Fault.WITHHELD.value)).otherwise(fault)).to_series()


def _words(cells: pl.Series, missing: list[str]) -> pl.Series:
    """A text field: without white space around it, null where blank or one of the schema's missing values."""
    stripped = cells.str.strip_chars(text.BLANKS)
    return stripped.set(stripped.is_in([*missing, ""]), None)


_WITHHOLDING = ("supplier_name", "description", "supplier_postcode")


def with_redactions(frame: pl.DataFrame, redactions: Vocabulary) -> pl.DataFrame:
    """The frame with ``redaction_reason``, where a supplier, description or postcode says that it is withheld."""
    reasons = [_reasons(frame[name], redactions) for name in _WITHHOLDING if name in frame.columns]
    found = [reason for reason in reasons if reason is not None]
    if not found:
        return frame
    reason = pl.select(pl.coalesce(found)).to_series()
    if "redaction_reason" in frame.columns:
        reason = pl.select(pl.coalesce(frame["redaction_reason"], reason)).to_series()
    return frame.with_columns(redaction_reason=reason)


def _reasons(cells: pl.Series, redactions: Vocabulary) -> pl.Series | None:
    hinted = cells.str.contains_any(list(redactions.hints), ascii_case_insensitive=True)
    if not hinted.any():
        return None
    distinct = cells.filter(hinted).unique(maintain_order=True)
    known = {cell: reason for cell in distinct if (reason := redactions.reason(cell))}
    if not known:
        return None
    return cells.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
