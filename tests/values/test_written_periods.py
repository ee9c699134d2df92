"""A period is understood as people write it, where it can be meant in one way only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.values import written_periods
from ckanext.spenddata.values.periods import Period, PeriodError


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("October 2026", "2026-10"),
        ("oct 2026", "2026-10"),
        ("Oct-26", "2026-10"),
        ("Sept 2026", "2026-09"),
        ("Hydref 2026", "2026-10"),
        ("10/2026", "2026-10"),
        ("2026/10", "2026-10"),
        ("2026-4", "2026-04"),
        ("2026-q3", "2026-Q3"),
        ("2026 Q3", "2026-Q3"),
        ("April to June 2026", "2026-Q2"),
        ("Apr-Jun 2026", "2026-Q2"),
        ("Apr \u2013 Jun 2026", "2026-Q2"),
        ("Q1 2026-27", "2026-Q2"),
        ("Q4 2026/27", "2027-Q1"),
        ("2026/27 Quarter 3", "2026-Q4"),
        ("Quarter 2 of 2026-27", "2026-Q3"),
        ("FY 2026/27", "2026-27"),
        ("financial year 2026-27", "2026-27"),
        ("P10 2026-27", "2026-27-P10"),
        ("Period 3 of 2026/27", "2026-27-P03"),
        ("2026-27 P3", "2026-27-P03"),
    ],
)
def test_what_can_be_meant_in_one_way_is_understood(words, period):
    assert str(written_periods.parse(words)) == period


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Q1 2026",
        "1st quarter 2026",
        "2026",
        "October",
        "13/2026",
        "October 2026 to",
        "May to July 2026",
        "October to April 2026",
        "June to April 2026",
        "Q1 2026-28",
        "Q5 2026-27",
        "P14 2026-27",
        "P00 2026-27",
        "01/10/2026",
        "spend",
    ],
)
def test_what_could_be_meant_in_two_ways_or_none_is_refused_with_the_forms_that_are_known(words):
    with pytest.raises(PeriodError, match="2026-Q1"):
        written_periods.parse(words)


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.sampled_from(["month", "quarter", "year"]))
def test_what_is_shown_is_what_may_be_written(day, cadence):
    period = Period.of(day, cadence)
    assert written_periods.parse(period.title) == written_periods.parse(period.text) == period


def test_a_body_s_own_dates_of_an_accounting_period_are_kept():
    period = written_periods.parse("P10 2026-27", date(2026, 12, 13), date(2027, 1, 9))
    assert (period.start, period.end, str(period)) == (date(2026, 12, 13), date(2027, 1, 9), "2026-27-P10")


@given(st.text(max_size=40))
def test_no_words_make_it_fail(words):
    try:
        written_periods.parse(words)
    except PeriodError as error:
        assert "2026-Q1" in str(error)  # noqa: PT017  what may be written is in every refusal
