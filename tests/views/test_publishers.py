"""The list of publishers by kind of body; and a body's page, which asks for its own months and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask

from ckanext.spenddata.views import publishers


@pytest.fixture
def portal(plainly: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Answers by action; what was asked; what pages were made of."""
    made = SimpleNamespace(answers={}, asked=[], shown=[], refused=False)

    def action(name: str) -> Any:
        def ask(_context: Any, data: Any) -> Any:
            made.asked.append((name, data))
            return made.answers[name]

        return ask

    def check_access(name: str, _context: Any, data: Any) -> None:
        made.asked.append((name, data))
        if made.refused:
            raise tk.NotAuthorized

    monkeypatch.setattr(tk, "get_action", action, raising=False)
    monkeypatch.setattr(tk, "check_access", check_access, raising=False)
    monkeypatch.setattr(tk, "render", lambda template, data: made.shown.append((template, data)), raising=False)
    monkeypatch.setattr(publishers.one, "context", lambda *parts: {"parts": parts})
    with Flask(__name__).test_request_context("/"):
        yield made


def body(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "slug": name.lower(), "body_type": kind, "body_subtype": "", "region": "North"}


def test_publishers_stand_under_their_kind_of_body(portal):
    portal.answers["spenddata_publisher_list"] = [
        body("A", "local authority"),
        body("B", ""),
        body("C", "local authority"),
    ]
    publishers.index()
    [(_, data)] = portal.shown
    assert [(group["kind"], [each["title"] for each in group["members"]]) for group in data["groups"]] == [
        ("Local authority", ["A", "C"]),
        ("Other", ["B"]),
    ]
    assert data["groups"][0]["members"][0] == {"title": "A", "slug": "a", "subtype": "", "region": "North"}


PUBLISHER = {"publisher_id": "X-DEMO-1", "spending": {"publisher_ids": ["X-DEMO-1", "X-DEMO-0"]}}
COMPARISON = {"period": {"first_month": "2025-04", "last_month": "2026-03"}, "regime": {"id": "lgtc-500"}}


def test_a_body_is_shown_with_its_comparison_and_the_same_months_one_by_one(portal):
    portal.answers |= {
        "spenddata_publisher_show": PUBLISHER,
        "spenddata_return_list": {"results": ["a return"]},
        "spenddata_comparison_show": COMPARISON,
        "spenddata_totals_show": {"lines": []},
    }
    publishers.show("exampleton")
    asked = dict(portal.asked)
    assert asked["spenddata_publisher_show"] == {"publisher": "exampleton", "spending": True}
    assert asked["spenddata_comparison_show"] == {"publisher": "X-DEMO-1"}
    listed = [data for name, data in portal.asked if name == "spenddata_return_list"]
    assert [(data["publisher"], data.get("state")) for data in listed] == [("X-DEMO-1", None), ("X-DEMO-1", "not_due")]
    assert asked["spenddata_totals_show"] == {
        "rows": "month",
        "publisher": ["X-DEMO-1", "X-DEMO-0"],
        "regime": ["lgtc-500"],
        "period": "2025-04/2026-03",
    }
    [(_, data)] = portal.shown
    assert data["parts"] == (PUBLISHER, COMPARISON, {"lines": []}, ["a return", "a return"])
    assert data["may_send"] is True


def test_a_body_without_a_duty_is_compared_with_nobody(portal):
    portal.answers |= {
        "spenddata_publisher_show": {"publisher_id": "X-DEMO-1", "spending": None},
        "spenddata_return_list": {"results": []},
    }
    portal.refused = True
    publishers.show("exampleton")
    [(_, data)] = portal.shown
    assert data["parts"][1:3] == (None, None)
    assert data["may_send"] is False
