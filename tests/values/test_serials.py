"""Numbers of days: from 1900, from 1904, or nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.values.dates import read
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
