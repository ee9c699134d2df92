"""A delimiter that was lost or typed twice moves the cells of a row: what then stands under “Net” is never taken for the amount."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.text_files import tokeniser

NET_FIRST = ["Date", "Supplier", "Reference", "Net", "VAT", "Gross"]
NET_LAST = ["Directorate", "Supplier", "Gross", "Net", "VAT", "Reference", "Date"]
WHOLE = ["Date", "Supplier", "Reference", "Amount", "Cost Centre", "Year"]
LAYOUTS = {"net first": NET_FIRST, "net last": NET_LAST, "whole numbers": WHOLE}


def row(titles: list[str], n: int) -> list[str]:
    net = 61_013 * n
    cells = {
        "Date": f"{n % 28 + 1:02d}/05/2026",
        "Supplier": f"Alder {'Ash' if n % 2 else 'Pine'} Ltd",
        "Directorate": "Adult care",
        "Reference": f"{6_852_000 + n}",
        "Net": f"{net / 100:.2f}",
        "VAT": f"{net / 500:.2f}",
        "Gross": f"{net * 1.2 / 100:.2f}",
        "Amount": f"{net / 100:.0f}",
        "Cost Centre": f"{12_000 + n % 5}",
        "Year": "2026",
    }
    return [cells[title] for title in titles]


def text(rows: list[list[str]]) -> str:
    return "\n".join(",".join(cells) for cells in rows) + "\n"


def lost(cells: list[str], place: int) -> list[str]:
    return [*cells[:place], *cells[place + 1 :]]


def twice(cells: list[str], place: int) -> list[str]:
    return [*cells[:place], "", *cells[place:]]


def glued(cells: list[str], place: int) -> list[str]:
    return [*cells[:place], " ".join(cells[place : place + 2]), *cells[place + 2 :]]


def inserted(cells: list[str], place: int) -> list[str]:
    return [*cells[:place], "7021", *cells[place:]]


def true_or_none(frame, true) -> bool:
    """Each row is read as it was meant, or its amount is none."""
    found = zip(frame["supplier_name"], frame["amount"], true["supplier_name"], true["amount"], strict=True)
    return all(pence is None or (name, pence) == (other, meant) for name, pence, other, meant in found)


@pytest.mark.parametrize("count", [20, 300])
@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("slip", [lost, twice, glued])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_of_one_row_that_slipped_nothing_false_is_read(layout, slip, place, count, read_bytes):
    titles = LAYOUTS[layout]
    rows = [titles, *(row(titles, n) for n in range(1, count))]
    true = read_bytes(text(rows)).rows.frame
    assert true["amount"].null_count() == 0
    rows[11] = slip(rows[11], place)
    frame = read_bytes(text(rows)).rows.frame
    assert true_or_none(frame, true)
    assert frame["amount"].null_count() + (frame["payment_date"].null_count()) <= 2, "the others are read"


@pytest.mark.parametrize("place", range(1, 4))
def test_in_large_text_too(place, read_bytes, monkeypatch):
    monkeypatch.setattr(tokeniser, "_LARGE", 1)
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 900))]
    rows[500] = lost(rows[500], place)
    assert read_bytes(text(rows)).rows.frame["amount"].null_count() == 1


@pytest.mark.parametrize("start", [11, 290])
@pytest.mark.parametrize("place", range(1, 4))
def test_of_rows_with_a_column_more_from_the_middle_on_no_reference_is_an_amount(start, place, read_bytes):
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 300))]
    slipped = [cells if n < start else inserted(cells, place) for n, cells in enumerate(rows)]
    frame = read_bytes(text(slipped)).rows.frame
    assert frame["amount"].null_count() == 300 - start
    assert set(frame["amount.fault"].drop_nulls()) == {"ambiguous"}


@pytest.mark.parametrize("slip", [lost, inserted])
@pytest.mark.parametrize("place", [2, 3])
def test_codes_are_known_by_their_length_where_all_are_numbers(place, slip, read_bytes):
    rows = [WHOLE, *(row(WHOLE, n) for n in range(1, 60))]
    frame = read_bytes(text([cells if n < 40 else slip(cells, place) for n, cells in enumerate(rows)])).rows.frame
    assert frame["amount"].null_count() == 20


@pytest.mark.parametrize("start", [11, 40])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", range(6))
def test_of_many_rows_that_lost_a_cell_nothing_false_is_read(layout, place, start, read_bytes):
    titles = LAYOUTS[layout]
    rows = [titles, *(row(titles, n) for n in range(1, 60))]
    true = read_bytes(text(rows)).rows.frame
    reading = read_bytes(text([cells if n < start else lost(cells, place) for n, cells in enumerate(rows)]))
    assert any(question.blocking for question in reading.questions) or true_or_none(reading.rows.frame, true)


def test_a_column_of_money_more_is_no_amount(read_bytes):
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 60))]
    more = [cells if n < 40 else [*cells[:3], "12.50", *cells[3:]] for n, cells in enumerate(rows)]
    assert read_bytes(text(more)).rows.frame["amount"].null_count() == 20


def test_in_a_workbook_too(tmp_path, definitions):
    book = Workbook()
    for n in range(60):
        cells = NET_FIRST if n == 0 else row(NET_FIRST, n)
        book.active.append(cells if n < 40 else inserted(cells, 1))
    book.save(tmp_path / "a.xlsx")
    frame = read(tmp_path / "a.xlsx", "a.xlsx", definitions).rows.frame
    assert frame["amount"].null_count() == 20


@pytest.mark.parametrize("start", [30, 59])
def test_a_supplier_beyond_the_last_title_is_not_left_behind(start, read_bytes):
    titles = ["Reference", "Net", "Date", "Supplier"]
    rows = [titles, *(row(titles, n) for n in range(1, 60))]
    slipped = [cells if n < start else [*cells[:3], "Zone A", *cells[3:]] for n, cells in enumerate(rows)]
    slipped[40][-1] = "Alder New Ltd"
    frame = read_bytes(text(slipped)).rows.frame
    wrong = frame["supplier_name"].str.starts_with("Alder").not_()
    assert start == 59 or frame["amount"].null_count() == 60 - start, "also where a supplier is met for the first time"
    assert frame.filter(wrong)["amount"].null_count() == wrong.sum()


@pytest.mark.parametrize("beyond", ["Contra,,,", "checked", "12345"])
def test_what_stands_beyond_the_last_title_moves_nothing(beyond, read_bytes):
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 60))]
    lines = text(rows).splitlines()
    lines[30] += f",{beyond}"
    assert read_bytes("\n".join(lines)).rows.frame["amount"].null_count() == 0


def test_whole_pounds_among_pence_are_amounts_whatever_stands_beyond(read_bytes):
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 60))]
    rows[45][3] = "500"
    checked = [[*cells, "checked"] if n > 30 else cells for n, cells in enumerate(rows)]
    assert read_bytes(text(checked)).rows.frame["amount"].null_count() == 0


def test_blank_cells_at_the_end_may_be_left_out(read_bytes):
    titles = [*NET_FIRST, "Contract"]
    rows = [titles, *([*row(NET_FIRST, n), *([f"{3_000 + n}"] if n % 3 else [])] for n in range(1, 60))]
    assert read_bytes(text(rows)).rows.frame["amount"].null_count() == 0


def test_rows_of_another_kind_that_end_early_have_lost_nothing(read_bytes):
    titles = [*NET_FIRST, "Contract"]
    rows = [titles, *([*row(NET_FIRST, n), f"{3_000 + n}"] if n % 3 else [*row(NET_FIRST, n)] for n in range(1, 60))]
    for cells in rows[1:]:
        cells[2] = cells[2] if len(cells) == len(titles) else "DIRECT DEBIT"
    assert read_bytes(text(rows)).rows.frame["amount"].null_count() == 0


def test_totals_and_notes_are_short_and_no_payments(read_bytes):
    rows = [NET_FIRST, *(row(NET_FIRST, n) for n in range(1, 60))]
    total = sum(round(float(cells[3]) * 100) for cells in rows[1:])
    reading = read_bytes(text([*rows, ["Total", "", "", f"{total / 100:.2f}"], ["Note", "payments of May"]]))
    assert reading.rows.amount_total() == total
    assert (len(reading.rows), reading.tables[0].left_out) == (59, {"total": 1, "note": 1})
