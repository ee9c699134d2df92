"""The layouts of the demonstration's files: what real publishers' exports look like, a dozen of them.

A layout turns clean transactions into the rows of a sheet: its own titles, order, forms of dates and amounts, and what
people leave around the table (titles above, totals below, blank columns, the header again half-way down).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ckanext.spenddata.demo.bodies import Body
from ckanext.spenddata.demo.spending import Transaction
from ckanext.spenddata.values.periods import Period

Cell = str | int | Decimal | date | None
Row = list[Cell]
_SERIAL_ORIGIN = date(1899, 12, 30)


@dataclass(frozen=True)
class Layout:
    """How a publisher's file looks."""

    columns: tuple[tuple[str, str], ...]
    """Title, and what stands below it: a key of ``_TEXTS``, ``date``, ``amount``, ``net``, ``vat`` or ``gross``."""
    container: str = "csv"
    """``csv``, ``xlsx`` or ``ods``."""
    encoding: str = "utf-8"
    delimiter: str = ","
    date: Callable[[date], Cell] = lambda day: f"{day:%d/%m/%Y}"
    money: Callable[[Decimal], Cell] = str
    title: str = ""
    """A line above the table; ``{body}`` and ``{period}`` are filled in."""
    total: str | None = None
    """Label of a total row below the table; empty for a total without a label."""
    repeat_header: int = 0
    """The header stands again after so many rows, with a blank row before it."""
    notes: tuple[str, ...] = ()
    answers: tuple[tuple[str, object], ...] = ()
    """What its publishers say about files of this layout, as ``spenddata_return_submit`` takes it."""


@dataclass(frozen=True)
class Sheet:
    """A table with what surrounds it."""

    name: str
    rows: list[Row]
    places: list[int]
    """Position in ``rows`` of each transaction."""


def commas(amount: Decimal) -> str:
    """``-1,234.50``."""
    return f"{amount:,.2f}"


def pounds(amount: Decimal) -> str:
    """``-£1,234.50``."""
    return f"-£{-amount:,.2f}" if amount < 0 else f"£{amount:,.2f}"


def brackets(amount: Decimal) -> str:
    """``(1,234.50)`` for a credit."""
    return f"({-amount:,.2f})" if amount < 0 else f"{amount:,.2f}"


def trailing_minus(amount: Decimal) -> str:
    """``1,234.50-`` for a credit."""
    return f"{-amount:,.2f}-" if amount < 0 else f"{amount:,.2f}"


def as_number(amount: Decimal) -> Cell:
    """A number cell of a spreadsheet."""
    return amount


def as_day(day: date) -> Cell:
    """A date cell of a spreadsheet."""
    return day


def serial(day: date) -> Cell:
    """The bare number by which a spreadsheet counts days."""
    return str((day - _SERIAL_ORIGIN) // timedelta(days=1))


_TREASURY = (
    ("Department family", "family"),
    ("Entity", "body"),
    ("Date", "date"),
    ("Expense type", "type"),
    ("Expense area", "area"),
    ("Supplier", "supplier"),
    ("Transaction number", "number"),
    ("Amount", "amount"),
    ("Description", "purpose"),
)
_HEALTH = (
    ("Department Family", "family"),
    ("Entity", "body"),
    ("Date", "date"),
    ("Expense Type", "type"),
    ("Expense Area", "area"),
    ("Supplier", "supplier"),
    ("Transaction Number", "number"),
    ("Amount", "amount"),
    ("Description", "purpose"),
)

LAYOUTS: dict[str, Layout] = {
    "treasury": Layout((*_TREASURY, ("Supplier Postcode", "postcode"), ("Supplier Type", "kind"))),
    "treasury_variant": Layout(
        (
            ("Departmental Family", "family"),
            ("Entity", "body"),
            ("Payment Date", "date"),
            ("Expense Type", "type"),
            ("Expense Area", "area"),
            ("Supplier Name", "supplier"),
            ("Transaction No", "number"),
            ("Amount £", "amount"),
            ("Narrative", "purpose"),
        ),
        encoding="cp850",
        date=lambda day: f"{day:%d-%b-%y}",
        money=pounds,
        title="{body}: spending over £25,000, {period}",
        total="Total",
    ),
    "nhs": Layout(
        _HEALTH,
        container="xlsx",
        date=as_day,
        money=as_number,
        title="{body} – payments over £25,000 – {period}",
        total="",
    ),
    "open_document": Layout(_HEALTH, container="ods", date=as_day, money=as_number, repeat_header=60),
    "agency_export": Layout(
        (
            ("Department", "family"),
            ("Body Name", "body"),
            ("Clearing Date", "date"),
            ("Account Description", "type"),
            ("Cost Centre", "area"),
            ("Vendor Name", "supplier"),
            ("Document Number", "number"),
            ("Amount in Sterling", "amount"),
            ("PO Line Description", "purpose"),
        ),
        encoding="utf-16",
        delimiter="\t",
        date=lambda day: f"{day:%d.%m.%Y}",
        money=trailing_minus,
    ),
    "code": Layout(
        (
            ("Date incurred", "date"),
            ("Directorate", "area"),
            ("Beneficiary", "supplier"),
            ("Purpose of Spend", "purpose"),
            ("Expense Type", "type"),
            ("Amount", "amount"),
            ("VAT that cannot be recovered", "no_vat"),
            ("Category", "trade"),
        ),
        encoding="utf-8-sig",
        money=brackets,
        notes=("", "Published under the Local Government Transparency Code 2015."),
    ),
    "code_variant": Layout(
        (
            ("Body Name", "body"),
            ("Payment Date", "date"),
            ("Service Area", "area"),
            ("", "blank"),
            ("Supplier Name", "supplier"),
            ("Expense Type", "type"),
            ("Transaction No", "number"),
            ("Net Amount", "amount"),
            ("Irrecoverable VAT", "no_vat"),
            ("Narrative", "purpose"),
            ("ProclassCode", "proclass"),
            ("", "blank"),
        ),
        encoding="cp1252",
        money=commas,
        repeat_header=400,
    ),
    "esd": Layout(
        (
            ("OrganisationLabel", "body"),
            ("OrganisationURI", "identifier"),
            ("OrganisationalUnit", "area"),
            ("BeneficiaryName", "supplier"),
            ("PaymentDate", "date"),
            ("TransactionNumber", "number"),
            ("Amount", "amount"),
            ("IrrecoverableVATAmount", "no_vat"),
            ("Purpose", "purpose"),
            ("CategoryInternalName", "trade"),
            ("CPVCode", "cpv"),
            ("Expense Type", "type"),
        )
    ),
    "two_amounts": Layout(
        (
            ("Supplier Name", "supplier"),
            ("Date Paid", "date"),
            ("Service Area", "area"),
            ("Expense Type", "type"),
            ("Net", "net"),
            ("VAT", "vat"),
            ("Gross", "gross"),
            ("Transaction Reference", "number"),
            ("Description", "purpose"),
        ),
        container="xlsx",
        date=as_day,
        money=as_number,
    ),
    "month_only": Layout(
        (
            ("Date", "date"),
            ("Service Area", "area"),
            ("Supplier", "supplier"),
            ("Expense Type", "type"),
            ("Amount", "amount"),
            ("Description", "purpose"),
        ),
        date=lambda day: f"{day:%b-%y}",
    ),
    "ledger_export": Layout(
        (
            ("Supplier ID", "supplier_id"),
            ("Supplier Name", "supplier"),
            ("Pay Date", "date"),
            ("Service Label", "area"),
            ("Account Description", "type"),
            ("Transaction Reference", "number"),
            ("Invoice Amount (GBP)", "amount"),
            ("Description", "purpose"),
        ),
        delimiter=";",
        date=lambda day: f"{day:%Y-%m-%d} 00:00:00",
        money=trailing_minus,
        title="Creditor payments {period}",
    ),
    "police": Layout(
        (
            ("Payment Date", "date"),
            ("Supplier", "supplier"),
            ("Expense Area", "area"),
            ("Expense Type", "type"),
            ("Description", "purpose"),
            ("Amount", "amount"),
            ("Transaction Number", "number"),
            ("Value for money", "value_for_money"),
        ),
        date=serial,
    ),
    "card": Layout(
        (
            ("Transaction Date", "date"),
            ("Transaction Reference", "number"),
            ("Merchant Name", "supplier"),
            ("Amount", "amount"),
            ("Directorate", "area"),
            ("Purpose of Spend", "purpose"),
            ("Expense Type", "type"),
        )
    ),
}

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
    rows.append(header)
    places = []
    for number, transaction in enumerate(transactions):
        if layout.repeat_header and number and number % layout.repeat_header == 0:
            rows += [[], header]
        places.append(len(rows))
        rows.append([_cell(transaction, what, layout, body, family) for _, what in layout.columns])
    if layout.total is not None and transactions:
        rows.append(_total(transactions, layout))
    for note in layout.notes:
        rows.append([note or None])
    return Sheet(period.title, rows, places)


def _cell(transaction: Transaction, what: str, layout: Layout, body: Body, family: str) -> Cell:
    amount = Decimal(transaction.pence).scaleb(-2)
    if what == "date":
        return layout.date(transaction.day)
    if what in {"amount", "net"}:
        return layout.money(amount)
    if what in {"vat", "gross"}:
        vat = (amount / 5).quantize(Decimal("0.01"))
        return layout.money(vat if what == "vat" else amount + vat)
    return _TEXTS[what](transaction, body, family)


def _total(transactions: list[Transaction], layout: Layout) -> Row:
    total = layout.money(Decimal(sum(transaction.pence for transaction in transactions)).scaleb(-2))
    row: Row = [total if what == "amount" else None for _, what in layout.columns]
    row[0] = layout.total or None
    return row
