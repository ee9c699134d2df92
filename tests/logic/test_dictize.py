"""What is told of a return: to everybody what is published, and of the rest not that it is there; who did what, to its own people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.logic import dictize

AT = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
PRIVATE = {
    "attempt", "answers", "fixes", "stuck", "tries", "last_error", "waits_for", "tries_again", "heartbeat", "publish_on_ready",
    "without_errors", "submitted_by", "step", "to_acknowledge", "open_stops", "sent_before",
}  # fmt: skip


def event(before: str | None, after: str, why: str = "A person’s own words") -> Any:
    return SimpleNamespace(at=AT, from_state=before, to_state=after, why=why, user_id="u")


def revision(number: int, state: str, entry_no: int | None, **more: Any) -> Any:
    made = {
        "id": f"r{number}",
        "number": number,
        "state": state,
        "nil": False,
        "rows_accepted": 3,
        "amount_accepted": Decimal("12.50"),
        "rows_in_error": 0,
        "artefact_sha256": "a",
        "entry_no": entry_no,
        "submitted": AT,
        "published": None,
        "files": [SimpleNamespace(name="spend.csv", size=7, sha256="f", erased=None)],
        "events": [event(None, "draft"), event("draft", "draft"), event("ready", "withdrawn", "Said in public")],
        "report": {"rows": 3, "questions": ["private"], "files": ["private"], "errors": 0},
        "attempt": 1,
        "answers": {},
        "fixes": [],
        "stuck": False,
        "tries": 0,
        "last_error": "private",
        "waits_for": None,
        "not_before": None,
        "heartbeat": None,
        "publish_on_ready": False,
        "without_errors": None,
        "submitted_by": "u",
        "stops": [],
    }
    return SimpleNamespace(**(made | more))


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictize, "_followups", lambda _revision: [])
    monkeypatch.setattr(dictize.accounts, "names", lambda ids: dict.fromkeys(ids, "Ada Pine"))
    monkeypatch.setattr(dictize.acknowledging, "open_stops", lambda _revision: [])
    monkeypatch.setattr(dictize.repeats, "sent_before", lambda _revision: [])
    monkeypatch.setattr(dictize.publishers, "by_organization", lambda _id: None)


def told(*revisions: Any, own: bool) -> dict[str, Any]:
    found = SimpleNamespace(
        reference="X.lgtc-500.2026-Q1",
        publisher_id="X",
        organization_id="o",
        regime="lgtc-500",
        period="2026-Q1",
        period_start=dt.date(2026, 1, 1),
        period_end=dt.date(2026, 3, 31),
        due=None,
        revisions=list(revisions),
    )
    return dictize.spend_return(found, own=own)  # type: ignore[arg-type]


def test_others_are_not_told_that_a_revision_waits():
    published, waiting = revision(1, "published", 5), revision(2, "ready", None)
    others = told(published, waiting, own=False)
    assert (others["state"], others["revision"], others["published_revision"]) == ("published", 1, 1)
    assert [each["number"] for each in others["revisions"]] == [1]
    mine = told(published, waiting, own=True)
    assert (mine["state"], mine["revision"], mine["published_revision"]) == ("ready", 2, 1)
    assert [each["number"] for each in mine["revisions"]] == [1, 2]


def test_of_a_return_of_which_nothing_was_public_others_are_told_nothing():
    others = told(revision(1, "ready", None), own=False)
    assert (others["state"], others["revision"], others["revisions"]) == (None, None, [])


def test_what_was_taken_back_is_told_by_its_last_public_revision():
    others = told(revision(1, "superseded", 4), revision(2, "withdrawn", 5), revision(3, "rejected", None), own=False)
    assert (others["state"], others["revision"], others["published_revision"]) == ("withdrawn", 2, None)


def test_of_a_revision_others_are_told_figures_and_no_words_of_its_people():
    others, mine = (dictize.revision(revision(1, "withdrawn", 5), own=own) for own in (False, True))
    assert set(mine) - set(others) == PRIVATE
    assert "private" not in str(others)
    assert "Ada Pine" not in str(others)
    assert set(others["report"]) == set(dictize.PUBLIC_REPORT)
    assert [(each["from"], each["to"], each.get("why")) for each in others["events"]] == [
        (None, "draft", None),
        ("ready", "withdrawn", "Said in public"),
    ]
    assert [each["who"] for each in mine["events"]] == ["Ada Pine"] * 3


@pytest.mark.parametrize(
    ("amount", "rows", "nil", "said"),
    [
        ("12.50", 3, False, "12.50"),
        ("0.00", 0, False, None),
        ("0.00", 0, True, "0.00"),
        (None, 3, False, None),
        ("-1.00", 1, False, "-1.00"),
    ],
)
def test_nought_is_said_where_a_body_said_that_there_was_nothing(amount, rows, nil, said):
    assert dictize._amount(amount and Decimal(amount), rows, nil=nil) == said


MIXED = {"amount_basis": ["gross", "net_of_all_vat"], "currencies": ["GBP"]}


@pytest.mark.parametrize("kinds", [MIXED, {"amount_basis": ["gross"], "currencies": ["EUR", "GBP"]}])
def test_amounts_of_kinds_that_are_never_added_up_have_no_sum_in_a_revision_and_its_report(kinds):
    report = {"rows": 3, "accepted_total": "12.50", "amount_total": "13.00", **kinds}
    for own in (True, False):
        found = dictize.revision(revision(1, "published", 7, report=report), own=own)
        assert found["amount_accepted"] is None
        assert found["report"]["accepted_total"] is None
        assert found["report"].get("amount_total") is None
        assert found["report"]["amount_basis"] == kinds["amount_basis"]
    files = dictize.summed({**report, "files": [{"file": "a.csv", "amount_total": "13.00"}]})["files"]
    assert files == [{"file": "a.csv", "amount_total": None}]


def test_a_report_of_one_kind_and_one_from_before_kinds_were_noted_keep_their_sums():
    for report in ({"accepted_total": "1.00", "amount_basis": ["gross", "unknown"]}, {"accepted_total": "1.00"}):
        assert dictize.summed(report) == report


def test_a_note_for_readers_is_told_once_it_is_public_and_that_it_was_sent_back_to_nobody_else():
    noted = {"report": {"note": "One payment is for two years."}, "events": [event("ready", "sent_back")]}
    draft, public = revision(1, "ready", None, **noted), revision(1, "published", 7, **noted)
    assert dictize.revision(draft, own=True)["note"] == "One payment is for two years."
    assert dictize.revision(draft, own=False)["note"] is None
    assert dictize.revision(public, own=False)["note"] == "One payment is for two years."
    assert [each["to"] for each in dictize.revision(public, own=True)["events"]] == ["sent_back"]
    assert dictize.revision(public, own=False)["events"] == []


@pytest.mark.parametrize(
    ("state", "told"),
    [("published", True), ("superseded", True), ("withdrawn", False), ("erased", False)],
)
def test_a_note_is_taken_back_with_what_it_was_published_beside(state: str, told: bool):
    noted = revision(1, state, 7, report={"note": "One payment is for two years."})
    assert (dictize.revision(noted, own=False)["note"] is not None) == told
    assert dictize.revision(noted, own=True)["note"]
