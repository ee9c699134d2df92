"""What is asked of a table, checked before anything is read: kinds that are never in one sum, and who can answer."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.dimensions import Part
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.logic import exploring
from tests.compare.making import DEFINITIONS, body

TODAY = date(2026, 5, 20)
BODIES = [body(1), body(2, region="South"), body(3, body_type="health", region="South")]
CARDS = {name for name, regime in DEFINITIONS.regimes.items() if regime.card}
DATABASE: Any = "the ledger"


@pytest.fixture(autouse=True)
def portal(in_english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [SimpleNamespace(publisher=each) for each in BODIES]
    monkeypatch.setattr(exploring.publishers, "every", lambda: every)
    monkeypatch.setattr(exploring, "known_values", lambda _asked: None)
    monkeypatch.setattr(exploring, "publisher_ids", tuple)
    monkeypatch.setattr(exploring, "usual_span", lambda *asked: asked[-2:])


def question(**asked: Any) -> exploring.Question:
    plain = {"rows": "category", "measure": "amount", "period": "2025-26", "complete": False}
    return exploring.question(DEFINITIONS, DATABASE, {**plain, **asked}, TODAY)[0]


def why(**asked: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as error:
        question(**asked)
    return error.value.error_dict


def test_rows_columns_and_period_are_what_was_asked_for():
    asked = question(columns="publisher", complete=True)
    assert [axis.id for axis in asked.axes] == ["category", "publisher"]
    assert (asked.span, asked.complete, asked.prices) == (Span("2025-04", "2026-03"), True, None)
    assert [axis.id for axis in question().axes] == ["category"]


def test_without_a_period_the_usual_one_is_taken():
    assert question(period=None).span == (DATABASE, TODAY)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"rows": "colour"}, "rows"),
        ({"columns": "colour"}, "columns"),
        ({"columns": "category"}, "columns"),
        ({"columns": "supplier"}, "columns"),
        ({"measure": "colour"}, "measure"),
        ({"rows": "payment_method", "measure": "share"}, "measure"),
        ({"period": "sometime"}, "period"),
        ({"category_group": ["colour"]}, "category_group"),
        ({"regime": ["lgtc-500", "lgtc-gpc"]}, "regime"),
        ({"regime": ["lgtc-gpc"], "card": False}, "regime"),
    ],
)
def test_what_can_not_be_told_is_refused_at_its_field(asked, field):
    assert set(why(**asked)) == {field}


def test_invoices_are_what_is_meant_unless_cards_are_asked_for():
    assert set(question().regimes) == DEFINITIONS.regimes.keys() - CARDS
    assert set(question(card=True).regimes) == CARDS
    asked = question(regime=["lgtc-gpc"])
    assert (asked.regimes, asked.card) == (("lgtc-gpc",), True)


def test_both_are_set_out_only_where_the_table_tells_them_apart():
    asked = question(columns="payment_method")
    assert (set(asked.regimes), asked.card) == (set(DEFINITIONS.regimes), None)
    assert question(columns="payment_method", regime=["lgtc-500", "lgtc-gpc"]).regimes == ("lgtc-500", "lgtc-gpc")


def test_amounts_with_and_without_vat_are_told_apart_by_their_own_dimension_alone():
    assert question(columns="amount_basis").tells_bases_apart
    assert not question(columns="payment_method").tells_bases_apart


@pytest.mark.parametrize(
    ("asked", "bodies"),
    [
        ({}, None),
        ({"region": ["South"]}, {"X-DEMO-2", "X-DEMO-3"}),
        ({"region": ["South"], "body_type": ["health"]}, {"X-DEMO-3"}),
        ({"publisher": ["X-DEMO-1", "X-DEMO-2"], "region": ["South"]}, {"X-DEMO-2"}),
        ({"publisher": ["X-DEMO-9"]}, set()),
    ],
)
def test_bodies_are_narrowed_by_all_that_is_asked(asked, bodies):
    assert question(**asked).bodies == bodies


def test_categories_are_narrowed_by_name_and_by_group():
    assert question().categories is None
    assert question(category=["legal", "it"]).categories is not None
    assert set(question(category=["legal", "it"]).categories or ()) == {"legal", "it"}
    known = DEFINITIONS.categories.by_id
    group = known["legal"].kind
    of_group = question(category_group=[group]).categories or ()
    assert set(of_group) == {each.id for each in known.values() if each.kind == group}
    other = next(each.kind for each in known.values() if each.kind != group)
    assert question(category=["legal"], category_group=[other]).categories == ()


@pytest.mark.parametrize(
    ("asked", "found", "basis"),
    [("gross", [], "gross"), (None, ["", "net_of_all_vat", "gross"], "net_of_all_vat"), (None, [""], "unknown")],
)
def test_the_vat_treatment_of_most_payments_is_shown_unless_another_is_asked_for(asked, found, basis):
    assert exploring._basis(asked, found) == basis


def test_a_vat_treatment_that_is_none_is_refused():
    with pytest.raises(tk.ValidationError):
        exploring._basis("colour", [])


def test_totals_are_asked_for_by_the_parts_of_rows_and_columns(monkeypatch):
    read: list[Any] = []
    monkeypatch.setattr(exploring.explore_read, "sums", lambda database, asked: read.append((database, asked)) or [])
    duty = ("X-DEMO-1", "lgtc-500")
    fields = dict.fromkeys(exploring.Scope.__dataclass_fields__)
    scope = exploring.Scope(**{**fields, "basis": "gross", "filed": (duty,), "several": ()})  # type: ignore[arg-type]
    asked = question(category=["it"])
    scope.sums(DATABASE, asked, [Part.CATEGORY], None)
    scope.sums(DATABASE, asked, [Part.BODY], ["legal"])
    assert [(each.categories, each.parts, each.filed) for _, each in read] == [
        (("it",), [Part.CATEGORY], (duty,)),
        (("legal",), [Part.BODY], (duty,)),
    ]


def test_a_table_of_many_bodies_takes_no_longer_for_each_of_them(monkeypatch):
    import gc
    from time import process_time

    def seconds(bodies: int) -> float:
        many = {each.publisher_id: each for each in (body(number) for number in range(bodies))}
        kinds = exploring.explore_read.Kinds({(name, "lgtc-500"): "gross" for name in many}, {}, 0)
        monkeypatch.setattr(exploring.explore_read, "kinds", lambda *_: kinds)
        began = process_time()
        found = exploring.scope(DEFINITIONS, DATABASE, question(), many, None, TODAY)
        took = process_time() - began
        assert len(found.filed) == len(many)
        return took

    monkeypatch.setattr(exploring.explore_read, "filed", lambda *_: [])
    gc.disable()  # what else lives in the process would be looked through meanwhile
    try:
        few, many = (min(seconds(bodies) for _ in range(3)) for bodies in (1_000, 8_000))
    finally:
        gc.enable()
    # Eight times as many take eight times as long; each with each takes over fifty times.
    assert many < 25 * few
