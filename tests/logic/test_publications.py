"""Publications that a search finds something in are told as the ledger has them, under the bodies' names of today."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.logic import publications, searching
from ckanext.spenddata.search.answers import Kind
from ckanext.spenddata.search.publications import OfEntry, Publications

NET = "net_of_recoverable_vat"
ENTRY: Any = SimpleNamespace(
    return_id="X-DEMO-1.lgtc-500.2026-Q1",
    entry_no=7,
    revision=2,
    published=dt.datetime(2026, 5, 1, 10, 30, tzinfo=dt.UTC),
    publisher_id="X-DEMO-1",
    publisher_name="As it was called then",
    regime="lgtc-500",
    period="2026-Q1",
)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    known = {"X-DEMO-1": "Exampleton"}
    monkeypatch.setattr(searching.config, "definitions", definitions.load)
    monkeypatch.setattr(searching, "labels_of_publishers", lambda ids: {id_: known[id_] for id_ in ids if id_ in known})
    monkeypatch.setattr(publications.connection, "reading", lambda _timeout: nullcontext("the ledger"))
    asked = {"the ledger": {7: ENTRY}}
    monkeypatch.setattr(publications.entries, "with_numbers", lambda ledger, _numbers, _states: asked[ledger])
    return known


def of_entry(number: int, *kinds: Kind) -> OfEntry:
    return OfEntry(number, sum(kind.count for kind in kinds), kinds)


def test_one_is_told_with_its_instant_and_its_sum(names: dict[str, str]):
    found = Publications(30, (of_entry(7, Kind(NET, "lgtc-500", "GBP", 2, 300)),))
    assert publications.list_dict(found) == {
        "count": 30,
        "results": [
            {
                "reference": "X-DEMO-1.lgtc-500.2026-Q1",
                "revision": 2,
                "entry_no": 7,
                "published": "2026-05-01T10:30:00+00:00",
                "publisher_id": "X-DEMO-1",
                "publisher_name": "Exampleton",
                "regime": "lgtc-500",
                "period": "2026-Q1",
                "count": 2,
                "total": "3.00",
                "sums": [{"amount_basis": NET, "card": False, "currency": "GBP", "count": 2, "total": "3.00"}],
            }
        ],
    }
    names.clear()
    assert publications.list_dict(found)["results"][0]["publisher_name"] == "As it was called then"


def test_amounts_that_are_not_alike_are_never_added_up(names: dict[str, str]):
    kinds = (Kind(NET, "lgtc-500", "GBP", 2, 300), Kind("gross", "lgtc-500", "GBP", 1, 5))
    [told] = publications.list_dict(Publications(1, (of_entry(7, *kinds),)))["results"]
    assert (told["count"], told["total"]) == (3, None)
    assert [each["total"] for each in told["sums"]] == ["3.00", "0.05"]


def test_amounts_in_another_currency_have_no_total_in_pounds(names: dict[str, str]):
    euros = of_entry(7, Kind(NET, "lgtc-500", "EUR", 2, 300))
    [told] = publications.list_dict(Publications(1, (euros,)))["results"]
    assert (told["total"], told["sums"][0]["total"], told["sums"][0]["currency"]) == (None, "3.00", "EUR")


def test_what_the_ledger_does_not_tell_is_not_told(names: dict[str, str]):
    assert publications.list_dict(Publications(1, (of_entry(8, Kind(NET, "lgtc-500", "GBP", 1, 1)),)))["results"] == []


def test_of_nothing_the_ledger_is_not_asked(names: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(publications.entries, "with_numbers", None)
    assert publications.list_dict(Publications(0, ())) == {"count": 0, "results": []}
