"""Figures in red among black ones are asked about where nothing else says which are credits, and a red look is none."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Color, Font

from ckanext.spenddata.intake.reading import Answers, Outcome
from ckanext.spenddata.intake.workbooks import red

FEW = (3, 8)
ROWS = 20


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("FFFF0000", True),
        ("FF0000", True),
        ("#c00000", True),
        ("FF9C0006", True),
        ("FFFF6600", False),
        ("FF000000", False),
        ("FFFF00FF", False),
        ("FF993300", False),
        ("FF800000", False),
        ("", False),
        ("red", False),
    ],
)
def test_a_red_is_one_that_everybody_sees(colour, said):
    assert red.is_red(colour) is said


@pytest.mark.parametrize(
    ("font", "said"),
    [
        ('<font><color rgb="FFFF0000"/></font>', True),
        ('<font><sz val="11"/><color indexed="10"/></font>', True),
        ('<font><color theme="5"/></font>', False),
        ('<font><color theme="1"/></font>', True),
        ('<font><color theme="1" tint="-0.25"/></font>', True),
        ('<font><color theme="1" tint="0.6"/></font>', False),
        ('<font><color theme="1" tint="-0.6"/></font>', False),
        ('<font><color theme="1" tint="0.0E0"/></font>', True),
        ('<font><color theme="1" tint="dark"/></font>', False),
        ('<font><color theme="0"/></font>', False),
        ('<font><color theme="2"/></font>', False),
        ("<font/>", False),
    ],
)
def test_a_font_is_red_by_its_own_colour_or_one_of_the_theme(font, said):
    assert red.is_red_font(ET.fromstring(font), ("FFFFFF", "FF0000", "window")) is said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("[Red]#,##0.00", True),
        ("[RED]0.00;0.00", True),
        ("#,##0.00;[Red]-#,##0.00", False),
        ("[Red][<0]0.00;0.00", False),
        ('"[Red]"0.00', False),
        ("[Color3]0.00", True),
        ("[Red][>=0]0.00;0.00", True),
        ("[<0]0.00;[Red]0.00", True),
        ("[Red][>25000]0.00;0.00", False),
        ("[>25000]0.00;[Red]0.00", False),
        ("0.00", False),
    ],
)
def test_a_format_is_red_where_numbers_above_nought_are(code, said):
    assert red.is_red_above_nought(code) is said


def book(
    rows: tuple[int, ...] = FEW,
    *,
    columns: tuple[int, ...] = (3,),
    red_: dict[str, str] | None = None,
    minus: int | None = None,
    total: bool = False,
    title: str = "Amount",
) -> bytes:
    """A workbook of payments, in some of whose rows (from 1, below the titles) some columns are in red."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, written = made.add_worksheet("May"), made.add_format(red_ or {"font_color": "#FF0000"})
        sheet.write_row(0, 0, ["Date", "Supplier", "Reference", title])
        for row in range(1, ROWS + 1):
            pounds = -row if row == minus else row
            for column, cell in enumerate([f"{row:02}/05/2026", f"Firm {row % 7} Ltd", f"T{row:04}", pounds * 100.25]):
                sheet.write(row, column, cell, written if row in rows and column in columns else None)
        if total:
            sheet.write_row(ROWS + 1, 1, ["Total", "", ROWS * (ROWS + 1) * 50.125], written)
            sheet.write(ROWS + 1, 1, "Total")
    return out.getvalue()


@pytest.mark.parametrize(
    "red_", [{"font_color": "#FF0000"}, {"font_color": "#C00000", "bold": True}, {"num_format": "[Red]#,##0.00"}]
)
def test_some_figures_in_red_are_asked_about(red_, read_bytes):
    file = book(red_=red_)
    asked = read_bytes(file)
    (question,) = asked.questions
    assert (asked.outcome, question.field, len(question.candidates)) == (Outcome.ASK, "credits", 2)
    assert "“Amount (look)” seems to say that 2 amounts without a minus are credits (in red)" in question.why
    whole = 10025 * sum(range(1, ROWS + 1))
    credits_, payments = (read_bytes(file, answers=Answers(credits=said)) for said in (True, False))
    assert (credits_.outcome, credits_.rows.amount_total()) == (Outcome.READ, whole - 2 * 10025 * sum(FEW))
    assert (payments.outcome, payments.rows.amount_total()) == (Outcome.READ, whole)
    assert any("in red" in note for note in credits_.notes)


def test_figures_in_a_red_of_the_theme_are_asked_about(read_bytes):
    made = openpyxl.load_workbook(io.BytesIO(book(())))
    for row in FEW:
        made.active.cell(row + 1, 4).font = Font(color=Color(theme=5))
    out = io.BytesIO()
    made.save(out)
    assert read_bytes(out.getvalue()).questions == ()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as plain, zipfile.ZipFile(again, "w") as other:
        for name in plain.namelist():
            second = rb'(<a:accent2><a:srgbClr val=")[0-9A-F]{6}'
            other.writestr(name, re.sub(second, rb"\g<1>FF0000", plain.read(name)))
    (question,) = read_bytes(again.getvalue()).questions
    assert "2 amounts without a minus are credits (in red)" in question.why


@pytest.mark.parametrize(
    "look",
    [
        {"rows": tuple(range(ROWS + 1))},
        {"rows": tuple(range(1, 15))},
        {"columns": (0, 1, 2, 3)},
        {"columns": (0, 1, 2)},
        {"rows": ()},
        {"rows": (), "total": True},
        {"minus": 5},
        {"minus": 3},
        {"red_": {"font_color": "#0000FF"}},
        {"red_": {"num_format": "0.00;[Red]-0.00"}},
    ],
)
def test_a_red_look_or_a_minus_beside_it_is_no_question(look, read_bytes):
    reading = read_bytes(book(**look))
    assert (reading.questions, reading.outcome) == ((), Outcome.READ)


def test_a_red_total_is_none_of_them(read_bytes):
    (question,) = read_bytes(book(total=True)).questions
    assert "2 amounts" in question.why
