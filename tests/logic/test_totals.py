"""What a table of totals tells beside its figures: what a null is, what is missing and whose, and how to find the payments."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.compare.crosstab_cell import Cell
from ckanext.spenddata.compare.dimensions import DIMENSIONS, Known
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.published_months import Months
from ckanext.spenddata.logic import totals
from ckanext.spenddata.logic.exploring import Question
from tests.compare.making import DEFINITIONS, body

pytestmark = pytest.mark.usefixtures("in_english")
SPAN = Span("2025-04", "2025-06")
KNOWN = Known({f"X-DEMO-{n}": body(n) for n in (1, 2)}, DEFINITIONS.regimes, DEFINITIONS.categories.by_id, {})
ASKED = Question(DIMENSIONS["category"], None, "amount", SPAN, ("lgtc-500",), False, None, None, None, False)


def among(**more: Any) -> Any:
    return SimpleNamespace(**{"known": KNOWN, "basis": "gross", "months": {}, **more})


def months(returns: int = 0, *published: str) -> Months:
    return Months(frozenset(published), frozenset(), returns)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (Cell(2, 1250, 3, 0), {"count": 2, "total": "12.50", "value": "v", "state": "complete"}),
        (Cell(0, 0, 3, 0), {"count": 0, "total": "0.00", "value": "v", "state": "complete"}),
        (Cell(2, 1250, 3, 1), {"count": 2, "total": "12.50", "value": "v", "state": "part"}),
        (Cell(0, 0, 0, 1), {"count": None, "total": None, "value": None, "state": "missing"}),
        (Cell(), {"count": None, "total": None, "value": None, "state": "not_due"}),
    ],
)
def test_what_is_not_published_is_no_nought(cell, told):
    assert totals._cell(cell, "v") == told


def test_every_month_has_a_line_and_so_has_what_was_asked_for_by_name():
    of = lambda axis, asked=ASKED: totals._always(DIMENSIONS[axis], asked, among())  # noqa: E731
    assert of("month") == ["2025-04", "2025-05", "2025-06"]
    assert of("quarter") == ["2025-Q2"]
    assert of("category") == []
    assert of("category", replace(ASKED, categories=("legal", "it"))) == ["it", "legal"]
    assert of("publisher") == totals._always(None, ASKED, among()) == []


def test_those_who_lack_most_are_named_first_and_no_more_than_ten():
    names = {f"X-DEMO-{n:02d}": body(n) for n in range(1, 13)}
    held = {(name, "lgtc-500"): months(n) for n, name in enumerate(names)}
    held["X-DEMO-02", "lgtc-gpc"] = months(30)
    found = totals._missing(held, names)
    assert (found["returns"], found["bodies"]) == (sum(range(12)) + 30, 11)
    assert [each["publisher_id"] for each in found["most"]][:2] == ["X-DEMO-02", "X-DEMO-12"]
    assert len(found["most"]) == 10
    none = {"returns": 0, "bodies": 0}
    assert totals._missing({}, names) == {**none, "most": [], "before_joining": none}


def test_duties_are_told_whose_payments_are_in_the_figures_with_their_thresholds():
    held = {("X-DEMO-1", "lgtc-500"): months(0, "2025-04"), ("X-DEMO-1", "hmt-25k"): months(2)}
    [told] = totals._regimes(DEFINITIONS, among(months=held))
    regime = DEFINITIONS.regimes["lgtc-500"]
    assert regime.threshold
    assert told == {"id": "lgtc-500", "title": regime.title, "threshold": str(regime.threshold.amount), "card": False}


def test_only_bodies_have_a_name_in_addresses():
    assert totals._slug(DIMENSIONS["publisher"], "X-DEMO-1", among()) == {"slug": "body-1"}
    assert totals._slug(DIMENSIONS["publisher"], "X-GONE", among()) == {}
    assert totals._slug(DIMENSIONS["region"], "X-DEMO-1", among()) == {}


def test_what_is_withheld_and_not_classified_is_told_of_what_is_in_the_table():
    sums = [((totals.REDACTED,), 2, 500), ((totals.UNCLASSIFIED,), 1, 100)]
    asked: list[Any] = []
    scope = among(sums=lambda _database, _question, _parts, wanted: asked.append(list(wanted)) or sums)
    told = totals._apart("the ledger", ASKED, scope)  # type: ignore[arg-type]
    assert told == {"withheld": {"count": 2, "total": "5.00"}, "not_classified": {"count": 1, "total": "1.00"}}
    totals._apart("the ledger", replace(ASKED, categories=("it",)), scope)  # type: ignore[arg-type]
    assert asked == [[totals.REDACTED, totals.UNCLASSIFIED], []]
    apart = replace(ASKED, columns=DIMENSIONS["payment_method"])
    assert totals._apart("the ledger", apart, scope) == {"withheld": None, "not_classified": None}  # type: ignore[arg-type]
