"""A revision's pages and downloads: which revision, in what name, in what order, and what nobody may know of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import flask
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import downloads, revisions

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"
SHOWN = {
    "reference": REFERENCE,
    "publisher_id": "X-DEMO-1",
    "regime": "lgtc-500",
    "period": "2026-Q1",
    "published_revision": 2,
    "revisions": [
        {"number": 2, "state": "published", "nil": False},
        {"number": 1, "state": "superseded", "nil": False},
    ],
}


@pytest.fixture
def portal(plainly: None, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Answers by action, and what was asked; downloads as what they are made of."""
    made = SimpleNamespace(
        answers={"spenddata_return_show": SHOWN, "spenddata_revision_report": {"report": {"rows": 3}}},
        asked=[],
        private=False,
        app=flask.Flask("revisions"),
    )

    def action(name: str) -> Any:
        def ask(_context: Any, data: Any) -> Any:
            made.asked.append((name, dict(data)))
            answer = made.answers[name]
            return answer(data) if callable(answer) else answer

        return ask

    monkeypatch.setattr(tk, "get_action", action, raising=False)
    monkeypatch.setattr(tk, "request", flask.request, raising=False)
    monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_anonymous=False), raising=False)
    monkeypatch.setattr(tk, "render", lambda template, data: {"template": template, **data}, raising=False)
    monkeypatch.setattr(tk, "abort", lambda status, words: (status, words), raising=False)
    monkeypatch.setattr(tk.h, "dump_json", lambda data, indent: f"{data}", raising=False)  # noqa: ARG005
    monkeypatch.setattr(revisions.filers, "publisher", lambda _shown: "the publisher")
    monkeypatch.setattr(revisions.filers, "rights", lambda _shown: {"private": made.private})
    monkeypatch.setattr(revisions.standing, "spend_return", lambda *_: "the return")
    monkeypatch.setattr(
        revisions.standing,
        "revision",
        lambda _shown, number, report, review: {"number": number, "of": (report, review)},
    )
    monkeypatch.setattr(revisions.standing, "difference", lambda *_: "the difference")
    monkeypatch.setattr(revisions.confirming, "found", lambda *_: [])
    monkeypatch.setattr(revisions.confirming, "confirmed", lambda _found: "confirmed")
    monkeypatch.setattr(revisions.history, "ended", lambda _found: None)
    monkeypatch.setattr(revisions.downloads, "file", lambda asked: ({"name": f"{asked}", "mimetype": "m"}, "/a/path"))
    monkeypatch.setattr(revisions.downloads, "body", lambda asked: ({"name": f"{asked['kind']}.html"}, b"a body"))
    monkeypatch.setattr(revisions.downloads, "for_spreadsheets", lambda path: f"safe {path}")
    monkeypatch.setattr(revisions.downloads, "sent", lambda *parts: SimpleNamespace(parts=parts, headers={}))
    monkeypatch.setattr(revisions.downloads, "attachment", lambda *parts: parts)
    return made


def get(portal: SimpleNamespace, view: Any, *parts: Any, **question: str) -> Any:
    with portal.app.test_request_context("/spend/returns", query_string=question):
        return view(*parts)


def test_a_revision_is_shown_with_its_report_and_what_became_of_it(portal):
    shown = get(portal, revisions.show, REFERENCE, 1)
    assert shown["revision"] == {"number": 1, "of": ({"rows": 3}, {}), "confirmed": "confirmed"}
    assert (shown["newer"], shown["downloads"], shown["difference"]) == (2, True, "the difference")
    assert get(portal, revisions.show, REFERENCE, 2)["newer"] is None
    assert {name for name, _ in portal.asked} == {"spenddata_return_show", "spenddata_revision_report"}


def test_whoever_may_see_drafts_sees_the_review(portal):
    portal.private = True
    portal.answers["spenddata_revision_review"] = "a review"
    assert get(portal, revisions.show, REFERENCE, 2)["revision"]["of"][1] == "a review"


def test_a_revision_that_one_may_not_know_of_is_not_there(portal):
    status, words = get(portal, revisions.show, REFERENCE, 3)
    assert status == 404
    assert words == f"The return {REFERENCE} has no revision 3 that you may see."


def test_the_canonical_csv_is_named_by_body_duty_period_and_revision(portal):
    assert get(portal, revisions.canonical_csv, REFERENCE, 2).parts == (
        "/a/path",
        "X-DEMO-1-lgtc-500-2026-Q1-r2.csv",
        "text/csv",
    )
    body, name, kind = get(portal, revisions.canonical_csv, REFERENCE, 2, spreadsheet="yes")
    assert (body, name) == ("safe /a/path", "X-DEMO-1-lgtc-500-2026-Q1-r2-spreadsheet.csv")
    assert kind.startswith("text/csv")


def places(count: int) -> Any:
    """An action that has so many findings, and gives as many as are asked for."""

    def answer(data: dict[str, Any]) -> dict[str, Any]:
        here = range(data["offset"], min(data["offset"] + data["limit"], count))
        return {"count": count, "results": [dict.fromkeys(revisions.FINDINGS_COLUMNS, f"={n}") for n in here]}

    return answer


def test_places_are_shown_a_hundred_at_a_time_with_ways_on_and_back(portal, monkeypatch):
    portal.answers["spenddata_revision_findings"] = places(250)
    monkeypatch.setattr(revisions.config, "definitions", lambda: SimpleNamespace(rules={}))
    first, last = (
        get(portal, revisions.findings, REFERENCE, 2),
        get(portal, revisions.findings, REFERENCE, 2, offset="200"),
    )
    assert (first["first"], first["last"], first["first_url"]) == (1, 100, None)
    assert "offset=100" in first["next_url"]
    assert (last["first"], last["last"], last["next_url"]) == (201, 250, None)
    assert last["first_url"]
    assert get(portal, revisions.findings, REFERENCE, 2, offset="-7") == (
        400,
        "offset is a whole number, such as 100, not -7.",
    )


def test_places_of_one_rule_tell_its_remedy(portal, monkeypatch):
    portal.answers["spenddata_revision_findings"] = places(1)
    rules = {"vat": SimpleNamespace(remedy="Say which.")}
    monkeypatch.setattr(revisions.config, "definitions", lambda: SimpleNamespace(rules=rules))
    assert get(portal, revisions.findings, REFERENCE, 2, rule="vat")["rule"] == {
        "id": "vat",
        "title": "rule vat",
        "remedy": "Say which.",
    }
    assert get(portal, revisions.findings, REFERENCE, 2, rule="gone")["rule"]["remedy"] == ""
    assert get(portal, revisions.findings, REFERENCE, 2)["rule"] is None


@pytest.mark.parametrize("count", [0, 3, 1000, 2001])
def test_all_findings_are_one_csv_whatever_their_number(portal, count):
    portal.answers["spenddata_revision_findings"] = places(count)
    body, name, _ = get(portal, revisions.findings_csv, REFERENCE, 2)
    lines = body.strip().splitlines()
    assert (len(lines), name) == (count + 1, f"{REFERENCE}.2.findings.csv")
    assert lines[0].replace('"', "").split(",") == list(revisions.FINDINGS_COLUMNS)
    assert len(portal.asked) == max(1, -(-count // downloads.ASKED_AT_ONCE))


def test_what_a_spreadsheet_would_calculate_is_none(portal):
    portal.answers["spenddata_revision_findings"] = places(1)
    body, _, _ = get(portal, revisions.findings_csv, REFERENCE, 2)
    assert ",=0" not in body
    assert not body.splitlines()[1].startswith("=")


def test_the_report_to_take_away_is_that_of_the_api_and_the_printable_one_a_page(portal):
    told, name, kind = get(portal, revisions.report_json, REFERENCE, 2)
    assert (told, name, kind) == ("{'report': {'rows': 3}}", f"{REFERENCE}.2.report.json", "application/json")
    assert get(portal, revisions.printable, REFERENCE, 2)[:2] == (b"a body", "printable.html")


def test_a_marked_file_is_kept_by_nobody_and_one_that_can_not_be_made_says_why(portal, monkeypatch):
    response = get(portal, revisions.marked, REFERENCE, 2, 1)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "'position': 1" in response.parts[1]

    def failing(_asked: Any) -> Any:
        raise tk.ValidationError({}, error_summary={"Message": "It takes too long."})

    monkeypatch.setattr(revisions.downloads, "file", failing)
    assert get(portal, revisions.marked, REFERENCE, 2, 1) == (503, "It takes too long.")


@pytest.mark.parametrize("view", [revisions.findings, revisions.findings_csv, revisions.printable])
def test_who_is_not_signed_in_is_asked_to(portal, monkeypatch, view):
    monkeypatch.setattr(tk, "current_user", SimpleNamespace(is_anonymous=True), raising=False)
    monkeypatch.setattr(tk, "redirect_to", lambda page, came_from: (page, came_from), raising=False)
    assert get(portal, view, REFERENCE, 2) == ("user.login", "/spend/returns")
    assert portal.asked == []
