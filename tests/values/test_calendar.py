"""Working days and due dates."""

from datetime import date

import pytest

from ckanext.spenddata.values import calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # Boxing Day was a Saturday
        (date(2023, 5, 8), False),  # the coronation
    ],
)
def test_bank_holidays_and_weekends_are_no_working_days(day, works):
    assert calendar.is_working_day(day) is works


@pytest.mark.parametrize(
    ("end", "kind", "count", "due"),
    [
        (date(2026, 4, 30), "last_working_day_of_month", 1, date(2026, 5, 29)),
        (date(2026, 11, 30), "last_working_day_of_month", 1, date(2026, 12, 31)),
        (date(2026, 7, 31), "last_working_day_of_month", 1, date(2026, 8, 28)),  # the 31st is a bank holiday
        (date(2026, 4, 30), "last_working_day_of_month", 2, date(2026, 6, 30)),
        (date(2026, 3, 31), "working_day", 15, date(2026, 4, 23)),
        (date(2026, 11, 30), "working_day", 1, date(2026, 12, 1)),
        (date(2026, 6, 30), "days", 30, date(2026, 7, 30)),
        (date(2026, 6, 30), "months", 1, date(2026, 7, 31)),
        (date(2026, 12, 31), "months", 1, date(2027, 1, 31)),
        (date(2026, 1, 5), "months", 1, date(2026, 2, 5)),
        (date(2027, 1, 30), "months", 1, date(2027, 2, 28)),
    ],
)
def test_a_return_is_due_when_its_regime_says(end, kind, count, due):
    assert calendar.due_date(end, kind, count) == due


def test_today_is_londons(monkeypatch):
    freezegun = pytest.importorskip("freezegun")
    with freezegun.freeze_time("2026-06-30 23:30:00"):  # half past midnight in London
        assert calendar.london_today() == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("due", "done", "joined", "late"),
    [
        (date(2026, 4, 30), date(2026, 4, 30), date(2026, 1, 1), False),  # on the last day
        (date(2026, 4, 30), date(2026, 5, 1), date(2026, 1, 1), True),
        (date(2026, 4, 30), date(2026, 5, 1), date(2026, 4, 30), True),  # joined on the day it fell due
        (date(2026, 4, 30), date(2026, 11, 24), date(2026, 5, 1), False),  # joined the day after
        (date(2026, 4, 30), date(2026, 5, 1), None, True),
        (None, date(2026, 5, 1), date(2026, 1, 1), False),
    ],
)
def test_only_what_fell_due_since_the_publisher_joined_is_late(due, done, joined, late):
    assert calendar.is_late(due, done, joined) is late


def test_what_fell_due_before_the_publisher_joined_is_neither_late_nor_in_time():
    due, before, after = date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 1)
    assert [calendar.is_judged(due, joined) for joined in (before, after, None)] == [True, False, True]
    assert not calendar.is_judged(None, before)
