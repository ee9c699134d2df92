"""Filings for the tests: rows written as a publisher writes them, read cell by cell as intake reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.history import History
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.intake.reading import MappedColumn, SeenColumn, TableReading
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import booleans, date_order, dates, money
from ckanext.spenddata.values.periods import Period

FILE = "spend.csv"
TODAY = date(2026, 5, 20)
GOOD = {
    "department_family": "Department of Examples",
    "entity": "Examples Agency",
    "payment_date": "15/04/2026",
    "expense_type": "Consultancy",
    "expense_area": "Finance",
    "supplier_name": "Northwind Traders Limited",
    "transaction_number": "5100000001",
    "amount": "30000.00",
    "description": "Advice on the estate",
}
"""A row that breaks no rule under the regime below."""

COUNCIL = Publisher(publisher_id="X-DEMO-EXBURY", name="Exbury Council", other_names=("Exbury",))
AMBIGUOUS = date_order.Decision("undecided", "")
BY_DAY = date_order.Decision("day_first", "")


def table_of(sheet: str | None = None, first_row: int = 1, file: str = FILE, **known: Any) -> tuple[str, TableReading]:
    """A table of a file as it was read: ``columns``, a field → its number; ``titles``, of these fields; ``all_titles``."""
    columns, titles, seen = (
        known.pop(name, default) for name, default in (("columns", {}), ("titles", {}), ("all_titles", ()))
    )
    mapping = {name: MappedColumn(titles.get(name, ""), number, 1.0, "") for name, number in columns.items()}
    found = TableReading(sheet, None, 0, mapping, (), 1.0, {}, {}, "", first_row, **known)
    return file, replace(found, columns=tuple(SeenColumn(at, title, ()) for at, title in enumerate(seen, 1)))


def filing(*rows: dict[str, str | None], order: date_order.Decision = BY_DAY) -> Rows:
    """Canonical rows of one file, its header on row 1. A field that any row has is a column of the file."""
    fields = list(dict.fromkeys(name for row in rows for name in row))
    frame: dict[str, Any] = {
        canonical.SOURCE_FILE: [FILE] * len(rows),
        canonical.SOURCE_SHEET: pl.Series([None] * len(rows), dtype=pl.String),
        canonical.SOURCE_ROW: pl.Series(range(2, len(rows) + 2), dtype=pl.UInt32),
    }
    for name in fields:
        cells = [(row.get(name) or None) for row in rows]
        if name not in canonical.TYPED_FIELDS:
            frame[name] = pl.Series(cells, dtype=pl.String)
            continue
        readings = [_read(name, cell, order) for cell in cells]
        frame[name] = pl.Series([value for value, _, _ in readings], dtype=canonical.dtype(name))
        frame[canonical.sent(name)] = pl.Series(cells, dtype=pl.String)
        frame[canonical.fault(name)] = pl.Series([fault for _, fault, _ in readings], dtype=pl.String)
        frame[canonical.form(name)] = pl.Series([form for _, _, form in readings], dtype=pl.String)
    return Rows(pl.DataFrame(frame))


def good(**cells: str | None) -> dict[str, str | None]:
    """The good row with other cells."""
    return {**GOOD, **cells}


def context(**known: Any) -> Context:
    """What a check knows: the regime ``hmt-25k`` and April 2026 unless said otherwise."""
    definitions = load()
    regime, period = known.pop("regime", "hmt-25k"), known.pop("period", "2026-04")
    known.setdefault("amount_basis", "net_of_recoverable_vat")
    return Context(
        definitions,
        known.pop("today", TODAY),
        regime=definitions.regimes[regime] if regime else None,
        period=Period.parse(period) if period else None,
        **known,
    )


def found(rule: str, rows: Rows, **known: Any) -> pl.DataFrame:
    """The findings of one rule."""
    return check(rows, context(**known), [load().rules[rule]])


def _read(name: str, cell: str | None, order: date_order.Decision) -> tuple[Any, str | None, str | None]:
    if name in canonical.MONEY_FIELDS:
        pence, fault, form = money.read(cell)
        return pence, fault and str(fault), form
    if name in canonical.DATE_FIELDS:
        day, fault, form, _ = date_order.resolve(dates.read(cell), order)
        return day, fault and str(fault), form
    truth, fault, form = booleans.read(cell)
    return truth, fault and str(fault), form


CARD = {"regime": "hmt-gpc-500"}
"""What a check of card payments knows."""
COUNCILS = {"regime": "lgtc-500", "period": "2026-Q2", "today": date(2026, 7, 10)}
HISTORY = History.of(
    [
        (
            "2026-03",
            filing(
                *[good(transaction_number=str(n), amount="30000.00", payment_date="10/03/2026") for n in range(30)]
            ).frame,
        )
    ]
)
THREE_MONTHS = History.of([(month, filing(*[good()] * 60).frame) for month in ("2026-01", "2026-02", "2026-03")])
"""Three earlier returns of sixty rows each."""
OTHERS = (COUNCIL, Publisher(publisher_id="X-DEMO-WEALD", name="Weald District Council"))
