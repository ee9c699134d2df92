"""The layouts of the demonstration's files: what real publishers' exports look like.

A layout has its own titles, order, forms of dates and amounts, and what people leave around the table (titles above, totals
below, blank columns, the header again half-way down). ``sheets.py`` turns clean transactions into rows by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ckanext.spenddata.demo.written import (
    Cell,
    as_day,
    as_number,
    brackets,
    commas,
    dollars,
    pounds,
    serial,
    trailing_minus,
)


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
    headed: bool = True
    """False where the file has no column titles."""
    exchanged: tuple[str, str] | None = None
    """Two columns that change places in the second half: the exports of two systems, one below the other."""
    filler: int = 0
    """So many rows below with nothing but a dash where the amount would be."""
    notes: tuple[str, ...] = ()
    answers: tuple[tuple[str, object], ...] = ()
    """What its publishers say about files of this layout, as ``spenddata_return_submit`` takes it."""


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
    "dollar_signs": Layout(
        _HEALTH,
        encoding="cp1252",
        date=lambda day: f"{day:%d-%b-%Y}",
        money=dollars,
        answers=(("currency_is_sterling", True),),
    ),
    "same_title_twice": Layout(
        tuple(("Expense area", what) if title == "Expense type" else (title, what) for title, what in _TREASURY),
        money=pounds,
        encoding="cp1252",
    ),
    "month_first": Layout(
        _TREASURY,
        date=lambda day: f"{day.month}/{day.day}/{day.year}",
        money=commas,
        title="{body}, {period}",
        total="Grand total",
        filler=40,
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
    "no_titles": Layout(
        (
            ("Date", "date"),
            ("Supplier", "supplier"),
            ("Service Area", "area"),
            ("Expense Type", "type"),
            ("Amount", "amount"),
            ("Description", "purpose"),
        ),
        headed=False,
        money=trailing_minus,
        answers=(
            (
                "mapping",
                {
                    "payment_date": "column 1",
                    "supplier_name": "column 2",
                    "expense_area": "column 3",
                    "expense_type": "column 4",
                    "amount": "column 5",
                    "description": "column 6",
                },
            ),
        ),
    ),
    "two_systems": Layout(
        (
            ("Directorate", "area"),
            ("Date", "date"),
            ("Expense Type", "type"),
            ("Supplier Name", "supplier"),
            ("Amount", "amount"),
            ("Transaction Number", "number"),
            ("Narrative", "purpose"),
        ),
        exchanged=("date", "type"),
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
