"""Nothing and nought are told apart by what is published, month by month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ckanext.spenddata.compare import published_months
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.values.periods import Period
from tests.compare.making import DEFINITIONS

DUTY = ("X-DEMO-1", "lgtc-500")
HALF = Span("2026-01", "2026-06")
QUARTER = ("2026-01", "2026-02", "2026-03")


def body(**more) -> dict[str, Publisher]:
    return {"X-DEMO-1": Publisher("X-DEMO-1", "Exampleton", regimes=("lgtc-500",), **more)}


@pytest.mark.parametrize(
    ("returns", "months"),
    [
        ([(date(2026, 1, 1), date(2026, 3, 31))], set(QUARTER)),
        ([(date(2026, 2, 1), date(2026, 2, 28))], {"2026-02"}),
        ([(date(2026, 1, 1), date(2026, 1, 30))], set()),
        ([(date(2026, 1, 1), date(2026, 1, 20)), (date(2026, 1, 21), date(2026, 1, 31))], {"2026-01"}),
        ([(date(2025, 4, 1), date(2026, 3, 31))], set(QUARTER)),
        ([], None),
    ],
)
def test_months_are_published_where_returns_hold_all_their_days(returns, months):
    held = published_months.published([(DUTY, *each) for each in returns], HALF)
    assert held.get(DUTY) == (None if months is None else frozenset(months))


@pytest.mark.parametrize(("today", "returns"), [(date(2026, 4, 1), 0), (date(2026, 6, 30), 1), (date(2026, 12, 1), 2)])
def test_what_is_not_due_is_not_owed(today, returns):
    assert len(published_months.owed(DEFINITIONS.regimes["lgtc-500"], HALF, today)) == returns


def standing(held, bodies):
    due = {"lgtc-500": published_months.owed(DEFINITIONS.regimes["lgtc-500"], HALF, date(2026, 12, 1))}
    return published_months.standing([DUTY], bodies, {DUTY: frozenset(held)}, due)[DUTY]


def test_a_part_of_a_return_leaves_its_other_months_missing():
    found = standing({"2026-01", "2026-02"}, body())
    assert found.missing == {"2026-03", "2026-04", "2026-05", "2026-06"}
    assert (found.published, found.returns) == ({"2026-01", "2026-02"}, 2)


def test_a_body_owes_nothing_for_the_time_when_it_did_not_exist():
    assert standing((), body(ended=date(2026, 3, 31))).missing == set(QUARTER)
    assert standing((), body(began=date(2026, 4, 1))).returns == 1
    assert standing((), {}).returns == 0


def test_what_fell_due_before_a_body_joined_is_told_apart_from_what_it_owes():
    later, earlier = standing((), body(joined=date(2026, 5, 1))), standing((), body(joined=date(2025, 1, 1)))
    assert (later.returns, later.before_joining) == (2, 1)
    assert (earlier.returns, earlier.before_joining) == (2, 0)
    assert standing((), body(joined=None)).before_joining == 0
    assert later.missing == earlier.missing, "not published is not published, whoever is to blame"


def test_a_return_is_owed_from_the_day_after_it_is_due():
    regime = DEFINITIONS.regimes["lgtc-500"]
    due = regime.due.date(Period.parse("2026-Q1"))
    counts = [len(published_months.owed(regime, HALF, due + timedelta(days=days))) for days in (-1, 0, 1)]
    assert counts == [0, 0, 1]


@pytest.mark.parametrize(
    ("today", "duties", "month"),
    [
        (date(2026, 11, 29), ("lgtc-500", "hmt-25k"), "2026-09"),
        (date(2026, 12, 1), ("hmt-25k",), "2026-10"),
        (date(2026, 12, 1), ("lgtc-500", "hmt-25k"), "2026-09"),
        (date(2026, 10, 15), ("lgtc-500", "hmt-25k"), "2026-06"),
        (date(2026, 10, 15), (), None),
    ],
)
def test_the_newest_whole_month_is_that_of_which_every_return_is_due(today, duties, month):
    yearly = [each for each in DEFINITIONS.regimes.values() if each.cadence == "year"]
    assert yearly
    regimes = [*(DEFINITIONS.regimes[name] for name in duties), *yearly]
    assert published_months.newest_whole_month(regimes, today) == month
