"""Dates of every form, and day and month never swapped in silence."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ckanext.spenddata.values import date_order, dates
from ckanext.spenddata.values.faults import Fault

DAY = date(2016, 4, 13)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("13/04/2016", None),
        (" 13/4/2016 ", None),
        ("13/04/16", "short_year"),
        ("13.04.2016", "dotted"),
        ("13.04.16", "short_year"),
        ("13-04-2016", "dotted"),
        ("13 04 2016", "dotted"),
        ("13/04/2016 00:00", "datetime"),
        ("13/04/2016 12:00:00 AM", "datetime"),
        ("2016-04-13", "iso"),
        ("2016/04/13", "iso"),
        ("2016.04.13", "iso"),
        ("2016-04-13T00:00:00", "datetime"),
        ("2016-04-13 09:30:15.123", "datetime"),
        ("2016-04-13T00:00:00Z", "datetime"),
        ("2016-04-13T00:00:00+01:00", "datetime"),
        ("13-Apr-16", "named_month"),
        ("13-Apr-2016", "named_month"),
        ("13/Apr/2016 ", "named_month"),
        ("13 April 2016", "named_month"),
        ("13th April 2016", "named_month"),
        ("13th of April, 2016", "named_month"),
        ("13APR2016", "named_month"),
        ("Wed 13 Apr 2016", "named_month"),
        ("Wednesday, 13 April 2016", "named_month"),
        ("April 13, 2016", "named_month"),
        ("13 Ebrill 2016", "named_month"),
        ("42473", "serial"),
        ("42473.0", "serial"),
        ("42473.75", "serial"),
        ("20160413", "compact"),
        ("13042016", "compact"),
        ("13/04/2016 | 13/04/2016", "repeated"),
        ("'13/04/2016", None),
    ],
)
def test_every_form_of_a_date_is_read(cell, form):
    reading = dates.read(cell)
    assert (reading.day_first, reading.fault, reading.form, reading.precision) == (DAY, None, form, "day")
    assert reading.month_first in {None, DAY}


@pytest.mark.parametrize("cell", ["May-10", "May 2010", "may-2010", "2010-05", "05/2010", "2010 May", "May'10"])
def test_a_month_is_read_as_its_first_day_and_says_so(cell):
    assert dates.read(cell) == (date(2010, 5, 1), date(2010, 5, 1), None, "month", "month", False)


def test_a_year_alone_says_so():
    assert dates.read("2016")[:5] == (date(2016, 1, 1), date(2016, 1, 1), None, "year", "year")


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("31/02/2012", Fault.IMPOSSIBLE),
        ("29/02/2015", Fault.IMPOSSIBLE),
        ("00/00/0000", Fault.IMPOSSIBLE),
        ("13/13/2016", Fault.IMPOSSIBLE),
        ("01/04/1066", Fault.IMPOSSIBLE),
        ("2016-13-01", Fault.IMPOSSIBLE),
        ("31 June 2016", Fault.IMPOSSIBLE),
        ("29/03/2012 | 30/03/2012", Fault.SEVERAL),
        ("01/04/2016 and 02/04/2016", Fault.SEVERAL),
        ("01/04/2016\n02/04/2016", Fault.SEVERAL),
        ("######", Fault.HIDDEN),
        ("#N/A", Fault.SPREADSHEET_ERROR),
        ("VARIOUS", Fault.UNREADABLE),
        ("1/4", Fault.UNREADABLE),
        ("01/04/20166", Fault.UNREADABLE),
        ("12 Foo 2016", Fault.UNREADABLE),
        ("123", Fault.UNREADABLE),
        ("1234567", Fault.UNREADABLE),
        ("13/٤/2016", Fault.UNREADABLE),
    ],
)
def test_what_is_no_date_says_why(cell, fault):
    assert dates.read(cell) == (None, None, fault, None, "day", False)


@pytest.mark.parametrize("cell", ["", "  ", "-", None])
def test_nothing_is_a_blank(cell):
    assert dates.read(cell) == dates.BLANK


def decided(*cells: str, days=None, day_first=None) -> tuple[str, list]:
    column = date_order.DateColumn.of(pl.Series(list(cells), dtype=pl.String))
    decision = column.decide(days, day_first=day_first)
    frame = column.resolve(decision)
    return decision.order, list(zip(frame["value"], frame["fault"], strict=True))


MARCH = (date(2016, 3, 1), date(2016, 3, 31))


def test_a_day_above_twelve_decides_for_the_column():
    order, values = decided("03/04/2016", "13/04/2016")
    assert order == "day_first"
    assert values == [(date(2016, 4, 3), None), (date(2016, 4, 13), None)]


def test_a_month_in_front_is_found_out():
    order, values = decided("4/3/2016", "4/13/2016", "4/28/2016")
    assert order == "month_first"
    assert values[0] == (date(2016, 4, 3), None)


def test_the_period_decides_where_the_column_does_not():
    assert decided("03/04/2016", days=MARCH) == ("month_first", [(date(2016, 3, 4), None)])
    assert decided("04/03/2016", days=MARCH) == ("day_first", [(date(2016, 3, 4), None)])


def test_a_date_near_the_period_is_read_so():
    assert decided("01/09/2011", days=(date(2011, 8, 1), date(2011, 8, 31))) == (
        "day_first",
        [(date(2011, 9, 1), None)],
    )


def test_a_date_far_from_the_period_either_way_is_refused():
    assert decided("01/09/2011", days=(date(2015, 8, 1), date(2015, 8, 31)))[1] == [(None, Fault.AMBIGUOUS)]


def test_the_fewer_months_decide_where_there_is_no_period():
    order, values = decided("01/04/2016", "05/04/2016", "11/04/2016")
    assert order == "day_first"
    assert [day.month for day, _ in values] == [4, 4, 4]
    assert decided("04/01/2016", "04/05/2016", "04/11/2016")[0] == "month_first"


def test_a_date_that_nothing_decides_is_refused():
    assert decided("03/04/2016") == ("undecided", [(None, Fault.AMBIGUOUS)])
    assert decided("03/04/2016", day_first=True) == ("day_first", [(date(2016, 4, 3), None)])
    assert decided("03/04/2016", day_first=False) == ("month_first", [(date(2016, 3, 4), None)])


def test_a_column_that_mixes_both_orders_is_read_by_the_period_date_by_date():
    cells = ("13/03/2016", "3/14/2016", "03/05/2016", "07/03/2016", "03/03/2016", "05/06/2016")
    order, values = decided(*cells, days=MARCH)
    assert order == "undecided"
    assert values == [
        (date(2016, 3, 13), None),
        (date(2016, 3, 14), None),
        (date(2016, 3, 5), None),
        (date(2016, 3, 7), None),
        (date(2016, 3, 3), None),
        (None, Fault.AMBIGUOUS),
    ]


def test_a_single_typing_mistake_does_not_turn_the_column():
    cells = [f"{day:02d}/03/2016" for day in range(13, 32)] * 10 + ["03/13/2016", "05/03/2016"]
    order, values = decided(*cells)
    assert order == "day_first"
    assert values[-1] == (date(2016, 3, 5), None)
    assert values[-2] == (date(2016, 3, 13), None)


def test_the_same_day_and_month_are_not_ambiguous():
    assert decided("04/04/2016") == ("day_first", [(date(2016, 4, 4), None)])


FORMS = [
    "{0:%d/%m/%Y}",
    "{0:%d.%m.%Y}",
    "{0:%Y-%m-%d}",
    "{0:%Y-%m-%dT%H:%M:%S}",
    "{0:%d-%b-%y}",
    "{0:%d %B %Y}",
    "{0:%A, %d %B %Y}",
    "{0:%B %d, %Y}",
    "{0:%Y%m%d}",
]


@settings(deadline=None)
@given(st.dates(date(1981, 1, 1), date(2078, 12, 31)), st.sampled_from(FORMS))
def test_every_day_survives_being_written(day, form):
    assert dates.read(form.format(day)).day_first == day


@given(st.dates(date(1981, 1, 1), date(2078, 12, 31)))
def test_every_day_survives_a_spreadsheet(day):
    assert dates.read(str((day - date(1899, 12, 30)).days)).day_first == day


CELLS = st.one_of(
    st.text("0123456789/-. :APMapr", max_size=14),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)).map("{:%d/%m/%Y}".format),
    st.datetimes().map("{:%Y-%m-%d %H:%M:%S}".format),
    st.none(),
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=30), st.sampled_from([None, True, False]))
@example(["30000", "01102000"], None)
def test_a_column_says_the_same_as_its_cells(cells, day_first):
    column = date_order.DateColumn.of(pl.Series(cells, dtype=pl.String))
    decision = column.decide(day_first=day_first)
    readings = date_order._without_far_serials([dates.read(cell) for cell in cells])
    wanted = [tuple(date_order.resolve(reading, decision)) for reading in readings]
    assert column.resolve(decision).rows() == wanted


def test_many_moments_of_few_days_are_read_once_a_day():
    moments = [
        f"{date(2016, 4, 1) + timedelta(days=i % 28):%Y-%m-%d} {i % 24:02d}:{i % 60:02d}:{i // 1000 % 60:02d}.{i:06d}"
        for i in range(25_000)
    ]
    column = date_order.DateColumn.of(pl.Series(moments, dtype=pl.String))
    assert len(column.distinct) == 28
    assert column.resolve(column.decide())["value"].n_unique() == 28


class TestYearFirst:
    def test_many_days_of_one_month_show_that_the_year_stands_first(self):
        cells = [f"26/04/{day:02d}" for day in range(1, 29)]
        found = dates.year_first(cells)
        assert [found[cell].day_first for cell in cells] == [date(2026, 4, day) for day in range(1, 29)]
        assert {reading.form for reading in found.values()} == {"short_year"}

    @pytest.mark.parametrize("mark", ["/", "-", "."])
    def test_a_return_over_new_year_has_two_years(self, mark: str):
        cells = [f"25{mark}12{mark}30", f"25{mark}12{mark}31", f"26{mark}01{mark}02"]
        assert dates.year_first(cells)[cells[2]].month_first == date(2026, 1, 2)

    @pytest.mark.parametrize(
        "cells",
        [
            ["01/04/26", "02/04/26", "28/04/26"],
            ["26/04/24", "26/04/25"],
            ["04/26/13", "04/26/14", "04/26/15"],
            ["26/04/01", "26/04/02", "26/04/03", "3 April 2026"],
            ["26/04/01", "26/04/02", "26/04/31"],
            [],
        ],
    )
    def test_else_nothing_does(self, cells: list[str]):
        assert dates.year_first(cells) == {}


MONTHS_IN_WELSH = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS_IN_WELSH.split(), 1)))
def test_every_month_is_known_in_welsh(number, name):
    assert dates.read(f"5 {name} 2026").day_first == date(2026, number, 5)


@pytest.mark.parametrize(("year", "known"), [(1979, False), (1980, True), (2099, True), (2100, False)])
def test_years_that_a_payment_can_have(year, known):
    assert (dates.read(f"05/06/{year}").fault is None) is known


@pytest.mark.parametrize(
    ("written", "year"), [("01/02/79", 2079), ("01/02/80", 1980), ("01/02/00", 2000), ("01/02/99", 1999)]
)
def test_a_year_of_two_digits_is_between_1980_and_2079(written, year):
    found = dates.read(written)
    assert {day.year for day in (found.day_first, found.month_first) if day} == {year}


def test_an_apostrophe_before_a_date_is_a_spreadsheet_s():
    assert dates.read("'13/05/2026") == dates.read("13/05/2026")
    assert dates.read("''13/05/2026") == dates.read("13/05/2026")
    assert dates.read("X13/05/2026").fault is not None
    assert dates.read("x13/05/2026").fault is Fault.UNREADABLE


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-04-30T23:00:00Z", date(2026, 5, 1)),
        ("2026-04-30T23:00:00.000Z", date(2026, 5, 1)),
        ("2026-04-30 23:00:00+00:00", date(2026, 5, 1)),
        ("2026-05-01T00:00:00+01:00", date(2026, 5, 1)),
        ("2026-01-30T23:00:00Z", date(2026, 1, 30)),
        ("2026-04-30T23:00:00", date(2026, 4, 30)),
        ("2026-04-30T22:59:59Z", date(2026, 4, 30)),
    ],
)
def test_an_instant_in_summer_is_the_day_that_it_is_in_london(cell, day):
    assert dates.read(cell).day_first == day


@pytest.mark.parametrize(
    "cell",
    [
        "2026/27 P2",
        "P02 2026/27",
        "Period 2",
        "P2",
        "2026-27",
        "02/2026-27",
        "M02 26/27",
        "Q1 2026/27",
        "Week 7 2026",
        "Per. 12 (2026-27)",
        "FY27",
        "FY 2026/27",
        "Accounting Period 3",
        "2026/27-P11",
        "Pd 4 FY26",
        "Wk 12",
    ],
)
def test_a_period_of_the_accounts_is_told_from_a_cell_that_says_nothing(cell):
    assert dates.read(cell).fault == Fault.PERIOD


@pytest.mark.parametrize(
    "cell", ["soon", "P", "Page 2 of 3", "May", "2026", "05/2026", "May 2026", "M1 3AB", "2026-05"]
)
def test_what_is_no_period(cell):
    assert dates.read(cell).fault in {None, Fault.UNREADABLE}
