"""What a revision may become, and that every change leaves an event."""

from __future__ import annotations

import pytest

from ckanext.spenddata.model import Event, Revision, SpendReturn, State
from ckanext.spenddata.returns import states

CHANGES = [(before, after) for before in State for after in State]


@pytest.fixture(autouse=True)
def told(monkeypatch) -> list[tuple[str, dict[str, str | None]]]:
    """What the audit log is told once it is committed."""
    lines: list[tuple[str, dict[str, str | None]]] = []
    monkeypatch.setattr(states.ckan_model.User, "get", lambda _id: None)
    monkeypatch.setattr(states.changes, "audited", lambda name, **facts: lines.append((name, facts)))
    monkeypatch.setattr(states.changes, "once_committed", lambda _database, _step: None)
    return lines


def revision(state: State) -> Revision:
    filed = SpendReturn(publisher_id="X-DEMO-1", regime="lgtc-500", period="2026-Q1")
    return Revision(spend_return=filed, state=state, number=1, tries=3, last_error="disk full")


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_only_the_listed_changes_are_made(before: State, after: State, told):
    subject = revision(before)
    if after in states.BECOMES[before]:
        states.change(subject, after, "why", "somebody")
        assert subject.state == after
        assert [(e.from_state, e.to_state, e.why, e.user_id) for e in subject.events] == [
            (before, after, "why", "somebody")
        ]
        assert told == [(f"revision.{after}", {"revision": "X-DEMO-1.lgtc-500.2026-Q1/1", "account": None})]
    else:
        with pytest.raises(states.ForbiddenChangeError):
            states.change(subject, after, "why", "somebody")
        assert subject.state == before
        assert subject.events == told == []


def test_what_is_over_stays_over():
    """What was replaced or withdrawn can only go further away; what is erased is erased."""
    assert states.BECOMES[State.SUPERSEDED] == {State.WITHDRAWN, State.ERASED}
    assert states.BECOMES[State.WITHDRAWN] == {State.ERASED}
    assert not states.BECOMES[State.ERASED]


def test_nothing_becomes_public_without_a_yes():
    assert [before for before, after in states.BECOMES.items() if State.PUBLISHED in after] == [State.PUBLISHING]
    assert [before for before, after in states.BECOMES.items() if State.PUBLISHING in after] == [State.APPROVED]
    assert [before for before, after in states.BECOMES.items() if State.APPROVED in after] == [State.READY]


def test_every_state_can_be_reached():
    reached = {State.DRAFT}
    for _ in State:
        reached |= {after for before in reached for after in states.BECOMES[before]}
    assert reached == set(State)


def test_the_end_of_work_forgets_the_tries_that_it_took_and_its_beginning_does_not():
    subject = revision(State.SUBMITTED)
    states.change(subject, State.CHECKING, "why")
    assert (subject.tries, subject.last_error) == (3, "disk full")
    states.change(subject, State.READY, "why")
    assert (subject.tries, subject.last_error, subject.not_before) == (0, None, None)


def test_only_this_room_sets_a_state():
    """No other line of the package writes ``.state`` of a revision."""
    import re
    from pathlib import Path

    import ckanext.spenddata

    root = Path(ckanext.spenddata.__file__).parent
    setting = re.compile(r"\b(revision|earlier|found|each|held)\.state\s*=[^=]")
    hits = [path.name for path in root.rglob("*.py") if setting.search(path.read_text()) and path.name != "states.py"]
    assert hits == []


@pytest.mark.parametrize("state", State)
def test_only_what_waits_for_a_yes_is_sent_back_and_it_stays_as_it_is(state: State, told):
    subject = revision(state)
    if state == State.READY:
        states.send_back(subject, "One payment is missing", "somebody")
        assert [(e.from_state, e.to_state, e.why) for e in subject.events] == [
            (State.READY, "sent_back", "One payment is missing")
        ]
        assert told[0][0] == "revision.sent_back"
    else:
        with pytest.raises(states.ForbiddenChangeError):
            states.send_back(subject, "why", "somebody")
        assert subject.events == told == []
    assert subject.state == state


def test_what_is_ready_is_sent_for_approval_until_it_is_sent_back_or_read_again(told):
    subject = revision(State.READY)
    assert not states.is_asked(subject)
    states.ask(subject, "somebody")
    assert states.is_asked(subject)
    states.note(subject, "Confirmed", "somebody")
    assert states.is_asked(subject)
    states.send_back(subject, "One payment is missing", "another")
    assert not states.is_asked(subject)
    states.ask(subject, "somebody")
    assert states.is_asked(subject)
    states.change(subject, State.SUBMITTED, "Answered")
    states.change(subject, State.CHECKING, "")
    states.change(subject, State.READY, "")
    assert not states.is_asked(subject)


@pytest.mark.parametrize("state", [state for state in State if state != State.READY])
def test_nothing_else_is_sent_for_approval(state: State, told):
    subject = revision(state)
    with pytest.raises(states.ForbiddenChangeError):
        states.ask(subject, "somebody")
    assert subject.events == told == []


@pytest.mark.parametrize(
    ("told_of", "step"),
    [
        ([], None),
        ([("checking", "ready")], None),
        ([("checking", "ready"), ("ready", "approval_asked")], "approval_asked"),
        ([("checking", "ready"), ("ready", "approval_asked"), ("ready", "ready")], "approval_asked"),
        ([("ready", "approval_asked"), ("ready", "sent_back")], "sent_back"),
        ([("ready", "sent_back"), ("ready", "submitted"), ("submitted", "checking"), ("checking", "ready")], None),
    ],
)
def test_the_last_step_of_its_people_counts_until_it_is_read_again(told_of, step):
    assert states.last_step(told_of) == step


CHECKED, SENT, BACK = ("checking", "ready"), ("ready", states.ASKED), ("ready", states.SENT_BACK)
READ_AGAIN, CONFIRMED = [("ready", "submitted"), ("submitted", "checking"), CHECKED], ("ready", "ready")


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ([], None),
        ([CHECKED], None),
        ([CHECKED, SENT], states.ASKED),
        ([CHECKED, SENT, BACK], states.SENT_BACK),
        ([CHECKED, BACK, SENT], states.ASKED),
        ([CHECKED, SENT, *READ_AGAIN], None),
        ([CHECKED, BACK, *READ_AGAIN], None),
        ([CHECKED, BACK, CONFIRMED], states.SENT_BACK),
    ],
)
def test_the_last_step_is_what_people_did_since_it_was_checked(told: list[tuple[str, str]], step: str | None):
    assert states.last_step(told) == step


def test_only_what_is_ready_stands_at_a_step():
    for state in State:
        subject = revision(state)
        subject.events.append(Event(from_state="ready", to_state=states.ASKED))
        assert states.last_step_of(subject) == (states.ASKED if state is State.READY else None)
        assert states.is_asked(subject) == (state is State.READY)
