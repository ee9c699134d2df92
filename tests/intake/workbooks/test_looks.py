"""What looks say: red figures may be credits, what is struck through may be unpaid, and a look of whole rows says nothing of red."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import openpyxl
import polars as pl
import pytest
from openpyxl.styles import Font

from ckanext.spenddata.intake.reading import Answers, Outcome
from ckanext.spenddata.intake.workbooks import looks
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.sheet import Sheet
from tests.intake.workbooks.test_red import ROWS, book


def test_rows_in_red_altogether_say_nothing():
    cells = pl.DataFrame(
        {"row": [2, 2, 3, 4], "column": [1, 3, 3, 3], "number": [False, True, True, True]},
        schema_overrides={"row": pl.UInt32, "column": pl.UInt16},
    )
    assert {column: rows.to_list() for column, rows in looks.red_figures(cells).items()} == {3: [3, 4]}
    assert looks.red_figures(cells.head(1)) == {}


def test_each_look_says_its_own():
    sheet = Sheet("Spend", pl.DataFrame({"1": ["a", "b", "c"], "2": ["1", "2", "3"]}))
    found = looks.Looks(*(looks.styled_cells([(row, 2, True)]) for row in (1, 2, 3)))
    seen = looks.with_looks(sheet, found, sheet.cells)
    assert {column: rows.to_list() for column, rows in seen.red.items()} == {2: [1]}
    assert {column: rows.to_list() for column, rows in seen.struck.items()} == {2: [2]}
    assert seen.otherwise == {Format.UNSEEN: {2: 1}}


@pytest.mark.parametrize(
    ("font", "said"),
    [
        ("<font><strike/></font>", True),
        ('<font><strike val="1"/></font>', True),
        ('<font><strike val="0"/></font>', False),
        ("<font><b/></font>", False),
    ],
)
def test_a_font_strikes_through(font, said):
    assert looks.is_struck_font(ET.fromstring(font)) is said


@pytest.mark.parametrize("columns", [(3,), (0, 1, 2, 3)])
def test_figures_that_are_struck_through_are_asked_about(columns, read_bytes):
    file = book(columns=columns, red_={"font_strikeout": True})
    asked = read_bytes(file)
    (question,) = asked.questions
    assert (asked.outcome, question.field) == (Outcome.ASK, "were_paid")
    assert (
        "“Amount (look)” seems to say that 2 amounts are no payments, or were not paid yet (struck through)"
        in question.why
    )
    paid = read_bytes(file, answers=Answers(were_paid=True))
    assert (paid.outcome, paid.rows.amount_total()) == (Outcome.READ, 10025 * sum(range(1, ROWS + 1)))
    assert any("struck through" in note for note in paid.notes)


def test_words_that_are_struck_through_beside_their_amount_are_no_question(read_bytes):
    assert read_bytes(book(columns=(2,), red_={"font_strikeout": True})).questions == ()


def test_figures_in_red_and_others_struck_through_are_two_questions(read_bytes):
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made.active.cell(13, 4).font = Font(strike=True)
    out = io.BytesIO()
    made.save(out)
    assert {question.field for question in read_bytes(out.getvalue()).questions} == {"credits", "were_paid"}
