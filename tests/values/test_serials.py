"""Numbers of days: from 1900, from 1904, or nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.values.dates import Reading, read
from ckanext.spenddata.values.serials import counted_from_1904, first_from_1904

MAY = (date(2026, 5, 1), date(2026, 5, 31))
NUMBERS = [(read(str(number)), 1) for number in range(44_681, 44_701)]
"""From 1 May 2026 on by the calendar of 1904, from 30 April 2022 by that of 1900."""


def test_a_number_of_days_is_counted_on_and_a_date_is_not():
    assert counted_from_1904(read("44681"))[:2] == (date(2026, 5, 1), date(2026, 5, 1))
    for written in ("01/05/2026", "2026-05-01", "", "n/a", "May 2026"):
        assert counted_from_1904(read(written)) == read(written)


@pytest.mark.parametrize(
    ("days", "counted", "doubtful"),
    [(None, False, True), (None, True, False), (MAY, False, True), (MAY, True, True)],
)
def test_they_are_in_doubt_where_neither_the_file_nor_its_days_say_it(days, counted, doubtful):
    assert first_from_1904(NUMBERS, days, counted=counted) == (date(2022, 4, 30) if doubtful else None)


def test_numbers_in_the_days_are_in_no_doubt():
    assert first_from_1904(NUMBERS, (date(2022, 4, 1), date(2022, 4, 30)), counted=False) is None
    assert first_from_1904([(read("01/05/2026"), 1)], None, counted=False) is None


def numbers(first: int, *weekdays: int) -> list[tuple[Reading, int]]:
    """Numbers of four weeks on some days after a first one, as a column has them."""
    return [(read(str(first + 7 * week + day)), 3) for week in range(4) for day in weekdays]


A_MONDAY = 42_156
"""1 June 2015, counted from 1900."""


@pytest.mark.parametrize("weekdays", [(0, 1, 2, 3, 4), (0, 3), (0, 2, 4)])
def test_numbers_on_working_days_with_a_monday_are_counted_from_1900(weekdays: tuple[int, ...]):
    found = numbers(A_MONDAY, *weekdays)
    assert first_from_1904(found, None, counted=False) is None
    a_saturday = (read(str(A_MONDAY + 5)), 1)
    assert first_from_1904([*found * 9, a_saturday], None, counted=False) is None


@pytest.mark.parametrize(
    "weekdays",
    [
        (1, 2, 3, 4, 5),  # Monday to Friday, if counted from 1904
        (1, 2, 3),  # working days either way
        (3,),
        (0, 1, 2, 3, 4, 5, 6),
        (0, 5),
    ],
)
def test_numbers_that_may_be_working_days_from_1904_stay_in_doubt(weekdays: tuple[int, ...]):
    assert first_from_1904(numbers(A_MONDAY, *weekdays), None, counted=False)


def test_a_few_days_show_no_days_of_the_week():
    assert first_from_1904(numbers(A_MONDAY, 0)[:4], None, counted=False)


def test_the_days_that_a_file_is_about_say_more_than_those_of_the_week():
    june_2019 = (date(2019, 6, 2), date(2019, 6, 30))
    assert first_from_1904(numbers(A_MONDAY, 0, 1, 2, 3, 4), june_2019, counted=False) == date(2015, 6, 1)
