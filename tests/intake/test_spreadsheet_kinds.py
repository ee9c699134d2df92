"""What spreadsheets hold beside plain cells: each is read as it is meant, and told where what people see differs from it."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake import corpus
from tests.intake.biff import Formula, Styled, xls
from tests.intake.workbooks.test_grids import document, matches, opendocument, typed

DATE, AMOUNT, SUPPLIER = 2, 7, 5
HIDDEN_ROWS = (3, 4, 9)


class Book:
    """A workbook that is made cell by cell."""

    def __init__(self, **options) -> None:
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.out, {"in_memory": True, **options})
        self.sheet = self.book.add_worksheet("May")

    def fill(self, sheet=None, *, date="dd/mm/yyyy", amount="#,##0.00") -> Book:
        sheet = sheet or self.sheet
        formats = {
            DATE: self.book.add_format({"num_format": date}),
            AMOUNT: self.book.add_format({"num_format": amount}),
        }
        for y, row in enumerate(typed()):
            for x, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(y, x, datetime.datetime.combine(cell, datetime.time()), formats[x])
                else:
                    sheet.write(y, x, cell, formats.get(x) if y else None)
        return self

    def done(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


@pytest.mark.parametrize("date", ["dd/mm/yyyy", "mm/dd/yyyy", "mmm-yy", "[$-809]d mmmm yyyy", "yyyy-mm-dd hh:mm", "d"])
@pytest.mark.parametrize(
    "amount", ["General", '_-"£"* #,##0.00_-;\\-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-', "0", "[Red]#,##0.00;(#,##0.00)"]
)
def test_a_cell_is_what_it_holds_however_it_is_shown(date, amount, read_bytes):
    reading = read_bytes(Book().fill(date=date, amount=amount).done())
    matches(reading)
    assert reading.notes == ()


def test_days_counted_from_1904(read_bytes):
    matches(read_bytes(Book(date_1904=True).fill().done()))


def test_dates_with_a_time_of_day(read_bytes):
    rows = typed()
    for number, row in enumerate(rows[1:]):
        row[DATE] = datetime.datetime.combine(row[DATE], datetime.time(9, number, 30))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    matches(read_bytes(out.getvalue()))


def test_numbers_and_dates_that_are_stored_as_text(read_bytes):
    book = Book()
    for y, row in enumerate(typed()):
        for x, cell in enumerate(row):
            words = (
                f"{cell:%d/%m/%Y}"
                if isinstance(cell, datetime.date)
                else f"{cell:,.2f}"
                if x == AMOUNT and y
                else str(cell)
            )
            book.sheet.write_string(y, x, f" {words}\xa0")
    matches(read_bytes(book.done()))


def test_rich_text_is_words(read_bytes):
    book = openpyxl.Workbook()
    for y, row in enumerate(typed()):
        if y:
            first, rest = row[SUPPLIER][:2], row[SUPPLIER][2:]
            row[SUPPLIER] = CellRichText(first, TextBlock(InlineFont(b=True), rest))
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    matches(read_bytes(out.getvalue()))


def test_formulas_with_a_result(read_bytes):
    book = Book().fill()
    for y, payment in enumerate(corpus.PAYMENTS, 1):
        book.sheet.write_formula(y, AMOUNT, f"={payment.pence}/100", None, payment.pence / 100)
        book.sheet.write_formula(y, SUPPLIER, '="x"', None, payment.supplier)
    matches(read_bytes(book.done()))


def test_formulas_without_a_result_are_told_and_their_rows_in_error(read_bytes):
    book = openpyxl.Workbook()
    for row in typed():
        book.active.append(row)
    book.active["H3"] = "=1+1"
    book.active["H4"] = "=SUM(H2:H3)"
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue())
    assert any("2 formulas without a result (H3, H4)" in note for note in reading.notes)
    assert reading.rows.frame["amount"].null_count() == 2
    assert len(reading.rows) == len(corpus.PAYMENTS)


def test_rows_hidden_by_a_filter_are_read_and_told(read_bytes):
    book = Book().fill()
    for number in HIDDEN_ROWS:
        book.sheet.set_row(number - 1, None, None, {"hidden": True})
    reading = read_bytes(book.done())
    matches(reading)
    assert any("hides 3 rows" in note for note in reading.notes)


def test_rows_of_their_own_height_that_name_none_are_seen(read_bytes):
    book = openpyxl.Workbook()
    for row in typed():
        book.active.append(row)
    for number in HIDDEN_ROWS:
        book.active.row_dimensions[number].height = 0
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue())
    matches(reading)
    assert reading.tables[0].hidden_rows == ()


@pytest.mark.parametrize("drawn", ["-#,##0.00", "(#,##0.00)", '"-"£#,##0.00', '#,##0.00" CR"', "[Red](£0.00);0.00"])
def test_a_minus_that_only_the_format_draws_is_read_as_people_see_it(drawn, read_bytes):
    above = [row for row, payment in enumerate(corpus.PAYMENTS) if payment.pence > 0][:3]
    book = Book().fill()
    red = book.book.add_format({"num_format": drawn})
    for row in above:
        book.sheet.write(row + 1, AMOUNT, corpus.PAYMENTS[row].pence / 100, red)
    reading = read_bytes(book.done())
    assert any("shows 3 numbers of column H with a minus" in note for note in reading.notes)
    turned = sum(corpus.PAYMENTS[row].pence for row in above)
    assert reading.rows.amount_total() == corpus.total(corpus.PAYMENTS) - 2 * turned


def test_hidden_columns_are_read_and_told(read_bytes):
    book = Book().fill()
    book.sheet.set_column(4, 5, None, None, {"hidden": True})
    book.sheet.set_column(40, 60, None, None, {"hidden": True})
    reading = read_bytes(book.done())
    matches(reading)
    assert any("hides columns E, F." in note for note in reading.notes)


def test_amounts_shown_in_thousands_are_read_in_full_and_told(read_bytes):
    reading = read_bytes(Book().fill(amount="#,##0,").done())
    matches(reading)
    assert any("of column H in thousands" in note for note in reading.notes)


@pytest.mark.parametrize("amount", ['0.00"m"', '#,##0.00" thousand"', '#,##0.00",000"'])
def test_amounts_with_a_unit_in_their_format_are_in_no_sum(amount, read_bytes):
    reading = read_bytes(Book().fill(amount=amount).done())
    assert reading.rows.amount_total() == 0
    assert set(reading.rows.frame["amount.fault"]) == {"unreadable"}
    assert any("of column H with" in note and "Write the numbers in full" in note for note in reading.notes)


@pytest.mark.parametrize(
    "amount",
    ['"$"#,##0.00', "[$$-409]#,##0.00", "_($* #,##0.00_);_($* (#,##0.00)", "[$€-2] #,##0.00", "#,##0.00 [$USD]"],
)
def test_amounts_shown_in_another_currency_are_asked_about(amount, read_bytes):
    reading = read_bytes(Book().fill(amount=amount).done())
    assert reading.outcome == Outcome.ASK
    assert [question.field for question in reading.questions] == ["currency"]
    matches(read_bytes(Book().fill(amount=amount).done(), answers=Answers(currency_is_sterling=True)))


def test_amounts_shown_in_dollars_in_an_old_binary_workbook_are_asked_about(read_bytes):
    rows = binary()
    rows[1:] = [[Styled(cell, "dollars") if x == AMOUNT else cell for x, cell in enumerate(row)] for row in rows[1:]]
    reading = read_bytes(xls({"May": rows}))
    assert [question.field for question in reading.questions] == ["currency"]


@pytest.mark.parametrize("amount", ["£#,##0.00", "[$£-809]#,##0.00", "[$-809]#,##0.00", '"GBP "0.00'])
def test_amounts_shown_in_sterling_are_not_asked_about(amount, read_bytes):
    matches(read_bytes(Book().fill(amount=amount).done()))


def test_booleans_are_words(read_bytes):
    book = Book().fill()
    book.sheet.write(0, 9, "VCSE grant")
    for y in range(1, len(corpus.PAYMENTS) + 1):
        book.sheet.write_boolean(y, 9, y % 2)
    reading = read_bytes(book.done())
    matches(reading)
    assert reading.rows.frame["vcse_grant"].to_list()[:3] == [True, False, True]


def test_a_title_over_merged_cells(read_bytes):
    book = openpyxl.Workbook()
    book.active.append(["Payments over £500 in May 2026"])
    book.active.merge_cells("A1:I1")
    for row in typed():
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue())
    matches(reading)
    assert reading.tables[0].header_row == 2


def test_charts_and_protection_do_not_matter(read_bytes):
    book = Book().fill()
    chart = book.book.add_chart({"type": "line"})
    chart.add_series({"values": "=May!$H$2:$H$9"})
    book.book.add_chartsheet("Chart").set_chart(chart)
    book.sheet.protect("secret")
    matches(read_bytes(book.done()))


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_sheet_that_nobody_sees_is_told_and_not_read(state, read_bytes):
    book = openpyxl.Workbook()
    for name in ("May", "Lookup"):
        for row in typed():
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    del book["Sheet"]
    book["Lookup"].sheet_state = state
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes(out.getvalue())
    matches(reading)
    assert any("“Lookup” is hidden" in note for note in reading.notes)


def test_a_workbook_with_all_of_its_cells_hidden_is_not_called_empty(read_bytes):
    book = Book()
    book.fill(book.book.add_worksheet("Data"))
    book.book.get_worksheet_by_name("Data").hide()
    refusal = read_bytes(book.done()).refusal
    assert refusal.code == "hidden_sheets"
    assert "“Data”" in refusal.message


def test_a_sheet_that_claims_to_be_endless(read_bytes):
    book = Book().fill()
    formatted = book.book.add_format({"bg_color": "yellow"})
    book.sheet.write_blank(1_048_575, 400, None, formatted)
    matches(read_bytes(book.done()))


def binary() -> list[list]:
    return [[float(cell) if isinstance(cell, int | float) else cell for cell in row] for row in typed()]


def test_an_old_binary_workbook(read_bytes):
    reading = read_bytes(xls({"May": binary()}))
    assert reading.file.format == "xls"
    matches(reading)
    assert reading.notes == ()


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
@pytest.mark.parametrize("formula", [False, True])
def test_an_error_in_an_old_binary_workbook_is_told_with_its_place(error, formula, read_bytes):
    rows = binary()
    rows[3][AMOUNT] = Formula(error) if formula else error
    frame = read_bytes(xls({"May": rows})).rows.frame
    row = frame.row(2, named=True)
    assert (row["source_row"], row["amount"], row["amount.sent"], row["amount.fault"]) == (
        4,
        None,
        error,
        "spreadsheet_error",
    )
    assert frame["amount"].null_count() == 1


def test_what_an_old_binary_workbook_hides_is_told(read_bytes):
    rows = binary()
    rows[1:] = [[Styled(cell, "scaled") if x == AMOUNT else cell for x, cell in enumerate(row)] for row in rows[1:]]
    reading = read_bytes(xls({"May": rows, "Old": rows}, hidden_rows=HIDDEN_ROWS, hidden_columns=(5,), hidden=("Old",)))
    matches(reading)
    assert [
        any(words in note for note in reading.notes)
        for words in ("hides 3 rows", "hides column E.", "of column H in thousands", "“Old” is hidden")
    ] == [True] * 4


def test_an_old_binary_workbook_with_a_password(read_bytes):
    reading = read_bytes(xls({"May": binary()}, password=True))
    assert reading.outcome == Outcome.REFUSED
    assert reading.refusal.code == "encrypted"


def test_typed_cells_of_opendocument(read_bytes):
    def cell(x, value):
        if isinstance(value, datetime.date):
            shown = f"<text:p>{value:%d/%m/%y}</text:p>"
            return f'<table:table-cell office:value-type="date" office:date-value="{value}">{shown}</table:table-cell>'
        if x == AMOUNT and not isinstance(value, str):
            return (
                f'<table:table-cell office:value-type="currency" office:currency="GBP" office:value="{value}">'
                f"<text:p>£{value:,.0f}</text:p></table:table-cell>"
            )
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value.replace("&", "&amp;")}</text:p></table:table-cell>'

    rows = "".join(
        "<table:table-row>" + "".join(cell(x, value) for x, value in enumerate(row)) + "</table:table-row>"
        for row in typed()
    )
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    blank = f'<table:table-row table:number-rows-repeated="1000000">{blank}</table:table-row>'
    matches(read_bytes(document(f'<table:table table:name="May">{rows}{blank}</table:table>')))


def test_repeated_cells_of_opendocument(read_bytes):
    content = opendocument(corpus.lines())
    reading = read_bytes(content)
    matches(reading)
    cells = '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>Examples</text:p></table:table-cell>'
    rest = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in ("01/05/2026", "ALDER", "12.50")
    )
    titles = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in ("Department family", "Entity", "Date", "Supplier", "Amount")
    )
    body = f'<table:table-row>{titles}</table:table-row><table:table-row table:number-rows-repeated="3">{cells}{rest}</table:table-row>'
    frame = read_bytes(document(f'<table:table table:name="May">{body}</table:table>')).rows.frame
    assert frame["amount"].to_list() == [1250] * 3
    assert frame["entity"].to_list() == ["Examples"] * 3
