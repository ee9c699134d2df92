"""Payments found and opened: what is not told of them, what became of those that are gone, and what is behind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger.keys import entry_of, first_id
from ckanext.spenddata.logic.action import searches
from ckanext.spenddata.returns.removal import addresses

ROW_ID = first_id(7) + 3
ROW = {
    "_id": ROW_ID,
    "publisher_id": "X-DEMO-1",
    "publisher_name": "As it was called then",
    "return_id": "X-DEMO-1.lgtc-500.2026-Q1",
    "supplier_key": "not public",
    "amount": Decimal("12.50"),
    "payment_date": dt.date(2026, 2, 3),
    "card": False,
    "source_file": "spend.csv",
    "description": None,
}


@pytest.fixture
def ledger(portal, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """One payment; what is known of its body, its file and its erased cells; what is searched for."""
    made = SimpleNamespace(
        row=dict(ROW), body=SimpleNamespace(name="Exampleton"), became=None, asked=[], changes=["one"]
    )
    hashes = {(7, "spend.csv"): "abc"}
    monkeypatch.setattr(searches, "transaction", lambda _ledger, _id: made.row)
    monkeypatch.setattr(searches.erasures, "of_entry", lambda _ledger, entry: [("erased of", entry)])
    monkeypatch.setattr(searches.category_read, "of_payment", lambda _ledger, _publisher, _id: made.changes)
    monkeypatch.setattr(searches.searching, "sha256_of_files", lambda entries: hashes if entries == [7] else {})
    monkeypatch.setattr(searches.publishers, "known", lambda _id: made.body)
    monkeypatch.setattr(
        searches.category_reasons, "explained", lambda payment, _body: {**payment, "category_level": "sure"}
    )
    monkeypatch.setattr(searches.category_reasons, "change_dict", lambda change: {"change": change})
    erased = SimpleNamespace(at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), why="An order", fields=("supplier_name",))
    monkeypatch.setattr(
        searches.erased_details, "of_payment", lambda row_id, found: [erased] if (row_id, found) else []
    )
    monkeypatch.setattr(searches.addresses, "find", lambda _id: made.became)
    lag = SimpleNamespace(withdrawn=["X.r"], returns=2)
    monkeypatch.setattr(searches.searching, "lag", lambda: lag)
    monkeypatch.setattr(searches.searching, "question", lambda data, without: (data["q"], without))
    monkeypatch.setattr(searches.searching, "answer_dict", lambda found: {"found": found, "sums": [{"total": "1.00"}]})
    monkeypatch.setattr(searches.search_figures, "figures_dict", lambda _core, _question, _found, alike: alike)
    monkeypatch.setattr(searches.config, "search_url", lambda: "http://127.0.0.1:1/solr/spend")
    monkeypatch.setattr(searches, "ask", lambda _core, question: question)
    monkeypatch.setattr(searches, "ask_publications", lambda _core, *asked: asked)
    monkeypatch.setattr(searches.publications, "list_dict", lambda found: {"found": found})
    return made


@pytest.mark.parametrize(
    ("action", "asked"),
    [
        (searches.spenddata_publication_list, {}),
        (searches.spenddata_transaction_search, {}),
        (searches.spenddata_transaction_show, {"id": ROW_ID}),
    ],
)
def test_the_right_is_asked_for_first(action, asked, portal, ledger):
    portal.refused(action, **asked)


def test_a_search_leaves_out_what_was_withdrawn_and_says_how_far_it_is_behind(portal, ledger):
    found = searches.spenddata_transaction_search({}, {"q": "roads ---"})
    assert found.pop("sums")
    assert found == {"found": ("roads ---", ["X.r"]), "figures": True, "ignored": ["---"], "behind": 2}


def test_publications_are_listed_without_what_was_withdrawn(portal, ledger):
    found = searches.spenddata_publication_list({}, {"q": "roads ---", "limit": 5, "offset": 10})
    assert found == {"found": (("roads ---", ["X.r"]), 5, 10), "ignored": ["---"], "behind": 2}


def test_a_payment_is_told_with_all_that_is_public_of_it(portal, ledger):
    shown = searches.spenddata_transaction_show({}, {"id": ROW_ID})
    assert "supplier_key" not in shown
    assert (shown["state"], shown["publisher_name"], shown["entry_no"]) == ("published", "Exampleton", 7)
    assert (shown["reference"], shown["source_sha256"]) == (ROW["return_id"], "abc")
    assert shown["category_history"] == [{"change": "one"}]
    [erased] = shown["erased"]
    assert (erased["why"], erased["fields"]) == ("An order", ["supplier_name"])


def test_amounts_and_dates_are_text_and_nothing_else_changes(portal, ledger):
    shown = searches.spenddata_transaction_show({}, {"id": ROW_ID})
    told = {name: shown[name] for name in ("amount", "payment_date", "card", "_id", "description")}
    assert told == {"amount": "12.50", "payment_date": "2026-02-03", "card": False, "_id": ROW_ID, "description": None}


def test_a_body_that_is_no_publisher_any_more_keeps_the_name_it_had(portal, ledger):
    ledger.body = None
    assert searches.spenddata_transaction_show({}, {"id": ROW_ID})["publisher_name"] == "As it was called then"


def test_a_payment_that_was_replaced_leads_to_the_one_that_took_its_place(portal, ledger):
    ledger.row, ledger.became = None, addresses.Replaced("X-DEMO-1.lgtc-500.2026-Q1", 1, 2, 77)
    assert searches.spenddata_transaction_show({}, {"id": ROW_ID}) == {
        "_id": ROW_ID,
        "state": "replaced",
        "reference": "X-DEMO-1.lgtc-500.2026-Q1",
        "revision": 1,
        "replaced_by": {"revision": 2, "_id": 77},
    }


def test_one_that_was_taken_back_is_gone_and_one_that_never_was_is_not_found(portal, ledger, monkeypatch):
    refused: list[Any] = []
    monkeypatch.setattr(searches.gone, "refuse", lambda became, what: refused.append((became, what)))
    ledger.row, ledger.became = None, "withdrawn"
    with pytest.raises(tk.ObjectNotFound, match=str(ROW_ID)):
        searches.spenddata_transaction_show({}, {"id": ROW_ID})
    assert refused == [("withdrawn", "This payment")]
    assert entry_of(ROW_ID) == 7
