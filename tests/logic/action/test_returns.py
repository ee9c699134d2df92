"""Publishing, approving, withdrawing and trying again: the right first, the row held, and every refusal in words that say what to do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import changing
from ckanext.spenddata.logic.action import returns
from ckanext.spenddata.model import State

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"


@pytest.fixture
def revision(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One that is ready; what is done with it is noted."""
    spend_return = SimpleNamespace(reference=REFERENCE, revisions=[])
    found = SimpleNamespace(id="r", number=2, attempt=1, state=State.READY, spend_return=spend_return)
    spend_return.revisions.append(found)
    monkeypatch.setattr(
        changing.queries, "numbers_now", lambda found: (found.revisions[-1].number, found.revisions[0].number)
    )
    monkeypatch.setattr(returns.common, "revision", lambda _context, _data: found)
    monkeypatch.setattr(returns.common, "withdrawable", lambda _context, _data: found)
    monkeypatch.setattr(changing.states, "held", portal.note("held", found))
    monkeypatch.setattr(returns.states, "try_again", portal.note("again"))
    monkeypatch.setattr(returns.states, "send_back", portal.note("send_back"))
    monkeypatch.setattr(returns.publishing, "approve", portal.note("approve"))
    monkeypatch.setattr(returns.publishing, "ask", portal.note("ask"))
    monkeypatch.setattr(returns.config, "approval", lambda: True)
    found.rows_in_error = 3
    monkeypatch.setattr(returns.publishing, "why_not", lambda *_: None)
    monkeypatch.setattr(returns.acknowledgements, "keep", portal.note("keep"))
    monkeypatch.setattr(returns.removals, "withdraw", portal.note("withdraw"))
    monkeypatch.setattr(changing.background, "ring", portal.note("ring", answer=True))
    return found


def why(action: Any, **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as error:
        action({}, data)
    return error.value.error_dict


ACTIONS = (
    (returns.spenddata_return_publish, {}),
    (returns.spenddata_return_approve, {}),
    (returns.spenddata_return_send_for_approval, {}),
    (returns.spenddata_return_send_back, {"why": "One payment is missing"}),
    (returns.spenddata_return_withdraw, {"why": "Sent by mistake"}),
    (returns.spenddata_return_recover, {}),
)


@pytest.mark.parametrize(("action", "more"), ACTIONS)
def test_who_may_not_has_nothing_held_or_done(action, more, portal, revision):
    portal.refused(action, reference=REFERENCE, **more)


@pytest.mark.parametrize(("action", "more"), ACTIONS)
def test_each_answers_with_the_revision_and_whether_it_waits(action, more, portal, revision):
    answer = action({}, {"reference": REFERENCE, **more})
    assert answer == {"reference": REFERENCE, "revision": 2, "state": "ready", "waiting": False}


def test_what_is_left_to_confirm_is_told_and_nothing_that_was_confirmed_is_kept(portal, revision, monkeypatch):
    monkeypatch.setattr(
        returns.publishing, "why_not", lambda *_: SimpleNamespace(about="acknowledge", message="One is left.")
    )
    assert why(returns.spenddata_return_publish, reference=REFERENCE) == {"acknowledge": ["One is left."]}
    assert [step[0] for step in portal.done[1:]] == ["held", "keep", "rollback"]


def test_what_was_confirmed_is_kept_only_of_what_is_ready(portal, revision):
    revision.state = State.APPROVED
    returns.spenddata_return_approve({}, {"reference": REFERENCE, "without_errors": 3})
    assert [step for step in portal.done[1:] if step[0] in ("keep", "approve")] == [
        ("approve", revision, "user-id", 3, "")
    ]


def test_all_that_was_ever_public_is_withdrawn_where_that_is_asked(portal, revision, monkeypatch):
    monkeypatch.setattr(
        returns.removals, "public", lambda _return: [SimpleNamespace(id="one"), SimpleNamespace(id="two")]
    )
    returns.spenddata_return_withdraw({}, {"reference": REFERENCE, "why": "Twice", "every_revision": True})
    assert [step[1] for step in portal.done if step[0] == "held"] == ["one", "two"]
    assert ("ring",) in portal.done
    [(_, held, user, reason)] = [step for step in portal.done if step[0] == "withdraw"]
    assert (len(held), user, reason) == (2, "user-id", "Twice")


@pytest.mark.parametrize("action", [returns.spenddata_return_withdraw, returns.spenddata_return_send_back])
@pytest.mark.parametrize("said", [{}, {"why": ""}, {"why": " \n"}])
def test_a_reason_is_asked_for_and_blanks_are_none(said, action, portal, revision):
    assert why(action, reference=REFERENCE, **said)["why"]
    assert portal.done == []


def test_a_note_for_readers_is_handed_on_without_blanks_around_it(portal, revision):
    returns.spenddata_return_publish({}, {"reference": REFERENCE, "note": "  One payment is for two years.\n"})
    assert [step[-1] for step in portal.done if step[0] == "approve"] == ["One payment is for two years."]


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (returns.spenddata_return_publish, "note"),
        (returns.spenddata_return_send_back, "why"),
        (returns.spenddata_return_withdraw, "why"),
    ],
)
def test_words_are_short(action, name, portal, revision):
    assert "1,000" in why(action, **{"reference": REFERENCE, name: "x" * 1001})[name][0]
    assert portal.done == []


def test_a_return_is_sent_back_with_the_reason(portal, revision):
    returns.spenddata_return_send_back({}, {"reference": REFERENCE, "why": "One payment is missing"})
    assert ("send_back", revision, "One payment is missing", "user-id") in portal.done


@pytest.mark.parametrize(("action", "more"), ACTIONS[:3])
def test_what_is_said_of_one_revision_does_not_land_on_a_newer_one(action, more, portal, revision):
    revision.spend_return.revisions.append(SimpleNamespace(number=3))
    [said] = why(action, reference=REFERENCE, revision=2, **more)["revision"]
    assert said == (
        "Revision 3 was sent after revision 2, which you looked at. Nothing was changed. Look at revision 3, then decide."
    )
    assert [step[0] for step in portal.done[1:]] == ["held", "rollback"]


@pytest.mark.parametrize(("action", "more"), ACTIONS[:4])
def test_what_is_said_of_one_reading_does_not_land_on_a_later_one(action, more, portal, revision, monkeypatch):
    """The reading comes between the look and the lock: what is held is not what was found."""
    later = SimpleNamespace(**{**vars(revision), "attempt": 2})
    monkeypatch.setattr(changing.states, "held", portal.note("held", later))
    assert "read again" in why(action, reference=REFERENCE, revision=2, attempt=1, **more)["attempt"][0]
    assert [step[0] for step in portal.done[1:]] == ["held", "rollback"]
    portal.done.clear()
    action({}, {"reference": REFERENCE, "revision": 2, "attempt": 2, **more})
    assert ("rollback",) not in portal.done


def test_what_is_withdrawn_is_what_was_public_when_it_was_looked_at(portal, revision):
    said = {"reference": REFERENCE, "why": "Wrong file", "published_revision": 1}
    assert (
        "Revision 2 is public now, not revision 1"
        in why(returns.spenddata_return_withdraw, **said)["published_revision"][0]
    )
    assert [step[0] for step in portal.done[1:]] == ["held", "rollback"]


def test_a_return_is_sent_for_approval_with_a_note_and_without_asking_about_rows_left_out(
    portal, revision, monkeypatch
):
    asked: list[int] = []
    monkeypatch.setattr(returns.publishing, "why_not", lambda _revision, without: asked.append(without))
    returns.spenddata_return_send_for_approval({}, {"reference": REFERENCE, "note": "Two years"})
    assert ("ask", revision, "user-id", "Two years") in portal.done
    assert asked == [3]


def test_where_no_approval_is_asked_for_nothing_is_sent_for_it(portal, revision, monkeypatch):
    monkeypatch.setattr(returns.config, "approval", lambda: False)
    refused = why(returns.spenddata_return_send_for_approval, reference=REFERENCE)
    assert refused == {"message": ["Returns need no approval on this portal. Publish it yourself."]}


def test_what_is_unfinished_is_not_sent_for_approval(portal, revision, monkeypatch):
    monkeypatch.setattr(
        returns.publishing, "why_not", lambda *_: returns.publishing.WhyNot("acknowledge", "Confirm it first.")
    )
    assert why(returns.spenddata_return_send_for_approval, reference=REFERENCE) == {
        "acknowledge": ["Confirm it first."]
    }
    assert not [done for done in portal.done if done[0] == "ask"]
