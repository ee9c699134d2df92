"""The months that somebody asks for, or that are shown where nobody asks."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.compare import spans
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.values.periods import PeriodError
from tests.compare.making import body, filed, whole_year

BODY = body(1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-26", "2025-04", "2026-03"),
        ("2026-04", "2026-04", "2026-04"),
        ("2026-Q1", "2026-01", "2026-03"),
        ("2025-10/2026-03", "2025-10", "2026-03"),
        ("2025-26/2026-27", "2025-04", "2027-03"),
    ],
)
def test_periods_are_months(text, first, last):
    assert spans.parse(text) == Span(first, last)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2025-04", "2026-03", [2025]),
        ("2026-03", "2026-03", [2025]),
        ("2026-03", "2026-04", [2025, 2026]),
        ("2024-12", "2026-04", [2024, 2025, 2026]),
    ],
)
def test_months_are_of_the_financial_years_that_begin_in_april(first, last, years):
    assert Span(first, last).fiscal_years == years


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13", "2026-04/2026-01", "1950-01/2026-01", "'; drop"])
def test_what_is_no_period_is_told(text):
    with pytest.raises(PeriodError):
        spans.parse(text)


def test_the_newest_whole_financial_year_is_shown():
    assert spans.default_span(whole_year(BODY)) == Span("2025-04", "2026-03")
    assert spans.default_span([*whole_year(BODY), filed(BODY, "2026-Q2")]) == Span("2025-04", "2026-03")


def test_else_the_newest_twelve_months():
    quarters = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    assert spans.default_span([filed(BODY, quarter) for quarter in quarters]) == Span("2025-10", "2026-09")


def test_or_all_there_is():
    assert spans.default_span([filed(BODY, "2026-Q2")]) == Span("2026-04", "2026-06")


def test_nothing_where_nothing_is_published():
    assert spans.default_span([]) is None
    assert spans.default_span([filed(BODY, "2026-Q2", current=False)]) is None


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-11", "2026-02", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2026-04", "2026-04", ["2026-04"]),
        ("2026-05", "2026-04", []),
    ],
)
def test_months_of_a_span_cross_the_year(first, last, months):
    assert Span(first, last).months == months


def test_the_twelve_months_up_to_a_day_s_own():
    assert spans.twelve_months_to(date(2026, 2, 28)) == Span("2025-03", "2026-02")


def test_where_nobody_asks_it_is_the_newest_time_of_the_duty_or_the_last_twelve_months():
    published, today = whole_year(BODY), date(2026, 11, 24)
    [regime] = {each.regime for each in published}
    assert spans.usual_span(iter(published), regime, today) == Span("2025-04", "2026-03")
    assert spans.usual_span(published, "another", today) == spans.twelve_months_before(today)


def test_the_twelve_months_before_a_day():
    assert spans.twelve_months_before(date(2026, 11, 24)) == Span("2025-11", "2026-10")


def test_first_and_last_day():
    assert (Span("2025-04", "2026-02").start, Span("2025-04", "2026-02").end) == (date(2025, 4, 1), date(2026, 2, 28))
    assert Span("2025-12", "2025-12").end == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("2006-01/2025-12", True), ("2006-01/2026-01", False), ("2026-05/2026-05", True), ("2026-05/2026-04", False)],
)
def test_a_stretch_has_one_to_240_months(text, taken):
    if taken:
        assert len(spans.parse(text).months) in (240, 1)
        return
    with pytest.raises(PeriodError, match="is not a stretch of 1 to 240 months"):
        spans.parse(text)
