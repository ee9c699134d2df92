"""White rows count as hidden ones, and white figures are told; on a ground of their own they are seen."""

from __future__ import annotations

import polars as pl
import pytest
import xlsxwriter

from ckanext.spenddata.intake.workbooks import looks, white
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.sheet import Sheet
from tests.intake import biff
from tests.intake.biff import Styled
from tests.intake.workbooks.test_opendocument import payments, plain
from tests.intake.workbooks.test_red import FEW, book

SEEN = "hides 2 rows"


@pytest.mark.parametrize(
    ("colour", "said"), [("FFFFFFFF", True), ("#ffffff", True), ("FFFFFE", False), ("", False), ("FFFF", False)]
)
def test_white_is_white(colour, said):
    assert white.is_white(colour) is said


def test_rows_that_are_white_altogether_and_figures_that_are():
    cells = pl.DataFrame({"1": ["a", "b", "c"], "2": ["1", None, "3"]})
    found = looks.styled_cells([(1, 2, True), (2, 1, False), (3, 2, True), (9, 1, True)])
    assert white.unseen(found.filter(pl.col("row") < 9), cells) == ([2], {2: 2})


def test_a_sheet_without_cells_hides_none():
    assert white.unseen(looks.styled_cells([]), pl.DataFrame()) == ([], {})
    assert white.unseen(looks.styled_cells([(1, 1, True)]), pl.DataFrame()) == ([], {})


def test_white_numbers_are_told_with_those_of_which_the_format_shows_nothing():
    cells = pl.DataFrame({"1": ["a", "b"], "2": ["1", "2"], "3": ["3", None]})
    sheet = Sheet("Spend", cells, hidden_rows=(7,), otherwise={Format.SCALED: {1: 4}, Format.UNSEEN: {2: 1, 3: 1}})
    found = white.with_unseen(sheet, looks.styled_cells([(1, 2, True), (2, 1, False), (2, 2, True)]), cells)
    assert found.hidden_rows == (2, 7)
    assert found.otherwise == {Format.SCALED: {1: 4}, Format.UNSEEN: {2: 2, 3: 1}}


@pytest.mark.parametrize("colour", ["#FFFFFF", xlsxwriter.color.Color.theme(0, 0)])
def test_white_rows_are_hidden_ones(colour, read_bytes):
    reading = read_bytes(book(columns=(0, 1, 2, 3), red_={"font_color": colour}))
    assert reading.tables[0].hidden_rows == tuple(row + 1 for row in FEW)
    assert any(SEEN in note for note in reading.notes)


def test_white_figures_are_told(read_bytes):
    reading = read_bytes(book(red_={"font_color": "#FFFFFF"}))
    assert any("shows 2 numbers of column D not at all" in note for note in reading.notes)


def test_white_on_a_ground_is_seen(read_bytes):
    reading = read_bytes(book(columns=(0, 1, 2, 3), red_={"font_color": "#FFFFFF", "bg_color": "#000080"}))
    assert (reading.tables[0].hidden_rows, reading.notes) == ((), read_bytes(book(())).notes)


WHITE = '<style:style style:name="ce2" style:family="table-cell"><style:text-properties fo:color="#ffffff"/>{}</style:style>'
GROUND = '<style:table-cell-properties fo:background-color="#000080"/>'


def test_white_figures_of_opendocument(read_bytes):
    told = "shows 2 numbers of column C not at all"
    assert any(told in note for note in read_bytes(payments(WHITE.format(""), plain)).notes)
    assert not any(told in note for note in read_bytes(payments(WHITE.format(GROUND), plain)).notes)


def test_white_rows_of_an_old_workbook(read_bytes):
    rows = [
        [f"{n:02}/05/2026", f"Firm {n} Ltd", Styled(n * 100.25, "white") if n in FEW else n * 100.25]
        for n in range(1, 13)
    ]
    reading = read_bytes(biff.xls({"May": [["Date", "Supplier", "Amount"], *rows]}))
    assert any("shows 2 numbers of column C not at all" in note for note in reading.notes)
