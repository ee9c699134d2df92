"""Returns and revisions, read: who sees drafts, whose returns are listed, and when lines are counted."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.action import revisions
from ckanext.spenddata.returns.people.authority import Role

REFERENCE = "X-DEMO-1.lgtc-500.2026-Q1"


@pytest.fixture
def read(portal, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """One return with a revision; who asks; and the lines that the list has."""
    spend_return = SimpleNamespace(organization_id="o1", reference=REFERENCE)
    revision = SimpleNamespace(spend_return=spend_return, number=2, state="ready")
    made = SimpleNamespace(
        role=Role.MEMBER, own=("o1",), lines=["a", "b", "c"], asked=[], counted=[], whole={"outcome": "whole"}
    )

    def page(reader: Any, wanted: Any, limit: int, **more: Any) -> list[Any]:
        made.asked.append((reader, wanted, limit, more))
        if isinstance(made.lines, Exception):
            raise made.lines
        return made.lines[:limit]

    monkeypatch.setattr(revisions.common, "spend_return", lambda _context, _reference: spend_return)
    monkeypatch.setattr(revisions.common, "revision", lambda _context, _data: revision)
    monkeypatch.setattr(revisions.common, "role", lambda _context, _organization: made.role)
    monkeypatch.setattr(revisions.common, "organizations", lambda _context, _role: made.own)
    monkeypatch.setattr(revisions.common, "body", lambda name: SimpleNamespace(organization_id=f"of {name}"))
    every = [SimpleNamespace(organization_id=each) for each in ("o1", "o2")]
    monkeypatch.setattr(revisions.publishers, "every", lambda: every)
    monkeypatch.setattr(revisions.listing, "page", page)
    monkeypatch.setattr(revisions.listing, "count", lambda *_: made.counted.append(1) or 99)
    monkeypatch.setattr(revisions, "cursor", "cursor of {}".format)
    monkeypatch.setattr(revisions.dictize, "line", "line {}".format)
    monkeypatch.setattr(revisions.dictize, "spend_return", lambda found, own: (found.reference, own))
    monkeypatch.setattr(revisions.dictize, "revision", lambda _found, own: {"report": f"counts, own: {own}"})
    monkeypatch.setattr(revisions.reports, "whole", lambda _revision: made.whole)
    monkeypatch.setattr(revisions.reports, "findings", portal.note("findings", {"count": 0, "results": []}))
    return made


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        (revisions.spenddata_return_show, {"reference": REFERENCE}),
        (revisions.spenddata_return_list, {}),
        (revisions.spenddata_revision_report, {"reference": REFERENCE}),
        (revisions.spenddata_revision_findings, {"reference": REFERENCE}),
    ],
)
def test_who_may_not_is_told_nothing(action, asked, portal, read):
    portal.refused(action, **asked)
    assert read.asked == []


def organizations(read: SimpleNamespace, **asked: Any) -> tuple[list[str], bool]:
    revisions.spenddata_return_list({}, asked)
    reader = read.asked[-1][0]
    return [body.organization_id for body in reader.bodies], reader.everybody


def test_the_list_is_about_one_s_own_publishers_about_one_or_about_all(portal, read):
    assert organizations(read) == (["o1"], False)
    assert organizations(read, everybody=True) == (["o1", "o2"], True)
    assert organizations(read, publisher="x") == (["of x"], False)
    assert organizations(read, publisher="x", everybody=True) == (["of x"], False)


@pytest.mark.parametrize("own", [None, ()])
def test_who_works_for_nobody_or_for_the_portal_sees_all(portal, read, own):
    read.own = own
    assert organizations(read) == (["o1", "o2"], True)
    assert read.asked[-1][0].own == own


def test_what_is_asked_for_is_handed_on(portal, read):
    revisions.spenddata_return_list(
        {}, {"regime": "lgtc-500", "state": "missing", "due_before": "2026-04-30", "offset": 4}
    )
    _, wanted, _, more = read.asked[-1]
    assert (wanted.regime, wanted.state, wanted.due_before) == ("lgtc-500", "missing", dt.date(2026, 4, 30))
    assert more == {"after": "", "offset": 4}


def test_a_page_has_a_cursor_where_there_is_another(portal, read):
    first = revisions.spenddata_return_list({}, {"limit": 2})
    assert (first["results"], first["cursor"], first["count"]) == (["line a", "line b"], "cursor of b", 99)
    last = revisions.spenddata_return_list({}, {"limit": 3})
    assert (last["cursor"], last["count"]) == (None, 3)
    assert len(read.counted) == 1


def test_lines_are_counted_only_where_they_are_not_all_in_hand_and_somebody_asks(portal, read):
    assert revisions.spenddata_return_list({}, {"limit": 10, "offset": 1})["count"] == 99
    assert revisions.spenddata_return_list({}, {"limit": 10, "after": "x"})["count"] == 99
    assert revisions.spenddata_return_list({}, {"limit": 1, "count": False})["count"] is None
    assert len(read.counted) == 2


def test_no_lines_have_no_cursor(portal, read):
    read.lines = []
    assert revisions.spenddata_return_list({}, {}) == {"count": 0, "cursor": None, "results": []}


def test_what_is_no_cursor_is_refused_in_its_own_words(portal, read):
    read.lines = ValueError("no cursor")
    with pytest.raises(tk.ValidationError) as error:
        revisions.spenddata_return_list({}, {"after": "x"})
    assert error.value.error_dict == {"after": ["no cursor"]}


@pytest.mark.parametrize(("role", "own"), [(Role.MEMBER, True), (Role.EDITOR, True), (None, False)])
def test_members_see_the_whole_others_what_is_public(portal, read, role, own):
    read.role = role if role is not None else min(Role)
    own = read.role >= Role.MEMBER
    assert revisions.spenddata_return_show({}, {"reference": REFERENCE}) == (REFERENCE, own)
    report = revisions.spenddata_revision_report({}, {"reference": REFERENCE})
    assert report["report"] == ({"outcome": "whole"} if own else "counts, own: False")
    assert (report["reference"], report["revision"], report["state"]) == (REFERENCE, 2, "ready")


def test_a_report_that_is_not_there_yet_is_told_by_its_counts(portal, read):
    read.whole = None
    assert revisions.spenddata_revision_report({}, {"reference": REFERENCE})["report"] == "counts, own: True"


def test_findings_are_those_of_the_rule_and_page_that_is_asked_for(portal, read):
    asked = {"reference": REFERENCE, "severity": "error", "offset": 5, "limit": 7, "fixable": True}
    revisions.spenddata_revision_findings({}, asked)
    [(_, revision, rule, severity, offset, limit, more)] = [step for step in portal.done if step[0] == "findings"]
    assert (revision.number, rule, severity, offset, limit, more) == (2, None, "error", 5, 7, {"fixable": True})
