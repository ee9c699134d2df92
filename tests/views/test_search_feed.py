"""A search can be followed: valid Atom, an entry for each publication, identifiers that hold, and nothing that was taken back."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ckanext.spenddata.views import search_feed
from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, follow

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
NET = "net_of_recoverable_vat"
PUBLICATION = {
    "reference": "X-DEMO-1.lgtc-500.2026-Q1",
    "revision": 1,
    "published": "2026-05-01T10:30:00+00:00",
    "publisher_name": "Exampleton City Council",
    "regime": "lgtc-500",
    "period": "2026-Q1",
    "count": 1200,
    "total": "3.00",
    "sums": [{"amount_basis": NET, "card": False, "currency": "GBP", "count": 1200, "total": "3.00"}],
}


def valid(body: bytes) -> Any:
    """A feed that has all that RFC 4287 asks for."""
    feed = etree.fromstring(body)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for each in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            [element] = each.findall(f"a:{name}", ATOM)
            assert element.text.strip(), name
        assert INSTANT.fullmatch(each.findtext("a:updated", namespaces=ATOM))
        assert each.findtext("a:author/a:name", namespaces=ATOM)
        assert link(each).startswith("http")
    [own] = feed.findall("a:link[@rel='self']", ATOM)
    assert own.get("href") == feed.findtext("a:id", namespaces=ATOM)
    ids = texts(feed, "id")
    assert len(set(ids)) == len(ids)
    return feed


def texts(feed: Any, name: str) -> list[str]:
    """What is in an element of each entry."""
    return [entry.findtext(f"a:{name}", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def link(element: Any) -> str:
    """Where a feed or an entry leads; a link without a kind is one of these."""
    [found] = element.xpath("a:link[not(@rel) or @rel='alternate']/@href", namespaces=ATOM)
    return found


@pytest.fixture
def made(plainly: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The feed of some publications."""
    more = {"lang": lambda: "en_GB", "unix_locale_to_bcp47": lambda name: name.replace("_", "-")}
    monkeypatch.setattr(tk, "h", SimpleNamespace(**vars(tk.h), **more), raising=False)
    monkeypatch.setattr(tk, "config", {"ckan.site_title": "Spending & more"}, raising=False)
    monkeypatch.setattr(search_feed.reasons, "vat", "vat {}".format)

    def address(query: dict[str, Any], endpoint: str = "index", **_changed: Any) -> str:
        return f"https://portal.example/{endpoint}?{query}"

    monkeypatch.setattr(search_feed, "address", address)

    def make(*publications: dict[str, Any], words: str = "with “roads”") -> Any:
        found = {"results": [{**PUBLICATION, **each} for each in publications]}
        return valid(search_feed.feed({"q": "roads"}, words, found).get_data())

    return make


class TestFeed:
    def test_an_entry_says_who_when_how_many_and_how_much(self, made: Any):
        feed = made({})
        assert feed.get(LANGUAGE) == "en-GB"
        assert feed.findtext("a:title", namespaces=ATOM) == "Payments with “roads”"
        assert texts(feed, "title") == ["Exampleton City Council, period 2026-Q1: 1,200 payments"]
        assert texts(feed, "summary") == ["£3.00 vat net_of_recoverable_vat. duty lgtc-500."]
        assert texts(feed, "updated") == texts(feed, "published") == ["2026-05-01T10:30:00+00:00"]

    def test_the_feed_is_as_new_as_its_newest_entry_and_keeps_their_order(self, made: Any):
        instants = ["2026-05-03T00:00:00+00:00", "2026-05-02T00:00:00+00:00"]
        feed = made(*({"published": each, "reference": each} for each in instants))
        assert texts(feed, "updated") == instants
        assert feed.findtext("a:updated", namespaces=ATOM) == instants[0]

    def test_amounts_that_are_not_alike_stand_apart(self, made: Any):
        sums = [{**PUBLICATION["sums"][0], "amount_basis": "gross", "currency": "EUR"}, *PUBLICATION["sums"]]  # type: ignore[misc]
        assert texts(made({"sums": sums, "total": None}), "summary")[0].startswith(
            "3.00 EUR vat gross; £3.00 vat net_of_recoverable_vat."
        )

    def test_a_revision_that_takes_anothers_place_is_an_entry_of_its_own_and_says_so(self, made: Any):
        first, second = made({}), made({"revision": 2})
        assert texts(first, "id") != texts(second, "id")
        assert texts(first, "id") == texts(made({"count": 5}), "id"), (
            "what is found in it may change, and it stays the same"
        )
        assert "Revision 2 of this return" in texts(second, "summary")[0]

    def test_other_peoples_words_are_text_and_what_xml_can_t_write_is_left_out(self, made: Any):
        name = "A & B <script>\x01\x1b\ufffe"
        feed = made({"publisher_name": name}, words="with “<b>\x02”")
        assert feed.findtext("a:title", namespaces=ATOM) == "Payments with “<b>”"
        assert texts(feed, "title")[0].startswith("A & B <script>,")

    def test_of_nothing_it_is_a_feed_too(self, made: Any):
        feed = made(words="")
        assert texts(feed, "id") == []
        assert feed.findtext("a:title", namespaces=ATOM) == "All published payments"
        assert dt.datetime.fromisoformat(feed.findtext("a:updated", namespaces=ATOM)).tzinfo


@pytest.fixture
@standing
def published(world: World) -> World:
    """Five payments of one body, then three of another."""
    world.publish(csv_file(5))
    world.publish(csv_file(3, name="Otherborough District Council"), publisher="X-DEMO-3", who="stranger")
    follow()
    return world


@pytest.mark.portal
class TestPortal:
    def test_the_page_leads_to_a_feed_whose_entries_lead_to_their_payments(self, published: World, reader: Any):
        page = reader(None).get("/spend/search?q=resurfacing&amount_min=2000&sort=largest")
        head = page.soup.select_one("head link[rel=alternate][type='application/atom+xml']")
        shown = page.soup.select_one(".sp-basis a[type='application/atom+xml']")
        assert head["href"] == shown["href"]
        assert head["title"] == "Payments with “resurfacing” of at least £2,000"
        answer = reader(None).get(shown["href"]).response
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert "Set-Cookie" not in answer.headers
        feed = valid(answer.get_data())
        assert texts(feed, "title") == [
            "Otherborough District Council, January to March 2026: 2 payments",
            "Exampleton City Council, January to March 2026: 4 payments",
        ]
        assert texts(feed, "summary")[0].startswith("£5,000.05 without recoverable VAT.")
        for entry in feed.findall("a:entry", ATOM):
            [number] = re.findall(r": (\d+) payments", entry.findtext("a:title", namespaces=ATOM))
            assert reader(None).get(link(entry)).heading().startswith(f"{number} payments")

    def test_it_is_kept_like_a_page_until_something_changes(self, published: World, reader: Any):
        first = reader(None).get("/spend/search.atom").response
        assert first.headers["Cache-Control"] == "public, no-cache"
        tag = {"If-None-Match": first.headers["ETag"]}
        again = reader(None).client.get("/spend/search.atom", headers=tag)
        assert (again.status_code, again.get_data()) == (304, b"")
        before = texts(valid(first.get_data()), "id")
        published.publish(csv_file(4))
        follow()
        after = reader(None).client.get("/spend/search.atom", headers=tag)
        assert after.status_code == 200
        ids = texts(valid(after.get_data()), "id")
        assert ids[0].endswith("#revision-2"), "the newest stands first"
        assert set(ids) & set(before) == {before[0]}, (
            "what was not touched keeps its identifier, what was replaced is gone"
        )

    def test_a_return_that_was_taken_back_is_gone_at_once(self, published: World, reader: Any):
        reference = f"X-DEMO-1.{REGIME}.2026-Q1"
        published.call("spenddata_return_withdraw", "administrator", reference=reference, why="By mistake")
        feed = valid(reader(None).get("/spend/search.atom").response.get_data())
        assert len(texts(feed, "id")) == 1
        assert "Exampleton" not in etree.tostring(feed, encoding="unicode")

    def test_what_is_not_published_is_not_in_it(self, world: World, reader: Any):
        world.submit(csv_file(5))
        assert texts(valid(reader(None).get("/spend/search.atom").response.get_data()), "id") == []

    def test_a_supplier_is_followed_by_its_name(self, published: World, reader: Any):
        [found] = published.call("spenddata_transaction_search", None, q='"Supplier 4 Ltd"')["results"]
        feed = valid(reader(None).get(f"/spend/search.atom?supplier_id={found['supplier_id']}").response.get_data())
        assert feed.findtext("a:title", namespaces=ATOM) == "Payments to Supplier 4 Ltd"
        assert texts(feed, "title") == ["Exampleton City Council, January to March 2026: 1 payment"]

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ("colour=red", "There is no parameter colour"),
            ("sort=newest", "There is no parameter sort"),
            ("publisher_id=X-NOBODY", "There is no publisher X-NOBODY"),
            ("q=*:*", "be searched for"),
            ("q=a&q=b", "has 2 values"),
        ],
    )
    def test_what_can_t_be_asked_is_refused(self, world: World, reader: Any, asked: str, words: str):
        page = reader(None).get(f"/spend/search.atom?{asked}")
        assert page.status == 400
        assert words in page.text

    def test_a_program_can_have_the_same(self, published: World):
        found = published.call("spenddata_publication_list", None, amount_min="2000", limit=1)
        assert (found["count"], found["behind"], found["ignored"]) == (2, 0, [])
        [newest] = found["results"]
        assert (newest["publisher_id"], newest["revision"], newest["count"]) == ("X-DEMO-3", 1, 2)
        assert newest["total"] == newest["sums"][0]["total"] == "5000.05"
        [older] = published.call("spenddata_publication_list", None, amount_min="2000", limit=1, offset=1)["results"]
        assert older["publisher_id"] == "X-DEMO-1"
        for wrong in ({"limit": 101}, {"sort": "newest"}, {"category": "no-such"}):
            with pytest.raises(tk.ValidationError):
                published.call("spenddata_publication_list", None, **wrong)
