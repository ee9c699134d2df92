"""A body's profile: whom it pays, what is withheld, not classified or coded by itself, and what it took over from whom."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger.publisher_read import Paid
from ckanext.spenddata.logic import profiles

DEFINITIONS = load()
TODAY = date(2026, 5, 20)
OLD = Publisher("X-OLD", "Old", ended=date(2025, 3, 31))
BODY = Publisher(
    "X-NEW", "New", regimes=("lgtc-gpc", "lgtc-500"), predecessors=("X-OLD", "X-GONE"), began=date(2025, 4, 1)
)
DATABASE: Any = "the ledger"


def paid(supplier: str, pence: int, category: str = "legal", method: str = "table", n: int = 1) -> Paid:
    values = {"supplier_id": supplier, "pence": pence, "category": category, "method": method, "n": n}
    return Paid(**{name: values[name] for name in Paid._fields})


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(paid=[], asked=None, published=[])

    def read(database: Any, ids: list[str], regime: str, span: Span) -> list[Paid]:
        assert database is DATABASE
        made.asked = (ids, regime, span)
        return made.paid

    monkeypatch.setattr(profiles.publisher_read, "paid", read)
    monkeypatch.setattr(
        profiles.supplier_read, "labels", lambda _database, names: {n: n.upper() for n in names if n != "b"}
    )
    monkeypatch.setattr(profiles.read, "last_entry_no", lambda _database: 17)
    monkeypatch.setattr(profiles.read, "published_returns", lambda *_: made.published)
    return made


def spending(body: Publisher = BODY, **asked: Any) -> dict[str, Any] | None:
    return profiles.spending(DEFINITIONS, DATABASE, body, [BODY, OLD], asked, TODAY)


def test_a_body_without_a_duty_has_no_spending(ledger):
    assert spending(Publisher("X-1", "One", regimes=("no-such",))) is None


def test_the_first_duty_that_is_not_about_cards_and_the_last_twelve_months_are_what_is_shown(ledger):
    found = spending()
    assert found
    assert (found["regime"], found["as_of_entry"]) == ("lgtc-500", 17)
    assert (found["period"]["first"], found["period"]["last"]) == ("2025-05", "2026-04")
    assert ledger.asked == (["X-NEW"], "lgtc-500", Span("2025-05", "2026-04"))
    assert (found["count"], found["total"]) == (0, None)


def test_a_period_and_a_duty_can_be_asked_for_and_predecessors_are_among_it(ledger):
    found = spending(period="2024-25", regime="lgtc-gpc")
    assert found
    assert found["publisher_ids"] == ["X-NEW", "X-OLD"]
    assert ledger.asked[1:] == ("lgtc-gpc", Span("2024-04", "2025-03"))


def test_what_is_no_period_is_refused_at_its_field(ledger, in_english):
    with pytest.raises(tk.ValidationError) as error:
        spending(period="sometime")
    assert set(error.value.error_dict) == {"period"}


def test_the_largest_suppliers_are_told_with_what_they_are_mostly_paid_for(ledger):
    ledger.paid = [paid("a", 500), paid("a", 700, "agency-staff", n=2), paid("b", 900), paid("", 300, n=4)]
    suppliers = (spending() or {})["suppliers"]
    assert suppliers["count"] == 2
    assert suppliers["unnamed"] == {"count": 4, "total": "3.00"}
    first, second = suppliers["largest"]
    assert (first["id"], first["name"], first["category"], first["count"], first["total"]) == (
        "a",
        "A",
        "agency-staff",
        3,
        "12.00",
    )
    assert first["category_label"] == DEFINITIONS.categories.label("agency-staff")
    assert (second["name"], second["category"]) == ("b", "legal")
    assert suppliers["largest_percent"] == profiles.percent(profiles.market.share(2100, 2400))


def test_no_more_than_ten_are_told_and_their_share_is_of_all(ledger):
    ledger.paid = [paid(f"s{n:02d}", 100 + n) for n in range(12)]
    suppliers = (spending() or {})["suppliers"]
    assert [each["id"] for each in suppliers["largest"]] == [f"s{n:02d}" for n in range(11, 1, -1)]
    assert suppliers["count"] == 12
    assert suppliers["largest_percent"] == profiles.percent(
        profiles.market.share(sum(range(102, 112)), sum(range(100, 112)))
    )


def test_where_all_is_credited_no_share_is_told(ledger):
    ledger.paid = [paid("a", -500)]
    found = spending()
    assert found
    assert found["suppliers"]["largest_percent"] is None
    assert found["withheld"] == {"count": 0, "total": "0.00", "percent": profiles.percent(None)}


def test_what_is_withheld_not_classified_and_coded_by_the_body_is_told_with_its_share(ledger):
    ledger.paid = [
        paid("", 250, profiles.REDACTED),
        paid("a", 500, profiles.UNCLASSIFIED, n=3),
        paid("a", 250, method="publisher_cpv"),
    ]
    found = spending()
    assert found
    parts = {name: (found[name]["count"], found[name]["total"]) for name in ("withheld", "not_classified", "own_codes")}
    assert parts == {"withheld": (1, "2.50"), "not_classified": (3, "5.00"), "own_codes": (1, "2.50")}
    assert found["not_classified"]["percent"] == profiles.percent(profiles.market.share(1, 2))


def filed(*bases: str, currencies: tuple[str, ...] = ("GBP",), **more: Any) -> SimpleNamespace:
    told = {"regime": "lgtc-500", "current": True, **more}
    return SimpleNamespace(amount_basis=bases, currencies=currencies, **told)


@pytest.mark.parametrize(
    "published",
    [
        [filed("gross"), filed("net_of_recoverable_vat")],
        [filed("gross", "net_of_recoverable_vat")],
        [filed("gross", currencies=("EUR", "GBP"))],
    ],
)
def test_amounts_of_kinds_that_are_never_added_up_are_counted_and_in_no_sum(ledger, published):
    ledger.published = published
    ledger.paid = [
        paid("a", 900),
        paid("b", 500, n=3),
        paid("b", 600, "agency-staff", n=2),
        paid("", 250, profiles.REDACTED),
    ]
    found = spending(period="2025-26")
    assert found
    assert (found["count"], found["total"]) == (7, None)
    assert found["withheld"] == {"count": 1, "total": None, "percent": None}
    suppliers = found["suppliers"]
    assert suppliers["unnamed"] == {"count": 1, "total": None}
    assert suppliers["largest_percent"] is None
    told = [(each["id"], each["category"], each["count"], each["total"]) for each in suppliers["largest"]]
    assert told == [("b", "legal", 5, None), ("a", "legal", 1, None)], "by payments, since there are no sums"


def test_what_another_duty_or_a_replaced_return_holds_makes_no_sum_mixed(ledger):
    ledger.published = [filed("gross"), filed("net_of_all_vat", current=False), filed("net_of_all_vat", regime="x")]
    ledger.paid = [paid("a", 900)]
    assert (spending(period="2025-26") or {})["total"] == "9.00"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(rows=[], names=[])
    monkeypatch.setattr(profiles.model.Session, "execute", lambda _query: made.rows)
    monkeypatch.setattr(profiles.model.Session, "scalars", lambda _query: made.names)
    return made


def test_before_and_after_a_body_are_told_with_its_former_names(session):
    session.rows = [("old-name", date(2025, 4, 1))]
    found = profiles.history(BODY, "o1", [BODY, OLD])
    assert [each["publisher_id"] for each in found["predecessors"]] == ["X-OLD"]
    assert found["predecessors"][0]["ended"] == "2025-03-31"
    assert found["former_names"] == [{"slug": "old-name", "until": "2025-04-01"}]
    after = profiles.history(OLD, "o2", [BODY, OLD])["successors"]
    assert [(each["publisher_id"], each["began"]) for each in after] == [("X-NEW", "2025-04-01")]


def test_a_return_counts_as_withdrawn_only_while_nothing_of_it_is_published(session):
    session.rows = [
        ("r1", 1, ["published"]),
        ("r2", 2, ["superseded", "published"]),
        ("r3", 2, ["withdrawn", "published"]),
        ("r4", 1, ["withdrawn"]),
        ("r5", 1, ["erased"]),
        ("r6", 2, ["erased", "published"]),
        ("r7", 1, ["erased"]),
    ]
    session.names = ["a.csv", "b.CSV", "c.xlsx", "README"]
    found = profiles.publishing("o1")
    counted = {name: found[name] for name in ("published", "replaced", "withdrawn", "erased")}
    assert counted == {"published": 4, "replaced": 1, "withdrawn": 1, "erased": 2}
    assert found["files"][0] == {"kind": "csv", "count": 2}
    assert {each["kind"] for each in found["files"]} == {"csv", "xlsx", "other"}
