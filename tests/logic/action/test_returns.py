"""Submitting, answering, publishing and withdrawing: the right first, the row held, and every refusal in words that say what to do."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.spenddata.logic.action import returns
from ckanext.spenddata.model import State
from ckanext.spenddata.returns.files.storage import StorageError
from ckanext.spenddata.returns.filing.submit import OverlapError
from ckanext.spenddata.returns.states import ForbiddenChangeError

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
ASKED = {"publisher": "X-DEMO-1", "regime": "lgtc-500", "period": "2026-Q1"}


@pytest.fixture
def revision(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One that is ready; what is done with it is noted."""
    found = SimpleNamespace(id="r", number=2, state=State.READY, spend_return=SimpleNamespace(reference=REFERENCE))
    monkeypatch.setattr(returns.common, "revision", lambda _context, _data: found)
    monkeypatch.setattr(returns.common, "withdrawable", lambda _context, _data: found)
    monkeypatch.setattr(returns.states, "held", portal.note("held", found))
    monkeypatch.setattr(returns.states, "try_again", portal.note("again"))
    monkeypatch.setattr(returns.submitting, "submit", portal.note("submit", found))
    monkeypatch.setattr(returns.submitting, "answer", portal.note("answer"))
    monkeypatch.setattr(returns.publishing, "approve", portal.note("approve"))
    monkeypatch.setattr(returns.publishing, "why_not", lambda *_: None)
    monkeypatch.setattr(returns.acknowledgements, "keep", portal.note("keep"))
    monkeypatch.setattr(returns.removals, "withdraw", portal.note("withdraw"))
    monkeypatch.setattr(returns.background, "ring", portal.note("ring", answer=True))
    monkeypatch.setattr(returns.config, "most_files", lambda: 2)
    return found


def file(name: str = "spend.csv") -> FileStorage:
    return FileStorage(io.BytesIO(b"x"), filename=name)


def why(action: Any, **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as error:
        action({}, data)
    return error.value.error_dict


ACTIONS = (
    (returns.spenddata_return_answer, {}),
    (returns.spenddata_return_publish, {}),
    (returns.spenddata_return_approve, {}),
    (returns.spenddata_return_withdraw, {"why": "Sent by mistake"}),
    (returns.spenddata_return_recover, {}),
)


@pytest.mark.parametrize(("action", "more"), ACTIONS)
def test_who_may_not_has_nothing_held_or_done(action, more, portal, revision):
    portal.refused(action, reference=REFERENCE, **more)


def test_who_may_not_submit_has_nothing_kept(portal, revision):
    portal.refused(returns.spenddata_return_submit, **ASKED, upload=file())


@pytest.mark.parametrize(("action", "more"), ACTIONS)
def test_each_answers_with_the_revision_and_whether_it_waits(action, more, portal, revision):
    answer = action({}, {"reference": REFERENCE, **more})
    assert answer == {"reference": REFERENCE, "revision": 2, "state": "ready", "waiting": False}


def test_where_the_bell_can_t_be_rung_the_work_waits(portal, revision, monkeypatch):
    monkeypatch.setattr(returns.background, "ring", lambda: False)
    assert returns.spenddata_return_publish({}, {"reference": REFERENCE})["waiting"] is True


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"nil": True, "upload": file()}, "nil", "not both"),
        ({}, "upload", "Select a file"),
        ({"upload": [file("a"), file("b"), file("c")]}, "upload", "at most 2 files"),
        ({"upload": file(), "period": "sometime"}, "period", ""),
    ],
)
def test_a_submission_that_contradicts_itself_is_refused_before_anything_is_kept(asked, field, words, portal, revision):
    found = why(returns.spenddata_return_submit, **{**ASKED, **asked})
    assert words in found[field][0]
    assert portal.done == ["spenddata_return_submit"]


@pytest.mark.parametrize(
    ("error", "field"),
    [(StorageError("The disk is full. Nothing was kept."), "upload"), (OverlapError("shares days"), "period")],
)
def test_what_keeps_files_from_being_kept_is_told_in_its_own_words(error, field, portal, revision, monkeypatch):
    monkeypatch.setattr(returns.submitting, "submit", portal.note("submit", error))
    assert why(returns.spenddata_return_submit, **ASKED, upload=file())[field] == [str(error)]


def test_a_period_is_read_as_people_write_it(portal, revision):
    returns.spenddata_return_submit({}, {**ASKED, "period": "Q1 2026-27", "upload": file()})
    [(_, submission)] = [step for step in portal.done if step[0] == "submit"]
    assert submission.period.text == "2026-Q2"
    assert (submission.user_id, submission.regime, submission.nil) == ("user-id", "lgtc-500", False)
    assert [upload.name for upload in submission.uploads] == ["spend.csv"]


@pytest.mark.parametrize("state", State)
def test_why_a_revision_can_t_be_changed_now_is_told_for_every_state(state, portal, revision, monkeypatch):
    refused = ForbiddenChangeError(state, State.APPROVED)
    monkeypatch.setattr(returns.publishing, "approve", portal.note("approve", refused))
    [words] = why(returns.spenddata_return_publish, reference=REFERENCE)["revision"]
    assert words.endswith(".")
    assert "rollback" in {step[0] for step in portal.done if isinstance(step, tuple)}


def test_what_is_left_to_confirm_is_told_and_nothing_that_was_confirmed_is_kept(portal, revision, monkeypatch):
    monkeypatch.setattr(
        returns.publishing, "why_not", lambda *_: SimpleNamespace(about="acknowledge", message="One is left.")
    )
    assert why(returns.spenddata_return_publish, reference=REFERENCE) == {"acknowledge": ["One is left."]}
    assert [step[0] for step in portal.done[1:]] == ["held", "keep", "rollback"]


def test_what_was_confirmed_is_kept_only_of_what_is_ready(portal, revision):
    revision.state = State.APPROVED
    returns.spenddata_return_approve({}, {"reference": REFERENCE, "without_errors": 3})
    assert [step for step in portal.done[1:] if step[0] in ("keep", "approve")] == [("approve", revision, "user-id", 3)]


def test_a_revision_that_is_gone_meanwhile_is_gone(portal, revision, monkeypatch):
    monkeypatch.setattr(returns.states, "held", lambda _id: None)
    with pytest.raises(tk.ObjectNotFound):
        returns.spenddata_return_answer({}, {"reference": REFERENCE})


def test_all_that_was_ever_public_is_withdrawn_where_that_is_asked(portal, revision, monkeypatch):
    monkeypatch.setattr(
        returns.removals, "public", lambda _return: [SimpleNamespace(id="one"), SimpleNamespace(id="two")]
    )
    returns.spenddata_return_withdraw({}, {"reference": REFERENCE, "why": "Twice", "every_revision": True})
    assert [step[1] for step in portal.done if step[0] == "held"] == ["one", "two"]
    assert ("ring",) in portal.done
    [(_, held, user, reason)] = [step for step in portal.done if step[0] == "withdraw"]
    assert (len(held), user, reason) == (2, "user-id", "Twice")


def test_a_reason_is_asked_for(portal, revision):
    assert why(returns.spenddata_return_withdraw, reference=REFERENCE)["why"]
    assert portal.done == []
