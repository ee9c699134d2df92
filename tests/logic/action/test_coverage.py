"""The calendar of coverage is for stewards; every return says how it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.logic.action import coverage
from ckanext.spenddata.returns.due.lines import Line
from ckanext.spenddata.returns.people.publishers import Body

LINE = Line(
    "X-DEMO-1.lgtc-500.2026-Q1",
    "X-DEMO-1",
    "lgtc-500",
    "2026-Q1",
    dt.date(2026, 1, 1),
    dt.date(2026, 3, 31),
    dt.date(2026, 4, 30),
    "missing",
)


@pytest.fixture
def rows(portal, monkeypatch: pytest.MonkeyPatch) -> list[coverage.coverage.Row]:
    made = [coverage.coverage.Row(id_, "lgtc-500", (LINE,), 1, dt.date(2026, 4, 30)) for id_ in ("X-DEMO-1", "X-GONE")]
    body = Body("org", Publisher(publisher_id="X-DEMO-1", name="Exampleton"))
    monkeypatch.setattr(coverage.publishers, "every", lambda: [body])
    monkeypatch.setattr(coverage.common, "organizations", lambda _context, _least: None)
    monkeypatch.setattr(coverage.coverage, "rows", lambda _reader, _first: made)
    return made


def test_the_right_is_asked_for_first(portal, rows):
    portal.refused(coverage.spenddata_coverage_list)


def test_a_row_has_its_name_and_its_returns_and_who_is_no_publisher_has_none(portal, rows):
    told = coverage.spenddata_coverage_list({}, {})
    assert told["count"] == 1
    [row] = told["results"]
    assert {name: row[name] for name in ("publisher_name", "regime", "overdue")} == {
        "publisher_name": "Exampleton",
        "regime": "lgtc-500",
        "overdue": 1,
    }
    assert [(each["reference"], each["stands"]) for each in row["returns"]] == [(LINE.reference, "missing")]


def test_as_many_rows_come_as_are_asked_for(portal, rows):
    assert coverage.spenddata_coverage_list({}, {"limit": 0})["results"] == []
    assert coverage.spenddata_coverage_list({}, {"offset": 1}) | {"first_day": ""} == {
        "first_day": "",
        "count": 1,
        "results": [],
    }
