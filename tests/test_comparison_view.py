"""The comparison as a view of a file: of which files it can be one, what it asks, and why there is none, in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import psycopg2
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import comparison_view
from ckanext.spenddata.definitions import load

VIEW = comparison_view.ComparisonView
PACKAGE = {"type": "spend", "publisher_id": "X-DEMO-1", "regime": "lgtc-500"}
RESOURCE = {"datastore_active": True, "period": "2026-Q1"}


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(asked=[], answer={"headline": "More"})

    def ask(_context: Any, data: Any) -> Any:
        made.asked.append(data)
        if isinstance(made.answer, Exception):
            raise made.answer
        return made.answer

    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(
        tk, "get_action", lambda name: ask if name == "spenddata_comparison_show" else None, raising=False
    )
    monkeypatch.setattr(
        tk, "url_for", lambda page, **parts: f"{page}?{urlencode(sorted(parts.items()), doseq=True)}", raising=False
    )
    monkeypatch.setattr(comparison_view.config, "definitions", load)
    monkeypatch.setattr(comparison_view, "context", lambda shown, asked: (shown, asked))
    monkeypatch.setattr(comparison_view.forms, "messages", lambda errors: {k: v[0] for k, v in errors.items()})
    return made


def variables(**view: str) -> dict[str, Any]:
    data = {"package": PACKAGE, "resource": RESOURCE, "resource_view": view}
    return VIEW.setup_template_variables(None, {}, data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("package", "resource", "can"),
    [
        (PACKAGE, RESOURCE, True),
        ({"type": "dataset"}, RESOURCE, False),
        (None, RESOURCE, False),
        (PACKAGE, {"datastore_active": True}, False),
        (PACKAGE, {"period": "2026-Q1", "datastore_active": False}, False),
    ],
)
def test_only_published_files_of_one_period_can_have_it(package, resource, can):
    assert VIEW.can_view(None, {"package": package, "resource": resource}) is can  # type: ignore[arg-type]


def test_a_file_is_compared_for_its_own_period_and_duty(portal):
    shown = variables()
    asked = {"publishers": ["X-DEMO-1"], "regime": "lgtc-500", "period": "2026-Q1"}
    assert portal.asked == [asked]
    assert shown["comparison"] == ({"headline": "More"}, asked)
    assert (shown["why"], shown["address"]) == (
        "",
        "spenddata_comparison.index?period=2026-Q1&publisher=X-DEMO-1&regime=lgtc-500",
    )


def test_whom_and_what_to_compare_is_whoever_made_the_view_s_choice(portal):
    variables(peers=" X-DEMO-2, ,X-DEMO-3 ", measure="share")
    [asked] = portal.asked
    assert asked["publishers"] == ["X-DEMO-1", "X-DEMO-2", "X-DEMO-3"]
    assert asked["measure"] == "share"


def test_its_form_offers_every_measure_and_the_portal_s_own_choice(portal):
    measures = variables()["measures"]
    assert [each["value"] for each in measures] == ["", *load().measures]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (tk.ValidationError({"period": ["It is not over."]}), "It is not over."),
        (psycopg2.OperationalError(), "The figures are not available at the moment. Try again in a minute."),
    ],
)
def test_why_there_is_none_is_told_on_the_page_of_the_file(portal, error, why):
    portal.answer = error
    shown = variables()
    assert (shown["comparison"], shown["why"]) == (None, why)


def test_a_file_of_nobody_is_compared_with_nobody(portal):
    data = {"package": {"type": "spend"}, "resource": RESOURCE}
    shown = VIEW.setup_template_variables(None, {}, data)  # type: ignore[arg-type]
    assert (shown["comparison"], shown["why"], portal.asked) == (None, "This file belongs to no publisher.", [])


def test_it_is_drawn_by_the_server_and_only_where_it_is_asked_for(portal, monkeypatch):
    monkeypatch.setattr(tk, "get_validator", "the validator {}".format, raising=False)
    view = object.__new__(VIEW)
    info = view.info()
    assert (info["name"], info["iframed"], info["always_available"]) == (comparison_view.VIEW_TYPE, False, False)
    assert set(info["schema"]) == {"peers", "measure"}
    assert VIEW.view_template(view, {}, {}) != VIEW.form_template(view, {}, {})
