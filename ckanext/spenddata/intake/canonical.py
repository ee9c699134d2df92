"""A table with its columns mapped → canonical rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ckanext.spenddata import rows
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.redactions import Vocabulary
from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.intake.columns import references
from ckanext.spenddata.intake.hints import months_named, months_possible, vat_named
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import booleans, columns, date_order, money, text, vat
from ckanext.spenddata.values.dates import Reading
from ckanext.spenddata.values.faults import Fault
from ckanext.spenddata.values.words import WRITERS


@dataclass(frozen=True)
class Context:
    """What is known beside the file."""

    definitions: Definitions
    answers: Answers
    days: date_order.Days | None = None
    """The period that the payments should lie in, where known."""
    hint: date_order.Days | None = None
    """The months that the file's own name and headings speak of."""
    basis: str | None = None
    """What they say of VAT."""
    possible: tuple[date_order.Days, ...] = ()
    """Months that the digits in its name may mean, where no words say it."""

    duty: frozenset[str] = frozenset()
    """The fields that the return's duty asks for, where known."""

    @property
    def titles(self) -> Titles:
        """The known titles, as the duty means them."""
        return self.definitions.titles.under(self.duty)

    def stretch(self, readings: Iterable[Reading]) -> date_order.Days | None:
        """Where the payments should lie: as a person or the file says, else in the only month of the possible ones that dates fall in."""
        return self.days or self.hint or date_order.only_fitting(self.possible, readings)


def about(words: Sequence[str], context: Context) -> Context:
    """The context with what the words around the payments say, the first of which is the name of the file."""
    possible = months_possible(words[0]) if words else ()
    return replace(context, hint=months_named(words), basis=vat_named(words), possible=possible)


def canonical(
    payments: TablePayments, decision: date_order.Decision | None, name: str, context: Context
) -> pl.DataFrame:
    """The payments of a table as a frame with the columns that ``rows.py`` describes, in the order of the Table Schema."""
    table, vocabulary = payments.table, context.definitions.redactions
    schema = context.definitions.transaction
    missing = [value for value in schema.missing_values if value]
    meanings = _meanings(payments, decision)
    derived = _derived(table, context, meanings.get("payment_date"))
    height = table.end - table.start
    parts: dict[str, pl.Series] = {
        rows.SOURCE_FILE: _constant(name, height).cast(pl.Categorical),
        rows.SOURCE_SHEET: _constant(table.grid.sheet, height).cast(pl.Categorical),
        rows.SOURCE_ROW: _numbers(table),
    }
    words = _words(
        {
            field: cells
            for field in schema.names
            if field not in meanings and (cells := table.column(field)) is not None
        },
        missing,
    )
    words |= {field: references.plainly(words[field]) for field in table.layout.numbers & words.keys()}
    for field in schema.names:
        if field in meanings:
            parts |= _typed(field, table.column(field), meanings[field], missing, vocabulary)
        elif field in words:
            parts[field] = words[field]
        elif field in derived:
            parts[field] = derived[field]
    frame = pl.DataFrame(parts)
    return with_redactions(frame if payments.keep.all() else frame.filter(payments.keep), vocabulary)


def dated(frame: pl.DataFrame, decision: date_order.Decision, context: Context) -> pl.DataFrame:
    """Rows of a text file with their dates read again, now that all of them are known."""
    cells = frame[rows.sent("payment_date")]
    meaning = date_order.DateColumn.of(cells).resolve(decision)
    parts = _typed("payment_date", cells, meaning, [], context.definitions.redactions)
    return frame.with_columns(date_precision=meaning["precision"], **parts)


def based(frame: pl.DataFrame, table: Table, context: Context) -> pl.DataFrame:
    """Rows with their VAT basis said again, now that all words around them are known."""
    basis = _basis(table, context)
    if not frame.height or frame["amount_basis"][0] == basis:
        return frame
    # Replaced in place: an expression would copy the whole frame into one piece.
    column = _constant(basis, frame.height).alias("amount_basis")
    return frame.replace_column(frame.get_column_index("amount_basis"), column)


def _basis(table: Table, context: Context) -> str:
    return context.answers.amount_basis or table.layout.basis.get("amount") or context.basis or vat.UNKNOWN


def _numbers(table: Table) -> pl.Series:
    first = table.grid.number(table.start)
    return pl.int_range(first, first + table.end - table.start, dtype=pl.UInt32, eager=True)


def _constant(value: str | None, height: int) -> pl.Series:
    return pl.Series([value], dtype=pl.String).new_from_index(0, height)


def _meanings(payments: TablePayments, decision: date_order.Decision | None) -> dict[str, pl.DataFrame]:
    """What the cells of the typed fields say: columns value, fault, form."""
    table = payments.table
    meanings = {"amount": payments.amount}
    if payments.day is not None and decision is not None:
        day = payments.day.resolve(decision)
        typed = table.grid.sheet is not None
        meanings["payment_date"] = (
            day.with_columns(form=pl.when(pl.col("form") != "iso").then("form")) if typed else day
        )
    for field in rows.MONEY_FIELDS - {"amount"}:
        if (cells := table.column(field)) is not None:
            meanings[field] = money.column(cells, payments.unit)
    for field in rows.BOOLEAN_FIELDS:
        if (cells := table.column(field)) is not None:
            meanings[field] = columns.by_distinct(cells, booleans.read, pl.Boolean())
    return meanings


def _derived(table: Table, context: Context, day: pl.DataFrame | None) -> dict[str, pl.Series]:
    """Fields that follow from the titles and values of others."""
    height = table.end - table.start
    derived = {"amount_basis": _constant(_basis(table, context), height)}
    if day is not None:
        derived["date_basis"] = _constant(table.layout.basis.get("payment_date", "unknown"), height)
        derived["date_precision"] = day["precision"]
    return derived


def _typed(
    field: str, sent: pl.Series | None, meaning: pl.DataFrame, missing: list[str], redactions: Vocabulary
) -> dict[str, pl.Series]:
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
    return pl.select(
        pl.when(unreadable & cells.is_in(words)).then(pl.lit(Fault.WITHHELD.value, pl.Categorical)).otherwise(fault)
    ).to_series()


def _words(cells: dict[str, pl.Series], missing: list[str]) -> dict[str, pl.Series]:
    """Text fields: without white space around them, null where blank or one of the schema's missing values."""
    frame = pl.DataFrame(cells)
    stripped = frame.select(pl.all().str.strip_chars())
    blank = [*missing, ""]
    shortest = stripped.select(pl.all().str.len_bytes().min()).row(0, named=True) if cells else {}
    short = [field for field, size in shortest.items() if size is not None and size <= max(map(len, blank))]
    clean = stripped.with_columns(
        pl.when(pl.col(field).is_in(blank)).then(None).otherwise(field).alias(field) for field in short
    )
    return {field: _written(field, clean[field]) for field in cells}


def _written(field: str, cells: pl.Series) -> pl.Series:
    """The cells of a field with words of its own, in these words."""
    write = WRITERS.get(field)
    if write is None:
        return cells
    changed = {
        cell: written for cell in cells.unique(maintain_order=True).drop_nulls() if (written := write(cell)) != cell
    }
    return cells.replace(list(changed), list(changed.values())) if changed else cells


WITHHOLDING = ("supplier_name", "description", "supplier_postcode")
"""Fields that may say that something is withheld; what ``redaction_reason`` speaks of."""


def with_redactions(frame: pl.DataFrame, redactions: Vocabulary) -> pl.DataFrame:
    """The frame with ``redaction_reason``, where a supplier, description or postcode says that it is withheld."""
    reasons = [
        _reasons(frame[name], redactions, supplier=name == "supplier_name")
        for name in WITHHOLDING
        if name in frame.columns
    ]
    found = [reason for reason in reasons if reason is not None]
    if not found:
        return frame
    reason = pl.select(pl.coalesce(found)).to_series()
    if "redaction_reason" in frame.columns:
        reason = pl.select(pl.coalesce(frame["redaction_reason"], reason)).to_series()
    return frame.with_columns(redaction_reason=reason)


def _reasons(cells: pl.Series, redactions: Vocabulary, *, supplier: bool) -> pl.Series | None:
    hinted = cells.str.contains_any(list(redactions.hints(supplier=supplier)), ascii_case_insensitive=True)
    if not hinted.any():
        return None
    distinct = cells.filter(hinted).unique(maintain_order=True)
    known = {cell: reason for cell in distinct if (reason := redactions.reason(cell, supplier=supplier))}
    if not known:
        return None
    return cells.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
