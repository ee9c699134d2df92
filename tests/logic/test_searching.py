"""A search is put to the index in its own words, and sums are made of what is alike and of nothing else."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.logic import searching
from ckanext.spenddata.search.answers import Answer, Bucket, Kind
from ckanext.spenddata.search.query import START

pytestmark = pytest.mark.usefixtures("in_english")
ASKED = {"q": "roads", "sort": "relevance", "rows": 20, "cursor": START, "facets": ("months",)}
ROW = {
    "_id": 7,
    "entry_no": 3,
    "publisher_id": "X-DEMO-1",
    "publisher_name": "Alder, as it was",
    "pence": -1_234_50,
    "supplier": "Fictional Ltd",
    "return_id": "X-DEMO-1.lgtc-500.2026-Q1",
    "source_file": "a.csv",
    "payment_date": "2026-01-02",
}
NET = "net_of_recoverable_vat"


@pytest.fixture(autouse=True)
def portal(monkeypatch: pytest.MonkeyPatch) -> definitions.Definitions:
    known = definitions.load()
    monkeypatch.setattr(searching.config, "definitions", lambda: known)
    monkeypatch.setattr(searching, "known_values", lambda _asked: None)
    monkeypatch.setattr(searching, "publisher_ids", lambda names: tuple(f"id of {name}" for name in names))
    monkeypatch.setattr(searching, "sha256_of_files", lambda _entries: {(3, "a.csv"): "ab"})
    today = SimpleNamespace(publisher=SimpleNamespace(name="Alder today"))
    monkeypatch.setattr(searching.publishers, "by_ids", lambda ids: {"X-DEMO-1": today} if "X-DEMO-1" in ids else {})
    return known


def filters(**asked: Any) -> dict[str, tuple[str, ...]]:
    return dict(searching.question({**ASKED, **asked}).filters)


def test_filters_are_those_of_the_index():
    assert filters(reference=["r"], period=[], category=["it"]) == {"return_id": ("r",), "category": ("it",)}
    assert filters(publisher=["alder"], publisher_id=["X-DEMO-9"]) == {"publisher_id": ("id of alder",)}


def test_cards_are_the_duties_about_cards(portal):
    cards = {regime.id for regime in portal.regimes.values() if regime.card}
    assert set(filters(card=True)["regime"]) == cards
    assert set(filters(card=False)["regime"]) == set(portal.regimes) - cards
    assert filters(card=False, regime=["lgtc-500", "lgtc-gpc"])["regime"] == ("lgtc-500",)
    assert filters(regime=["lgtc-gpc"])["regime"] == ("lgtc-gpc",)
    for card, regime in ((True, "lgtc-500"), (False, "lgtc-gpc")):
        with pytest.raises(tk.ValidationError):
            filters(card=card, regime=[regime])


def test_what_ckan_put_back_as_an_empty_list_is_no_amount():
    found = searching.question(
        {**ASKED, "amount_min": [], "amount_max": 0, "date_from": dt.datetime.fromisoformat("2026-04-01")}
    )
    assert (found.least, found.most, found.first, found.last) == (None, 0, dt.date(2026, 4, 1), None)


def test_what_is_withheld_is_left_out():
    assert searching.question(ASKED, ("r",)).without_returns == ("r",)


def answered(*kinds: Kind) -> dict[str, Any]:
    buckets = (Bucket("2026-01", 2, 300), Bucket("2026-02", 1, -100))
    count = sum(kind.count for kind in kinds)
    return searching.answer_dict(Answer(count, (dict(ROW),), kinds, {"month": buckets}, "next"))


def test_what_is_alike_is_added_up_across_duties():
    told = answered(Kind(NET, "lgtc-500", "GBP", 2, 300), Kind(NET, "hmt-25k", "", 1, -100))
    assert told["sums"] == [{"amount_basis": NET, "card": False, "currency": "GBP", "count": 3, "total": "2.00"}]
    assert told["total"] == "2.00"
    assert [each["total"] for each in told["facets"]["months"]] == ["3.00", "-1.00"]


@pytest.mark.parametrize(
    "other",
    [Kind("gross", "lgtc-500", "GBP", 1, 1), Kind(NET, "lgtc-gpc", "GBP", 1, 1), Kind(NET, "lgtc-500", "EUR", 1, 1)],
)
def test_what_is_not_alike_has_sums_apart_and_none_over_all(other):
    told = answered(other, Kind(NET, "lgtc-500", "GBP", 2, 300))
    assert told["total"] is None
    assert [each["count"] for each in told["sums"]] == [2, 1], "most payments first"
    assert [each["total"] for each in told["facets"]["months"]] == [None, None]


def test_what_is_in_another_currency_has_its_sum_there_and_none_in_pounds():
    told = answered(Kind(NET, "lgtc-500", "EUR", 2, 300))
    assert told["total"] is None
    assert [(each["currency"], each["total"]) for each in told["sums"]] == [("EUR", "3.00")]
    assert [each["total"] for each in told["facets"]["months"]] == [None, None]


def test_amounts_of_which_nobody_said_anything_are_a_kind_of_their_own():
    assert answered(Kind("", "no-such-duty", "GBP", 1, 5))["sums"][0]["amount_basis"] == "unknown"
    assert answered()["total"] is None


def test_a_payment_is_told_with_its_file_and_the_bodys_name_of_today():
    (row,) = answered()["results"]
    assert (row["amount"], row["supplier_name"], row["reference"]) == ("-1234.50", "Fictional Ltd", ROW["return_id"])
    assert (row["source_file"], row["source_sha256"]) == ("a.csv", "ab")
    assert row["publisher_name"] == "Alder today"
    assert not row.keys() & {"pence", "return_id", "supplier"}


def test_a_body_that_is_gone_keeps_the_name_it_published_under():
    assert (
        searching._by_todays_name({"publisher_id": "X-DEMO-2", "publisher_name": "Birch"}, {})["publisher_name"]
        == "Birch"
    )


def test_lag_counts_returns_once_and_hides_those_taken_back():
    lag = searching.Lag([("b", "published"), ("a", "withdrawn"), ("a", "superseded"), ("b", "withdrawn")])
    assert (lag.returns, lag.withdrawn) == (2, ("a", "b"))


def test_a_supplier_is_called_as_in_most_payments_and_before_they_are_counted_by_its_name(monkeypatch):
    from contextlib import nullcontext

    called = {"GB-COH-1": "Fictional Ltd", "name:BIRCH LTD": "Birch Ltd"}
    monkeypatch.setattr(searching.connection, "reading", nullcontext)
    monkeypatch.setattr(
        searching.supplier_read, "labels", lambda _database, ids: {each: called[each] for each in ids if each in called}
    )
    assert searching._supplier_labels([*called, "name:ASH"]) == {**called, "name:ASH": "ASH"}
    assert searching._supplier_labels([]) == {}
