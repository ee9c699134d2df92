"""What citizens read: the first page, search, comparison, publishers, revisions; and what they are told when a service is away."""

from __future__ import annotations

import csv
import io

import pytest

from tests.returns.standing import standing
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, upload, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
REVISION = f"/spend/returns/{REFERENCE}/revisions/1"
HOSTILE = '<script>alert("x")</script>'

pytestmark = pytest.mark.portal


@pytest.fixture
@standing
def published(world: World) -> World:
    """Two councils with a quarter each, and the catalogue and the index caught up."""
    world.publish(csv_file(5))
    world.submit(csv_file(3, name="Otherborough District Council"), who="stranger", publisher="X-DEMO-3", publish=True)
    work()
    follow()
    return world


class TestTheFirstPage:
    def test_an_empty_portal_says_what_will_be_here(self, reader):
        page = reader(None).get("/")
        assert page.heading() == "See where public money goes"
        assert "Nothing has been published yet" in page.text

    @pytest.mark.usefixtures("published")
    def test_it_says_how_much_for_when_and_what_is_missing(self, reader):
        page = reader(None).get("/")
        assert "payments 8" in page.text
        assert "£21k" in page.text
        assert "February 2026" in page.text
        assert "overdue" in page.text
        assert page.soup.find("form", attrs={"role": "search"})["action"].endswith("/spend/search")

    @pytest.mark.usefixtures("published")
    def test_payments_of_several_kinds_are_not_told_as_nothing_paid(self, reader, monkeypatch):
        from ckan.plugins import toolkit as tk

        from ckanext.spenddata.logic.action import portal

        home = tk.get_action("spenddata_portal_show")({}, {})
        kinds = [{**kind, "basis": "mixed", "amount": None} for kind in home["kinds"]]
        monkeypatch.setattr(portal, "_figures", lambda: {**home, "kinds": kinds, "amount": None, "first_page": None})
        monkeypatch.setattr(portal, "_known", {})
        page = reader(None).get("/")
        assert "payments 8" in page.text
        assert "paid nothing" not in page.text


class TestSearch:
    @pytest.mark.usefixtures("published")
    def test_counts_sums_and_rows_of_what_was_asked(self, reader):
        page = reader(None).get("/spend/search?q=resurfacing&publisher_id=X-DEMO-3")
        assert page.heading() == "3 payments, £6,000 in all"
        assert "Payments with “resurfacing” × by Otherborough District Council ×" in page.text
        assert "Supplier 3 Ltd" in page.text
        assert "Exampleton City Council" not in page.soup.find("tbody").get_text()

    @pytest.mark.usefixtures("published")
    def test_the_download_holds_the_same_rows(self, reader):
        address = (
            reader(None)
            .get("/spend/search?q=resurfacing&publisher_id=X-DEMO-3")
            .soup.select_one(".sp-basis a[href*='search.csv']")["href"]
        )
        answer = reader(None).get(address).response
        assert answer.headers["Content-Disposition"] == 'attachment; filename="spending.csv"'
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
        assert sorted(row["amount"] for row in rows) == ["1000.01", "2000.02", "3000.03"]
        assert {row["reference"] for row in rows} == {f"X-DEMO-3.{REGIME}.{PERIOD}"}

    @pytest.mark.usefixtures("published")
    def test_pages_follow_each_other_without_a_gap(self, reader, monkeypatch):
        from ckanext.spenddata.views import search

        monkeypatch.setattr(search, "ROWS", 3)
        anybody = reader(None)
        amounts, address = [], "/spend/search?sort=largest"
        for _ in range(4):
            if not address:
                break
            page = anybody.get(address)
            amounts += [cell.get_text(strip=True).split(":")[0] for cell in page.soup.select("#results tbody td.n a")][
                :3
            ]
            following = page.soup.find("a", rel="next")
            address = following["href"] if following else None
        assert len(amounts) == 8
        assert amounts[0] == "£5,000.05"
        assert amounts[-1] == "£1,000.01"

    def test_what_can_t_be_asked_is_told_at_its_field(self, reader):
        page = reader(None).get("/spend/search?amount_min=lots&date_from=yesterday")
        assert page.status == 400
        assert page.title.startswith("Error: ")
        assert {anchor for _, anchor in page.problems()} == {"field-amount_min", "field-date_from"}
        assert page.soup.find(id="field-amount_min")["value"] == "lots"

    @pytest.mark.usefixtures("published")
    def test_nothing_found_says_what_to_try(self, reader):
        assert reader(None).get("/spend/search?q=zeppelin").heading() == "No published payment fits this search"

    @pytest.mark.usefixtures("published")
    @pytest.mark.parametrize("words", [HOSTILE, '" onfocus="alert(1)', "{!func}pence", "*:*", "a AND (b"])
    def test_words_are_words(self, reader, words):
        page = _page_of(reader(None), "/spend/search", q=words, publisher_id=words, period=words)
        assert (
            page.status == 400
        )  # there is no such publisher; without any, every payment was shown as if it were the answer
        assert not page.soup.find("script", string=lambda text: text and "alert" in text)
        assert page.soup.find(id="field-q")["value"] == words

    @pytest.mark.usefixtures("published")
    def test_one_payment_leads_to_its_file_and_row(self, reader):
        search = reader(None).get("/spend/search?q=%22Supplier+2%22&publisher_id=X-DEMO-1")
        page = reader(None).get(search.soup.select_one("#results tbody td.n a")["href"])
        assert page.heading() == "Exampleton City Council paid Supplier 2 Ltd £2,000.02"
        assert "£2,000.02" in page.text
        assert "spend-1.csv" in page.text
        assert "Row 3" in page.text

    @pytest.mark.usefixtures("published")
    def test_search_that_is_away_says_so_and_what_still_works(self, reader, monkeypatch):
        from ckanext.spenddata import config

        monkeypatch.setattr(config, "search_url", lambda: "http://127.0.0.1:9/solr/spend")
        page = reader(None).get("/spend/search?q=road")
        assert page.status == 503
        assert page.response.headers["Retry-After"] == "60"
        assert page.heading() == "Search is not available at the moment"
        assert page.soup.find("a", string="compare publishers")
        assert reader(None).get("/spend/compare?publisher=X-DEMO-1").status == 200


class TestComparison:
    @pytest.mark.usefixtures("published")
    def test_bodies_side_by_side_by_category_with_what_is_missing(self, reader):
        page = reader(None).get("/spend/compare?publisher=X-DEMO-1&publisher=X-DEMO-3&period=2026-Q1&measure=spend")
        assert page.heading() == (
            "Exampleton City Council differs most on facilities management, repair and cleaning: £15,000,"
            " 2.5 times that of Otherborough District Council"
        )
        categories, whole = page.soup.select("table.sp-table")[:2]
        titles = [cell.get_text(strip=True) for cell in categories.select("thead th.n")]
        assert titles == ["Exampleton City Council", "Otherborough District Council", "Difference", "Times"]
        assert categories.caption
        assert "£15,000" in whole.get_text()
        assert "£6,000" in whole.get_text()
        assert "Before you draw conclusions" in page.text
        assert "Nothing that was due." in page.text

    @pytest.mark.usefixtures("published")
    def test_a_figure_leads_to_its_payments(self, reader):
        page = reader(None).get("/spend/compare?publisher=X-DEMO-1&publisher=X-DEMO-3&period=2026-Q1&measure=spend")
        link = page.soup.select_one("table.sp-table td.n a")
        assert reader(None).get(link["href"]).heading() == "5 payments, £15,000 in all"

    @pytest.mark.usefixtures("published")
    def test_the_download_holds_the_exact_sums(self, reader):
        answer = reader(None).get("/spend/compare.csv?publisher=X-DEMO-1&publisher=X-DEMO-3&period=2026-Q1").response
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
        whole = {row["publisher_id"]: row["amount"] for row in rows if row["category"] == "all"}
        assert whole == {"X-DEMO-1": "15000.15", "X-DEMO-3": "6000.06"}

    @pytest.mark.usefixtures("published")
    def test_a_body_that_is_not_known_is_told(self, reader):
        page = reader(None).get("/spend/compare?publisher=X-DEMO-99")
        assert page.status == 400
        assert "There is no publisher X-DEMO-99" in page.problems()[0][0]

    def test_without_a_choice_there_is_a_form(self, reader):
        page = reader(None).get("/spend/compare")
        assert page.heading() == "Compare publishers"
        assert len(page.soup.select("input[type=checkbox][name=publisher]")) == 3

    def test_it_is_a_view_of_a_published_file(self, published: World, reader):
        from ckan.plugins import toolkit as tk

        from ckanext.spenddata.returns.followups import catalogue

        resource = catalogue.resource_id(REFERENCE)
        view = tk.get_action("resource_view_create")(
            {"user": published.people["sysadmin"], "ignore_auth": True},
            {
                "resource_id": resource,
                "title": "Comparison",
                "view_type": "spenddata_comparison_view",
                "peers": "X-DEMO-3",
            },
        )
        dataset = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource})["package_id"]
        page = reader(None).get(f"/spend/{dataset}/resource/{resource}?view_id={view['id']}")
        assert page.soup.select("table.sp-table")
        assert not page.soup.find("iframe")


class TestPublishers:
    def test_all_by_kind(self, reader):
        page = reader(None).get("/spend/publishers")
        assert "Exampleton City Council" in page.text
        assert page.soup.find("h2", string="Local authority")

    @pytest.mark.usefixtures("published")
    def test_one_with_figures_categories_and_returns(self, reader):
        page = reader(None).get("/spend/publishers/exampleton")
        assert page.heading().startswith("Exampleton City Council spent £15k from ")
        assert "All 5 payments" in page.text
        assert "January to March 2026" in page.text
        assert "Not published though due" in page.text
        assert page.soup.find("a", string="See how it compares")

    def test_one_that_has_published_nothing(self, reader):
        assert "has not published a return here yet" in reader(None).get("/spend/publishers/exampleton").text

    @pytest.mark.usefixtures("published")
    def test_core_s_pages_lead_here(self, reader):
        assert reader(None).get("/organization/exampleton").soup.find("a", href="/spend/publishers/exampleton")
        dataset = reader(None).get(f"/dataset/exampleton-{REGIME}")
        assert dataset.soup.find("a", string="Compare with its peers")
        assert dataset.soup.find("a", href="/spend/publishers/exampleton")

    def test_an_unknown_one_is_not_found(self, reader):
        assert reader(None).get("/spend/publishers/nobody").status == 404


class TestRevisions:
    def test_the_csv_has_a_permanent_address_and_is_byte_for_byte_the_published_one(self, published: World, reader):
        from ckan.plugins import toolkit as tk

        from ckanext.spenddata.returns.followups import catalogue

        answer = reader(None).get(f"{REVISION}.csv").response
        published.publish(csv_file(7))
        again = reader(None).get(f"{REVISION}.csv").response
        assert answer.data == again.data
        assert answer.headers["Content-Disposition"] == f'attachment; filename="X-DEMO-1-{REGIME}-{PERIOD}-r1.csv"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        follow()
        resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
        second = reader(None).get(REVISION.replace("/1", "/2") + ".csv").response
        import hashlib

        assert hashlib.sha256(second.data).hexdigest() == resource["hash"]

    def test_a_replaced_revision_says_so_and_what_changed(self, published: World, reader):
        published.publish(csv_file(7))
        old = reader(None).get(REVISION)
        assert "This revision was replaced" in old.text
        new = reader(None).get(REVISION.replace("/1", "/2"))
        assert "payments +2, total +£13,000.13" in new.text

    def test_a_draft_has_no_public_page_csv_or_report(self, world: World, reader):
        world.submit(csv_file(3))
        work()
        for address in (REVISION, f"{REVISION}.csv", f"{REVISION}/report.json"):
            assert reader(None).get(address).status == 404
            assert reader("stranger").get(address).status == 404

    def test_findings_are_for_the_publisher_s_people(self, published: World, reader):
        published.publish(csv_file(3), period="2025-Q4")
        assert reader(None).get(f"{REVISION}/findings").status == 302
        assert reader("stranger").get(f"{REVISION}/findings.csv").status == 403
        assert reader("member").get(f"{REVISION}/findings").status == 200

    def test_the_schema_of_every_file_can_be_had(self, reader):
        schema = reader(None).get("/spend/schema.json").response.get_json()
        assert "payment_date" in [field["name"] for field in schema["fields"]]


class TestHostileWords:
    """Names of files, suppliers and descriptions are other people's text."""

    @pytest.fixture
    def hostile(self, world: World) -> World:
        content = (
            csv_file(3, start=13)
            .replace(b"Supplier 13 Ltd", HOSTILE.replace('"', "'").encode())
            .replace(b"Resurfacing of road 13", b"<img src=x onerror=alert(1)>")
        )
        world.call(
            "spenddata_return_submit",
            publisher="X-DEMO-1",
            regime=REGIME,
            period=PERIOD,
            upload=[upload(content, "<svg onload=alert(1)>.csv")],
        )
        work()
        return world

    def test_they_are_text_before_and_after_publication(self, hostile: World, reader):
        page = f"/spend/returns/{REFERENCE}"
        pages = [reader("editor").get(address) for address in (page, f"{REVISION}/findings")]
        hostile.call("spenddata_return_publish", reference=REFERENCE)
        work()
        follow()
        pages += [
            reader(None).get(address)
            for address in (page, REVISION, "/spend/search", "/", f"/dataset/exampleton-{REGIME}")
        ]
        for each in pages:
            assert each.status == 200
            assert not each.soup.find("svg", onload=True)
            assert not each.soup.find("img", src="x")
            assert not each.soup.find("script", string=lambda text: text and "alert(" in text)
        assert "<script>" in pages[0].text


class TestFaults:
    def test_a_database_that_is_away_is_told_in_words(self, reader, monkeypatch):
        from ckan.plugins import toolkit as tk
        from sqlalchemy.exc import OperationalError

        from ckanext.spenddata.views import returns

        def away(*_args, **_kwargs):
            raise OperationalError("select", {}, Exception("the server is going away"))

        known = tk.get_action
        monkeypatch.setattr(
            returns.tk, "get_action", lambda name: away if name == "spenddata_return_list" else known(name)
        )
        page = reader(None).get("/spend/returns")
        assert page.status == 503
        assert "not available at the moment" in page.heading()
        assert "the server is going away" not in page.response.get_data(as_text=True)

    def test_about_explains_every_duty(self, reader):
        page = reader(None).get("/spend/about")
        assert page.heading() == "About these figures"
        assert "Local authority spending over £500" in page.text

    @pytest.mark.parametrize(
        "address", ["/", "/spend/search", "/spend/compare", "/spend/returns", "/spend/publishers", "/spend/about"]
    )
    def test_no_page_asks_another_server_for_anything(self, reader, address):
        soup = reader("editor").get(address).soup
        sources = [tag.get("src") for tag in soup.find_all(["script", "img", "iframe"])] + [
            tag.get("href") for tag in soup.find_all("link") if tag.get("rel") != ["canonical"]
        ]
        assert [
            source
            for source in sources
            if source and source.startswith(("http", "//")) and "localhost" not in source and "127.0.0.1" not in source
        ] == []


def _page_of(reader, address: str, **query: str):
    from urllib.parse import urlencode

    return reader.get(f"{address}?{urlencode(query)}")
