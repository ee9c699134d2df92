"""What a sheet hides, merges and shows otherwise is known also of workbooks that the general reader alone takes."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.looks import Looks
from ckanext.spenddata.intake.workbooks.merged import Down
from ckanext.spenddata.intake.workbooks.shown import Block, Shown, of_sheet
from tests.intake.test_spreadsheet_kinds import HIDDEN_ROWS
from tests.intake.workbooks.test_grids import typed


def archive(part: str, content: str) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(part, content)
    return zipfile.ZipFile(out)


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


def test_numbers_that_are_shown_otherwise_and_in_red():
    text = (
        '<x:worksheet xmlns:x="main"><x:sheetData><x:row><x:c s="1"><x:v>1</x:v></x:c><x:c r="D1" s="2" t="s"><x:v>1</x:v></x:c>'
        '<x:c s="2"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    formats = (Format.NUMBER, Format.NEGATIVE, Format.NUMBER)
    looks = Looks(frozenset({"2"}), frozenset({"1"}), frozenset({"1", "2"}))
    found = of_sheet(archive("sheet1.xml", text), "sheet1.xml", Limits(), formats, looks)
    first, fourth, fifth = (Block(range(1, 2), range(column, column + 1)) for column in (1, 4, 5))
    assert found.otherwise == [(first, Format.NEGATIVE)]
    assert found.looks.red == [(fourth, False), (fifth, True)]
    assert found.looks.struck == [(first, True)]
    assert found.looks.white == [(first, True), (fourth, False), (fifth, True)]


def test_what_is_shown_otherwise_is_written_as_it_is_seen():
    cells = pl.DataFrame({"1": ["a", "b", "c"], "2": ["5", "6", "7"]})
    below = Block(range(2, 1_048_577), range(2, 16_385))
    sheet = Shown(otherwise=[(below, Format.NEGATIVE)], looks=Looks([(below, True)], [], [])).on("May", cells)
    assert sheet.cells["2"].to_list() == ["5", "-6", "-7"]
    assert sheet.otherwise == {Format.NEGATIVE: {2: 2}}
    assert sheet.red[2].to_list() == [2, 3]


def test_a_workbook_that_only_the_general_reader_takes(read_bytes):
    book = openpyxl.Workbook()
    for cells in typed():
        book.active.append(cells)
    for number in HIDDEN_ROWS:
        book.active.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert read_bytes(in_another_form(out)).tables[0].hidden_rows == HIDDEN_ROWS


def in_another_form(book: io.BytesIO) -> bytes:
    """A workbook as no program plainly writes it."""
    again = io.BytesIO()
    with zipfile.ZipFile(book) as plain, zipfile.ZipFile(again, "w") as other:
        for name in plain.namelist():
            text = plain.read(name)
            if name.startswith("xl/worksheets/"):
                text = text.replace(b"<sheetData>", b"<sheetData ><!-- another form -->")
            other.writestr(name, text)
    return again.getvalue()


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({"num_format": "-#,##0.00"}, "-100.25"),
        ({"num_format": "(0);0"}, "-100.25"),
        ({"num_format": '"$"0.00'}, "$100.25"),
    ],
)
def test_what_a_format_makes_of_a_number_is_the_same_in_any_form(look, seen, read_bytes):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, written = made.add_worksheet("May"), made.add_format(look)
        sheet.write_row(0, 0, ["Date", "Supplier", "Amount"])
        for row in range(1, 13):
            sheet.write_row(row, 0, [f"{row:02}/05/2026", f"Firm {row} Ltd", 100.25])
        sheet.write(3, 2, 100.25, written)
    readings = [read_bytes(out.getvalue()), read_bytes(in_another_form(out))]
    assert [reading.rows.frame["amount.sent"][2] for reading in readings] == [seen, seen]
    assert readings[0].notes == readings[1].notes
