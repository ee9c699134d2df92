"""What a sheet hides and merges is known in every workbook, also in those that the general reader alone takes."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import polars as pl
import pytest

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.merged import Down
from ckanext.spenddata.intake.workbooks.shown import Shown, of_opendocument, of_sheet
from tests.intake import corpus
from tests.intake.test_spreadsheet_kinds import DATE, HIDDEN_ROWS, SUPPLIER
from tests.intake.workbooks.test_grids import document, typed

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)


def archive(part: str, content: str) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(part, content)
    return zipfile.ZipFile(out)


def content(*body: str, styles: str = "", name: str = "May") -> str:
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="{name}">{"".join(body)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def shown(*body: str, styles: str = "") -> Shown:
    return of_opendocument(archive("content.xml", content(*body, styles=styles)), Limits())["May"]


def row(attributes: str = "", cells: str = '<table:table-cell office:value-type="string"/>') -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


REPEATED = 'table:number-rows-repeated="3"'


@pytest.mark.parametrize("unseen", ['table:visibility="collapse"', 'table:visibility="filter"'])
def test_rows_hidden_by_hand_or_by_a_filter(unseen):
    assert shown(row(), row(unseen), row(REPEATED), row(f"{unseen} {REPEATED}")).hidden_rows == [
        range(2, 3),
        range(6, 9),
    ]


def test_rows_of_a_folded_group_and_of_no_height():
    folded = f'<table:table-row-group table:display="false">{row()}{row()}</table:table-row-group>'
    style = '<style:style style:name="ro2"><style:table-row-properties style:row-height="0cm"/></style:style>'
    tall = '<style:style style:name="ro1"><style:table-row-properties style:row-height="0.45cm"/></style:style>'
    found = shown(row(), folded, row('table:style-name="ro1"'), row('table:style-name="ro2"'), styles=style + tall)
    assert found.hidden_rows == [range(2, 3), range(3, 4), range(5, 6)]


def test_hidden_columns_with_those_that_are_repeated():
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    assert shown(columns, row()).hidden_columns == [range(3, 4)]


def test_cells_merged_downwards_and_rows_with_numbers():
    number = '<table:table-cell office:value-type="float" office:value="1"/>'
    merged = f'<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-rows-spanned="3"/>{number}'
    wide = '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="2"/>'
    found = shown(row(), row("", merged), row("", number), row("", wide))
    assert found.merged == [Down(3, 2, 4)]
    assert found.typed == [range(2, 3), range(3, 4)]


def test_a_table_within_a_cell_is_no_part_of_the_sheet():
    inner = f'<table:table-cell><table:table table:name="Inner">{row()}{row()}</table:table></table:table-cell>'
    assert shown(row("", inner), row('table:visibility="collapse"')).hidden_rows == [range(2, 3)]


def test_nothing_is_gone_through_where_no_word_of_it_stands():
    assert of_opendocument(archive("content.xml", content(row())), Limits()) == {}


@pytest.mark.parametrize(
    "broken", [content(row('table:visibility="collapse"'))[:-40], content(row('table:number-rows-repeated="x"'))]
)
def test_what_is_no_xml_or_no_number_is_the_readers_to_refuse(broken):
    of_opendocument(archive("content.xml", broken + '"filter"'), Limits())


def test_a_worksheet_in_another_form():
    text = (
        '<x:worksheet xmlns:x="main"><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData>'
        '<x:row><x:c><x:v>1</x:v></x:c></x:row><x:row r="4" hidden="true"><x:c t="s"><x:v>1</x:v></x:c></x:row>'
        '<x:row ht="0"/></x:sheetData><x:mergeCells><x:mergeCell ref="A2:A5"/><x:mergeCell ref="A6:B7"/></x:mergeCells></x:worksheet>'
    )
    found = of_sheet(archive("sheet1.xml", text), "sheet1.xml", Limits())
    assert found.hidden_rows == [range(4, 5), range(5, 6)]
    assert found.hidden_columns == [range(2, 4)]
    assert found.merged == [Down(1, 2, 5)]
    assert found.typed == [range(1, 2)]


def test_what_lies_below_the_last_cell_is_left_out():
    cells = pl.DataFrame({"1": ["a", "b"]})
    sheet = Shown(hidden_rows=[range(2, 1_048_577)], hidden_columns=[range(1, 16_385)]).on("May", cells)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2,), (1,))


def opened_document(*, hidden: tuple[int, ...] = (), merged: tuple[int, int, int] | None = None) -> bytes:
    """The payments of the corpus as OpenDocument."""
    lines = []
    for number, cells in enumerate(typed(), start=1):
        written = []
        for column, value in enumerate(cells):
            span = ""
            if merged and column == merged[0] and merged[1] <= number <= merged[2]:
                if number > merged[1]:
                    written.append("<table:covered-table-cell/>")
                    continue
                span = f' table:number-rows-spanned="{merged[2] - merged[1] + 1}"'
            written.append(cell(value, span))
        lines.append(row('table:visibility="filter"' if number in hidden else "", "".join(written)))
    return document(f'<table:table table:name="May">{"".join(lines)}</table:table>')


def cell(value, span: str) -> str:
    if value is None:
        return f"<table:table-cell{span}/>"
    if hasattr(value, "isoformat"):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"{span}/>'
    if isinstance(value, str):
        said = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<table:table-cell office:value-type="string"{span}><text:p>{said}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"{span}/>'


def test_filtered_rows_of_opendocument_are_read_and_told(read_bytes):
    reading = read_bytes(opened_document(hidden=HIDDEN_ROWS))
    assert reading.tables[0].hidden_rows == HIDDEN_ROWS
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert any("hides 3 rows" in note for note in reading.notes)


@pytest.mark.parametrize(("column", "field"), [(SUPPLIER, "supplier_name"), (DATE, "payment_date")])
def test_merged_cells_of_opendocument_say_it_in_each_of_their_rows(column, field, read_bytes):
    whole = read_bytes(opened_document()).rows.frame[field]
    found = read_bytes(opened_document(merged=(column, 3, 5))).rows.frame[field]
    assert found[2:4].to_list() == [whole[1]] * 2
    assert found[0] == whole[0]
    assert found[4:].equals(whole[4:])


def test_a_workbook_that_only_the_general_reader_takes(read_bytes):
    book = openpyxl.Workbook()
    for cells in typed():
        book.active.append(cells)
    for number in HIDDEN_ROWS:
        book.active.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    again = io.BytesIO()
    with zipfile.ZipFile(out) as plain, zipfile.ZipFile(again, "w") as other:
        for name in plain.namelist():
            text = plain.read(name)
            if name.startswith("xl/worksheets/"):
                text = text.replace(b"<sheetData>", b"<sheetData ><!-- another form -->")
            other.writestr(name, text)
    assert read_bytes(again.getvalue()).tables[0].hidden_rows == HIDDEN_ROWS
