"""A text that keeps to RFC 4180 is read as it is, however many line breaks its cells have; cells beyond the titles move nothing."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.intake.text_files import tokeniser
from tests.intake import corpus
from tests.intake.test_pieces import both_ways, same  # noqa: F401 - a fixture

PAYMENTS = corpus.payments(24, seed=5)
TABLE = corpus.lines(PAYMENTS)
TYPE, AREA, SUPPLIER, PURPOSE = 3, 4, 5, 8


def broken(*columns: int, end: str = "\n", every: int = 1, middle: str = "\n") -> list[list[str]]:
    """The table with a line break in some columns of every so many rows."""
    return [
        [
            f"{cell[:4]}{middle}{cell[4:]}" if n and n % every == 0 and i in columns else cell
            for i, cell in enumerate(row)
        ]
        for n, row in enumerate(TABLE)
    ]


BREAKS = {
    "two in one record": broken(TYPE, SUPPLIER),
    "three in one record": broken(TYPE, SUPPLIER, PURPOSE),
    "in neighbours": broken(TYPE, AREA, SUPPLIER),
    "every third record": broken(TYPE, SUPPLIER, every=3),
    "blank lines inside": broken(SUPPLIER, PURPOSE, middle="\n\n"),
    "as Windows writes them": broken(TYPE, SUPPLIER, middle="\r\n"),
    "first column": broken(0, PURPOSE),
    "commas beside the breaks": broken(TYPE, SUPPLIER, middle=",\n a, b"),
}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("kind", BREAKS)
def test_line_breaks_in_several_cells_of_a_record(kind, mark, read_bytes):
    reading = read_bytes(corpus.csv_text(BREAKS[kind], mark))
    assert reading.outcome == Outcome.READ
    assert reading.rows.frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]
    supplier = reading.rows.frame["supplier_name"].to_list()
    assert [cell.replace("\r", "") for cell in supplier] == [
        row[SUPPLIER].replace("\r", "") for row in BREAKS[kind][1:]
    ]
    assert not [note for note in reading.notes if "quotation mark" in note.lower()]


@pytest.mark.parametrize("around", ["Spend over £500\n\n", "Exbury Council,,\n"])
def test_titles_above_and_notes_below_change_nothing(around, read_bytes):
    text = around + corpus.csv_text(BREAKS["two in one record"]) + "Prepared by Finance\n"
    reading = read_bytes(text)
    assert reading.rows.frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]


def test_one_record_out_of_shape_leaves_the_others_whole(read_bytes):
    lines = corpus.csv_text(BREAKS["two in one record"]).replace("510000003,", '510000003 5" pipe,')
    frame = read_bytes(lines).rows.frame
    assert frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]


def test_a_large_file_and_its_pieces_are_read_alike(both_ways, monkeypatch):  # noqa: F811
    monkeypatch.setattr(tokeniser, "_LARGE", 100)
    whole, parted, used = both_ways(corpus.csv_text(BREAKS["two in one record"]), piece=900)
    assert used > 1
    same(whole, parted)
    assert parted.rows.frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]


ORDERS = {
    "as the Treasury has it": [0, 1, 2, 3, 4, 5, 6, 7, 8],
    "supplier first": [5, 2, 7, 6, 8],
    "date last": [6, 5, 8, 7, 2],
    "amount first": [7, 2, 5, 3, 4, 8],
    "few columns": [2, 5, 7],
    "supplier last": [2, 7, 8, 5],
}


@pytest.mark.parametrize("tail", ["Contra", "Contra,,,", "see note", "12.50", "01/05/2026", "x,y"])
@pytest.mark.parametrize("order", ORDERS)
def test_payments_with_a_cell_to_the_right_of_the_last_title(order, tail, read_bytes):
    lines = corpus.csv_text([[row[i] for i in ORDERS[order]] for row in TABLE]).splitlines()
    for number in (6, 11, 16):
        lines[number] += f",{tail}"
    reading = read_bytes("\n".join(lines))
    frame = reading.rows.frame
    assert reading.outcome == Outcome.READ
    assert frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]
    assert frame["supplier_name"].to_list() == [payment.supplier for payment in PAYMENTS]
    assert any("right of the last title" in note for note in reading.notes)


def test_a_record_that_can_not_be_told_apart_is_a_payment_in_error_and_no_note(read_bytes):
    lines = corpus.csv_text([[row[i] for i in (6, 5, 8, 7, 2)] for row in TABLE]).splitlines()
    lines[6] = lines[6].replace(",", ",a,b,", 1) + ",c"
    reading = read_bytes("\n".join(lines))
    assert len(reading.rows) == len(PAYMENTS)
    assert reading.rows.frame["amount"].null_count() == 1
    assert "note" not in reading.tables[0].left_out


def test_a_comma_in_the_words_of_the_last_column_is_a_part_of_them(read_bytes):
    rows = [f"{day:02d}/05/2026,R{day},{day}00.50,Alder Ltd" for day in range(1, 29)]
    rows[4:6] = [row.replace("Alder Ltd", "Smith, Jones and Partners") for row in rows[4:6]]
    rows[20] += ",checked"
    frame = read_bytes("\n".join(["Date,Reference,Amount,Supplier", *rows])).rows.frame
    suppliers = ["Smith, Jones and Partners" if n in {4, 5} else "Alder Ltd" for n in range(28)]
    assert frame["supplier_name"].to_list() == suppliers
    assert frame["amount"].null_count() == 0


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_some_lines_that_were_quoted_whole_are_records_like_the_others(mark, read_bytes):
    lines = corpus.csv_text(TABLE, mark).splitlines()
    quoted = ['"' + line.replace('"', '""') + '"' if n % 5 == 2 else line for n, line in enumerate(lines)]
    frame = read_bytes("\n".join(quoted)).rows.frame
    assert frame["amount"].to_list() == [payment.pence for payment in PAYMENTS]
    assert frame["supplier_name"].to_list() == [payment.supplier for payment in PAYMENTS]
