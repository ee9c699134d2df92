"""How bodies stand is made once for all categories, and again when ledger, bodies, duties or the day are others."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest

pytest.importorskip("ckan", reason="CKAN is not here")

from ckanext.spenddata import definitions
from ckanext.spenddata.compare.figures import PublishedReturn, Span
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger.market import Scope
from ckanext.spenddata.logic import market_standing
from ckanext.spenddata.returns.people.publishers import Body

DEFINITIONS = definitions.load()
TODAY = date(2026, 11, 28)
QUARTER = Scope("it", Span("2026-04", "2026-06"), ("lgtc-500",))


def body(code: str, *regimes: str) -> Body:
    return Body(code, Publisher(publisher_id=code, name=code, slug=code.lower(), regimes=regimes))


def returned(code: str, regime: str, *bases: str, n: int = 3) -> PublishedReturn:
    start, end = date(2026, 4, 1), date(2026, 6, 30)
    whole = (code, regime, "2026-Q2", start, end, f"{code}.{regime}.2026-Q2", True, not n, n, 0, n)
    return PublishedReturn(*whole, bases, ("GBP",), date(2026, 7, 2))


class Ledger:
    """Counts what it is asked for."""

    def __init__(self, *returns: PublishedReturn) -> None:
        self.state, self.asked, self.returns = "first", 0, list(returns)

    def published_returns(self, _database: Any, ids: list[str], _span: Span) -> list[PublishedReturn]:
        self.asked += 1
        return [each for each in self.returns if each.publisher_id in ids]


@pytest.fixture
def ledger(monkeypatch) -> Ledger:
    ledger = Ledger(
        returned("X-DEMO-1", "lgtc-500", "gross"), returned("X-DEMO-2", "lgtc-500", "gross", "net_of_all_vat")
    )
    monkeypatch.setattr(market_standing.changes, "state_of", lambda _database: ledger.state)
    monkeypatch.setattr(market_standing.read, "published_returns", ledger.published_returns)
    monkeypatch.setattr(market_standing.market, "spent", lambda *_: {"X-DEMO-1": 100, "X-DEMO-9": 50})
    return ledger


def standing(*known: Body, scope: Scope = QUARTER, today: date = TODAY) -> market_standing.Standing:
    return market_standing.standing(DEFINITIONS, cast("Any", None), known, scope, today)


@pytest.mark.usefixtures("ledger")
def test_on_which_basis_each_body_publishes_and_what_it_owes():
    found = standing(
        body("X-DEMO-1", "lgtc-500", "hmt-25k"), body("X-DEMO-2", "lgtc-500"), body("X-DEMO-3", "lgtc-500")
    )
    assert dict(found.bases) == {"X-DEMO-1": "gross", "X-DEMO-2": "mixed"}
    assert {name: [each.complete for each in owed] for name, owed in found.owed.items()} == {
        "X-DEMO-1": [True],
        "X-DEMO-2": [True],
        "X-DEMO-3": [False],
    }
    assert found.spent["X-DEMO-9"] == 50, "who is no body of the portal any more has spent all the same"


def test_it_is_made_once_for_all_categories_and_anew_when_anything_is_another(ledger: Ledger):
    known = body("X-DEMO-1", "lgtc-500")
    for category in ("it", "legal", "it"):
        standing(known, scope=Scope(category, QUARTER.span, QUARTER.regimes))
    assert ledger.asked == 1
    ledger.state = "second"
    ledger.returns = []
    assert standing(known).bases == {}
    assert ledger.asked == 2
    standing(body("X-DEMO-1", "lgtc-500", "hmt-25k"))
    standing(known, today=date(2026, 11, 29))
    standing(known, scope=Scope("it", Span("2026-04", "2026-05"), QUARTER.regimes))
    assert ledger.asked == 5


def test_amounts_of_several_kinds_or_in_another_currency_are_in_no_sum_of_a_market(ledger: Ledger):
    from ckanext.spenddata.compare.market import Buyer
    from ckanext.spenddata.logic import markets

    ledger.returns.append(returned("X-DEMO-3", "lgtc-500", "gross")._replace(currencies=("EUR", "GBP")))
    assert standing(body("X-DEMO-3", "lgtc-500")).bases["X-DEMO-3"] == "mixed"
    buyers = [Buyer("X-DEMO-3", 2, 500)]
    assert markets._side("mixed", buyers)["total"] is None
    assert markets._side("gross", buyers)["total"] == "5.00"
    assert markets._basis(None, {"mixed": buyers, "gross": buyers}) == "gross"
    assert markets._basis(None, {"mixed": buyers}) == "unknown"
    with pytest.raises(Exception, match="mixed"):
        markets._basis("mixed", {"mixed": buyers, "gross": buyers})
