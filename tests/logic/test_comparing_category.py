"""One category closely: each body's payments with those of its predecessors, one duty each, and suppliers under their names."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.figures import MonthTotal
from ckanext.spenddata.compare.likeness import Circumstances
from ckanext.spenddata.logic import comparing_category
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances
from tests.compare.test_one_category import CATEGORY, looked_at

LEDGER: Any = "the ledger"
OLD = "X-DEMO-OLD"
PAYMENT = {
    "_id": 7,
    "payment_date": date(2025, 5, 2),
    "supplier_name": "Alder Ltd",
    "description": "Nurses",
    "expense_type": "Agency",
    "expense_area": "Adults",
    "pence": 300_00,
    "currency": "EUR",
}


@pytest.fixture
def comparison() -> Comparison:
    """Two bodies, of which the first took over from another."""
    made, _ = looked_at([[100_00, 300_00], [50_00]])
    first, *others = made.bodies
    before = (body(9, publisher_id=OLD, ended=date(2025, 9, 30)),)
    told: Circumstances = circumstances(first.circumstances.publisher)
    from dataclasses import replace

    return replace(made, bodies=(replace(first, circumstances=replace(told, before=before)), *others))


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What is published in the category; what was asked."""
    paid = {
        ("X-DEMO-1", "name:A"): [100_00, 300_00],
        (OLD, "name:A"): [200_00],
        (OLD, ""): [5_00],
        ("X-DEMO-2", "name:A"): [50_00],
    }
    made = SimpleNamespace(paid=paid, asked={})

    def read(name: str, answer: Any) -> Any:
        def ask(database: Any, *asked: Any) -> Any:
            assert database is LEDGER
            made.asked.setdefault(name, []).append(asked)
            return answer

        return ask

    months = [MonthTotal(each, "lgtc-500", "2025-05", 1, 100_00) for each in ("X-DEMO-1", OLD, "X-DEMO-2")]
    monkeypatch.setattr(comparing_category.comparison_read, "supplier_amounts", read("suppliers", paid))
    monkeypatch.setattr(comparing_category.comparison_read, "payments", read("payments", [PAYMENT]))
    monkeypatch.setattr(comparing_category.read, "monthly", read("months", months))
    monkeypatch.setattr(comparing_category.supplier_read, "labels", read("labels", {"name:A": "Alder Ltd"}))
    return made


def closely(comparison: Comparison) -> dict[str, Any]:
    return comparing_category.closely(DEFINITIONS, LEDGER, comparison, comparison.row(CATEGORY))


def test_the_figures_of_predecessors_are_among_those_of_the_body_that_took_over(comparison, ledger):
    first, second = closely(comparison)["bodies"]
    assert first["median_payment"] == "150.00", "of 5, 100, 200 and 300"
    assert first["suppliers"] == 1, "whom nobody may know is no supplier"
    assert (second["median_payment"], second["suppliers"]) == ("50.00", 1)


def test_each_body_is_asked_about_under_its_own_duty_predecessors_too(comparison, ledger):
    closely(comparison)
    [(bodies, category, span)] = ledger.asked["suppliers"]
    assert bodies == [("X-DEMO-1", "lgtc-500"), (OLD, "lgtc-500"), ("X-DEMO-2", "lgtc-500")]
    assert (category, span) == (CATEGORY, YEAR)
    assert ledger.asked["months"] == [
        (["X-DEMO-1", OLD, "X-DEMO-2"], YEAR, CATEGORY),
        (["X-DEMO-1", OLD, "X-DEMO-2"], YEAR),
    ]


def test_the_largest_payments_are_the_body_s_own(comparison, ledger):
    [payment] = closely(comparison)["payments"]
    assert (payment["id"], payment["amount"], payment["currency"]) == (7, "300.00", "EUR")
    assert ledger.asked["payments"] == [(("X-DEMO-1", "lgtc-500"), CATEGORY, YEAR, comparing_category.PAYMENTS)]


def test_what_counts_in_the_category_is_told_with_it(comparison, ledger):
    known = DEFINITIONS.categories.by_id[CATEGORY]
    told = closely(comparison)["definition"]
    assert told == {"definition": known.definition, "in": known.inside, "out": known.out, "boundary": known.boundary}


def test_suppliers_in_common_are_told_alone_as_they_are_with_all_else(comparison, ledger):
    alone = comparing_category.common(LEDGER, comparison, CATEGORY)
    assert [each["name"] for each in alone["suppliers"]] == ["Alder Ltd"]
    assert alone["suppliers"][0]["cells"][0]["amount"] == "600.00"
    assert alone["withheld"] == "5.00"
    assert closely(comparison)["suppliers"] == alone
