"""What happened to a revision: each reader is told what is theirs to know, in the words that were written down where they may be read."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import history

pytestmark = pytest.mark.usefixtures("plainly")


def event(to: str, **more: Any) -> dict[str, Any]:
    return {"at": "2026-04-01", "to": to, **more}


def test_others_are_told_what_was_public_alone_and_its_people_every_step():
    events = [event("submitted"), event("ready", why="2 rows in error", who="Ann"), event("published")]
    told = history.events({"events": events})
    assert [(each["words"], each["who"]) for each in told] == [("2 rows in error", "Ann"), ("Published.", None)]


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("withdrawn", "Withdrawn: by order"),
        ("erased", "Erased: by order"),
        ("details_erased", "Details erased: by order"),
        ("sent_back", "Sent back: by order"),
    ],
)
def test_a_reason_says_of_what(to: str, words: str):
    assert history.events({"events": [event(to, why="by order")]})[0]["words"] == words


def test_a_state_that_nobody_has_words_for_is_told_by_its_name():
    assert history.events({"events": [event("renewed", why="")]})[0]["words"] == "renewed"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"step": "index", "state": "done", "done": "10:00"}, "done, at 10:00"),
        ({"step": "index", "state": "failed"}, "tried again soon"),
        ({"step": "index", "state": "stuck"}, "stuck: the people who run this portal must look"),
        ({"step": "index", "state": None}, "on its way"),
    ],
)
def test_what_follows_a_publication_says_how_far_it_is(part: dict[str, Any], words: str):
    assert history.follow_ups({"follow_ups": [part]}) == [{"label": "Search", "words": words}]


def test_steps_of_other_plugins_keep_their_names():
    assert history.follow_ups({"follow_ups": [{"step": "tweet", "state": "waiting"}]})[0]["label"] == "tweet"


def test_only_what_has_ended_has_an_end_and_the_last_reason_is_told():
    events = [event("withdrawn", why="first"), event("withdrawn", why="second"), event("withdrawn")]
    assert history.ended({"state": "withdrawn", "events": events}) == {"at": "2026-04-01", "why": "second"}
    assert history.ended({"state": "published", "events": events}) is None
    assert history.ended(None) is None


def test_the_reason_of_an_erasure_is_not_that_of_the_withdrawal_before_it():
    events = [event("withdrawn", why="The wrong quarter"), event("details_erased", why="A person was named")]
    assert history.ended({"state": "withdrawn", "events": events}) == {"at": "2026-04-01", "why": "The wrong quarter"}
    erased = [*events, event("erased", why="The wrong file")]
    assert history.ended({"state": "erased", "events": erased}) == {"at": "2026-04-01", "why": "The wrong file"}


def test_the_last_step_is_the_newest_of_its_kind_where_the_return_stands_at_it():
    sent, back, again = (
        event("approval_asked", who="Ann"),
        event("sent_back", why="June"),
        event("approval_asked", who="Bob"),
    )
    found = {"step": "approval_asked", "events": [sent, back, again]}
    assert history.last_step(found, "approval_asked") == again
    assert history.last_step(found, "sent_back") is None
    assert history.last_step(found | {"step": None}, "approval_asked") is None


def test_readers_who_are_told_of_no_step_see_none():
    assert history.last_step({"events": [event("published")]}, "sent_back") is None
