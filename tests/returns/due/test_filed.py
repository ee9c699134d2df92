"""Filed returns as lines: the revision that says how one stands, chosen, counted and ordered by the database."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns.due import filed
from ckanext.spenddata.returns.due.lines import STUCK, Reader, Wanted
from ckanext.spenddata.returns.people import publishers
from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, work

TODAY = dt.date(2026, 11, 28)


def reader(world: World, *, own: bool = True) -> Reader:
    return Reader(publishers.every(), own=[world.council] if own else (), everybody=True, today=TODAY)


@pytest.fixture
@standing
def two(world: World) -> World:
    """Two returns: one published, of which a second revision waits; one only checked."""
    world.publish(csv_file(20), period="2026-Q1")
    world.submit(csv_file(10), period="2026-Q1")
    world.submit(csv_file(5, month=5), period="2026-Q2")
    work()
    return world


def test_the_newest_revision_that_is_not_over_says_how_a_return_stands(two: World):
    later, earlier = filed.lines(reader(two), Wanted(), 10, None)
    assert (later.period, later.state, later.revision, later.published_revision) == ("2026-Q2", "ready", 1, None)
    assert (earlier.period, earlier.state, earlier.revision, earlier.published_revision) == ("2026-Q1", "ready", 2, 1)
    assert (later.rows_accepted, earlier.rows_accepted) == (5, 10)
    assert earlier.published is not None
    assert later.published is None


def test_who_may_not_see_drafts_sees_what_was_published(two: World):
    [line] = filed.lines(reader(two, own=False), Wanted(), 10, None)
    assert (line.period, line.state, line.revision, line.rows_accepted) == ("2026-Q1", "published", 1, 20)
    assert filed.count(reader(two, own=False), Wanted()) == 1


@pytest.mark.parametrize(
    ("wanted", "periods"),
    [
        (Wanted(state="ready"), ["2026-Q2", "2026-Q1"]),
        (Wanted(state="published"), []),
        (Wanted(regime=REGIME), ["2026-Q2", "2026-Q1"]),
        (Wanted(regime="another"), []),
        (Wanted(due_before=dt.date(2026, 6, 1)), ["2026-Q1"]),
    ],
)
def test_each_way_to_choose_counts_what_it_lists(two: World, wanted, periods):
    assert [line.period for line in filed.lines(reader(two), wanted, 10, None)] == periods
    assert filed.count(reader(two), wanted) == len(periods)


def test_what_failed_too_often_is_stuck_and_found_as_such(two: World):
    from ckan import model

    revision = model.Session.query(Revision).filter_by(number=2).one()
    revision.state, revision.tries = State.CHECKING, 99
    model.Session.commit()
    [line] = filed.lines(reader(two), Wanted(state=STUCK), 10, None)
    assert (line.period, line.state) == ("2026-Q1", STUCK)


def test_a_page_begins_behind_the_line_before_it(two: World):
    first = filed.lines(reader(two), Wanted(), 1, None)
    assert [line.period for line in filed.lines(reader(two), Wanted(), 10, first[-1].key)] == ["2026-Q1"]


def test_what_was_published_last_comes_first_and_as_everybody_sees_it(two: World):
    two.publish(csv_file(5, year=2025, month=11), period="2025-Q4")
    assert [(line.period, line.revision) for line in filed.newest(5)] == [("2025-Q4", 1), ("2026-Q1", 1)]
    assert [line.period for line in filed.newest(1)] == ["2025-Q4"]


def test_what_its_people_did_with_a_checked_return_is_told_to_them_alone(two: World):
    from ckan import model

    from ckanext.spenddata.returns import states

    for step in ("ask", "send_back", "ask"):
        [revision] = model.Session.query(Revision).filter_by(state=str(State.READY), number=2)
        if step == "ask":
            states.ask(revision, "somebody")
        else:
            states.send_back(revision, "June is missing.", "another")
        model.Session.commit()
        later, earlier = filed.lines(reader(two), Wanted(), 10, None)
        assert (later.step, earlier.step) == (None, states.ASKED if step == "ask" else states.SENT_BACK)
    [line] = filed.lines(reader(two, own=False), Wanted(), 10, None)
    assert line.step is None
