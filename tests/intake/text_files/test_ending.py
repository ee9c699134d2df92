"""A text that ends within its last record is told from one that only has no line end."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.text_files.ending import is_cut, may_be_cut

AMOUNT_LAST = [f"Housing,Alder & Ash Ltd,{10 + i}/05/2026,{4400 + i},{600 + i}.25" for i in range(12)]
DATE_LAST = [f'Housing,"Alder, Ash",{600 + i}.25,{4400 + i},{10 + i}/05/2026' for i in range(12)]
WORDS_LAST = [f"{10 + i}/05/2026,Alder & Ash Ltd,{600 + i}.25,{('Road repairs', 'Rent')[i % 2]}" for i in range(12)]
TITLES = "A,B,C,D,E"


def cut_at(rows: list[str], end: str) -> bool:
    return is_cut("\n".join([TITLES, *rows, end]).encode(), ",")


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612."),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612.2"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/"),
        (AMOUNT_LAST, "Housing,Birch & "),
        (AMOUNT_LAST, "Hous"),
        (AMOUNT_LAST, 'Housing,"Alder & '),
        (AMOUNT_LAST, 'Housing,Alder,29/05/2026,4455,"1,612'),
        (DATE_LAST, 'Housing,"Alder, Ash",612.25,4455,29/05/20'),
        (WORDS_LAST, "29/05/2026,Alder & Ash Ltd,612.25,Road rep"),
        (WORDS_LAST, "29/05/2026,Alder & Ash Ltd,612"),
    ],
)
def test_a_last_record_that_is_cut(rows, end):
    assert cut_at(rows, end)
    assert not cut_at(rows, end + "\n")


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612.25"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,(612.25)"),
        (AMOUNT_LAST, 'Housing,"Alder & Ash",29/05/2026,4455,"1,612.25"'),
        (AMOUNT_LAST, "Total,,,,7000.5"),
        (AMOUNT_LAST, ",,Total,7000.5"),
        (AMOUNT_LAST, 'Housing,"Alder & Ash\n",29/05/2026,4455,612.25'),
        (WORDS_LAST, '29/05/2026,Alder & Ash Ltd,612.25,"Rent\n"'),
        (AMOUNT_LAST, ",,,,"),
        (AMOUNT_LAST, '"","","","",""'),
        (AMOUNT_LAST, "Report run on 1 June 2026,,,,"),
        (AMOUNT_LAST, '"As at 1 June 2026, by the finance team",,,,'),
        (AMOUNT_LAST, ",,,,7000.5"),
        (DATE_LAST, "12 payments,,,,"),
        (WORDS_LAST, ",,,R"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,-"),
        (AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612.25 CR"),
        (AMOUNT_LAST, "Source: Exbury Borough Council"),
        (AMOUNT_LAST, "Published under the Open Government Licence, see the website"),
        (DATE_LAST, 'Housing,"Alder, Ash",612.25,4455,29/05/2026'),
        (WORDS_LAST, "29/05/2026,Alder & Ash Ltd,612.25,Rent"),
        (WORDS_LAST, "29/05/2026,Alder & Ash Ltd,612.25,Grounds"),
        (AMOUNT_LAST[:2], "Housing,Alder & Ash Ltd,29/05/2026"),
        ([*AMOUNT_LAST, "Housing,Alder & Ash Ltd,28/05/2026,612.25"], "Housing,Alder & Ash Ltd,29/05/2026,612.25"),
    ],
)
def test_a_last_record_without_a_line_end_may_be_whole(rows, end):
    assert not cut_at(rows, end)


NEW = {
    "d": "29/05/2026",
    "s": "Zebra Crossing Co",
    "a": "777.25",
    "r": "4499",
    "p": "Parks",
    "t": "New thing",
    "x": "PI2000",
}
ORDERS = ["dsapr", "sdapr", "psdra", "xsdpa", "rsdpa", "tspda", "spxtda", "xtspda", "adsp"]


@pytest.mark.parametrize(("order", "cells"), [(order, n) for order in ORDERS for n in range(1, len(order))])
def test_a_record_cut_where_a_cell_ends_though_all_of_it_is_new(order, cells):
    above = [
        {"d": f"{i % 28 + 1:02d}/05/2026", "s": f"Alder {i % 7} Ltd", "a": f"{600 + i}.25", "r": f"{4400 + i}"}
        | {"p": ("Housing", "Roads")[i % 2], "t": f"Works order {i}", "x": f"PI{1000 + i}"}
        for i in range(60)
    ]
    rows = [",".join(row[c] for c in order) for row in above]
    end = ",".join(NEW[c] for c in order[:cells])
    # A name alone in its line may be a note.
    assert is_cut("\n".join([",".join(order), *rows, end]).encode(), ",") == (cells > 1 or order[0] not in "spt")


@pytest.mark.parametrize(
    "end",
    [
        "Source,Exbury Borough Council",
        "Contact: Finance,01632 960000",
        "Payments over £500, all suppliers",
        "Page 3",
        "31",
        "4",
        "Figures exclude VAT, and are not audited",
        "Report produced,Finance",
        "End of report,",
    ],
)
@pytest.mark.parametrize("rows", [AMOUNT_LAST, DATE_LAST, WORDS_LAST])
def test_words_below_a_table_are_not_cut(rows, end):
    assert not cut_at(rows, end)


def test_a_payment_that_is_cut_is_no_note(read_bytes):
    rows = [f"Housing,Alder & Ash Ltd,2026-05-{10 + i},{4400 + i},{600 + i}.25" for i in range(12)]
    titles = "Directorate,Supplier,Date,Transaction Number,Amount"
    reading = read_bytes("\n".join([titles, *rows, "Housing,Birch & "]))
    assert (len(reading.rows), reading.tables[0].cut_row) == (13, 14)
    assert any("1 row (14) is not whole" in note for note in reading.notes)
    assert read_bytes("\n".join([titles, *rows, rows[0]])).tables[0].cut_row is None


WHOLE_LAST = [f"{10 + i}/05/2026,Alder & Ash Ltd,{4400 + i},{(640, 5900, 71200)[i % 3] + i}" for i in range(21)]


def test_a_whole_number_shorter_than_any_other_is_cut():
    assert cut_at(WHOLE_LAST, "29/05/2026,Birch Ltd,4455,71")
    assert not cut_at(WHOLE_LAST, "29/05/2026,Birch Ltd,4455,712")
    assert not cut_at(WHOLE_LAST[:9], "29/05/2026,Birch Ltd,4455,71")


def open_at(rows: list[str], end: str) -> bool:
    return may_be_cut("\n".join([TITLES, *rows, end]).encode(), ",")


def test_of_any_other_whole_number_more_digits_could_have_followed():
    end = "29/05/2026,Birch Ltd,4455,712"
    assert open_at(WHOLE_LAST, end)
    assert not open_at(WHOLE_LAST, f"{end}\n")
    assert not open_at(WHOLE_LAST, f"{end}.00")
    assert not open_at(AMOUNT_LAST, "Housing,Alder & Ash Ltd,29/05/2026,4455,612.25")
    assert not open_at(WORDS_LAST, "29/05/2026,Alder & Ash Ltd,612.25,5")
    assert not open_at([], "5")
    assert not may_be_cut(b"", ",")
    numbers = [row.rpartition(",")[0] for row in WHOLE_LAST]  # all of one length
    assert not open_at(numbers, "29/05/2026,Birch Ltd,4455")
