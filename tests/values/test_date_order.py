"""Which part of a date is the day: a person's word before the column's own proofs, these before the period, and the fewer months last."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ckanext.spenddata.values import date_order
from ckanext.spenddata.values.date_order import DateColumn, only_fitting, order, resolve
from ckanext.spenddata.values.dates import read
from ckanext.spenddata.values.faults import Fault

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def column(*cells: str | None) -> DateColumn:
    return DateColumn.of(pl.Series(list(cells), dtype=pl.String))


def decided(*cells: str, days: date_order.Days | None = None, day_first: bool | None = None) -> tuple[str, str]:
    found = column(*cells).decide(days, day_first=day_first)
    return found.order, found.why


def test_a_person_s_word_stands_over_every_proof():
    assert decided("25/03/2026", day_first=False) == ("month_first", "as you answered")
    assert decided("03/25/2026", day_first=True) == ("day_first", "as you answered")


def test_a_stray_of_a_hundred_does_not_turn_the_column_and_more_make_it_mixed():
    days = [f"{13 + number % 15}/03/20{10 + number % 10:02d}" for number in range(100)]
    assert decided(*days, "03/04/2026", "03/25/2026")[0] == "day_first"
    assert decided(*days[:99], "03/04/2026", "03/25/2026")[0] == "undecided"
    turned = [f"{cell[3:5]}/{cell[:2]}/{cell[6:]}" for cell in days]
    assert decided(*turned, "03/04/2026", "25/03/2026") == ("month_first", "100 dates have a second part above 12")


def test_where_no_date_is_open_the_proofs_are_told_as_such():
    assert column("25/03/2026").decide().proved
    assert not column("25/03/2026", "03/25/2026").decide().proved
    assert column("03/25/2026").decide().order == "month_first"


def test_the_period_decides_and_is_told():
    assert decided("03/05/2026", "03/07/2026", days=MARCH) == ("month_first", "so they fall in the period")
    assert decided("05/03/2026", "07/03/2026", days=MARCH) == ("day_first", "so they fall in the period")


@pytest.mark.parametrize(
    ("cell", "way"),
    [
        (
            "02/05/2026",
            "day_first",
        ),  # 2 May is 32 days behind, 5 February 24 before: both near, so the period says nothing
        ("08/04/2026", "day_first"),  # 8 April is 8 days behind, 4 August 126
        ("04/08/2026", "month_first"),
    ],
)
def test_near_the_period_is_within_six_weeks_and_far_beyond_three_months(cell: str, way: str):
    found, why = decided(cell, days=MARCH)
    if cell == "02/05/2026":
        assert (found, why[:10]) == ("undecided", "every date")
    else:
        assert (found, why) == (way, "so they fall near the period")


@pytest.mark.parametrize(
    ("cell", "last", "near"),
    [
        ("09/05/2026", date(2026, 3, 25), True),  # 45 days behind; the other way far away
        ("09/05/2026", date(2026, 3, 24), False),
        ("08/06/2026", date(2026, 5, 7), True),  # the other way 91 days behind
        ("08/06/2026", date(2026, 5, 8), False),
    ],
)
def test_where_near_ends_and_far_begins(cell: str, last: date, near: bool):
    assert (decided(cell, days=(date(2026, 3, 1), last))[0] == "day_first") is near


def test_the_fewer_months_decide_where_there_are_three_dates():
    assert decided("01/03/2026", "02/03/2026", "04/03/2026") == ("day_first", "so they fall in 1 month, not 3")
    assert decided("03/01/2026", "03/02/2026", "03/04/2026") == ("month_first", "so they fall in 1 month, not 3")
    assert decided("01/03/2026", "02/03/2026")[0] == "undecided"


def test_a_mixed_column_is_read_by_the_months_that_its_sure_dates_lie_in():
    found = column("25/11/2025", "12/31/2025", "03/12/2025").decide()
    assert found.order == "undecided"
    assert found.days == (date(2025, 11, 1), date(2025, 12, 31))
    assert resolve(read("03/12/2025"), found).day == date(2025, 12, 3)
    assert resolve(read("03/04/2025"), found).fault == Fault.AMBIGUOUS


def test_a_stretch_is_taken_where_it_is_the_only_one_that_dates_fall_in():
    april = (date(2026, 4, 1), date(2026, 4, 30))
    readings = [read("25/03/2026")]
    assert only_fitting([MARCH, april], readings) == MARCH
    assert only_fitting([april], readings) is None
    assert only_fitting([MARCH, april], [read("03/04/2026")]) is None


def test_a_column_keeps_its_places_its_blanks_and_its_faults():
    cells = column("25/03/2026", None, "nonsense", "", "03/26/2026")
    assert cells.states().to_list() == ["read", "blank", Fault.UNREADABLE.value, "blank", "read"]
    told = cells.resolve(order([], day_first=True))
    assert told["value"].to_list() == [date(2026, 3, 25), None, None, None, date(2026, 3, 26)]
    assert told["form"].to_list()[-1] == "month_first"
    assert [str(kind) for kind in told.dtypes[:3]] == ["Date", "Categorical", "Categorical"]


def test_an_open_date_read_the_american_way_says_so():
    meaning = resolve(read("03/04/2026"), order([(read("03/04/2026"), 1)], day_first=False))
    assert (meaning.day, meaning.form) == (date(2026, 3, 4), "month_first")


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("46100", "read"),
        ("46100.5", "read"),
        ("62067.23", "unreadable"),
        ("2031.11", "unreadable"),
        ("12067", "unreadable"),
        ("34604.95", "unreadable"),
    ],
)
def test_a_number_among_written_dates_is_a_day_only_near_them(cell: str, state: str):
    assert column("13/03/2026", "14/03/2026", cell).states().to_list() == ["read", "read", state]


def test_numbers_alone_are_days_wherever_they_lie():
    assert column("46100", "34604").states().to_list() == ["read", "read"]


MAY = (date(2026, 5, 1), date(2026, 5, 31))
FROM_1904 = [str(44_681 + number) for number in range(0, 28, 3)]
"""Days of May 2026 by the calendar of 1904: four years and a day earlier by that of 1900."""


def test_numbers_that_fall_in_the_days_only_from_1904_are_in_doubt():
    decision = column(*FROM_1904).decide(MAY)
    assert decision.from_1904 == date(2022, 4, 30)
    assert resolve(read(FROM_1904[0]), decision).fault == Fault.AMBIGUOUS


def test_a_person_says_from_when_they_count():
    day = read(FROM_1904[0])
    assert resolve(day, column(*FROM_1904).decide(MAY, day_first=True)).day == date(2026, 5, 1)
    assert resolve(day, column(*FROM_1904).decide(MAY, day_first=False)).day == date(2022, 4, 30)


def test_where_nothing_says_the_days_no_number_says_from_when_it_counts():
    for cells in (FROM_1904, ["46150"], ["46150", "", "n/a"]):
        decision = column(*cells).decide()
        assert decision.from_1904
        assert resolve(read(cells[0]), decision).fault == Fault.AMBIGUOUS
        assert resolve(read(cells[0]), column(*cells).decide(day_first=False)).day == read(cells[0]).day_first


def test_an_answer_about_exchanged_dates_leaves_the_order_of_the_others():
    cells = [f"{n}/06/2026" for n in range(13, 31)] + [f"2026-{n:02}-06" for n in range(1, 13)] + ["05/06/2026"]
    for day_first in (True, False):
        decision = column(*cells).decide(day_first=day_first)
        assert decision.exchange
        assert resolve(read("05/06/2026"), decision).day == date(2026, 6, 5)


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (FROM_1904, MARCH),
        ([*FROM_1904, "01/05/2022"], None),
        ([*FROM_1904, "May 2022"], None),
        ([*FROM_1904, "46150"], MAY),
        (["46150", "46151"], MAY),
        ([*FROM_1904, "44000", "44001"], MAY),
        (["01/05/2022", "30/05/2022"], MAY),
    ],
)
def test_other_numbers_are_in_no_doubt(cells, days):
    assert column(*cells).decide(days).from_1904 is None


def test_a_workbook_says_from_when_its_numbers_count():
    for from_1904, first in ((False, date(2022, 4, 30)), (True, date(2026, 5, 1))):
        known = DateColumn.of(pl.Series(FROM_1904), from_1904=from_1904)
        decision = known.decide()
        assert decision.from_1904 is None
        assert known.resolve(decision)["value"][0] == first
    doubtful = DateColumn.of(pl.Series(FROM_1904), from_1904=False).decide(MAY)
    assert doubtful.from_1904, "numbers may have been copied from another workbook"
