"""A layout's sheet: what people leave around the table is there, and each payment's place is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from ckanext.spenddata.demo.faults import BREAKING, broken, metadata_form
from ckanext.spenddata.demo.files import write
from ckanext.spenddata.demo.layouts import Layout
from ckanext.spenddata.demo.seeds import seeded
from ckanext.spenddata.demo.sheets import Sheet, lay_out
from ckanext.spenddata.values.periods import Period

BODY: Any = SimpleNamespace(publisher=SimpleNamespace(name="Exampleton", publisher_id="X-DEMO-1"))
COLUMNS = (("Date", "date"), ("Supplier", "supplier"), ("Amount", "amount"))
PERIOD = Period.parse("2026-04")


def payment(number: int) -> Any:
    return SimpleNamespace(day=date(2026, 4, number), name=f"Firm {number}", pence=number * 100 + 1)


def laid(payments: int = 2, **layout: Any) -> Sheet:
    return lay_out([payment(number) for number in range(1, payments + 1)], BODY, PERIOD, Layout(COLUMNS, **layout), "F")


def test_the_plain_table():
    sheet = laid()
    assert sheet.rows == [
        ["Date", "Supplier", "Amount"],
        ["01/04/2026", "Firm 1", "1.01"],
        ["02/04/2026", "Firm 2", "2.01"],
    ]
    assert sheet.places == [1, 2]


def test_what_stands_around_it():
    sheet = laid(3, title="{body}, {period}", total="Total", repeat_header=2, filler=1, notes=("", "Note"))
    assert sheet.rows[0] == [f"Exampleton, {PERIOD.title}"]
    assert [sheet.rows[place][1] for place in sheet.places] == ["Firm 1", "Firm 2", "Firm 3"]
    assert sheet.rows[5:7] == [[], ["Date", "Supplier", "Amount"]]
    assert sheet.rows[8:] == [["Total", None, "6.03"], [None], ["Note"], [None, None, " -"]]


def test_two_columns_change_places_in_the_second_half():
    sheet = laid(4, exchanged=("supplier", "amount"), headed=False)
    assert sheet.rows[1][1:] == ["Firm 2", "2.01"]
    assert sheet.rows[2][1:] == ["3.01", "Firm 3"]


def test_vat_is_a_fifth_of_the_net_amount_to_the_penny():
    columns = (("Net", "net"), ("VAT", "vat"), ("Gross", "gross"))
    sheet = lay_out([payment(1)], BODY, PERIOD, Layout(columns), "F")
    assert sheet.rows[1] == ["1.01", "0.20", "1.21"]


def test_a_row_in_error_is_broken_in_one_cell_and_the_others_stay():
    sheet, layout = laid(2), Layout(COLUMNS)
    for seed in range(12):
        worse = broken(sheet, layout, [1], seeded(seed))
        assert worse.rows[:2] == sheet.rows[:2]
        differs = [(at, cell) for at, cell in enumerate(worse.rows[2]) if cell != sheet.rows[2][at]]
        assert len(differs) == 1
        assert (COLUMNS[differs[0][0]][1], differs[0][1]) in BREAKING
    assert sheet.rows[2][1] == "Firm 2"


def test_a_form_is_no_table_of_payments():
    form = metadata_form("Exampleton", "April 2026").decode()
    assert form.startswith("Title,Spending of Exampleton in April 2026\r\n")
    assert form.endswith("National\r\n")


def test_text_has_the_code_page_s_dashes_and_as_many_cells_in_each_row():
    sheet = Sheet("s", [["Title – one"], ["a", None, "£1"]], [])
    assert write(sheet, Layout(COLUMNS, encoding="cp1252", delimiter=";")) == "Title - one;;\r\na;;£1\r\n".encode(
        "cp1252"
    )


def test_workbooks_are_read_back_cell_by_cell_and_are_the_same_bytes_each_time():
    import io

    from python_calamine import CalamineWorkbook

    sheet = Sheet("April & May", [["A"], [date(2026, 4, 1), Decimal("-1234.5"), None, "<x>"]], [])
    for container in ("xlsx", "ods"):
        layout = replace(Layout(COLUMNS), container=container)
        content = write(sheet, layout)
        assert content == write(sheet, layout)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert book.sheet_names == ["April & May"]
        rows = book.get_sheet_by_index(0).to_python()
        assert (rows[0][0], rows[1][1], rows[1][3]) == ("A", -1234.5, "<x>")
        assert str(rows[1][0]).startswith("2026-04-01")
