"""A workbook to fill in: made from the Table Schema, a regime and its rules, with the rules as in-cell validation.

Comes in: definitions, a regime, the publisher's name. Goes out: an XLSX with the sheets *Spend* (one header row, nothing
else, so that it can be sent as it is) and *How to fill this in*. Same definitions, same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ckanext.spenddata.checks import schema
from ckanext.spenddata.checks.amounts import threshold_words
from ckanext.spenddata.checks.findings import ERROR
from ckanext.spenddata.checks.reports.safe import escape
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.definitions.transaction import Field
from ckanext.spenddata.rows import BOOLEAN_FIELDS, DATE_FIELDS, MONEY_FIELDS
from ckanext.spenddata.values.vat import WORDS

SPEND_SHEET = "Spend"
HELP_SHEET = "How to fill this in"
PORTAL_FIELDS = frozenset(
    {"publisher_id", "publisher_name", "amount_basis", "currency", "date_precision", "date_basis"}
)
"""Fields that the portal fills in or asks once for a whole publisher."""
LAST_ROW = 1_048_575
_EARLIEST = datetime.date(2005, 1, 1)
_LATEST = datetime.date(2099, 12, 31)
_LIST_LIMIT = 255
_MESSAGE_LIMIT = 255
_TITLE_LIMIT = 32
_CREATED = datetime.datetime.fromisoformat("2020-01-01T00:00:00")
_LINE_LENGTH, _LINE_HEIGHT = 150, 15
"""Characters on a line across the help sheet, and its height in points."""
_WIDTHS = {"supplier_name": 36, "description": 44, "expense_area": 26, "expense_type": 26}


class Column(NamedTuple):
    """A column to fill in."""

    field: Field
    title: str


def columns_of(regime: Regime, definitions: Definitions) -> list[Column]:
    """The regime's own columns; where it names none, every field that can be filled in, what is required first."""
    schema = definitions.transaction
    if regime.columns:
        return [Column(schema.field(name), title) for name, title in regime.columns.items()]
    fields = [field for field in schema.fields if field.name not in PORTAL_FIELDS]
    return [Column(field, field.title) for field in sorted(fields, key=lambda field: not is_required(field, regime))]


def is_required(field: Field, regime: Regime) -> bool:
    """Whether a row under the regime needs the field."""
    return field.constraints.required or field.name in regime.required


def write(regime: Regime, definitions: Definitions, out: Path, *, publisher_name: str = "") -> None:
    """Write the template of a regime, in the publisher's name where it is given."""
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": f"{regime.title}: template", "author": publisher_name, "created": _CREATED})
        styles = _Styles(workbook)
        columns = columns_of(regime, definitions)
        _spend_sheet(workbook.add_worksheet(SPEND_SHEET), columns, regime, styles)
        _help_sheet(workbook.add_worksheet(HELP_SHEET), columns, regime, definitions, publisher_name, styles)


class _Styles:
    """The formats of the workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.required = workbook.add_format({"bold": True, "bg_color": "#12436D", "font_color": "#FFFFFF", "border": 1})
        self.optional = workbook.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1})
        self.heading = workbook.add_format({"bold": True, "font_size": 14})
        self.bold = workbook.add_format({"bold": True, "bottom": 1})
        self.wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.missing = workbook.add_format({"bg_color": "#F9D6D0"})
        self.look = workbook.add_format({"bg_color": "#FDF1C7"})
        self.date = workbook.add_format({"num_format": "dd/mm/yyyy"})
        self.money = workbook.add_format({"num_format": "0.00"})
        self.text = workbook.add_format({"num_format": "@"})

    def of(self, field: Field) -> Format:
        """How the cells of a field look; text keeps its leading zeros."""
        if field.name in DATE_FIELDS:
            return self.date
        return self.money if field.name in MONEY_FIELDS else self.text


def _spend_sheet(sheet: Worksheet, columns: list[Column], regime: Regime, styles: _Styles) -> None:
    sheet.freeze_panes(1, 0)
    last = xl_col_to_name(len(columns) - 1)
    for column, (field, title) in enumerate(columns):
        required = is_required(field, regime)
        sheet.write_string(0, column, title, styles.required if required else styles.optional)
        if field.description:
            sheet.write_comment(0, column, field.description, {"author": "", "x_scale": 2})
        sheet.set_column(column, column, _WIDTHS.get(field.name, max(14, len(title) + 3)), styles.of(field))
        if rule := _validation(field, title, column):
            sheet.data_validation(1, column, LAST_ROW, column, rule)
        if required:
            letter = xl_col_to_name(column)
            begun = f'AND(COUNTA($A2:${last}2)>0,TRIM({letter}2)="")'
            sheet.conditional_format(
                1, column, LAST_ROW, column, {"type": "formula", "criteria": f"={begun}", "format": styles.missing}
            )
        if field.name == "amount" and regime.threshold:
            sheet.conditional_format(1, column, LAST_ROW, column, _below(regime.threshold.amount, column, styles.look))


def _below(threshold: Decimal, column: int, style: Format) -> dict[str, Any]:
    """Highlight amounts within the threshold: they may be lines of a larger payment, so they are not refused."""
    cell = f"{xl_col_to_name(column)}2"
    return {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),ABS({cell})<={threshold})", "format": style}


def _validation(field: Field, title: str, column: int) -> dict[str, Any] | None:
    """The field's type and constraints as a spreadsheet's validation; None where it takes any text."""
    cell = f"{xl_col_to_name(column)}2"
    kind = _kind(field, cell)
    if kind is None:
        return None
    needs = needed(field)
    return {
        **kind,
        "ignore_blank": True,
        "input_title": title[:_TITLE_LIMIT],
        "input_message": needs[:_MESSAGE_LIMIT],
        "error_title": f"{title}: not as expected"[:_TITLE_LIMIT],
        "error_message": f"Expected: {needs}"[:_MESSAGE_LIMIT],
        "error_type": "stop",
    }


def _kind(field: Field, cell: str) -> dict[str, Any] | None:
    limits = field.constraints
    if field.name in DATE_FIELDS:
        earliest = datetime.date.fromisoformat(str(limits.minimum)) if limits.minimum else _EARLIEST
        return {"validate": "date", "criteria": "between", "minimum": earliest, "maximum": _LATEST}
    if field.name in MONEY_FIELDS:
        largest = limits.maximum if limits.maximum is not None else 10**11
        least = limits.minimum if limits.minimum is not None else -(10**11)
        return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": largest}
    if field.name in BOOLEAN_FIELDS:
        return {"validate": "list", "source": ["true", "false"]}
    if limits.enum and len(",".join(limits.enum)) <= _LIST_LIMIT:
        return {"validate": "list", "source": list(limits.enum)}
    if limits.pattern and (formula := _PATTERNS.get(field.name)):
        return {"validate": "custom", "value": formula.format(cell=cell)}
    return None


_PATTERNS = {
    "cpv_code": '=AND(ISNUMBER(--LEFT({cell},8)),OR(LEN({cell})=8,AND(LEN({cell})=10,MID({cell},9,1)="-")))',
    "proclass_code": "=AND(LEN({cell})=6,ISNUMBER(--{cell}))",
    "merchant_category_code": "=AND(LEN({cell})=4,ISNUMBER(--{cell}))",
    "supplier_company_number": "=AND(LEN({cell})=8,ISNUMBER(--MID({cell},3,6)))",
    "supplier_postcode": '=AND(LEN({cell})>=6,LEN({cell})<=8,MID({cell},LEN({cell})-3,1)=" ",EXACT(UPPER({cell}),{cell}))',
    "contract_ocid": '=LEFT({cell},5)="ocds-"',
}
"""Field → its pattern as far as a spreadsheet can test it (spreadsheets have no regular expressions); the check tests all of it."""


def needed(field: Field) -> str:
    """What a cell of the field must hold, in words."""
    if field.name in DATE_FIELDS:
        return "A date, day first: 30/04/2026."
    if field.name in MONEY_FIELDS:
        return "Pounds and pence as plain digits: 1234.56. A credit has a minus in front."
    if field.name in BOOLEAN_FIELDS:
        return "true or false."
    if field.constraints.enum:
        return f"One of: {', '.join(field.constraints.enum)}."
    return _EXAMPLES.get(field.name, "Text.")


_EXAMPLES = {
    "cpv_code": "A CPV 2008 code of 8 digits, with or without its check digit: 72000000-5.",
    "proclass_code": "A ProClass code of 6 digits.",
    "merchant_category_code": "A merchant category code of 4 digits.",
    "supplier_company_number": "8 characters, with leading zeros: 01234567 or SC123456.",
    "supplier_charity_number": "Digits; Scottish numbers begin with SC, Northern Irish with NIC.",
    "supplier_postcode": "A postcode in capitals: AB1 2CD. Leave it blank for an individual.",
    "contract_ocid": "The Find a Tender process identifier, beginning with ocds-.",
    "supplier_name": "The supplier's full name as in your ledger. Blank only if withheld, with the reason in its own column.",
    "description": "What was bought, in a few words, without personal data.",
    "transaction_number": "Your system's reference. Lines of one invoice may share it.",
}


def _help_sheet(
    sheet: Worksheet,
    columns: list[Column],
    regime: Regime,
    definitions: Definitions,
    publisher_name: str,
    styles: _Styles,
) -> None:
    sheet.set_column(0, 0, 30, styles.wrap)
    sheet.set_column(1, 1, 14, styles.wrap)
    sheet.set_column(2, 3, 60, styles.wrap)
    row = 0
    sheet.write_string(row, 0, escape(publisher_name or regime.title), styles.heading)
    for line in _introduction(regime, publisher_name):
        row += 1
        sheet.merge_range(row, 0, row, 3, line, styles.wrap)
        # Spreadsheet programs don't make merged rows as high as their text.
        sheet.set_row(row, _LINE_HEIGHT * -(-len(line) // _LINE_LENGTH))
    row += 2
    sheet.write_row(row, 0, ["Column", "Needed", "What goes in", "Meaning"], styles.bold)
    for field, title in columns:
        row += 1
        needs = "yes" if is_required(field, regime) else "if known"
        sheet.write_row(row, 0, [title, needs, needed(field), field.description], styles.wrap)
    row += 2
    sheet.write_row(row, 0, ["What is checked", "If broken", "Expected", "What to do"], styles.bold)
    for cells in _rules(columns, regime, definitions):
        row += 1
        sheet.write_row(row, 0, cells, styles.wrap)


def _introduction(regime: Regime, publisher_name: str) -> Iterator[str]:
    if publisher_name:
        yield regime.title
    yield f"Basis: {regime.basis.text} ({regime.basis.url})"
    if regime.threshold:
        tested = WORDS[regime.threshold.tested_basis]
        yield f"Which payments: above £{regime.threshold.amount:,} ({tested}). Lines of one larger payment are each listed."
    else:
        yield "Which payments: every one."
    yield f"One line a payment in the sheet “{SPEND_SHEET}”: no titles above, no totals below, no blank rows between."
    yield "Dark headings must be filled in, pale ones if you have the information. Columns you don't use may stay empty or be deleted."
    yield "Don't send VAT registration, bank or personal details. Pay and payments to individuals in need don't belong here."


def _rules(columns: list[Column], regime: Regime, definitions: Definitions) -> Iterator[list[str]]:
    """Rules of the columns that are in force under the regime, the severe first; those about a whole return are not listed."""
    names = {column.field.name for column in columns}
    lines = []
    for rule in definitions.rules.values():
        severity = rule.severity_for(regime, _LATEST)
        of_columns = bool(names & set(rule.fields)) if rule.fields else rule.constraint is None
        expected = _expected(rule, regime, definitions)
        if severity and of_columns and expected:
            means = "row left out" if severity == ERROR else "warning"
            lines.append([rule.title, means, expected, rule.remedy])
    yield from sorted(lines, key=lambda cells: cells[1] == "warning")


def _expected(rule: Rule, regime: Regime, definitions: Definitions) -> str | None:
    """What a rule expects, where that can be said of a workbook that is still empty."""
    if rule.constraint and len(rule.fields) == 1:
        return schema.expected(rule, definitions.transaction.field(rule.fields[0]))
    pounds = rule.parameters.get("pounds")
    known = {
        "title": "Each dark heading",
        "percent": rule.parameters.get("percent"),
        "limit": money(regime.threshold.lowest_pence if regime.threshold and rule.kind == "credit" else pounds * 100)
        if pounds
        else None,
        **(threshold_words(regime.threshold) if regime.threshold else {}),
    }
    try:
        return rule.expected.format_map(known)
    except KeyError:
        return None
