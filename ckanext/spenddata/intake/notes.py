"""What is told about a file: plain sentences on what was decided for the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.intake import left_blank, names_alone, paid_before
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.intake.tables import beyond
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.intake.text_files.encoding import Text
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import date_order, money, text
from ckanext.spenddata.values.words import WRITERS

NIL = "The file says that there is nothing to publish: a nil return."
_USUAL = frozenset({"ascii", "utf-8", "utf-8-sig", "cp1252"})


def of_text(decoded: Text) -> list[str]:
    """On the encoding of a text file."""
    notes = list(decoded.notes())
    if decoded.encoding not in _USUAL:
        notes.insert(
            0, f"The text is written in {decoded.encoding}, which few programs expect. UTF-8 is the encoding to use."
        )
    return notes


def words_around(tables: Iterable[Table]) -> list[str]:
    """The words around the payments: rows above the header, notes among and below them, names of sheets."""
    lines = []
    for table in tables:
        lines += [table.grid.sheet] if table.grid.sheet else []
        for number in [*table.left_out.get("title", []), *table.left_out.get("note", [])][:60]:
            position = number - 1 - table.grid.above
            lines += [" ".join(cell for cell in row if cell) for row in table.grid.rows(position, position + 1)]
    return lines


def of(paid: Sequence[TablePayments], decisions: Sequence[date_order.Decision | None], rows: Rows) -> list[str]:
    """On the tables, dates and amounts."""
    notes = [
        note
        for payments in paid
        for note in (*payments.table.notes, *payments.table.layout.notes, *payments.table.layout.amounts.notes)
    ]
    notes += _on_cells_beyond(paid)
    notes += left_blank.told(paid)
    notes += names_alone.told(paid)
    notes += _on_order(decisions)
    notes += paid_before.told(paid, decisions)
    notes += _on_company_numbers(paid)
    notes += _on_amounts(rows)
    notes += _on_nothing(paid, rows)
    return list(dict.fromkeys(notes))


def _on_cells_beyond(paid: Sequence[TablePayments]) -> Iterator[str]:
    for table in (payments.table for payments in paid if payments.table.header):
        if count := beyond.rows_beyond(table):
            yield (
                f"Cells stand to the right of the last title (column {beyond.last_titled(table)}) in {text.counted(count, 'row')}. "
                "They are not used. Perhaps a comma inside a cell was not quoted and moved the cells of its row."
            )


def _on_order(decisions: Sequence[date_order.Decision | None]) -> Iterator[str]:
    for decision in decisions:
        if decision and decision.exchange and decision.put_right:
            yield f"Day and month of {len(decision.exchange.days):,} different dates were exchanged, as you answered."
        if decision and decision.from_1904 and decision.put_right:
            yield "Dates that are numbers were counted from 1904, as you answered."
        if decision and decision.order == "month_first" and "two ways" not in decision.why:
            yield f"Dates are read with the month before the day: {decision.why}."
        elif decision and decision.order == "day_first" and not decision.proved and "two ways" not in decision.why:
            yield f"Dates are read with the day before the month: {decision.why}."
        elif decision and decision.order == "undecided":
            yield f"Which part of the dates is the day could not be decided for all of them: {decision.why}."


def _on_amounts(rows: Rows) -> Iterator[str]:
    form = canonical.form("amount")
    if form not in rows.frame.columns:
        return
    if rounded := int(rows.frame[form].is_in(["rounded", "scientific"]).sum()):
        yield f"{text.counted(rounded, 'amount')} of more than two decimals rounded to the penny, half a penny away from zero."
    hidden = rows.frame.select(pl.col(canonical.fault("amount"), *_date_fault(rows)).eq("hidden").any()).row(0)
    if any(hidden):
        yield "Some cells hold ##### alone: a column was too narrow when the sheet was exported. Widen it and export again."


def _on_company_numbers(paid: Sequence[TablePayments]) -> Iterator[str]:
    for column in (payments.table.layout.column("supplier_company_number") for payments in paid):
        written = {cell: WRITERS["supplier_company_number"](cell) for cell in sorted(column.words)} if column else {}
        restored = [cell for cell, number in written.items() if number.count("0") > cell.removesuffix(".0").count("0")]
        if restored:
            some = ", ".join(f"{cell} is {written[cell]}" for cell in restored[:3])
            yield (
                f"{text.counted(len(restored), 'company number')} had lost the zeros at the front, as spreadsheets drop them. They were "
                f"put back: {some}{' …' if len(restored) > 3 else ''}."
            )


def _date_fault(rows: Rows) -> list[str]:
    name = canonical.fault("payment_date")
    return [name] if name in rows.frame.columns else []


def _on_nothing(paid: Sequence[TablePayments], rows: Rows) -> Iterator[str]:
    if len(rows):
        return
    if says_nil([payments.table.grid for payments in paid]):
        yield NIL
    else:
        yield "The file has a header and no payments. If there was nothing to publish, file it as a nil return."


_NIL = re.compile(
    r"\W*nil\W*|.*\bnil return\b.*|.*\bnothing to (?:report|publish|declare)\b.*|.*\bdim (?:taliadau|trafodion|gwariant)\b.*"
    r"|.*\bno (?:\w+ ){0,2}(?:payments?|transactions?|expenditure|spend|spending|invoices)"
    r"(?: (?:over|above|exceed|of|to|for|in|this|were|was|made|greater|£).*)?\W*",
    re.DOTALL,
)
_FEW = 20
"""A file with more rows of words than this says more than that there is nothing."""


def says_nil(grids: Iterable[Grid]) -> bool:
    """True where a file says that there is nothing to publish, and little else."""
    rows = [row for grid in grids for row in grid.rows(0, 200) if any(row)]
    if len(rows) > _FEW or any(money.read(cell).pence for row in rows for cell in row if "." in cell):
        return False
    return any(_NIL.fullmatch(cell.lower()) for row in rows for cell in row if 2 < len(cell) < 300)
