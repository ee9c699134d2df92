"""Where a comma that nobody quoted may have cut an amount, and nothing says so for certain, it is read as no amount."""

from __future__ import annotations

import pytest

TITLES = "Date,Supplier,Gross,Net,Cost Centre"


def lines(wide: str, narrow: str = "500,600,700") -> str:
    return "\n".join([TITLES, *(f"0{n}/05/2026,Alder Ltd,{wide if n % 2 else narrow}" for n in range(1, 9))])


@pytest.mark.parametrize("wide", ["1,101,202,303", "1,101.50,202,303", "801,1,202.50,303", "801,1,202,303"])
def test_rows_that_could_be_joined_in_several_ways_are_errors_or_whole(wide, read_bytes):
    frame = read_bytes(lines(wide)).rows.frame
    meant = {110_100, 110_150, 20_200, 20_250, 120_200, 120_250}
    assert all(pence is None or pence in meant for pence in frame["amount"][::2])
    assert set(frame["amount"][1::2]) <= {50_000, 60_000}
    assert frame["amount"][0] is not None or frame["amount.fault"][0] in {"ambiguous", "unreadable"}


def test_amounts_beside_an_untitled_column_stay_where_thousands_are_written_without_a_comma(read_bytes):
    frame = read_bytes(lines("620,600,700,123", "1620,1600,700")).rows.frame
    assert frame["amount.fault"].null_count() == 8


def test_amounts_beside_an_untitled_column_stay_where_others_in_its_rows_are_quoted(read_bytes):
    frame = read_bytes(lines('12,"1,600.00",700,checked', "12,505.25,700,checked")).rows.frame
    assert frame["amount.fault"].null_count() == 8
    assert set(frame["amount"]) == {160_000, 50_525}


def test_a_workbook_has_no_commas_that_cut(tmp_path, definitions):
    from openpyxl import Workbook

    from ckanext.spenddata.intake.read import read

    book = Workbook()
    for row in (["Date", "Supplier", "Amount", "Ref"], *(["01/05/2026", "Alder Ltd", 12, 345, 7] for _ in range(5))):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", "a.xlsx", definitions).rows.amount_total() == 6000
