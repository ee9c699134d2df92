"""Workbooks of every kind: typed cells, exact row numbers, every visible sheet."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
import xlsxwriter

from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Limits, Outcome
from tests.intake import biff, corpus
from tests.intake.workbooks.test_ooxml import rewritten


def workbook(
    sheets: dict[str, list[list]], *, first_row: int = 1, hidden: tuple[str, ...] = (), macro: bool = False
) -> bytes:
    """An Office Open XML workbook; dates become date cells, errors (``#REF!``) error cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for y, row in enumerate(rows, first_row - 1):
                for x, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(y, x, datetime.datetime.combine(cell, datetime.time()))
                    elif cell != "":
                        sheet.write(y, x, cell)
    if not macro:
        return out.getvalue()
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def typed(payments=corpus.PAYMENTS) -> list[list]:
    """The table with dates and numbers as cells of their own kind."""
    rows = [
        ["Examples", "Agency", p.day, p.kind, p.area, p.supplier, int(p.reference), p.pence / 100, p.purpose]
        for p in payments
    ]
    return [corpus.TITLES, *rows]


def opendocument(rows: list[list[str]], sheet: str = "May") -> bytes:
    """A minimal OpenDocument spreadsheet of text cells."""
    return document(open_table(rows, sheet))


def open_table(rows: list[list[str]], sheet: str = "May") -> str:
    """A sheet of one."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{_escaped(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{sheet}">{cells}</table:table>'


SPACES = " ".join(
    [
        *(
            f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
            for n in ["office", "text", "table", "style", "number"]
        ),
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    ]
)


def document(body: str, styles: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument spreadsheet with this body, and further parts of its file by their names."""
    content = f"<?xml version='1.0'?><office:document-content {SPACES}><office:automatic-styles>{styles}"
    content += f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
    content += "</office:spreadsheet></office:body></office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return out.getvalue()


def _escaped(cell: str) -> str:
    return cell.replace("&", "&amp;").replace("<", "&lt;")


def matches(reading, payments=corpus.PAYMENTS) -> None:
    frame = reading.rows.frame
    found = list(
        zip(frame["payment_date"], frame["supplier_name"], frame["amount"], frame["transaction_number"], strict=True)
    )
    assert found == [(p.day, p.supplier, p.pence, p.reference) for p in payments]


@pytest.mark.parametrize("name", ["spend.xlsx", "spend.csv", "spend.xls", "spend"])
def test_a_workbook_is_one_whatever_its_name(name, read_bytes):
    reading = read_bytes(workbook({"May": typed()}), name)
    assert reading.outcome == Outcome.READ
    assert reading.file.format == "xlsx"
    matches(reading)
    assert set(reading.rows.frame["source_sheet"]) == {"May"}
    assert reading.rows.frame["payment_date.form"].is_null().all(), "a date cell is a plain date"


def test_a_workbook_with_macros(read_bytes):
    reading = read_bytes(workbook({"May": typed()}, macro=True))
    assert reading.file.format == "xlsm"
    matches(reading)


@pytest.mark.parametrize("first_row", [1, 2, 5, 40])
def test_rows_have_the_numbers_that_the_spreadsheet_shows(first_row, read_bytes):
    reading = read_bytes(workbook({"May": typed()}, first_row=first_row))
    assert reading.tables[0].header_row == first_row
    assert reading.rows.frame["source_row"].to_list() == list(
        range(first_row + 1, first_row + 1 + len(corpus.PAYMENTS))
    )


def test_opendocument(read_bytes):
    reading = read_bytes(opendocument(corpus.lines()))
    assert reading.file.format == "ods"
    matches(reading)


def test_every_sheet_is_read(read_bytes):
    months = {"April": corpus.payments(20, 1), "May": corpus.payments(30, 2), "June": corpus.payments(10, 3)}
    reading = read_bytes(
        workbook({name: typed(made) for name, made in months.items()} | {"Notes": [["Published by Finance"]]})
    )
    assert [(table.sheet, table.rows) for table in reading.tables] == [("April", 20), ("May", 30), ("June", 10)]
    assert reading.rows.amount_total() == sum(corpus.total(made) for made in months.values())


def test_a_sheet_without_a_header_has_that_of_the_sheet_before(read_bytes):
    april, may = corpus.payments(20, 1), corpus.payments(30, 2)
    reading = read_bytes(workbook({"April": typed(april), "May": typed(may)[1:]}))
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == corpus.total(april) + corpus.total(may)
    assert reading.tables[1].header_row is None
    assert any("“May” has no header" in note for note in reading.notes)


def test_a_summary_beside_the_payments_is_not_added_to_them(read_bytes):
    summary = [["Supplier", "Amount"], ["ALDER & ASH LTD", 1000.5], ["TOTAL", 2000.25]]
    reading = read_bytes(workbook({"May": typed(), "Summary": summary}))
    assert reading.rows.amount_total() == corpus.total()
    assert any("Summary" in note for note in reading.notes)


def test_a_hidden_sheet_is_told_and_not_read(read_bytes):
    reading = read_bytes(workbook({"May": typed(), "Private": typed()}, hidden=("Private",)))
    assert reading.rows.amount_total() == corpus.total()
    assert any("“Private” is hidden" in note for note in reading.notes)


def test_an_error_of_the_spreadsheet_is_told_and_not_blank(read_bytes):
    out = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("May", 0)
    for row in typed():
        sheet.append(row)
    sheet["H3"] = "#REF!"
    sheet["H3"].data_type = "e"
    book.save(out)
    frame = read_bytes(out.getvalue()).rows.frame
    assert frame.row(1, named=True)["amount.fault"] == "spreadsheet_error"
    assert frame.row(1, named=True)["amount.sent"] == "#REF!"
    assert frame["amount"].null_count() == 1


def test_a_sheet_of_all_months_beside_the_months_counts_once(read_bytes):
    first, second = corpus.PAYMENTS[:15], corpus.PAYMENTS[15:]
    months = {"April": typed(first), "May": typed(second)}
    reading = read_bytes(workbook({"All": typed(), **months}), "spend.xlsx")
    matches(reading)
    assert any("“All” holds the same 40 payments as “April”, “May”" in note for note in reading.notes)
    matches(read_bytes(workbook({"May": typed(), "May (2)": typed()}), "spend.xlsx"))
    other = read_bytes(workbook({"All": typed(corpus.PAYMENTS[:-1]), **months}), "spend.xlsx")
    assert len(other.rows) == 79, "only what is the same to the last payment is a copy"


def test_numbers_are_exact(read_bytes):
    rows = [*typed()[:1]]
    for i, number in enumerate((0.1, 0.1 + 0.2, 34561.54800000001, 1e-13, 123456789012.34, -0.07, 1.005)):
        rows.append(["E", "A", datetime.date(2026, 5, 13 + i), "T", "A", f"S{i} Ltd", 10**11 + i, number, "D"])
    frame = read_bytes(workbook({"May": rows})).rows.frame
    assert frame["amount"].to_list() == [10, 30, 3456155, 0, 12345678901234, -7, 101]
    assert frame["transaction_number"].to_list() == [str(10**11 + i) for i in range(7)]


def test_a_reader_that_panics_refuses_the_file(monkeypatch, read_bytes):
    class PanicException(BaseException):
        pass

    def panics(stream):
        raise PanicException("range end index 64 out of range")

    monkeypatch.setattr("ckanext.spenddata.intake.workbooks.general.CalamineWorkbook.from_filelike", panics)
    assert read_bytes(opendocument(corpus.lines())).refusal.code == "damaged"


@pytest.mark.parametrize(
    "name", ["spend.xls", "spend.xlsx", "spend.xlsm", "spend.xlsb", "spend.ods", "spend.csv", "spend"]
)
def test_the_ending_of_the_name_is_not_believed(name, tmp_path, definitions):
    path = tmp_path / name
    for content in (
        biff.xls({"May": [list(map(str, row)) for row in typed()]}),
        workbook({"May": typed()}),
        opendocument(corpus.lines()),
    ):
        path.write_bytes(content)
        reading = read(path, name, definitions)
        assert (reading.outcome, len(reading.rows), reading.rows.amount_total()) == ("read", 40, corpus.total()), (
            reading.refusal
        )


def test_too_many_sheets_are_refused(read_bytes):
    reading = read_bytes(workbook({f"S{i}": [["x"]] for i in range(12)}), limits=Limits(sheets=10))
    assert reading.refusal.code == "too_large"
    assert "12 sheets" in reading.refusal.message


@pytest.mark.parametrize(("from_1904", "first"), [(False, "2022-04-30"), (True, "2026-05-01")])
def test_days_without_a_format_count_as_the_workbook_does(from_1904, first, read_bytes):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": from_1904}) as book:
        sheet = book.add_worksheet("Payments")
        sheet.write_row(0, 0, ["Date", "Supplier", "Amount"])
        for number in range(12):
            sheet.write_row(number + 1, 0, [44_681 + number, f"Alder {number} Ltd", 812.5 + number])
    reading = read_bytes(out.getvalue(), "spend.xlsx")
    assert (reading.outcome, reading.questions) == (Outcome.READ, ())
    assert str(reading.rows.frame["payment_date"][0]) == first


def _behind(change) -> bytes:
    """A workbook whose second sheet is hidden, and written otherwise in its XML."""
    return rewritten(
        workbook({"May": typed(), "Private": typed()}, hidden=("Private",)), "xl/worksheets/sheet2.xml", change
    )


def _far(xml: str) -> str:
    return xml.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<sheetData>", "<!-- of a person --><sheetData>"),
        lambda xml: xml[: xml.index("</row>")],
        _far,
    ],
    ids=["not plainly", "broken", "with far corners"],
)
def test_a_hidden_sheet_is_no_reason_to_refuse_the_others_however_it_is_written(change, read_bytes):
    reading = read_bytes(_behind(change))
    matches(reading)
    assert any("“Private” is hidden" in note for note in reading.notes)


@pytest.mark.parametrize("broken", [False, True])
def test_the_general_reader_has_hidden_sheets_too(broken, read_bytes):
    content = rewritten(
        _behind(lambda xml: xml[: xml.index("</row>")] if broken else xml),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<sheetData>", "<!-- of a person --><sheetData>"),
    )
    reading = read_bytes(content)
    matches(reading)
    assert any("“Private” is hidden" in note for note in reading.notes)


def test_a_hidden_sheet_may_be_larger_than_a_sheet_that_is_read(read_bytes):
    content = workbook({"May": typed(), "Private": typed() * 2}, hidden=("Private",))
    matches(read_bytes(content, limits=Limits(rows=len(typed()) + 1)))
    assert read_bytes(content, limits=Limits(rows=len(typed()) - 1)).refusal.code == "too_large"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/_rels/workbook.xml.rels", lambda xml: xml.replace("worksheets/sheet1.xml", "worksheets/Sheet1.xml")),
        ("xl/workbook.xml", lambda xml: xml.replace('encoding="UTF-8"', 'encoding="x-unknown"')),
    ],
    ids=["names in other letters", "an encoding that there is not"],
)
def test_a_workbook_whose_list_of_sheets_is_not_plain_is_read_by_the_general_reader(part, change, read_bytes):
    matches(read_bytes(rewritten(workbook({"May": typed()}), part, change)))
