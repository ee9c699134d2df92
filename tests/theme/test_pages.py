"""The theme's frame and pages: where a reader can go, what is said of the portal, and what CKAN's pages become."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.theme.languages import CLOSE, OPEN
from tests.returns.conftest import portal_world, world
from tests.returns.world import World, csv_file, follow, work
from tests.views.conftest import reader

__all__ = ["portal_world", "reader", "world"]


@pytest.fixture(autouse=True)
def made_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings change here from test to test, which they don't while a portal runs: no page is kept."""
    from ckan.plugins import toolkit as tk

    monkeypatch.setitem(tk.config, "ckanext.spenddata.pages.kept_mb", 0)


def ways(page) -> list[str]:
    return [link.get_text(strip=True) for link in page.soup.select("header nav a")]


class TestFrame:
    def test_the_navigation_names_what_there_is_and_where_one_is(self, world: World, reader):
        page = reader(None).get("/spend/search")
        assert ways(page)[:3] == ["Search", "Compare", "Publishers"]
        assert page.soup.select_one("header nav [aria-current=page]").get_text(strip=True) == "Search"
        assert all(reader(None).get(link["href"]).status == 200 for link in page.soup.select("header nav a"))

    def test_a_page_below_another_shows_which(self, world: World, reader):
        page = reader(None).get("/spend/publishers/exampleton")
        assert page.soup.select_one("header nav [aria-current=true]").get_text(strip=True) == "Publishers"

    def test_whoever_signed_in_finds_the_returns_and_the_way_out(self, world: World, reader):
        page = reader("editor").get("/spend/search")
        assert page.soup.select_one(".sp-account a").get_text(strip=True) == "Your returns"
        assert page.soup.select_one("header form[action$='/user/_logout'], header form[action*=logout]")

    def test_invented_data_are_said_to_be(self, world: World, reader, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.demonstration", True)
        assert "is invented" in reader(None).get("/spend/help").soup.header.get_text()

    def test_real_data_are_not(self, world: World, reader):
        assert "invented" not in reader(None).get("/spend/help").soup.header.get_text()


class TestPagesOfThePortal:
    @pytest.mark.parametrize("name", ["help", "contact", "accessibility", "privacy"])
    def test_each_has_one_heading_and_is_light(self, world: World, reader, name):
        page = reader(None).get(f"/spend/{name}")
        assert page.status == 200
        assert page.heading()
        assert not page.soup.select("script[src]")

    def test_the_contact_is_the_configured_one(self, world: World, reader, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.contact.email", "spending@example.gov.uk")
        assert reader(None).get("/spend/contact").soup.select_one("a[href='mailto:spending@example.gov.uk']")

    def test_without_one_it_is_said_whom_to_ask(self, world: World, reader):
        assert "have not said yet how to reach them" in reader(None).get("/spend/contact").text


def test_a_page_that_is_not_there_says_so_and_leads_on(world: World, reader):
    page = reader(None).get("/spend/publishers/nobody")
    assert page.status == 404
    assert page.heading() == "There is no such page"
    assert page.soup.select_one("main a[href='/spend/search']")


def test_tokens_tell_days_as_the_other_pages_do(world: World, reader):
    world.call("api_token_create", "editor", user=world.people["editor"], name="Load")
    page = reader("editor").get(f"/user/{world.people['editor']}/api-tokens")
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.soup.select("#api-tokens-table tbody tr")
    ]
    [(_, made, used, _, ends)] = [row for row in rows if row[0] == "Load"]
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d", made)
    assert (used, bool(re.fullmatch(r"Never|\d{1,2} [A-Z][a-z]+ 20\d\d", ends))) == ("Never", True)


def test_ckan_s_own_pages_speak_as_the_others_do(world: World, reader):
    editor = reader("editor")
    own = editor.get("/user/editor")
    said = own.soup.get_text(" ")
    assert "Account made on" in said
    assert "You have made no dataset by hand" in own.text
    assert not [words for words in ("Followers", "biography", "Create one now", "Member Since") if words in said]
    assert "You have made no dataset by hand" in editor.get("/dashboard/datasets").text
    assert "Make a token" in editor.get("/user/editor/api-tokens").text
    assert "There is no public body or group of this name." in reader(None).get("/group/nobody").text
    body = reader(None).get("/organization/exampleton")
    assert not [words for words in ("Followers", "read more", "Licenses") if words in body.soup.get_text()]


def test_what_is_known_of_a_body_is_said_in_the_words_of_its_form(world: World, reader):
    page = reader(None).get("/organization/about/exampleton")
    told = {each.dt.get_text(): each.dd.get_text(" ", strip=True) for each in page.soup.select(".sp-facts > div")}
    assert page.heading() == told["Name"] == "Exampleton City Council"
    assert "Local authority spending over £500" in told["Duties to publish"]
    assert "[" not in told["Duties to publish"]
    assert all(told.values()), "nothing is said of what is not known"


def test_a_dataset_and_its_file_show_figures_first(world: World, reader):
    world.publish(csv_file(5))
    follow()
    work()
    dataset = reader(None).get("/dataset/exampleton-lgtc-500")
    assert "5 payments, £15,000, from January 2026 to March 2026" in dataset.text
    assert "January to March 2026" in dataset.text
    assert "datavalid" not in dataset.text
    whole = reader(None).get(dataset.soup.find("a", string="All periods as CSV")["href"])
    assert whole.response.get_data().count(b"\r\n") == 1 + 5
    file = reader(None).get(dataset.soup.select_one("main tbody th a")["href"])
    assert "5 payments, £15,000" in file.text
    rows = file.soup.select("main table tbody tr")
    assert len(rows) == 5
    assert "£5,000.05" in rows[0].get_text()
    assert file.text.index("£5,000.05") < file.text.index("SHA-256")
    assert not file.soup.select("script[src]")


def test_the_ways_to_more_pages_of_a_list_have_names(world: World, reader, monkeypatch):
    from ckan.plugins import toolkit as tk

    monkeypatch.setitem(tk.config, "ckan.datasets_per_page", 1)
    for name in ("one", "two", "three"):
        world.call("package_create", "administrator", name=name, title=name, owner_org=world.council)
    page = reader(None).get("/dataset/?page=2")
    ways = [link.get_text(strip=True) for link in page.soup.select(".pagination a")]
    assert ways[0] == "Previous"
    assert ways[-1] == "Next"
    assert all(ways)


def test_a_filter_with_nothing_to_choose_from_is_none(world: World, reader):
    world.call("package_create", "administrator", name="plain", title="Plain", owner_org=world.council)
    page = reader(None).get("/dataset/?q=plain")
    filters = page.soup.select_one(".filters").get_text()
    assert "Exampleton" in filters
    assert "Nothing to choose from" not in filters


def test_ckan_s_own_pages_have_one_heading_and_a_main_part(world: World, reader):
    world.call("package_create", "administrator", name="plain", title="Plain", owner_org=world.council)
    for address in ("/dataset/", "/organization/", "/organization/exampleton", "/dataset/plain", "/about"):
        page = reader(None).get(address)
        assert page.status == 200, address
        assert len(page.soup.select("h1:not(.hide-heading)")) == 1, address
        assert page.soup.select("main, [role=main]"), address
    for address in (
        "/organization/members/exampleton",
        "/dataset/edit/plain",
        "/user/administrator",
        "/dashboard/datasets",
    ):
        page = reader("administrator").get(address)
        assert page.status == 200, address
        assert len(page.soup.select("h1:not(.hide-heading)")) == 1, address
        assert page.soup.select("main, [role=main]"), address


class TestAnotherLanguage:
    def test_the_frame_is_translated_and_the_rest_says_that_it_is_english(self, world: World, reader):
        page = reader(None).get("/cy/spend/privacy")
        assert page.soup.html["lang"] == "cy"
        assert ways(page)[:2] == ["Chwilio", "Cymharu"]
        assert page.heading() == "Preifatrwydd"
        english = page.soup.select_one("main p > span[lang=en]")
        assert "You need no account" in english.get_text()
        assert page.title.startswith("Preifatrwydd")

    def test_sentences_made_in_code_say_that_they_are_english_too_and_files_stay_as_they_are(
        self, world: World, reader
    ):
        page = reader(None).get("/cy/spend/explore")
        heading = page.soup.select_one("main h2 > span[lang=en]")
        assert heading.get_text().startswith("Nothing is published for")
        assert not {OPEN, CLOSE} & set(page.text)
        for address in ("/cy/spend/explore.csv", "/cy/api/3/action/spenddata_totals_show", "/spend/explore"):
            text = reader(None).get(address).response.get_data(as_text=True)
            assert not {OPEN, CLOSE} & set(text), address
            assert "ue000" not in text, address

    def test_links_stay_in_the_language_and_the_other_is_a_click_away(self, world: World, reader):
        page = reader(None).get("/cy/spend/help")
        assert page.soup.select_one("header nav a")["href"] == "/cy/spend/search"
        assert page.soup.select_one("footer a[hreflang=en-GB]")["href"] == "/spend/help"
        assert reader(None).get("/spend/help").soup.select_one("footer a[hreflang=cy]")["href"] == "/cy/spend/help"


class TestErrors:
    """What a reader meets when something fails: the portal's own page, with what happened, what it means and what to do."""

    def test_a_page_that_fails_says_whose_fault_it_is_and_that_nothing_is_lost(
        self, app, world: World, reader, monkeypatch
    ):
        def fails() -> None:
            message = "no words for strangers"
            raise RuntimeError(message)

        monkeypatch.setitem(app.flask_app.view_functions, "spenddata_about.index", fails)
        monkeypatch.setitem(app.flask_app.config, "PROPAGATE_EXCEPTIONS", False)
        page = reader(None).get("/spend/about")
        assert page.status == 500
        assert page.heading() == "Something went wrong here"
        assert "our fault, not yours" in page.text
        assert "Nothing that was published or sent is lost" in page.text
        assert "Try again in a minute" in page.text
        assert "no words for strangers" not in page.response.get_data(as_text=True)
        assert page.soup.select("link[rel=stylesheet][href*=spend]"), "in the portal's design"
        assert {"Search", "Publishers"} <= set(ways(page)), "and from here one can go on"

    def test_a_page_that_fails_half_way_through_is_told_in_the_portal_s_design(
        self, app, world: World, reader, monkeypatch
    ):
        from ckan.plugins import toolkit as tk

        def fails() -> None:
            tk.render("spenddata/about/index.html", {"regimes": []})
            message = "after its styles were asked for"
            raise RuntimeError(message)

        monkeypatch.setitem(app.flask_app.view_functions, "spenddata_about.index", fails)
        monkeypatch.setitem(app.flask_app.config, "PROPAGATE_EXCEPTIONS", False)
        page = reader(None).get("/spend/about")
        assert page.status == 500
        assert page.soup.select("link[rel=stylesheet][href*=spend]")

    def test_whoever_asks_too_often_is_told_how_long_to_wait(self, world: World, reader, monkeypatch):
        from ckanext.spenddata.web import rates

        monkeypatch.setattr(rates.config, "requests_a_minute", lambda _kind: 1)
        monkeypatch.setattr(rates.address, "client", lambda: "198.51.100.77")
        pages = [reader(None).get("/spend/help") for _ in range(3)]
        refused = pages[-1]
        assert (pages[0].status, refused.status) == (200, 429)
        assert refused.heading() == "Too many requests"
        assert "Nothing was changed" in refused.text
        wait = int(refused.response.headers["Retry-After"])
        assert 0 < wait <= 60
        assert f"Wait {wait} seconds" in refused.text
        sheet = refused.soup.select_one("link[rel=stylesheet]")["href"]
        assert reader(None).get(sheet).status == 200, "and the style sheet is not counted"
        assert refused.soup.select_one("header a")["href"] == "/"
