"""The duties in words: from which amount on, how often, and on what they rest; every one that is in force."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions import load
from ckanext.spenddata.views import about

REGIMES = load().regimes


@pytest.fixture
def shown(app: Any, plainly: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(tk, "render", lambda template, data: told.append((template, data)), raising=False)
    monkeypatch.setattr(about.config, "definitions", load)
    monkeypatch.setattr(about.reasons, "vat", "tested {}".format)
    with app.flask_app.test_request_context("/spend/about"):
        about.index()
    [(template, data)] = told
    assert template == "spenddata/about/index.html"
    return {regime["id"]: regime for regime in data["regimes"]}


def test_every_duty_is_told_in_the_order_of_the_definitions(shown):
    assert list(shown) == list(REGIMES)
    assert {id_: regime["title"] for id_, regime in shown.items()} == {id_: r.title for id_, r in REGIMES.items()}
    assert shown["lgtc-500"]["basis"] == REGIMES["lgtc-500"].basis


def test_its_cadence_is_in_words(shown):
    assert shown["hmt-25k"]["cadence"] == "every month"
    assert shown["lgtc-500"]["cadence"] == "every quarter"
    assert {regime["cadence"] for regime in shown.values()} <= {"every month", "every quarter", "every year"}


def test_a_threshold_says_its_amount_and_on_which_vat_it_is_tested(shown):
    threshold = REGIMES["hmt-25k"].threshold
    assert threshold
    assert shown["hmt-25k"]["threshold"] == f"£{threshold.amount} tested {threshold.tested_basis}"


def test_a_duty_without_one_is_about_every_transaction(shown):
    without = [id_ for id_, regime in REGIMES.items() if not regime.threshold]
    assert without
    assert {shown[id_]["threshold"] for id_ in without} == {"every payment"}
