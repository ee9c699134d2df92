"""How a return stands, in the words of its page: nothing of a report that no longer holds, and nought only where it is known."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import standing

pytestmark = pytest.mark.usefixtures("plainly")

REPORT = {"rows": 3, "amount_total": "30.00", "errors": 1, "warnings": 2, "payment_dates": {"first": "a", "last": "b"}}
GROUP = {"rule": "typo", "title": "Typing", "fixes": 2, "examples": []}


def revision(number: int = 1, state: str = "ready", **more: Any) -> dict[str, Any]:
    known = {
        "nil": False,
        "rows_accepted": 3,
        "amount_accepted": "30.00",
        "published": None,
        "events": [],
        "follow_ups": [],
    }
    return {"number": number, "state": state, **known, **more}


def shown(*revisions: dict[str, Any], **more: Any) -> dict[str, Any]:
    known = {"revision": len(revisions), "published_revision": None, "late": False, "dataset_id": "d"}
    return {"revisions": list(revisions), **known, **more}


def of(found: dict[str, Any], report: dict[str, Any] | None = None, **review: Any) -> dict[str, Any]:
    told = standing.revision(shown(found), None, report or {}, review)
    assert told is not None
    return told


def test_the_newest_revision_stands_first_and_keeps_its_publisher():
    publisher = {"name": "Exampleton", "slug": "exampleton", "publisher_id": "X-DEMO-1"}
    told = standing.spend_return(shown(revision(1), revision(2), period="2026-Q1"), publisher)
    assert [each["number"] for each in told["revisions"]] == [2, 1]
    assert (told["title"], told["publisher"]["title"]) == ("period 2026-Q1", "Exampleton")


def test_there_is_no_revision_of_another_number():
    assert standing.revision(shown(revision()), 2, {}, {}) is None


@pytest.mark.parametrize(
    ("state", "told"), [("ready", True), ("submitted", False), ("checking", False), ("rejected", False)]
)
def test_what_an_earlier_reading_found_is_not_shown(state: str, told: bool):
    assert bool(of(revision(state=state), REPORT)["report"]) is told


def test_a_nil_return_has_no_figures_and_is_not_empty():
    told = of(revision(nil=True, rows_accepted=0), REPORT)
    assert (told["report"], told["empty"]) == (None, False)
    assert of(revision(rows_accepted=0))["empty"]


def test_only_the_first_revision_is_late():
    both = shown(revision(1), revision(2), late=True)
    late = [(standing.revision(both, number, {}, {}) or {})["late"] for number in (1, 2)]
    assert late == [True, False]


def test_waiting_is_told_with_its_reason():
    words = of(revision(state="checking", waits_for="disk"))
    assert words["working"]
    assert words["working_words"] == "Being read and checked"
    assert "the portal’s disk is full or broken" in words["waiting_words"]
    assert of(revision())["waiting_words"] == ""


def test_a_fix_is_offered_once_for_all_sheets_and_an_accepted_one_stays():
    told = of(
        revision(fixes=["typo", "blank", {"rule": "one"}]),
        groups=[GROUP, GROUP | {"fixes": 1}, GROUP | {"rule": "x", "fixes": 0}],
    )
    assert [(each["rule"], each["label"], each["accepted"]) for each in told["fixes"]] == [
        ("blank", "rule blank (accepted)", True),
        ("typo", "Typing (3 cells)", False),
    ]


def test_the_period_in_which_most_payments_lie_is_offered_while_a_yes_is_waited_for():
    group = {"rule": standing.ANOTHER_PERIOD, "title": "", "fixes": 0, "examples": [{"value": "90%", "fix": "2025-Q4"}]}
    told = {"what": "90%", "period": "2025-Q4", "title": "period 2025-Q4"}
    assert of(revision(), groups=[group])["another_period"] == told
    assert of(revision(state="published"), groups=[group])["another_period"] is None


def test_files_say_why_they_were_refused_before_the_whole_does():
    files = [
        {"file": "a.csv", "refusal": {"message": "Empty"}, "tables": []},
        {"file": "b.csv", "refusal": None, "tables": []},
    ]
    assert of(revision(), {"files": files})["refusals"] == [{"file": "a.csv", "message": "Empty"}]
    assert of(revision(), {"refusal": {"message": "No"}})["refusals"] == [{"file": None, "message": "No"}]
    events = [{"at": "", "to": "rejected", "why": "Not a table"}]
    assert of(revision(state="rejected", events=events))["refusals"][0]["message"] == "Not a table"


PAID = {
    "supplier_name": "Rowan Ltd",
    "description": None,
    "expense_type": "Roofing",
    "expense_area": "Housing",
    "category_label": "Works",
    "category_level": "likely",
    "source_file": "may.xlsx",
    "source_sheet": "May",
    "source_row": 7,
}


@pytest.mark.parametrize(("files", "place"), [(1, "May"), (2, "may.xlsx, May")])
def test_a_large_payment_says_what_it_was_for_and_where_it_stands(files: int, place: str):
    found = revision(files=[{"problems": []}] * files)
    [line] = of(found, largest=[PAID])["biggest"]
    assert (line["purpose"], line["category"]) == ("Roofing", "Works (likely, not certain)")
    assert (line["source_row"], line["place"]) == (7, place)


def test_the_revision_that_would_be_replaced_is_an_earlier_one():
    public = revision(1, "published", published="2026-04-01")
    both = shown(public, revision(2), published_revision=1)
    assert (standing.revision(both, 2, {}, {}) or {})["before"] == {"number": 1, "rows": 3, "amount": "30.00"}
    assert (standing.revision(both, 1, {}, {}) or {})["before"] is None


def test_the_dataset_is_named_once_the_catalogue_has_followed():
    done = [{"step": "catalogue", "state": "done", "done": "10:00"}]
    assert of(revision(follow_ups=done))["dataset"] == "spend.read?id=d"
    assert of(revision(follow_ups=[done[0] | {"done": None}]))["dataset"] is None


def test_what_can_be_withdrawn_is_what_was_public_and_not_taken_back():
    states = ["superseded", "withdrawn", "published"]
    revisions = [revision(number, state, published="day") for number, state in enumerate(states, 1)]
    assert [each["value"] for each in standing.withdrawable(shown(*revisions, revision(4)))] == ["every", "3", "1"]


def test_a_difference_is_against_the_public_revision_before_it():
    first = revision(1, published="day", rows_accepted=5, amount_accepted="10.00")
    third = revision(3, published="day", rows_accepted=3, amount_accepted="30.50")
    told = standing.difference(shown(first, revision(2), third), third)
    assert told == {"against": 1, "rows": "-2", "amount": "+£20.50"}
    assert standing.difference(shown(first, third), first) is None
    assert standing.difference(shown(first | {"amount_accepted": None}, third), third) is None


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, "2 of 3 rows are ready to publish"),
        ({"rows_in_error": 0}, "All 2 payments are ready to publish"),
        ({"rows_in_error": None, "rows_accepted": 1}, "1 payment is ready to publish"),
        ({"open_stops": 1}, "Confirm 1 thing before publishing"),
        (
            {"questions": [{"blocking": True}, {"blocking": False}], "open_stops": 1},
            "Answer 1 question before publishing",
        ),
        ({"nil": True, "rows_accepted": None}, "Nothing to report: ready to publish"),
        ({"sent_back": {"why": "June is missing."}}, "Sent back, to be put right"),
        ({"empty": True}, ""),
        ({"state": "published"}, ""),
    ],
)
def test_the_heading_says_what_waits_for_a_yes_and_nothing_to_others(found: dict[str, Any], words: str):
    known = {"state": "ready", "empty": False, "nil": False, "questions": [], "open_stops": 0, "sent_back": None}
    whole = {**known, "rows_accepted": 2, "rows_in_error": 1, **found}
    assert standing.heading(whole) == "", "to whom its questions aren't shown"
    assert standing.heading({**whole, "blocked": bool(whole["questions"])}) == words
