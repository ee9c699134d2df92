"""Payments by invoice and by card, and amounts with and without VAT, are never in one sum: search, suppliers, the first page."""

from __future__ import annotations

import pytest

from tests.returns.standing import standing
from tests.returns.world import World, follow, upload, work
from tests.views.test_explore import ROADS, file

pytestmark = pytest.mark.portal


@pytest.fixture
@standing
def three(world: World) -> World:
    """One supplier, paid by invoice with VAT (5,000 and 1,500), by invoice without it (700), and by card with VAT (50)."""
    world.publish(
        file("X-DEMO-1", ("23/01/2026", "5000.00", ROADS), ("24/01/2026", "1500.00", ROADS)),
        answers={"amount_basis": "gross"},
    )
    world.publish(
        file("X-DEMO-3", ("17/02/2026", "700.00", ROADS)),
        publisher="X-DEMO-3",
        who="stranger",
        answers={"amount_basis": "net_of_all_vat"},
    )
    world.call(
        "spenddata_return_submit",
        publisher="X-DEMO-1",
        regime="lgtc-gpc",
        period="2026-Q1",
        upload=[upload(file("X-DEMO-1", ("25/01/2026", "50.00", ROADS)), "card.csv")],
        answers={"amount_basis": "gross"},
        acknowledge=[{"rule": "duty-another", "reason": "The cards are told apart since this quarter"}],
        publish=True,
    )
    work()
    follow()
    return world


INVOICES = {"currency": "GBP", "card": False, "amount_basis": "gross", "count": 2, "total": "6500.00"}
WITHOUT = {"currency": "GBP", "card": False, "amount_basis": "net_of_all_vat", "count": 1, "total": "700.00"}
CARDS = {"currency": "GBP", "card": True, "amount_basis": "gross", "count": 1, "total": "50.00"}


def by_total(sums: list[dict]) -> list[dict]:
    return sorted(sums, key=lambda each: -float(each["total"]))


def test_a_search_sums_each_kind_by_itself(three: World):
    found = three.call("spenddata_transaction_search", None)
    assert (found["count"], found["total"]) == (4, None)
    assert by_total(found["sums"]) == [INVOICES, WITHOUT, CARDS]
    assert {bucket["total"] for buckets in found["facets"].values() for bucket in buckets} == {None}
    cards = three.call("spenddata_transaction_search", None, card=True)
    assert (cards["count"], cards["total"], cards["sums"]) == (1, "50.00", [CARDS])
    assert cards["facets"]["publishers"][0]["total"] == "50.00"
    gross = three.call("spenddata_transaction_search", None, card=False, amount_basis="gross")
    assert gross["total"] == "6500.00"


def test_a_supplier_is_told_of_one_kind_and_names_the_others(three: World, reader):
    [listed] = three.call("spenddata_supplier_list", None)
    assert (listed["count"], listed["publishers"], listed["total"]) == (4, 2, None)
    assert listed["sums"] == [INVOICES, WITHOUT, CARDS]
    shown = three.call("spenddata_supplier_show", None, id=listed["id"])
    assert (shown["card"], shown["amount_basis"], shown["count"], shown["total"]) == (False, "gross", 2, "6500.00")
    assert by_total(shown["kinds"]) == [INVOICES, WITHOUT, CARDS]
    assert [(payer["publisher_id"], payer["total"]) for payer in shown["payers"]] == [("X-DEMO-1", "6500.00")]
    assert [month["total"] for month in shown["months"]] == ["6500.00"]
    # Half way between 1,500 and 5,000; what was paid without VAT, and by card, is not in it.
    assert (shown["median"], shown["largest"][0]["amount"], shown["credits"]) == ("3250.00", "5000.00", 0)
    card = three.call("spenddata_supplier_show", None, id=listed["id"], card=True)
    assert card["median"] == "50.00"
    assert (card["total"], card["largest"][0]["amount"], card["payers"][0]["category_percent"]) == (
        "50.00",
        "50.00",
        "100.0",
    )
    page = reader(None).get(f"/spend/suppliers/{listed['id']}")
    assert page.heading() == "1 public body paid Alder Supplies Ltd £6.5k"
    assert "£7,250" not in page.text
    figures = {each.dt.get_text(): each.dd.get_text() for each in page.soup.select(".sp-figures > div")}
    assert figures == {
        "Paid in all": "£6,500",
        "Payments": "2",
        "Median payment": "£3,250",
        "Largest payment": "£5,000",
    }
    assert {link.get_text() for link in page.soup.select(".sp-note a")} == {"1 payment, £700", "1 payment, £50"}
    assert reader(None).get(f"/spend/suppliers/{listed['id']}?amount_basis=unknown").status == 400


def test_no_page_adds_them_up(three: World, reader):
    sums = ("£7,250", "£7.3k", "£6,550", "£6.6k", "£7,200", "£7.2k")
    for address in (
        *("/", "/spend/search", "/spend/suppliers", "/spend/explore", "/spend/explore?rows=payment_method"),
        *("/spend/explore?rows=amount_basis", "/spend/periods/2026-Q1", "/spend/publishers/exampleton"),
    ):
        page = reader(None).get(address)
        assert page.status == 200, address
        assert [each for each in sums if each in page.text] == [], address


def test_a_wrong_kind_is_refused(three: World):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError, match="not about payments by card"):
        three.call("spenddata_transaction_search", None, card=True, regime="lgtc-500")
    with pytest.raises(tk.ValidationError, match="gross"):
        three.call("spenddata_transaction_search", None, amount_basis="gros")
