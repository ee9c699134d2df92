"""The calendar of coverage: each return once, as the list of returns says how it stands; who owes most comes first."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.due import coverage
from ckanext.spenddata.returns.due.lines import Line, Reader
from ckanext.spenddata.values.calendar import london_today
from tests.returns.due.test_lateness import Joining, joining  # noqa: F401  a fixture, which puts the day back
from tests.returns.due.test_listing import cost, fill
from tests.returns.due.test_timeliness import first_published
from tests.returns.world import PERIOD, REGIME, World, csv_file


def calendar(world: World, **asked) -> list[dict]:
    return world.call("spenddata_coverage_list", "sysadmin", months=36, **asked)["results"]


def stands(world: World, period: str = PERIOD) -> list[str]:
    [row] = [each for each in calendar(world, limit=100) if each["publisher_id"] == "X-DEMO-1"]
    return [each["stands"] for each in row["returns"] if each["period"] == period]


def test_the_window_ends_with_this_month():
    assert coverage.first_month(dt.date(2026, 11, 30), 13) == dt.date(2025, 11, 1)
    assert coverage.first_month(dt.date(2026, 1, 31), 1) == dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("state", "due", "word"),
    [
        ("missing", dt.date(2026, 3, 1), "missing"),
        ("missing", dt.date(2026, 3, 2), "due"),
        ("not_due", None, "due"),
        ("ready", dt.date(2026, 3, 1), "in_work"),
        ("stuck", dt.date(2026, 3, 1), "in_work"),
        ("rejected", dt.date(2026, 3, 1), "in_work"),
    ],
)
def test_what_is_not_published_is_missing_only_once_it_is_overdue(state: str, due: dt.date | None, word: str):
    line = Line("r", "X", REGIME, "2026-01", dt.date(2026, 1, 1), dt.date(2026, 1, 31), due, state)
    assert coverage.stands(line, Reader((), own=None, today=dt.date(2026, 3, 2))) == word


def test_a_return_stands_as_it_was_first_published_and_once_only(world: World, joining: Joining):  # noqa: F811
    joining("2020-01-01")
    assert stands(world) == ["missing"]
    world.publish(csv_file())
    first_published("2026-04-30T22:59:00+00:00")
    assert stands(world) == ["in_time"]
    first_published("2026-04-30T23:01:00+00:00")
    assert stands(world) == ["late"]
    joining("2026-06-01")
    assert stands(world) == ["published"]
    world.call("spenddata_return_withdraw", "administrator", reference=f"X-DEMO-1.{REGIME}.{PERIOD}", why="Wrong file")
    assert stands(world) == ["missing"]


def test_what_is_sent_and_not_published_is_in_work(world: World):
    world.submit(csv_file())
    assert stands(world) == ["in_work"]


def test_it_counts_as_the_list_of_returns_counts_and_those_who_owe_most_come_first(world: World):
    world.publish(csv_file())
    rows = calendar(world, limit=100)
    overdue = [row["overdue"] for row in rows]
    assert overdue == sorted(overdue, reverse=True)
    asked = {"state": "missing", "everybody": True, "limit": 1000, "due_before": london_today().isoformat()}
    missing = Counter(
        line["publisher_id"] for line in world.call("spenddata_return_list", "sysadmin", **asked)["results"]
    )
    told = Counter({row["publisher_id"]: 0 for row in rows})
    for row in rows:
        told[row["publisher_id"]] += row["overdue"]
    assert +told == missing


def test_it_is_paged_by_publishers_and_duties(world: World):
    whole = world.call("spenddata_coverage_list", "sysadmin")
    assert whole["count"] == len(whole["results"]) > 1
    parts = [
        world.call("spenddata_coverage_list", "sysadmin", limit=1, offset=n)["results"] for n in range(whole["count"])
    ]
    assert [part[0] for part in parts] == whole["results"]


@pytest.mark.parametrize("months", [0, 37])
def test_a_window_of_no_month_or_too_many_is_refused(world: World, months: int):
    with pytest.raises(tk.ValidationError) as refused:
        world.call("spenddata_coverage_list", "sysadmin", months=months)
    assert "1 to 36" in str(refused.value.error_dict["months"])


def test_it_costs_no_more_statements_for_many_bodies(world: World, measured):
    many = fill(world, 400)
    seconds, statements = cost(lambda: coverage.rows(many, dt.date(2025, 11, 1)))
    measured(f"calendar of 13 months, 400 bodies: {seconds * 1000:.0f} ms, {statements} statements")
    assert statements <= 12
