"""Findings are confirmed while a return waits for a yes, and at no other time; a review tells what is behind it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import changing, common
from ckanext.spenddata.logic.action import findings, reviews
from ckanext.spenddata.model import State

SAID = [{"finding": "f", "reason": "Right"}]


@pytest.fixture
def revision(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = SimpleNamespace(
        id="i", number=2, attempt=1, state=State.READY, spend_return=SimpleNamespace(reference="r", publisher_id="p")
    )
    monkeypatch.setattr(common, "revision", lambda _context, _data: made)
    monkeypatch.setattr(changing.states, "held", lambda id_: made if id_ == "i" else None)
    monkeypatch.setattr(changing.queries, "numbers_now", lambda _return: (2, None))
    monkeypatch.setattr(findings.acknowledging, "open_stops", lambda _revision: ["one", "two"])
    monkeypatch.setattr(findings.acknowledging, "given_with", lambda _revision: ["given"])
    monkeypatch.setattr(findings.dictize, "stops", lambda found: [f"told: {each}" for each in found])
    monkeypatch.setattr(findings.acknowledgements, "keep", portal.note("keep", 1))
    return made


def test_the_list_counts_what_is_open(revision):
    told = findings.spenddata_finding_list({}, {"reference": "r"})
    assert told == {"reference": "r", "revision": 2, "open": 2, "findings": ["told: given"]}


def test_a_yes_is_kept_for_whoever_gives_it(portal, revision):
    told = findings.spenddata_finding_acknowledge({}, {"reference": "r", "acknowledge": SAID})
    assert (told["acknowledged"], told["open"], told["state"]) == (1, 2, State.READY)
    check, kept, committed = portal.done
    assert (check, kept[0], kept[3], committed) == ("spenddata_finding_acknowledge", "keep", "user-id", ("commit",))


@pytest.mark.parametrize("state", [State.CHECKING, State.PUBLISHED])
def test_at_no_other_time(portal, revision, state: State):
    revision.state = state
    with pytest.raises(tk.ValidationError) as refused:
        findings.spenddata_finding_acknowledge({}, {"reference": "r", "acknowledge": SAID})
    assert list(refused.value.error_dict) == ["revision"]
    assert portal.done == ["spenddata_finding_acknowledge", ("rollback",)]


def test_a_yes_to_one_reading_does_not_land_on_a_later_one(portal, revision):
    revision.attempt = 2
    with pytest.raises(tk.ValidationError) as refused:
        findings.spenddata_finding_acknowledge({}, {"reference": "r", "attempt": 1, "acknowledge": SAID})
    assert "read again" in refused.value.error_dict["attempt"][0]
    assert portal.done == ["spenddata_finding_acknowledge", ("rollback",)]


def test_a_review_explains_the_largest_payments_of_its_publisher(portal, revision, monkeypatch):
    monkeypatch.setattr(reviews.publishers, "by_id", lambda id_: SimpleNamespace(publisher=f"publisher {id_}"))
    monkeypatch.setattr(reviews.review, "largest", lambda _revision: ["payment"])
    monkeypatch.setattr(reviews.review, "grouped", lambda _revision: ["group"])
    monkeypatch.setattr(reviews.category_reasons, "explained", lambda line, publisher: (line, publisher))
    told = reviews.spenddata_revision_review({}, {"reference": "r"})
    assert told == {"groups": ["group"], "largest": [("payment", "publisher p")]}


def test_fixes_are_paged_by_rule(portal, revision, monkeypatch):
    monkeypatch.setattr(reviews.reports, "fixes", portal.note("fixes", {"count": 0}))
    reviews.spenddata_revision_fixes({}, {"reference": "r", "rule": "typo", "limit": 5, "offset": 10})
    assert portal.done[1] == ("fixes", revision, "typo", 10, 5)


def test_rows_that_cannot_be_used_are_paged(portal, revision, monkeypatch):
    monkeypatch.setattr(reviews.unusable, "page", portal.note("page", {"count": 0}))
    reviews.spenddata_revision_rows({}, {"reference": "r", "offset": 20})
    assert portal.done[1] == ("page", revision, 20, 20)


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (findings.spenddata_finding_list, {}),
        (findings.spenddata_finding_acknowledge, {"acknowledge": SAID}),
        (reviews.spenddata_revision_review, {}),
        (reviews.spenddata_revision_fixes, {}),
        (reviews.spenddata_revision_rows, {}),
    ],
)
def test_without_the_right_nothing_is_told_or_kept(portal, revision, action: Any, more: dict[str, Any]):
    portal.refused(action, reference="r", **more)
