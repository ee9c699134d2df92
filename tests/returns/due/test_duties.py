"""What a publisher has to file is told whether or not it filed anything."""

from __future__ import annotations

import datetime as dt

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.returns.due.duties import expected

REGIMES = load().regimes
TODAY = dt.date(2026, 5, 20)


def duties(first: dict[str, dt.date], *regimes: str, today: dt.date = TODAY) -> list[str]:
    publisher = Publisher(publisher_id="X-DEMO-1", name="Exampleton", regimes=regimes)
    return [duty.reference for duty in expected(publisher, REGIMES, today, first)]


def test_from_the_first_return_to_the_last_period_that_has_ended():
    assert duties({"lgtc-500": dt.date(2025, 7, 1)}, "lgtc-500") == [
        "X-DEMO-1.lgtc-500.2025-Q3",
        "X-DEMO-1.lgtc-500.2025-Q4",
        "X-DEMO-1.lgtc-500.2026-Q1",
    ]


def test_a_period_is_no_duty_on_its_last_day():
    assert "X-DEMO-1.lgtc-500.2026-Q1" not in duties(
        {"lgtc-500": dt.date(2025, 7, 1)}, "lgtc-500", today=dt.date(2026, 3, 31)
    )
    assert "X-DEMO-1.lgtc-500.2026-Q1" in duties(
        {"lgtc-500": dt.date(2025, 7, 1)}, "lgtc-500", today=dt.date(2026, 4, 1)
    )


def test_who_never_filed_is_asked_for_a_year():
    months = duties({}, "hmt-25k")
    assert months[0] == "X-DEMO-1.hmt-25k.2025-06"
    assert months[-1] == "X-DEMO-1.hmt-25k.2026-04"


def test_each_regime_for_itself_and_unknown_ones_for_none():
    assert {reference.split(".")[1] for reference in duties({}, "lgtc-500", "hmt-25k", "no-such")} == {
        "lgtc-500",
        "hmt-25k",
    }


def test_the_day_it_is_due():
    publisher = Publisher(publisher_id="X-DEMO-1", name="Exampleton", regimes=("lgtc-500",))
    last = list(expected(publisher, REGIMES, TODAY, {}))[-1]
    assert (last.period.text, last.due) == ("2026-Q1", dt.date(2026, 4, 30))
