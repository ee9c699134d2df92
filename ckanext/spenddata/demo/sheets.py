"""Clean transactions → the rows of the sheet that a body would send, in its layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ckanext.spenddata.demo import written
from ckanext.spenddata.demo.bodies import Body
from ckanext.spenddata.demo.layouts import Layout
from ckanext.spenddata.demo.spending import Transaction
from ckanext.spenddata.demo.written import Cell, Row
from ckanext.spenddata.values.periods import Period


@dataclass(frozen=True)
class Sheet:
    """A table with what surrounds it."""

    name: str
    rows: list[Row]
    places: list[int]
    """Position in ``rows`` of each transaction."""


_TEXTS: dict[str, Callable[[Transaction, Body, str], Cell]] = {
    "family": lambda _t, _b, family: family,
    "body": lambda _t, body, _f: body.publisher.name,
    "identifier": lambda _t, body, _f: body.publisher.publisher_id,
    "type": lambda t, _b, _f: t.line.expense_type,
    "area": lambda t, _b, _f: t.line.area,
    "supplier": lambda t, _b, _f: t.name,
    "supplier_id": lambda t, _b, _f: f"V{sum(t.supplier.name.encode()) % 90_000 + 10_000}",
    "number": lambda t, _b, _f: t.number,
    "purpose": lambda t, _b, _f: t.line.purpose,
    "postcode": lambda t, _b, _f: t.supplier.postcode or None,
    "kind": lambda t, _b, _f: t.supplier.kind or None,
    "trade": lambda t, _b, _f: t.line.trade.capitalize(),
    "proclass": lambda t, _b, _f: t.line.proclass or None,
    "cpv": lambda t, _b, _f: t.line.cpv or None,
    "no_vat": lambda _t, _b, _f: "0.00",
    "value_for_money": lambda _t, _b, _f: "Bought under a framework agreement",
    "blank": lambda _t, _b, _f: None,
}


def lay_out(transactions: list[Transaction], body: Body, period: Period, layout: Layout, family: str) -> Sheet:
    """The sheet that a body would send for a period."""
    header: Row = [title or None for title, _ in layout.columns]
    rows: list[Row] = []
    if layout.title:
        rows += [[layout.title.format(body=body.publisher.name, period=period.title)], []]
    if layout.headed:
        rows.append(header)
    places = []
    for number, transaction in enumerate(transactions):
        if layout.repeat_header and number and number % layout.repeat_header == 0:
            rows += [[], header]
        places.append(len(rows))
        columns = [what for _, what in layout.columns]
        if layout.exchanged and number >= len(transactions) / 2:
            columns = _with_exchanged(columns, *layout.exchanged)
        rows.append([_cell(transaction, what, layout, body, family) for what in columns])
    if layout.total is not None and transactions:
        rows.append(_total(transactions, layout))
    rows.extend([note or None] for note in layout.notes)
    rows.extend([" -" if what == "amount" else None for _, what in layout.columns] for _ in range(layout.filler))
    return Sheet(period.title, rows, places)


def _with_exchanged(columns: list[str], one: str, other: str) -> list[str]:
    """The columns with two of them in each other's place."""
    places = {one: other, other: one}
    return [places.get(what, what) for what in columns]


def _cell(transaction: Transaction, what: str, layout: Layout, body: Body, family: str) -> Cell:
    amount = Decimal(transaction.pence).scaleb(-2)
    if what == "date":
        return written.day(transaction.day, layout.date)
    if what in {"amount", "net"}:
        return written.AMOUNTS[layout.money](amount)
    if what in {"vat", "gross"}:
        vat = (amount / 5).quantize(Decimal("0.01"))
        return written.AMOUNTS[layout.money](vat if what == "vat" else amount + vat)
    return _TEXTS[what](transaction, body, family)


def _total(transactions: list[Transaction], layout: Layout) -> Row:
    total = written.AMOUNTS[layout.money](Decimal(sum(transaction.pence for transaction in transactions)).scaleb(-2))
    row: Row = [total if what == "amount" else None for _, what in layout.columns]
    row[0] = layout.total or None
    return row
