"""Dates and the period they are filed for."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from ckanext.spenddata.checks import periods
from tests.checks.filings import COUNCIL, filing, good
from tests.checks.kinds import earlier, places, tried


def on(*days: str) -> list[dict[str, str | None]]:
    return [good(payment_date=day, transaction_number=str(number)) for number, day in enumerate(days)]


def test_these_are_its_kinds():
    assert len(periods.KINDS) == 11
    assert {"outside_period", "partial_date", "late"} <= set(periods.KINDS)


def test_the_first_and_the_last_day_are_inside():
    found = tried(
        "outside_period", on("31/03/2026", "01/04/2026", "30/04/2026", "01/05/2026"), expected="{start} to {end}"
    )
    assert (places(found), found["expected"][0]) == ([2, 5], "1 April 2026 to 30 April 2026")
    assert tried("outside_period", on("31/03/2026"), period=None).is_empty()


def test_today_is_not_the_future():
    found = tried("future", on("20/05/2026", "21/05/2026"), expected="by {today}")
    assert (places(found), found["expected"].to_list()) == ([3], ["by 20 May 2026"])


def test_a_slip_in_many_dates_is_asked_about_once():
    years_on = [f"{day:02}/04/2041" for day in range(1, 16)]
    [found] = tried("future", on("15/04/2026", *years_on), severity="stop").to_dicts()
    assert (found["row"], found["value"]) == (None, "15 payments from 1 April 2041 to 15 April 2041")
    assert places(tried("future", on("15/04/2026", *years_on[:10]), severity="stop")) == list(range(3, 13))
    assert len(tried("future", on(*years_on))) == 15, "what is only told is told where it stands"


def test_another_period_is_guessed_where_most_dates_are_in_it():
    days = ["03/03/2026", "04/03/2026", "15/04/2026"]
    [found] = tried("another_period", on(*days), parameters={"percent": 50}).to_dicts()
    assert (found["value"], found["fix"]) == ("2 of 3 dates are outside April 2026", "2026-03")
    assert tried("another_period", on(*days), parameters={"percent": 67}).is_empty()


def test_months_of_a_quarter_without_a_payment_are_named():
    asked = {"period": "2026-Q1", "today": date(2026, 4, 20)}
    assert tried("months_missing", on("03/01/2026"), **asked)["value"].to_list() == [
        "no payment in February 2026, March 2026"
    ]
    assert tried("months_missing", on("03/01/2026", "03/02/2026", "03/03/2026"), **asked).is_empty()
    begun = {"period": "2026-Q1", "today": date(2026, 2, 1)}
    assert tried("months_missing", on("03/01/2026"), **begun)["value"].to_list() == ["no payment in February 2026"]


def test_months_of_a_financial_year_without_a_payment_are_named_and_a_month_has_none():
    paid = on(
        *(f"03/{month:02}/2025" for month in range(4, 13) if month != 8), "03/01/2026", "03/02/2026", "03/03/2026"
    )
    asked = {"today": date(2026, 4, 20)}
    assert tried("months_missing", paid, period="2025-26", **asked)["value"].to_list() == ["no payment in August 2025"]
    assert tried("months_missing", on("03/05/2025"), period="2025-04", **asked).is_empty()


def test_the_last_day_that_is_not_too_far_ahead_is_told_and_the_next_by_another_rule():
    near, far = {"parameters": {"within_days": 28}}, {"parameters": {"after_days": 28}}
    days = on("17/06/2026", "18/06/2026")
    assert (places(tried("future", days, **near)), places(tried("future", days, **far))) == ([2], [3])


def test_a_return_that_ends_before_its_period_as_no_earlier_one_did_is_told():
    before = earlier(
        ("2026-01", on("05/01/2026", "29/01/2026", "09/02/2026")),
        ("2026-02", on("05/02/2026", "28/02/2026")),
    )
    asked = {"history": before, "expected": "at most {days}", "parameters": {"returns": 2, "days": 7}}
    (told,) = tried("ends_early", on("01/04/2026", "21/04/2026", "03/06/2026"), **asked).to_dicts()
    assert told["value"] == "the last payment is on 21 April 2026, 9 days before the end of the period"
    assert told["expected"] == "at most 2 days"
    assert tried("ends_early", on("01/04/2026", "22/04/2026"), **asked).is_empty()
    assert tried("ends_early", on("15/04/2026"), **asked, today=date(2026, 4, 30)).is_empty(), "it is not over"
    assert tried("ends_early", on("15/03/2026"), **asked).is_empty(), "it is another period's"
    one = earlier(("2026-02", on("28/02/2026")))
    assert tried("ends_early", on("15/04/2026"), **{**asked, "history": one}).is_empty()


def test_one_date_for_all_is_the_report_s():
    asked = {"parameters": {"at_least": 3}}
    assert tried("one_date", on(*["30/04/2026"] * 3), **asked)["value"].to_list() == ["3 payments on 30 April 2026"]
    assert tried("one_date", on(*["30/04/2026"] * 2), **asked).is_empty()
    assert tried("one_date", on(*["04/2026"] * 3), **asked).is_empty()


@pytest.mark.parametrize(("today", "days"), [(date(2026, 5, 1), None), (date(2027, 1, 1), "days late")])
def test_late_is_counted_from_the_due_date(today: date, days: str | None):
    found = tried("late", on("15/04/2026"), today=today, expected="by {due}")["value"].to_list()
    assert bool(found) == bool(days)
    assert not days or found[0].endswith(days)


def test_what_fell_due_before_a_publisher_joined_is_not_late():
    joined = msgspec.structs.replace(COUNCIL, joined=date(2026, 12, 1))
    assert tried("late", on("15/04/2026"), today=date(2027, 1, 1), publisher=joined).is_empty()


def test_a_period_is_over_on_the_day_after_its_last():
    assert tried("not_over", on("15/04/2026"), today=date(2026, 4, 30)).height == 1
    assert tried("not_over", on("15/04/2026"), today=date(2026, 5, 1)).is_empty()


def test_a_filing_without_rows():
    assert tried("empty", filing(*on("15/04/2026")[:0]))["value"].to_list() == ["no rows"]
    assert tried("empty", on("15/04/2026")).is_empty()


def test_dates_without_a_day():
    assert places(tried("partial_date", on("04/2026", "15/04/2026"))) == [2]
    said = [good(date_precision="month"), good(date_precision="day")]
    assert places(tried("partial_date", said)) == [2]


def test_months_without_payments_are_most_of_them_or_fewer_and_never_all():
    """Where no payment is of the period, that is told as another period's file."""
    quarter = {"period": "2026-Q2", "today": date(2026, 7, 10)}
    most = {"parameters": {"percent": 50, "payments": 3, "most": True}, **quarter}
    fewer = {"parameters": {"percent": 50, "payments": 3}, **quarter}

    def of(*days: str) -> list[dict[str, str | None]]:
        return [good(payment_date=day) for day in days]

    april = of("01/04/2026", "02/04/2026", "03/04/2026")
    [found] = tried("months_missing", april, **most).to_dicts()
    assert found["value"] == "no payment in May 2026, June 2026"
    assert tried("months_missing", april, **fewer).is_empty()
    assert tried("months_missing", april[:2], **most).is_empty()
    assert tried("months_missing", april[:2], **fewer).height == 1
    two = [*april, *of("01/06/2026")]
    assert (tried("months_missing", two, **most).height, tried("months_missing", two, **fewer).height) == (0, 1)
    last = of("01/01/2026", "02/01/2026", "03/01/2026")
    assert tried("months_missing", last, **most).is_empty()
    assert tried("months_missing", last, **fewer).is_empty()
