"""Whose name is withheld is no supplier: not in a list, an export, a facet, a page or the queue; and its pounds are no nought."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.returns.standing import standing
from tests.returns.world import HEADER, PERIOD, REGIME, World, follow, work

pytestmark = pytest.mark.portal

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
WITHHELD = (
    "REDACTED PERSONAL DATA",
    "Withheld",
    "REDCATED PERSONAL DATA",
    "Name withheld - data protection",
    "Redacted",
)
"""As publishers write it."""
NAMED = "Alder Roads Ltd"


def spend(*suppliers: str) -> bytes:
    """A payment of £7,001.13, £7,002.13 … to each of them."""
    lines = [HEADER]
    for number, supplier in enumerate(suppliers, start=1):
        lines.append(
            f"Exampleton City Council,{number:02d}/02/2026,{supplier},T{number:05d},{7000 + number}.13,Adult care,"
            f"Care,Support {number},Care,0.00"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def publish(world: World, content: bytes) -> None:
    """File, say yes to whatever is asked, publish."""
    filed = world.submit(content)
    work()
    about = {"reference": filed["reference"]}
    said = [
        {"finding": each["finding"], "reason": "By law"}
        for each in world.call("spenddata_finding_list", **about)["findings"]
    ]
    world.call("spenddata_return_publish", **about, acknowledge=said)
    work()
    follow()
    assert world.show()["state"] == "published"


@pytest.fixture
@standing
def mixed(world: World) -> World:
    """Five payments whose supplier is withheld, and one to somebody named: the smallest."""
    publish(world, spend(NAMED, *WITHHELD))
    return world


@pytest.fixture
@standing
def all_withheld(world: World) -> World:
    """A period in which nobody is named."""
    publish(world, spend(*WITHHELD))
    return world


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def quoted(text: str) -> list[str]:
    """The words by which a name was withheld that a text has; a page may say of itself that something is withheld or redacted."""
    return [words for words in WITHHELD if " " in words and words.lower() in text.lower()]


def test_no_action_gives_a_withheld_name_as_a_supplier(mixed: World):
    def ask(action: str, who: str | None = None, **data: Any) -> Any:
        return mixed.call(action, who, **data)

    facets = ask("spenddata_transaction_search", rows=100)
    assert {row["supplier_name"] for row in facets["results"] if row.get("supplier_id")} == {NAMED}
    assert quoted(json.dumps(facets["facets"])) == []
    suppliers = ask("spenddata_supplier_list")
    assert [each["name"] for each in suppliers] == [NAMED]
    category = facets["results"][0]["category"]
    market = ask("spenddata_category_show", id=category)
    assert quoted(json.dumps(market["suppliers"])) == []
    assert quoted(json.dumps(ask("spenddata_publisher_show", publisher="X-DEMO-1"))) == []
    assert quoted(json.dumps(ask("spenddata_portal_show"))) == []
    assert quoted(json.dumps(ask("spenddata_queue_list", "sysadmin", kind="supplier"))) == []


def test_no_page_shows_a_withheld_name_as_a_supplier(mixed: World, reader):
    for address in ("/", "/spend/suppliers", "/spend/publishers/exampleton", "/spend/explore"):
        page = reader(None).get(address)
        assert (page.status, quoted(page.text)) == (200, []), address
    linked = [
        (address, link["href"])
        for address in ("/", "/spend/search", "/spend/publishers/exampleton", "/spend/suppliers")
        for link in reader(None).get(address).soup.select("a[href*='/spend/suppliers/']")
        if quoted(str(link["href"]).replace("+", " ").replace("%20", " ")) or quoted(link.get_text())
    ]
    assert linked == []


def test_exports_tell_who_is_withheld_by_no_identity(mixed: World, reader):
    rows = lines(reader(None).get("/spend/search.csv").response.get_data(as_text=True))
    assert len(rows) == 6
    assert {row["supplier_name"] for row in rows if row["supplier_id"]} == {NAMED}
    dump = lines(mixed_dump(reader))
    assert len(dump) == 6
    assert {row["supplier_name"] for row in dump if row["supplier_id"]} == {NAMED}


def mixed_dump(reader: Any) -> str:
    return (
        reader(None)
        .get("/datastore/dump/c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174?format=csv")
        .response.get_data(as_text=True)
    )


def test_a_search_for_the_words_finds_payments_and_no_supplier(mixed: World):
    found = mixed.call("spenddata_transaction_search", None, q="redacted", rows=100)
    assert not [row for row in found["results"] if row.get("supplier_id")]
    assert mixed.call("spenddata_supplier_list", None, q="redacted") == []


def test_a_period_in_which_nobody_is_named_has_its_sum_and_no_supplier(all_withheld: World, reader):
    total = "35015.65"
    assert all_withheld.call("spenddata_transaction_search", None)["total"] == total
    assert all_withheld.call("spenddata_portal_show", None)["amount"] == total
    assert all_withheld.call("spenddata_supplier_list", None) == []
    table = all_withheld.call("spenddata_totals_show", None, rows="publisher", columns="quarter", period="2026-Q1")
    assert total in json.dumps(table)
    comparison = all_withheld.call("spenddata_comparison_show", None, publishers=["X-DEMO-1"], period="2026-Q1")
    assert comparison["total"]["cells"][0]["amount"] == total
    assert Decimal(str(comparison["bodies"][0]["withheld_percent"])) == 100
    for address in ("/spend/publishers/exampleton", f"/spend/returns/{REFERENCE}", "/spend/search", "/"):
        assert "£0" not in reader(None).get(address).text, address
