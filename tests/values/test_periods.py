"""Periods: what the words mean, and that they print as they are parsed."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.values.periods import Period, PeriodError, fiscal_year


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "year", "title"),
    [
        ("2026-04", "month", date(2026, 4, 1), date(2026, 4, 30), 2026, "April 2026"),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), 2023, "February 2024"),
        ("2026-Q1", "quarter", date(2026, 1, 1), date(2026, 3, 31), 2025, "January to March 2026"),
        ("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31), 2026, "October to December 2026"),
        ("2026-27", "year", date(2026, 4, 1), date(2027, 3, 31), 2026, "financial year 2026-27"),
        ("1999-00", "year", date(1999, 4, 1), date(2000, 3, 31), 1999, "financial year 1999-00"),
        ("2026-27-P01", "accounting", date(2026, 4, 1), date(2026, 4, 28), 2026, "period 1 of 2026-27"),
        ("2026-27-P10", "accounting", date(2026, 12, 9), date(2027, 1, 5), 2026, "period 10 of 2026-27"),
        ("2026-27-P13", "accounting", date(2027, 3, 3), date(2027, 3, 31), 2026, "period 13 of 2026-27"),
    ],
)
def test_a_period_knows_its_days(text, kind, start, end, year, title):
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, period.fiscal_year, period.title) == (kind, start, end, year, title)
    assert str(period) == text


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-28", "2026-Q5", "2026-27-P14", "2026-27-P00", "April 2026", "2026-4"]
)
def test_words_that_name_no_period_are_refused_with_the_forms_that_do(text):
    with pytest.raises(PeriodError, match="2026-Q1"):
        Period.parse(text)


def test_2011_12_is_december_and_the_financial_year_is_written_out():
    assert Period.parse("2011-12").kind == "month"
    year = Period.parse("2011-2012")
    assert (year.start, year.end, str(year)) == (date(2011, 4, 1), date(2012, 3, 31), "2011-2012")
    assert Period.parse("2011/12") == year
    assert str(Period.of(date(2011, 5, 1), "year")) == "2011-2012"


def test_an_accounting_period_takes_the_bodys_own_dates():
    period = Period.parse("2026-27-P10", date(2026, 12, 13), date(2027, 1, 9))
    assert (period.start, period.end, str(period)) == (date(2026, 12, 13), date(2027, 1, 9), "2026-27-P10")
    with pytest.raises(PeriodError, match="before it starts"):
        Period.parse("2026-27-P10", date(2027, 1, 9), date(2026, 12, 13))


def test_the_thirteen_accounting_periods_fill_the_year():
    periods = [Period.parse(f"2027-28-P{number:02d}") for number in range(1, 14)]
    assert sum(period.days for period in periods) == Period.parse("2027-28").days == 366
    assert all(one.following() == two for one, two in pairwise(periods))
    assert str(periods[-1].following()) == "2028-29-P01"


def test_a_day_is_in_its_period_and_in_no_other():
    april = Period.parse("2026-04")
    assert date(2026, 4, 1) in april
    assert date(2026, 4, 30) in april
    assert date(2026, 5, 1) not in april


def test_periods_between_two_days_have_no_gap():
    periods = [str(period) for period in Period.between(date(2025, 11, 15), date(2026, 2, 1), "month")]
    assert periods == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert [str(p) for p in Period.between(date(2025, 3, 31), date(2025, 4, 1), "year")] == ["2024-25", "2025-26"]


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)), st.sampled_from(["month", "quarter", "year"]))
def test_every_day_has_one_period_of_each_cadence_that_prints_as_it_parses(day, cadence):
    period = Period.of(day, cadence)
    assert day in period
    assert Period.parse(str(period)) == period
    assert period.following().start.toordinal() == period.end.toordinal() + 1
    assert fiscal_year(day) <= day.year
