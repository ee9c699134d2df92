"""Submitting and answering: the right first, nothing kept of what is refused, and every refusal in words that say what to do."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.spenddata.logic import changing
from ckanext.spenddata.logic.action import filing
from ckanext.spenddata.model import State
from ckanext.spenddata.returns.files.storage import StorageError
from ckanext.spenddata.returns.filing.submit import OverlapError

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
ASKED = {"publisher": "X-DEMO-1", "regime": "lgtc-500", "period": "2026-Q1"}


@pytest.fixture
def revision(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One that is ready; what is done with it is noted."""
    found = SimpleNamespace(
        id="r", number=2, attempt=1, state=State.READY, spend_return=SimpleNamespace(reference=REFERENCE)
    )
    monkeypatch.setattr(changing.queries, "numbers_now", lambda _return: (2, None))
    monkeypatch.setattr(filing.common, "revision", lambda _context, _data: found)
    monkeypatch.setattr(changing.states, "held", portal.note("held", found))
    monkeypatch.setattr(filing.submitting, "submit", portal.note("submit", found))
    monkeypatch.setattr(filing.submitting, "answer", portal.note("answer"))
    monkeypatch.setattr(changing.background, "ring", portal.note("ring", answer=True))
    monkeypatch.setattr(filing.config, "most_files", lambda: 2)
    return found


def file(name: str = "spend.csv") -> FileStorage:
    return FileStorage(io.BytesIO(b"x"), filename=name)


def why(action: Any, **data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as error:
        action({}, data)
    return error.value.error_dict


def test_who_may_not_submit_has_nothing_kept(portal, revision):
    portal.refused(filing.spenddata_return_submit, **ASKED, upload=file())


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
    found = why(filing.spenddata_return_submit, **{**ASKED, **asked})
    assert words in found[field][0]
    assert portal.done == ["spenddata_return_submit"]


@pytest.mark.parametrize(
    ("error", "field"),
    [(StorageError("The disk is full. Nothing was kept."), "upload"), (OverlapError("shares days"), "period")],
)
def test_what_keeps_files_from_being_kept_is_told_in_its_own_words(error, field, portal, revision, monkeypatch):
    monkeypatch.setattr(filing.submitting, "submit", portal.note("submit", error))
    assert why(filing.spenddata_return_submit, **ASKED, upload=file())[field] == [str(error)]


def test_a_period_is_read_as_people_write_it(portal, revision):
    filing.spenddata_return_submit({}, {**ASKED, "period": "Q1 2026-27", "upload": file()})
    [(_, submission)] = [step for step in portal.done if step[0] == "submit"]
    assert submission.period.text == "2026-Q2"
    assert (submission.user_id, submission.regime, submission.nil) == ("user-id", "lgtc-500", False)
    assert [upload.name for upload in submission.uploads] == ["spend.csv"]


def test_an_accounting_period_has_the_days_that_are_given(portal, revision):
    days = {"period_start": "2026-12-05", "period_end": dt.date(2027, 1, 1)}
    filing.spenddata_return_submit({}, {**ASKED, "period": "2026-27-P10", **days, "upload": file()})
    [(_, submission)] = [step for step in portal.done if step[0] == "submit"]
    assert (submission.period.start, submission.period.end) == (dt.date(2026, 12, 5), dt.date(2027, 1, 1))


def test_of_several_files_under_one_name_all_are_taken(portal, revision, monkeypatch):
    sent = [file("a.csv"), file("b.csv"), file("")]
    request = SimpleNamespace(files=SimpleNamespace(getlist=lambda _name: sent))
    monkeypatch.setattr(tk, "request", request, raising=False)
    filing.spenddata_return_submit({}, {**ASKED, "upload": sent[0]})
    [(_, submission)] = [step for step in portal.done if step[0] == "submit"]
    assert [upload.name for upload in submission.uploads] == ["a.csv", "b.csv"]


def test_who_may_not_answer_has_nothing_held_or_done(portal, revision):
    portal.refused(filing.spenddata_return_answer, reference=REFERENCE)


def test_answers_and_fixes_are_handed_on_with_who_gave_them(portal, revision):
    asked = {"reference": REFERENCE, "answers": {"unit": "pence"}, "fixes": ["date-written-otherwise"], "publish": True}
    answer = filing.spenddata_return_answer({}, asked)
    assert (
        "answer",
        revision,
        {"unit": "pence"},
        ["date-written-otherwise"],
        "user-id",
        {"publish": True},
    ) in portal.done
    assert answer == {"reference": REFERENCE, "revision": 2, "state": "ready", "waiting": False}


CELL = {"file": "spend.csv", "sheet": None, "row": 2, "field": "amount", "value": "5.00"}


def test_cells_of_rows_that_were_read_are_typed(portal, revision, monkeypatch):
    revision.fixes = [{**CELL, "row": 9}]
    looked_for = []
    monkeypatch.setattr(filing.unusable, "absent", lambda _revision, cells: looked_for.extend(cells) or [])
    filing.spenddata_return_answer({}, {"reference": REFERENCE, "fixes": [CELL, {**CELL, "row": 9}]})
    [answered] = [step for step in portal.done if step[0] == "answer"]
    assert answered[3] == [CELL, {**CELL, "row": 9}]
    assert [cell.row for cell in looked_for] == [2], "what was typed before need not be there any more"


def test_a_row_that_is_not_there_is_told_and_nothing_is_changed(portal, revision, monkeypatch):
    revision.fixes = []
    monkeypatch.setattr(filing.unusable, "absent", lambda _revision, cells: cells)
    found = why(filing.spenddata_return_answer, reference=REFERENCE, fixes=[CELL])
    assert found["fixes"] == ["There is no row 2 of payments in spend.csv."]
    assert [step[0] for step in portal.done[1:]] == ["held", "rollback"]


def test_cells_are_typed_into_files_that_are_sent(portal, revision):
    filing.spenddata_return_submit({}, {**ASKED, "upload": file(), "fixes": [CELL]})
    found = why(filing.spenddata_return_submit, **ASKED, upload=file("other.csv"), fixes=[CELL])
    assert found["fixes"] == ["There is no row 2 of payments in spend.csv."]
    assert [step[0] for step in portal.done if step[0] == "submit"] == ["submit"]


def test_an_answer_to_one_reading_does_not_land_on_a_later_one(portal, revision):
    revision.attempt = 2
    found = why(filing.spenddata_return_answer, reference=REFERENCE, revision=2, attempt=1, answers={"unit": "pence"})
    assert "read again" in found["attempt"][0]
    assert [step[0] for step in portal.done[1:]] == ["held", "rollback"]
