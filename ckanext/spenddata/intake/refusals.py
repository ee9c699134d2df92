"""Why a file is not read at all: what happened, what it means for the data, what to do."""

from __future__ import annotations

from ckanext.spenddata.intake.reading import Refusal

_WHAT_IT_IS = {
    "html": "a web page",
    "xml": "an XML document",
    "json": "a JSON document",
    "pdf": "a PDF document",
    "image": "a picture",
    "zip": "a zip archive",
    "archive": "a compressed archive",
    "document": "a word processor's or other office document",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "database": "a database or data file for programs",
    "program": "a program",
    "binary": "not text and no spreadsheet that we know",
}

_REMEDIES = {
    "html": "This is often a page that says “not found” or asks to log in. Download the file itself again and send that. If it is "
    "an export that opens in your spreadsheet program as a table, save it there as an Excel workbook (.xlsx) or CSV and send that.",
    "xml": "If it is an export that opens in your spreadsheet program as a table (XML Spreadsheet 2003), save it there as an Excel "
    "workbook (.xlsx) or CSV and send that.",
    "xlsb": "Open it in Excel, choose Save As, Excel Workbook (*.xlsx), and send that.",
    "pdf": "A PDF can't be read as data. Send the spreadsheet that it was made from, or export the report as CSV or XLSX.",
    "image": "Send the spreadsheet that it shows, as CSV or XLSX.",
    "zip": "Unpack it and send the files in it, one by one.",
    "archive": "Unpack it and send the file in it.",
}

_CODES = {
    "empty": (
        "The file is empty.",
        "Export it again and look that it has rows. If there was nothing to publish, file a nil return.",
    ),
    "encrypted": (
        "The workbook is protected by a password, so nothing in it can be read.",
        "Open it, remove the password (File, Info, Protect Workbook), save it and send it again.",
    ),
    "hidden_sheets": (
        "Everything in the workbook is on hidden sheets ({names}), so nothing of it was read.",
        "Unhide the sheet with the payments (right click on a tab, Unhide), save the workbook and send it again.",
    ),
    "damaged": (
        "The file begins like a {format} file but is damaged or cut short, so nothing in it can be trusted.",
        "Open it in your spreadsheet program. If it opens, save it as XLSX or CSV and send that; if not, export it again.",
    ),
    "unsafe": (
        "The file is built in a way that would overload the reader: {why}. Nothing of it was read.",
        "Open it in your spreadsheet program, copy the table into a new workbook, save that as XLSX or CSV and send it.",
    ),
    "too_large": (
        "The file is larger than this portal takes: {why}. Nothing of it was read.",
        "Split it, for example by month, and send the parts; or ask the portal's administrator to raise the limit.",
    ),
    "open_quotation": (
        "A quotation mark is opened in line {line} and never closed, so that everything below it would be one cell. Nothing was read.",
        (
            "Open the file in a text editor and take the mark in that line out, or write it twice where it belongs to the cell; "
            "better, export the file again with quotation marks around its cells."
        ),
    ),
    "cut_numbers": (
        (
            "The amounts have commas between their thousands, and no quotation marks around them: “{number}” is two cells, and what "
            "belongs together can't be told for certain. Nothing was read."
        ),
        "Export the file again with quotation marks around its cells, or with amounts written without commas between thousands.",
    ),
    "not_spend": (
        "No table of payments was found in the file: {why}.",
        (
            "A spend table has a column of dates, one of amounts and one of suppliers, and a row for each payment. Check that this is "
            "the right file, and that its table has a header row; the template shows what is expected."
        ),
    ),
    "dataset_form": (
        "The file is a form that describes a dataset, not the payments themselves.",
        "Send the file of payments that the form describes.",
    ),
    "other_currency": (
        "The amounts are not in pounds sterling, as you answered. Amounts in another currency can't enter any figure.",
        "Convert the amounts to pounds at the rate in your ledger and send the file again.",
    ),
}


class Refused(Exception):  # noqa: N818 - it is an outcome, not an error
    """The file is not read; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def refuse(code: str, **details: str) -> Refused:
    """The refusal ``code``, its message filled with ``details``. A format that is no table is a code as well."""
    if code in _WHAT_IT_IS:
        message = (
            f"The file is {_WHAT_IT_IS[code]}, not a table of payments, whatever its name says. Nothing of it was read."
        )
        return Refused(Refusal(code, message, _REMEDIES.get(code, "Send the payments as CSV, XLSX, XLS or ODS.")))
    message, remedy = _CODES[code]
    return Refused(Refusal(code, message.format(**details), remedy))


def expect_at_most(number: int, what: str, limit: int | None) -> None:
    """Refuse a file of more sheets, rows or columns than are allowed.

    Raises:
        Refused: It has more.
    """
    if limit is not None and number > limit:
        raise refuse("too_large", why=f"it has {number:,} {what}, and {limit:,} are allowed")
