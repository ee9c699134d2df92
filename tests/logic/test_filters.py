"""A filter that nothing has is refused with the nearest that something has: nothing found would read as nothing spent."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.logic import filters

pytestmark = pytest.mark.usefixtures("in_english")

BODIES = {
    each.slug: SimpleNamespace(publisher=each)
    for each in (
        Publisher("X-DEMO-1", "Exampleton City Council", "exampleton", "local authority", "District", "North West"),
        Publisher("X-DEMO-2", "Otherborough", "otherborough", "NHS trust"),
    )
}


@pytest.fixture(autouse=True)
def portal(monkeypatch: pytest.MonkeyPatch) -> None:
    by_id = {body.publisher.publisher_id: body for body in BODIES.values()}
    monkeypatch.setattr(filters.config, "definitions", definitions.load)
    monkeypatch.setattr(filters.publishers, "find", lambda name: BODIES.get(name) or by_id.get(name))
    monkeypatch.setattr(filters.publishers, "every", lambda: list(BODIES.values()))
    monkeypatch.setattr(
        filters.publishers, "by_ids", lambda wanted: {id_: by_id[id_] for id_ in wanted if id_ in by_id}
    )
    monkeypatch.setattr(filters.connection, "reading", lambda _timeout: nullcontext("ledger"))
    monkeypatch.setattr(filters.read, "periods", lambda _ledger: ["2026-Q1"])
    monkeypatch.setattr(
        filters.read,
        "nearest_month",
        lambda _ledger, month: {"2026-04": "2026-04", "2030-01": None}.get(month, "2026-03"),
    )


def refusals(**asked: list[str]) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refused:
        filters.known_values(asked)
    return refused.value.error_dict


def test_what_is_known_passes_and_what_is_not_asked_for_is_not_looked_at():
    filters.known_values(
        {"publisher_id": ["X-DEMO-1"], "month": ["2026-04"], "period": ["2026-Q1"], "region": ["North West"]}
    )
    filters.known_values({"publisher_id": [], "month": None, "q": "whatever"})


@pytest.mark.parametrize(
    ("field", "wrong", "near"),
    [
        ("publisher_id", "X-DEMO-3", "X-DEMO-"),
        ("regime", "lgtc500", "lgtc-500"),
        ("category", "energi", "energy"),
        ("redaction_reason", "personal-data", "personal_data"),
        ("amount_basis", "grosss", "gross"),
        ("period", "2026-Q2", "2026-Q1"),
        ("body_type", "NHS trusts", "NHS trust"),
        ("region", "North Wst", "North West"),
    ],
)
def test_a_value_that_nothing_has_is_refused_with_the_nearest(field: str, wrong: str, near: str):
    errors = refusals(**{field: [wrong]})
    assert set(errors) == {field}
    assert wrong in errors[field][0]
    assert near in errors[field][0].replace(wrong, "")


def test_every_wrong_value_of_every_field_is_told():
    errors = refusals(regime=["a", "lgtc-500", "b"], amount_basis=["c"])
    assert {field: len(words) for field, words in errors.items()} == {"regime": 2, "amount_basis": 1}


def test_a_month_without_payments_names_the_nearest_that_has_some():
    [near, none, no_month] = refusals(month=["2026-05", "2030-01", "May 2026"])["month"]
    assert near == "No payment of 2026-05 is published. The nearest month of which there are any is 2026-03."
    assert none == "No payment of 2030-01 is published."
    assert no_month.startswith("“May 2026” is not a month.")


def test_bodies_are_found_by_identifier_or_name():
    assert filters.publisher_ids(["otherborough", "X-DEMO-1"]) == ("X-DEMO-2", "X-DEMO-1")
    with pytest.raises(tk.ValidationError) as refused:
        filters.publisher_ids(["X-DEMO-1", "exampletown"], "without")
    assert list(refused.value.error_dict) == ["without"]


def test_bodies_are_named_once_however_they_are_called():
    named = filters.publisher_ids(["otherborough", "X-DEMO-1", "X-DEMO-2"], "publishers")
    assert named == ("X-DEMO-2", "X-DEMO-1")
    with pytest.raises(tk.ValidationError) as error:
        filters.publisher_ids(["X-DEMO-1", "X-DEMO-9"], "publishers")
    assert "X-DEMO-9" in str(error.value.error_dict["publishers"])
