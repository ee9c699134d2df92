"""Which returns are missing is asked of the database for all bodies at once: it must say what the duties of each body say."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from tests.returns.world import REGIME, World

TODAY = dt.date(2026, 11, 28)
REGIMES = load().regimes


@pytest.fixture
def window(world: World):
    """``window(joined={…}, **more)``: what is looked for, of two bodies."""
    from ckanext.spenddata.returns.due.missing import Window
    from ckanext.spenddata.returns.people.publishers import Body

    def make(
        *, joined: dict[str, dt.date] | None = None, regimes: tuple[str, ...] = (REGIME,), **more: object
    ) -> Window:
        bodies = [
            Body("o", Publisher(publisher_id=name, name=name, regimes=regimes, joined=(joined or {}).get(name)))
            for name in ("X-DEMO-1", "X-DEMO-2")
        ]
        return Window(bodies, REGIMES, **{"today": TODAY, "visible": sa.true(), **more})  # type: ignore[arg-type]

    return make


def filed(
    world: World, period: str, start: dt.date, end: dt.date, state: str = "published", publisher: str = "X-DEMO-1"
) -> None:
    """A return, as it stands."""
    from ckan import model

    from ckanext.spenddata.model import Revision, SpendReturn
    from ckanext.spenddata.model.columns import now

    made = SpendReturn(
        publisher_id=publisher,
        organization_id=world.council,
        regime=REGIME,
        period=period,
        period_start=start,
        period_end=end,
    )
    made.revisions = [
        Revision(number=1, state=state, answers={}, fixes=[], acknowledge=[], stops=[], report={}, submitted=now())
    ]
    model.Session.add(made)
    model.Session.commit()


def told(window, first: dt.date = dt.date(2025, 1, 1), last: dt.date = TODAY) -> list[str]:
    from ckanext.spenddata.returns.due import missing

    return sorted(duty.reference for duty in missing.duties(window, first, last))


def test_who_never_filed_is_missing_a_year(window):
    quarters = ("2026-Q1", "2026-Q2", "2026-Q3")
    assert told(window()) == [f"{who}.{REGIME}.{quarter}" for who in ("X-DEMO-1", "X-DEMO-2") for quarter in quarters]


def test_a_period_is_no_duty_on_its_last_day(window):
    assert not [each for each in told(window(today=dt.date(2026, 3, 31))) if each.endswith("2026-Q1")]
    assert [each for each in told(window(today=dt.date(2026, 4, 1))) if each.endswith("2026-Q1")]


def not_due(window) -> list[str]:
    from ckanext.spenddata.returns.due import missing

    return sorted(duty.reference for duty in missing.running(window))


def test_what_is_running_is_told_apart_with_its_day_and_never_missing(window):
    from ckanext.spenddata.returns.due import missing

    here = window(regimes=("lgtc-500", "hmt-25k", "no-such"))
    expected = [f"{who}.{duty}" for who in ("X-DEMO-1", "X-DEMO-2") for duty in ("hmt-25k.2026-11", "lgtc-500.2026-Q4")]
    assert not_due(here) == expected
    assert not set(expected) & set(told(here))
    assert {duty.due for duty in missing.running(window())} == {due("2026-Q4")}
    assert missing.count(here) == len(told(here))


@pytest.mark.parametrize(
    ("day", "running"), [(dt.date(2026, 3, 31), "2026-Q1"), (dt.date(2026, 4, 1), "2026-Q2"), (TODAY, "2026-Q4")]
)
def test_a_period_runs_to_its_last_day(window, day, running):
    assert {each[-7:] for each in not_due(window(today=day))} == {running}


def test_what_was_filed_early_is_not_told_as_running(window, world):
    filed(world, "2026-11", dt.date(2026, 11, 1), dt.date(2026, 11, 30), "ready")
    assert not_due(window()) == [f"X-DEMO-2.{REGIME}.2026-Q4"]


def test_what_is_running_is_narrowed_by_the_day_on_which_it_is_due(window):
    assert not_due(window(due_before=due("2026-Q4"))) == []
    assert len(not_due(window(due_before=due("2026-Q4") + dt.timedelta(days=1)))) == 2


def test_a_body_owes_nothing_for_the_time_before_and_after_it(window):
    import dataclasses

    import msgspec

    here = window()
    for life in ({"ended": dt.date(2026, 9, 30)}, {"began": dt.date(2027, 1, 1)}):
        first, second = here.bodies
        gone = dataclasses.replace(first, publisher=msgspec.structs.replace(first.publisher, **life))
        assert not_due(dataclasses.replace(here, bodies=[gone, second])) == [f"X-DEMO-2.{REGIME}.2026-Q4"]


def test_each_regime_asks_for_its_own_periods_and_unknown_ones_for_none(window):
    found = told(window(regimes=("lgtc-500", "hmt-25k", "no-such")))
    assert {each.split(".")[1] for each in found} == {"lgtc-500", "hmt-25k"}
    months = [each for each in found if each.startswith("X-DEMO-1.hmt-25k")]
    assert (months[0], months[-1]) == ("X-DEMO-1.hmt-25k.2025-12", "X-DEMO-1.hmt-25k.2026-10")


def test_from_the_first_return_of_a_body_its_gaps_are_missing_and_those_of_no_other(window, world):
    filed(world, "2025-Q2", dt.date(2025, 4, 1), dt.date(2025, 6, 30))
    filed(world, "2025-Q4", dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    ours = [f"X-DEMO-1.{REGIME}.{quarter}" for quarter in ("2025-Q3", "2026-Q1", "2026-Q2", "2026-Q3")]
    assert [each for each in told(window()) if each.startswith("X-DEMO-1")] == ours
    assert len(told(window())) == 4 + 3


def test_a_return_that_was_taken_back_covers_nothing(window, world):
    from ckan import model

    from ckanext.spenddata.model import Revision, State

    filed(world, "2026-Q1", dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    missing = {}
    for state in State:
        model.Session.query(Revision).update({"state": state})
        missing[state] = f"X-DEMO-1.{REGIME}.2026-Q1" in told(window())
    assert {state for state, is_missing in missing.items() if is_missing} == {"superseded", "withdrawn", "erased"}


def test_a_return_of_other_days_covers_what_it_shares_days_with(window, world):
    filed(world, "2026-01", dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert told(window())[0] == f"X-DEMO-1.{REGIME}.2026-Q2"


def test_what_the_reader_may_not_know_of_is_as_if_it_were_not_filed(window, world):
    filed(world, "2026-Q1", dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert len(told(window(visible=sa.false()))) == 6


def test_a_window_ends_where_it_is_said_to(window):
    only = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert [each[-7:] for each in told(window(), *only)] == ["2026-Q2", "2026-Q2"]
    assert told(window(), dt.date(2026, 4, 2), dt.date(2026, 6, 29)) == []
    # A quarter that ends today is not over; it is due a month later.
    assert [each[-7:] for each in told(window(today=dt.date(2026, 9, 30)))][-1] == "2026-Q2"
    assert {each[-7:] for each in told(window(due_before=due("2026-Q3")))} == {"2026-Q1", "2026-Q2"}
    assert {each[-7:] for each in told(window(due_before=due("2026-Q2")))} == {"2026-Q1"}


def due(period: str) -> dt.date:
    from ckanext.spenddata.values.periods import Period

    return REGIMES[REGIME].due.date(Period.parse(period))


def test_each_has_the_day_on_which_it_was_due(window):
    from ckanext.spenddata.returns.due import missing

    found = missing.duties(window(), dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert {(duty.period.text, duty.due) for duty in found} == {("2026-Q1", due("2026-Q1"))}


def test_they_are_counted_and_the_late_ones_by_body(window, world):
    from ckanext.spenddata.returns.due import missing

    filed(world, "2026-Q1", dt.date(2026, 1, 1), dt.date(2026, 3, 31), publisher="X-DEMO-2")
    assert missing.count(window()) == 5
    assert missing.overdue(window()) == {"X-DEMO-1": 3, "X-DEMO-2": 2}
    # Of a body that has joined since, what was due before is not late.
    joined = {"X-DEMO-1": due("2026-Q2") + dt.timedelta(days=1)}
    assert missing.overdue(window(joined=joined)) == {"X-DEMO-2": 2, "X-DEMO-1": 1}
    assert missing.overdue(window(joined=dict.fromkeys(("X-DEMO-1", "X-DEMO-2"), TODAY))) == {}


def test_nobody_owes_anything_under_no_duty(window):
    from ckanext.spenddata.returns.due import missing

    for none in (window(regimes=()), window(regimes=("no-such",))):
        assert (missing.count(none), missing.overdue(none), told(none)) == (0, {}, [])


def test_the_first_day_to_look_at_is_that_of_the_first_return_or_a_year_ago(window, world):
    from ckanext.spenddata.returns.due import missing

    assert missing.earliest(window()) == dt.date(2025, 11, 28)
    filed(world, "2026-Q1", dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert missing.earliest(window()) == dt.date(2025, 11, 28)
    filed(world, "2024-Q1", dt.date(2024, 1, 1), dt.date(2024, 3, 31), "withdrawn")
    assert missing.earliest(window()) == dt.date(2024, 1, 1)
