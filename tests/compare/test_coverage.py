"""A figure knows which returns it holds, which are missing, and which came late."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.compare.coverage import ReturnState, by_body, coverage, expected_periods
from ckanext.spenddata.compare.figures import Span
from tests.compare.making import DEFINITIONS, QUARTERS, TODAY, YEAR, body, filed, whole_year

DUTY = DEFINITIONS.regimes["lgtc-500"]
BODY = body(1)


def states(published, span=YEAR, today=TODAY, duty=DUTY):
    return [str(each.state) for each in coverage(BODY.publisher_id, duty, span, published, today).returns]


@pytest.mark.parametrize(
    ("regime", "span", "expected"),
    [
        ("lgtc-500", YEAR, list(QUARTERS)),
        ("lgtc-500", Span("2025-05", "2025-05"), ["2025-Q2"]),
        ("lgtc-500", Span("2025-06", "2025-07"), ["2025-Q2", "2025-Q3"]),
        ("hmt-25k", Span("2025-12", "2026-02"), ["2025-12", "2026-01", "2026-02"]),
        ("scot-25k", Span("2026-03", "2026-04"), ["2025-26", "2026-27"]),
    ],
)
def test_what_a_duty_expects_of_some_months(regime, span, expected):
    assert [str(period) for period in expected_periods(DEFINITIONS.regimes[regime].cadence, span)] == expected


def test_all_received():
    found = coverage(BODY.publisher_id, DUTY, YEAR, whole_year(BODY), TODAY)
    assert (found.expected, found.received, found.complete, found.anything, found.late) == (4, 4, True, True, 0)
    assert found.missing == ()


def test_nothing_published():
    found = coverage(BODY.publisher_id, DUTY, YEAR, [], TODAY)
    assert (found.expected, found.received, found.complete, found.anything, found.late) == (4, 0, False, False, 4)


def test_one_missing_one_nil():
    published = [filed(BODY, "2025-Q2"), filed(BODY, "2025-Q3", nil=True, n=0), filed(BODY, "2026-Q1")]
    assert states(published) == ["received", "nil", "missing", "received"]


def test_months_fill_the_quarter_that_is_expected():
    months = [filed(BODY, month) for month in ("2025-04", "2025-05", "2025-06", "2025-07", "2025-09")]
    assert states(months) == ["received", "part", "missing", "missing"]


def test_a_year_fills_its_quarters():
    assert states([filed(BODY, "2025-26")]) == ["received"] * 4


def test_accounting_periods_fill_the_months_they_cover():
    duty = DEFINITIONS.regimes["hmt-25k"]
    found = states([filed(BODY, "2025-26-P01", "hmt-25k")], Span("2025-04", "2025-05"), duty=duty)
    assert found == ["part", "missing"]
    both = [filed(BODY, f"2025-26-P{n:02d}", "hmt-25k") for n in (1, 2, 3)]
    assert states(both, Span("2025-04", "2025-05"), duty=duty) == ["received", "received"]


def test_of_a_quarter_the_months_asked_for_are_what_must_be_published():
    published = [filed(BODY, "2025-06"), filed(BODY, "2025-07")]
    assert states(published, Span("2025-06", "2025-07")) == ["received", "received"]
    assert states(published, Span("2025-06", "2025-08")) == ["received", "part"]
    assert states(published, Span("2025-05", "2025-05")) == ["missing"]
    assert states(published, Span("2025-04", "2025-09")) == ["part", "part"]


def test_a_day_that_two_returns_cover_counts_once():
    twice = [filed(BODY, "2025-04"), filed(BODY, "2025-04", return_id="again"), filed(BODY, "2025-05")]
    assert states(twice)[0] == "part"


def test_a_withdrawn_return_is_missing_and_that_is_said():
    found = coverage(BODY.publisher_id, DUTY, YEAR, [filed(BODY, "2025-Q2", current=False)], TODAY)
    assert (found.returns[0].state, found.returns[0].withdrawn) == (ReturnState.MISSING, True)
    assert found.returns[1].withdrawn is False


def test_what_is_not_due_yet_is_not_missing():
    """The fourth quarter of 2025 is due by the end of January 2026."""
    published = [filed(BODY, "2025-Q2"), filed(BODY, "2025-Q3")]
    assert states(published, today=date(2026, 1, 31)) == ["received", "received", "not_due", "not_due"]
    assert states(published, today=date(2026, 2, 1)) == ["received", "received", "missing", "not_due"]
    found = coverage(BODY.publisher_id, DUTY, YEAR, published, date(2026, 1, 31))
    assert (found.expected, found.complete, found.late) == (2, False, 0)


def test_late_is_after_the_day_it_was_due():
    """The second quarter of 2025 is due by 31 July."""
    in_time, late = filed(BODY, "2025-Q2", days_after=31), filed(BODY, "2025-Q2", days_after=32)
    assert coverage(BODY.publisher_id, DUTY, YEAR, [in_time], TODAY).returns[0].late is False
    found = coverage(BODY.publisher_id, DUTY, YEAR, [late], TODAY).returns[0]
    assert (found.late, found.due, found.published) == (True, date(2025, 7, 31), date(2025, 8, 1))


def test_a_quarter_of_months_is_as_late_as_its_last_month():
    months = [filed(BODY, "2025-04"), filed(BODY, "2025-05"), filed(BODY, "2025-06", days_after=60)]
    assert coverage(BODY.publisher_id, DUTY, YEAR, months, TODAY).returns[0].late is True


@pytest.mark.parametrize(("joined", "late"), [(date(2025, 7, 31), 4), (date(2025, 8, 1), 3), (TODAY, 0)])
def test_what_fell_due_before_the_body_joined_is_missing_and_not_late(joined, late):
    """The second quarter of 2025 is due by 31 July."""
    found = coverage(BODY.publisher_id, DUTY, YEAR, [], TODAY, joined)
    assert (found.late, {str(each.state) for each in found.returns}) == (late, {"missing"})


def test_history_that_is_loaded_on_joining_is_not_late():
    loaded = whole_year(BODY, first_published=TODAY)
    assert coverage(BODY.publisher_id, DUTY, YEAR, loaded, TODAY, TODAY).late == 0
    assert coverage(BODY.publisher_id, DUTY, YEAR, loaded, TODAY, date(2025, 1, 1)).late == 4


def test_another_body_and_another_duty_do_not_count():
    others = [filed(body(2), "2025-Q2"), filed(BODY, "2025-Q2", "lgtc-gpc")]
    assert states(others) == ["missing"] * 4


def test_rows_left_out_are_counted():
    published = [
        filed(BODY, "2025-Q2", left_out=3),
        filed(BODY, "2025-Q3", left_out=4),
        filed(BODY, "2025-Q4", left_out=9, current=False),
    ]
    assert coverage(BODY.publisher_id, DUTY, YEAR, published, TODAY).left_out == 7


def test_returns_are_found_by_their_body():
    own = whole_year(BODY)
    found = by_body([*own, own[0]._replace(publisher_id="X-DEMO-OTHER")])
    assert found[BODY.publisher_id] == own
    assert [each.publisher_id for each in found["X-DEMO-OTHER"]] == ["X-DEMO-OTHER"]
    assert found["X-DEMO-NOBODY"] == []
