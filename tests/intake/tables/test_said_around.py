"""What the name of a sheet or the notes below its rows say of the unit counts for all amounts."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ckanext.spenddata.intake.reading import Answers
from tests.intake import corpus

TITLES = ["Supplier", "Date", "Amount"]
ROWS = [[p.supplier, f"{p.day:%d/%m/%Y}", str(n + 700)] for n, p in enumerate(corpus.PAYMENTS)]
THOUSANDS = sum(n + 700 for n in range(len(ROWS))) * 100_000


@pytest.mark.parametrize("note", ["Note: all figures are in £000", "Figures are in £ thousands"])
def test_a_note_below(note, read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, *ROWS, ["", "", ""], [note, "", ""]]))
    assert reading.rows.amount_total() == THOUSANDS
    assert any("the words below the table say" in told for told in reading.notes)


def test_words_in_a_row_with_other_cells_say_nothing_of_all_amounts(read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, *ROWS[:-1], ["Figures in £000 Ltd", *ROWS[-1][1:]]]))
    assert reading.rows.amount_total() * 1000 == THOUSANDS


def test_the_name_of_a_sheet(read_bytes):
    book = openpyxl.Workbook()
    book.active.title = "Spend £000"
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = read_bytes(stream.getvalue(), "spend.xlsx")
    assert reading.rows.amount_total() == THOUSANDS


def test_millions_in_a_title(read_bytes):
    titles = [*TITLES[:2], "Amount (£m)"]
    reading = read_bytes(corpus.csv_text([titles, *([*row[:2], f"0.{row[2]}"] for row in ROWS)]))
    assert reading.rows.amount_total() == THOUSANDS


def asked(reading) -> list[str]:
    return [question.field for question in reading.questions if question.blocking]


def test_the_name_of_the_file_is_asked_about(read_bytes):
    text = corpus.csv_text([TITLES, *ROWS])
    reading = read_bytes(text, "spend_£000.csv")
    assert asked(reading) == ["unit"]
    assert "the name of the file says" in reading.questions[0].why
    assert read_bytes(text, "spend_£000.csv", answers=Answers(unit="thousands")).rows.amount_total() == THOUSANDS


@pytest.mark.parametrize(("note", "unit"), [("Amounts are in thousands of pounds", ["unit"]), ("Over £500", [])])
def test_a_sheet_of_notes_is_asked_about(note, unit, read_bytes):
    book = openpyxl.Workbook()
    for row in [TITLES, *ROWS]:
        book.active.append(row)
    book.create_sheet("Notes").append([note])
    stream = io.BytesIO()
    book.save(stream)
    assert asked(read_bytes(stream.getvalue(), "spend.xlsx")) == unit


@pytest.mark.parametrize("note", ["All amounts in euro", "Figures are in US dollars"])
@pytest.mark.parametrize("above", [True, False])
def test_another_currency_is_asked_about(note, above, read_bytes):
    lines = [TITLES, *ROWS]
    said = [[note, "", ""], ["", "", ""]]
    reading = read_bytes(corpus.csv_text([*said, *lines] if above else [*lines, *said[::-1]]))
    assert asked(reading) == ["currency"]
    assert note in reading.questions[0].why


@pytest.mark.parametrize("below", ["£000", "£k", "(£'000)", "in thousands"])
def test_the_row_below_the_titles(below, read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, ["", "", below], *ROWS]))
    assert reading.rows.amount_total() == THOUSANDS
    assert any("the row below the title “Amount” says" in told for told in reading.notes)


@pytest.mark.parametrize("below", ["£", "GBP", "Net", "(a)"])
def test_another_row_below_the_titles(below, read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, ["", "", below], *ROWS]))
    assert (reading.rows.amount_total() * 1000, asked(reading)) == (THOUSANDS, [])


def test_another_currency_below_the_titles(read_bytes):
    assert asked(read_bytes(corpus.csv_text([TITLES, ["", "", "€"], *ROWS]))) == ["currency"]


def test_further_down_a_unit_is_that_of_one_cell(read_bytes):
    reading = read_bytes(corpus.csv_text([TITLES, *ROWS[:3], ["", "", "£000"], *ROWS[3:]]))
    assert reading.rows.amount_total() * 1000 == THOUSANDS


def test_a_currency_in_the_name_of_the_file_is_asked_about(read_bytes):
    text = corpus.csv_text([TITLES, *ROWS])
    assert asked(read_bytes(text, "spend_EUR.csv")) == ["currency"]
    assert asked(read_bytes(text, "europe.csv")) == []
