"""Dates whose day and month a program exchanged are known by all of them together, and by nothing less."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.values.date_order import Decision, order, resolve
from ckanext.spenddata.values.dates import read
from ckanext.spenddata.values.exchanged import _months, exchanged
from ckanext.spenddata.values.faults import Fault

JUNE = [date(2026, 6, day) for day in range(1, 31)]
CONVERTED = [date(2026, day.day, 6) if day.day <= 12 else day for day in JUNE]


def decided(cells: list[str], **how) -> tuple[Decision, list]:
    readings = [read(cell) for cell in cells]
    decision = order([(reading, 1) for reading in readings], **how)
    return decision, [resolve(reading, decision) for reading in readings]


def written(days: list[date]) -> list[str]:
    """As a program with American settings leaves them: typed where it could, else as they were."""
    return [f"{day:%Y-%m-%d}" if day in days[:12] else f"{day:%d/%m/%Y}" for day in days]


def test_the_same_day_of_every_month_beside_the_end_of_one():
    found = exchanged(CONVERTED, None)
    assert found is not None
    assert found.months == {(2026, 6)}
    assert found.days == tuple(date(2026, month, 6) for month in range(1, 13) if month != 6)


def test_one_date_far_from_all_others_that_lies_among_them_when_exchanged():
    assert exchanged([*JUNE[2:], date(2026, 1, 6)], None).days == (date(2026, 1, 6),)


@pytest.mark.parametrize(
    "others",
    [
        [date(2026, 5, 6)],  # of the month before, where stragglers come from
        [date(2026, 1, 6), date(2026, 2, 27)],  # and of another
        [date(2026, 1, 7)],  # would lie in July
    ],
)
def test_a_straggler_is_none(others):
    assert exchanged([*JUNE[2:], *others], None) is None


QUARTER = [date(2026, month, day) for month in (4, 5, 6) for day in range(1, 29, 3)]
NAMED = (date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    "others",
    [
        [date(2026, 9, 4)],
        [date(2026, 7, 4), date(2026, 8, 5), date(2026, 12, 6)],
        [date(2026, 1, 4), date(2026, 2, 5)],
    ],
)
def test_the_only_dates_outside_a_quarter_that_is_named_are_in_question(others):
    assert exchanged([*QUARTER, *others], NAMED).days == tuple(others)


@pytest.mark.parametrize(
    "others",
    [
        [],
        [date(2026, 7, 4)],  # of the month after
        [date(2026, 1, 4)],  # one of some months before
        [date(2026, 3, 4), date(2026, 3, 5)],  # of the month before
        [date(2026, 9, 4), date(2026, 9, 15)],  # one that can't be exchanged
        [date(2026, 9, 7), date(2026, 8, 4)],  # one that would lie in July
        [date(2025, 9, 4)],  # of another year
    ],
)
def test_others_outside_a_quarter_are_none(others):
    assert exchanged([*QUARTER, *others], NAMED) is None


def test_a_few_dates_outside_a_quarter_that_nobody_named_are_none():
    assert exchanged([*QUARTER, date(2026, 9, 4), date(2026, 8, 5)], None) is None


def test_of_few_dates_nothing_is_known():
    assert exchanged([*JUNE[12:16], date(2026, 1, 6)], None) is None


def test_they_can_be_read_in_two_ways_until_somebody_says():
    _, meanings = decided(written(CONVERTED))
    assert [meaning.fault for meaning in meanings].count(Fault.AMBIGUOUS) == 11
    _, meanings = decided(written(CONVERTED), day_first=True)
    assert [meaning.day for meaning in meanings] == JUNE
    _, meanings = decided(written(CONVERTED), day_first=False)
    assert [meaning.day for meaning in meanings] == CONVERTED


def test_serial_numbers_and_numeric_dates_too():
    serials = [str((day - date(1899, 12, 30)).days) if i < 12 else f"{day:%d/%m/%Y}" for i, day in enumerate(CONVERTED)]
    numeric = [f"{day:%m/%d/%Y}" for day in CONVERTED]
    for cells in (serials, numeric):
        _, meanings = decided(cells)
        assert [meaning.fault for meaning in meanings].count(Fault.AMBIGUOUS) == 11
        assert [meaning.day for meaning in decided(cells, day_first=True)[1]] == JUNE


def test_the_period_tells_where_no_date_is_late_in_its_month():
    assert exchanged(CONVERTED[3:12], None) is None
    assert exchanged(CONVERTED[:12], (date(2026, 6, 1), date(2026, 6, 30))) is not None


@pytest.mark.parametrize(
    "days",
    [
        JUNE,
        [date(2026, month, day) for month in (4, 5, 6) for day in range(1, 29)],
        [date(2026, month, 1) for month in range(1, 13)] + JUNE[12:],
        [*JUNE, date(2026, 1, 6), date(2026, 2, 9), date(2026, 3, 6)],
        [*JUNE, *(date(2026, month, day) for month in (1, 2, 3, 4) for day in (3, 6, 9))],
        [date(2026, month, day) for month in range(1, 13) for day in range(1, 28)],
        [],
    ],
    ids=["one month", "a quarter", "first of months", "a few late ones", "other days too", "a year", "none"],
)
def test_ordinary_dates_are_not_doubted(days):
    assert exchanged(days, None) is None


MAY = (date(2010, 5, 1), date(2010, 5, 31))
LATE = [date(2010, 5, day) for day in (13, 18, 20, 25, 27)]
AUGUST = (date(2013, 8, 1), date(2013, 8, 31))


@pytest.mark.parametrize("period", [None, MAY])
@pytest.mark.parametrize("months", [(4, 6, 11), (1, 2), (3, 12), (4, 6, 7, 8, 9, 10)])
def test_a_few_dates_are_enough_where_all_that_lie_outside_are_concerned(months, period):
    found = exchanged([*LATE, *(date(2010, month, 5) for month in months)], period)
    assert found is not None
    assert [day.month for day in found.days] == list(months)


def test_one_date_is_enough_where_the_file_speaks_of_its_month():
    assert exchanged([*LATE, date(2010, 11, 5)], None) is None
    assert exchanged([*LATE, date(2010, 11, 5)], MAY) is not None
    assert exchanged([*LATE, date(2010, 4, 5)], MAY) is None, "a straggler of last month"


def test_a_month_that_the_file_speaks_of_decides_where_no_day_is_after_the_12th():
    days = [date(2013, 8, 1), date(2013, 8, 5), date(2013, 5, 8), date(2013, 7, 8)]
    assert exchanged(days, None) is None
    assert exchanged(days, AUGUST) is not None


@pytest.mark.parametrize(
    "strays",
    [
        [date(2013, 7, 31)],
        [date(2013, 7, 8)],
        [date(2013, 6, 3), date(2013, 5, 21)],
        [date(2013, 5, 8), date(2013, 5, 21)],
        [date(2013, 7, 8), date(2013, 7, 9), date(2013, 6, 11)],
        [date(2012, 8, 8)],
        [date(2013, month, day) for month in (5, 6, 7) for day in (2, 8, 14, 26)],
    ],
)
def test_stragglers_are_not_doubted(strays):
    ordinary = [date(2013, 8, day) for day in range(1, 31, 2)]
    assert exchanged([*ordinary, *strays], AUGUST) is None
    assert exchanged([*ordinary, *strays], None) is None


@pytest.mark.parametrize(("others", "shown"), [(0, True), (1, True), (2, False)])
def test_nine_of_ten_early_dates_outside_must_be_concerned(others, shown):
    """June, exchanged: eleven dates, and others that are early in months that have nothing to do with it."""
    strays = [date(2025, month, 3) for month in range(1, 1 + others)]
    assert (exchanged([*CONVERTED, *strays], None) is not None) is shown


def test_nine_of_just_ten_are_enough():
    nine = [date(2026, month, 6) for month in range(1, 11) if month != 6]
    late = [day for day in JUNE if day.day > 12]
    assert exchanged([*late, *nine, date(2025, 1, 3)], None) is not None
    assert exchanged([*late, *nine[:-1], date(2025, 1, 3)], None) is None


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ((date(2026, 6, 1), date(2026, 6, 30)), {(2026, 6)}),
        ((date(2026, 11, 5), date(2027, 1, 2)), {(2026, 11), (2026, 12), (2027, 1)}),
        ((date(2026, 12, 31), date(2027, 1, 1)), {(2026, 12), (2027, 1)}),
        ((date(2026, 1, 1), date(2026, 3, 31)), {(2026, 1), (2026, 2), (2026, 3)}),
    ],
)
def test_the_months_of_a_period(period, months):
    assert _months(*period) == months


APRIL = [date(2026, 4, day) for day in (1, 2, 7, 8, 9, 10)]
"""Working days up to the 12th."""


def day_second(days: list[date]) -> list[date]:
    """As they are read where a program wrote the day before the month."""
    return [date(day.year, day.day, day.month) for day in days]


@pytest.mark.parametrize(
    "days",
    [
        APRIL,
        [date(2026, 4, day) for day in range(1, 13)],
        [date(2026, month, day) for month in (4, 5) for day in range(1, 13) if date(2026, month, day).weekday() < 5],
    ],
)
def test_dates_that_are_all_the_same_day_of_many_months(days):
    found = exchanged(day_second(days), None)
    assert found is not None
    assert found.months == {(day.year, day.month) for day in days}
    _, meanings = decided([f"{day:%Y-%d-%m}" for day in days], day_first=True)
    assert [meaning.day for meaning in meanings] == days


@pytest.mark.parametrize(
    "days",
    [
        [date(2026, month, 1) for month in range(1, 13)],  # months written as their first days
        [date(2026, month, 4) for month in (1, 2, 4, 5)],  # too few
        [date(2026, month, 6) for month in range(4, 13)],
        [date(2026, month, day) for month in range(1, 13) for day in (5, 6, 7) if date(2026, month, day).weekday() < 5],
        [date(2025, month, 4) for month in range(4, 13)] + [date(2026, month, 4) for month in range(1, 4)],
        [*day_second(APRIL), date(2026, 3, 27)],
    ],
)
def test_monthly_payments_are_none(days):
    assert exchanged(days, None) is None


def test_nor_are_those_of_months_that_are_named():
    assert exchanged(day_second(APRIL), (date(2026, 1, 1), date(2026, 12, 31))) is None
    assert exchanged(day_second(APRIL), (date(2026, 4, 1), date(2026, 4, 30))) is not None
