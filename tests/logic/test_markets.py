"""A category as a market: one VAT basis in a sum, a trend of bodies with every return alone, and names for what can't be asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

pytest.importorskip("ckan", reason="CKAN is not here")

from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.compare.coverage import Coverage, ExpectedReturn, ReturnState
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.market import Buyer, Month, Seller, Sellers
from ckanext.spenddata.definitions.deflators import Deflator
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.logic import markets
from ckanext.spenddata.logic.market_standing import Standing
from ckanext.spenddata.returns.people.publishers import Body

DEFINITIONS = definitions.load()
TODAY = date(2026, 11, 28)
ASKED = {"id": "it", "period": "2026-Q2", "card": False}


def body(code: str, kind: str = "council") -> Body:
    return Body(
        code,
        Publisher(publisher_id=code, name=f"Body {code}", slug=code.lower(), body_type=kind, regimes=("lgtc-500",)),
    )


def owed(*states: ReturnState) -> tuple[Coverage, ...]:
    returns = tuple(cast("ExpectedReturn", SimpleNamespace(state=state, late=False)) for state in states)
    return (Coverage("-", "lgtc-500", returns, 0),)


BUYERS = [Buyer("A", 4, 70_000), Buyer("B", 2, 30_000), Buyer("C", 9, 900_000), Buyer("GONE", 1, 1_000)]
SELLERS = Sellers(
    count=3,
    paid_by_many=1,
    pence=100_000,
    squares=60_000**2 + 40_000**2,
    largest=(Seller("s1", 2, 3, 60_000), Seller("s2", 1, 2, 40_000), Seller("s3", 1, 1, -5_000)),
    by_buyer=(),
    methods=(),
    withheld_count=2,
    withheld_pence=700,
)


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A market of A and B, which publish net amounts, C, which publishes both kinds, and one that is no body of the portal any more."""
    asked = SimpleNamespace(months_of=None)

    def months(_database: Any, _scope: Any, bodies: list[str]) -> list[Month]:
        asked.months_of = list(bodies)
        return [Month("2026-04", 2, 40_000), Month("2026-06", 1, 10_000)]

    everyone = Standing(
        spent={"A": 140_000, "B": 60_000, "C": 1_000_000},
        bases={"A": "net_of_all_vat", "B": "net_of_all_vat", "C": "mixed", "GONE": "net_of_all_vat"},
        owed={
            "A": owed(ReturnState.RECEIVED, ReturnState.NIL),
            "B": owed(ReturnState.RECEIVED, ReturnState.MISSING, ReturnState.NOT_DUE),
        },
    )
    known = (body("A"), body("B", "trust"), body("C"))
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(markets.publishers, "every", lambda: known)
    monkeypatch.setattr(markets, "standing", lambda *_: everyone)
    monkeypatch.setattr(markets.market, "buyers", lambda *_: BUYERS)
    monkeypatch.setattr(markets.market, "sellers", lambda *_, **__: SELLERS)
    monkeypatch.setattr(markets.market, "months", months)
    monkeypatch.setattr(markets.supplier_read, "labels", lambda *_: {"s1": "Alder Ltd"})
    monkeypatch.setattr(markets.read, "last_entry_no", lambda _database: 7)
    return asked


def told(**asked: Any) -> dict[str, Any]:
    return markets.market_dict(DEFINITIONS, cast("Any", None), ASKED | asked, TODAY)


@pytest.mark.usefixtures("portal")
def test_bodies_with_amounts_of_several_kinds_are_counted_and_in_no_sum():
    found = told()
    assert (found["amount_basis"], found["count"], found["total"]) == ("net_of_all_vat", 7, "1010.00")
    assert found["amount_bases"] == [
        {"amount_basis": "mixed", "buyers": 1, "count": 9, "total": None},
        {"amount_basis": "net_of_all_vat", "buyers": 3, "count": 7, "total": "1010.00"},
    ]
    with pytest.raises(tk.ValidationError):
        told(amount_basis="mixed")


def test_the_trend_is_of_bodies_with_every_return_and_a_month_without_payments_a_true_nought(portal: SimpleNamespace):
    trend = told()["trend"]
    assert portal.months_of == ["A"]
    assert trend["bodies"] == 1
    assert [(each["month"], each["total"]) for each in trend["months"]] == [
        ("2026-04", "400.00"),
        ("2026-05", "0.00"),
        ("2026-06", "100.00"),
    ]
    assert [(each["name"], each["missing"], each["not_due"]) for each in trend["left_out"]] == [
        ("Body B", 1, 1),
        ("GONE", 0, 0),
    ]


@pytest.mark.usefixtures("portal")
def test_what_is_missing_counts_returns_that_are_due():
    assert told()["missing"] == {"returns": 1, "bodies": 1}


@pytest.mark.usefixtures("portal")
def test_who_buys_by_body_and_by_kind_with_their_share_of_all_that_they_spent():
    found = told()
    assert [(each["name"], each["slug"], each["share_percent"]) for each in found["buyers"]["largest"]] == [
        ("Body A", "a", "50.0"),
        ("Body B", "b", "50.0"),
        ("GONE", "", None),
    ]
    assert [(each["kind"], each["buyers"], each["total"]) for each in found["kinds"]] == [
        ("council", 1, "700.00"),
        ("trust", 1, "300.00"),
        ("", 1, "10.00"),
    ]


@pytest.mark.usefixtures("portal")
def test_suppliers_by_name_with_a_running_share_that_credits_never_lower():
    found = told()["suppliers"]
    assert [(each["name"], each["running_percent"]) for each in found["largest"]] == [
        ("Alder Ltd", "60.0"),
        ("s2", "100.0"),
        ("s3", "100.0"),
    ]
    assert (found["concentration"], found["withheld"]) == (5200, {"count": 2, "total": "7.00"})
    assert found["top_five_percent"] is None, "there are three"


DEFLATOR = Deflator("p", "Prices", "Office", "None", {"2025-26": Decimal(100), "2026-27": Decimal(125)})


def trend(first: str, last: str, deflator: Deflator | None = DEFLATOR) -> dict[str, Any]:
    """£1 in each of the first three months, £2 in each of the last three."""
    span = Span(first, last)
    pence = dict.fromkeys(span.months[:3], 100) | dict.fromkeys(span.months[-3:], 200)
    months = [Month(month, 1, paid) for month, paid in pence.items()]
    return markets._trend(markets.Scope("it", span, ("lgtc-500",)), months, ["A"], deflator)


def test_a_trend_over_financial_years_is_told_after_inflation_too():
    found = trend("2025-10", "2026-09")
    assert (found["change_percent"], found["real_change_percent"]) == ("100.0", "60.0"), "200 beside 125"
    assert found["prices"]["financial_year"] == "2026-27"
    assert {each["total"] for each in found["months"]} == {"1.00", "0.00", "2.00"}, "months are as paid"


@pytest.mark.parametrize(
    ("first", "last", "deflator"), [("2025-04", "2026-03", DEFLATOR), ("2025-10", "2026-09", None)]
)
def test_within_one_year_or_without_prices_a_trend_is_as_paid(first, last, deflator):
    found = trend(first, last, deflator)
    assert (found["change_percent"], found["real_change_percent"], found["prices"]) == ("100.0", None, None)


def test_of_nobody_with_every_return_there_is_no_trend(monkeypatch: pytest.MonkeyPatch, portal: SimpleNamespace):
    monkeypatch.setattr(markets, "standing", lambda *_: Standing({}, {}, {}))
    found = told()
    assert found["trend"]["months"] == []
    assert found["trend"]["change_percent"] is None
    assert portal.months_of == []
    assert found["amount_basis"] == "unknown"


def test_a_category_or_period_that_is_none_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tk, "_", str, raising=False)
    with pytest.raises(tk.ObjectNotFound):
        markets.scope_of(DEFINITIONS, cast("Any", None), ASKED | {"id": "itt"}, TODAY)
    with pytest.raises(tk.ValidationError) as refused:
        markets.scope_of(DEFINITIONS, cast("Any", None), ASKED | {"period": "2026-Q9"}, TODAY)
    assert list(refused.value.error_dict) == ["period"]


@pytest.mark.parametrize(
    ("newest", "span"), [("2026-06", Span("2025-07", "2026-06")), (None, Span("2025-11", "2026-10"))]
)
def test_without_a_period_it_is_the_year_up_to_what_is_published(monkeypatch, newest: str | None, span: Span):
    monkeypatch.setattr(markets.publishers, "every", tuple)
    monkeypatch.setattr(markets.read, "nearest_month", lambda *_: newest)
    assert markets.usual_span(DEFINITIONS, cast("Any", None), TODAY) == span


def test_what_counts_is_told_whole():
    told_of = markets.category_dict(DEFINITIONS.categories.by_id["it"])
    assert list(told_of) == ["id", "label", "kind", "definition", "in", "out", "boundary"]
    assert (told_of["id"], told_of["kind"]) == ("it", "procurement")
