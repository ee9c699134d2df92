"""A line's place in the task list, and the cursor that tells it."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.returns.due import lines
from ckanext.spenddata.returns.due.lines import MISSING, STATES, Line, Reader
from ckanext.spenddata.returns.people.publishers import Body


def line(publisher_id: str = "X-DEMO-1", end: dt.date = dt.date(2026, 3, 31), state: str = "published") -> Line:
    return Line(
        reference=f"{publisher_id}.lgtc-500.2026-Q1",
        publisher_id=publisher_id,
        regime="lgtc-500",
        period="2026-Q1",
        period_start=dt.date(2026, 1, 1),
        period_end=end,
        due=None,
        state=state,
    )


def test_the_newest_period_comes_first_and_what_was_taken_back_before_the_duty_that_is_open_again():
    withdrawn, missing, older = line(state="withdrawn"), line(state=MISSING), line("X-DEMO-9", dt.date(2025, 12, 31))
    assert sorted([older, missing, withdrawn], key=lambda each: each.key, reverse=True) == [withdrawn, missing, older]


@pytest.mark.parametrize("state", [MISSING, "published"])
def test_a_cursor_tells_the_place_of_its_line(state):
    assert lines.parsed(lines.cursor(line(state=state))) == line(state=state).key


@pytest.mark.parametrize("text", ["", "2026-03-31", "2026-03-31~X~lgtc-500~2026-Q1~one", "soon~X~lgtc-500~2026-Q1~1"])
def test_what_is_no_cursor_says_what_is(text):
    with pytest.raises(ValueError, match="Ask with the cursor of the answer before"):
        lines.parsed(text)


def test_a_reader_knows_from_when_on_each_body_files_here():
    joined = dt.date(2026, 4, 1)
    bodies = [Body("a", Publisher("X-DEMO-1", "One", joined=joined)), Body("b", Publisher("X-DEMO-2", "Two"))]
    assert Reader(bodies, own=None).joined == {"X-DEMO-1": joined, "X-DEMO-2": None}


def test_states_to_ask_for_are_those_of_revisions_and_three_more():
    assert STATES[:3] == (MISSING, lines.STUCK, lines.NOT_DUE)
    assert {"ready", "published", "withdrawn", "erased"} < set(STATES)
