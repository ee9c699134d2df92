"""`/spend/search`: the search in words, what it can be narrowed by, and no sum of amounts that are not alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckanext.spenddata.logic.action import searches
from ckanext.spenddata.search.answers import ask
from tests.returns.standing import standing
from tests.returns.world import World, csv_file, follow

pytestmark = pytest.mark.portal

ALL = "/spend/search"


@pytest.fixture
@standing
def alike(world: World) -> World:
    """Two bodies on one VAT basis: 1,000.01 to 5,000.05, and 1,000.01 to 3,000.03 a month later."""
    world.publish(csv_file(5))
    world.publish(csv_file(3, month=3, name="Otherborough District Council"), publisher="X-DEMO-3", who="stranger")
    follow()
    return world


@pytest.fixture
@standing
def mixed(world: World) -> World:
    """The same, but that one publishes with VAT."""
    world.publish(csv_file(5))
    world.publish(
        csv_file(3, name="Otherborough District Council"),
        publisher="X-DEMO-3",
        who="stranger",
        answers={"amount_basis": "gross"},
    )
    follow()
    return world


def chips(page) -> list[str]:
    return [each.get_text(" ", strip=True).removesuffix(" ×") for each in page.soup.select(".sp-chip")]


class TestWords:
    def test_each_part_of_the_search_is_said_and_can_be_taken_away(self, alike: World, reader):
        page = reader(None).get(f"{ALL}?q=resurfacing&publisher_id=X-DEMO-3&date_from=2026-03-01&amount_max=2500")
        assert chips(page) == ["“resurfacing”", "Otherborough District Council", "1 March 2026", "£2,500"]
        assert page.heading() == "2 payments, £3,000 in all"
        without = page.soup.select(".sp-chip a")
        assert without[1]["aria-label"] == "Remove Otherborough District Council from the search"
        wider = reader(None).get(without[1]["href"])
        assert chips(wider) == ["“resurfacing”", "1 March 2026", "£2,500"]

    def test_several_values_of_a_filter_are_either_or(self, alike: World, reader):
        page = reader(None).get(f"{ALL}?publisher_id=X-DEMO-1&publisher_id=X-DEMO-3")
        assert chips(page) == ["Exampleton City Council", "Otherborough District Council"]
        assert "or Otherborough" in page.soup.select_one(".sp-words").get_text(" ", strip=True)
        assert page.heading() == "8 payments, £21,000 in all"
        assert "8 payments" not in reader(None).get(page.soup.select(".sp-chip a")[0]["href"]).text

    def test_a_search_for_nothing_in_particular_has_no_parts(self, alike: World, reader):
        page = reader(None).get(ALL)
        assert page.heading() == "8 payments, £21,000 in all"
        assert chips(page) == []


class TestFilters:
    def test_values_stand_with_their_number_and_sum_and_what_is_chosen_is_ticked(self, alike: World, reader):
        page = reader(None).get(f"{ALL}?q=resurfacing&sort=largest")
        boxes = {box["value"]: box for box in page.soup.select("input[name=publisher_id]")}
        assert boxes["X-DEMO-1"].find_parent("label").get_text(" ", strip=True) == "Exampleton City Council 5 · £15k"
        kept = {field["name"]: field["value"] for field in page.soup.select("aside input[type=hidden]")}
        assert kept == {"q": "resurfacing", "sort": "largest"}
        narrowed = reader(None).get(f"{ALL}?publisher_id=X-DEMO-3")
        [ticked] = narrowed.soup.select("input[name=publisher_id][checked]")
        assert ticked["value"] == "X-DEMO-3"

    def test_what_is_typed_wrongly_is_said_beside_its_field_and_kept(self, alike: World, reader):
        page = reader(None).get(f"{ALL}?date_from=yesterday")
        assert page.status == 400
        field = page.soup.find(id="field-date_from")
        assert field["value"] == "yesterday"
        assert page.soup.find(id=field["aria-describedby"])

    def test_the_highest_and_the_lowest_month_are_told(self, alike: World, reader):
        page = reader(None).get(ALL)
        assert "February 2026 was the highest month, March 2026 the lowest" in page.text


class TestSums:
    def test_amounts_with_and_without_vat_have_no_common_sum_anywhere(self, mixed: World, reader):
        found = mixed.call("spenddata_transaction_search", None)
        assert (found["count"], found["total"]) == (8, None)
        assert found["sums"] == [
            {
                "amount_basis": "net_of_recoverable_vat",
                "card": False,
                "currency": "GBP",
                "count": 5,
                "total": "15000.15",
            },
            {"amount_basis": "gross", "card": False, "currency": "GBP", "count": 3, "total": "6000.06"},
        ]
        assert {bucket["total"] for buckets in found["facets"].values() for bucket in buckets} == {None}
        page = reader(None).get(ALL)
        assert page.heading() == "8 payments"
        assert "£21" not in page.text

    def test_each_kind_is_one_click_away_with_its_own_sum(self, mixed: World, reader):
        page = reader(None).get(ALL)
        links = page.soup.select(".sp-note.is-caution li a")
        assert [link.get_text() for link in links] == [
            "5 payments without recoverable VAT",
            "3 payments with VAT",
        ]
        assert reader(None).get(links[1]["href"]).heading() == "3 payments, £6,000 in all"

    def test_the_question_asked_twice_has_the_same_answer(self, mixed: World):
        """Answers are kept between requests: reading one must not change it."""
        first, second = (mixed.call("spenddata_transaction_search", None, facets=["months"]) for _ in range(2))
        assert first == second

    def test_a_sum_in_another_currency_is_never_told_in_pounds(self, alike: World, reader, monkeypatch):
        def in_euros(core, question):
            found = ask(core, question)
            kinds = tuple(replace(kind, currency="EUR") for kind in found.kinds)
            return replace(found, kinds=kinds, rows=tuple({**row, "currency": "EUR"} for row in found.rows))

        monkeypatch.setattr(searches, "ask", in_euros)
        # An answer that another test has had is kept.
        page = reader(None).get(f"{ALL}?amount_min=1000")
        assert page.heading() == "8 payments, 21,000.21 EUR in all"
        assert page.soup.select("aside input[name=publisher_id]")
        assert "£" not in page.soup.find(id="results").get_text()
        assert {each.get_text() for each in page.soup.select("aside .sp-num")} >= {"5", "3"}


class TestFigures:
    def figures(self, page) -> dict[str, str]:
        return {each.dt.get_text(): each.dd.get_text() for each in page.soup.select(".sp-figures > div")}

    def test_what_was_found_is_told_above_the_payments(self, alike: World, reader):
        assert self.figures(reader(None).get(ALL)) == {
            "Publishers": "2",
            "Suppliers": "5",
            "Median payment": "£2,500",
            "Largest payment": "£5,000",
        }
        found = alike.call("spenddata_transaction_search", None, figures=True, rows=0)
        assert found["figures"] == {"publishers": 2, "suppliers": 5, "median": "2500.03", "largest": "5000.05"}
        assert alike.call("spenddata_transaction_search", None)["figures"] is None

    def test_of_amounts_that_are_not_alike_none_is_the_largest(self, mixed: World, reader):
        assert self.figures(reader(None).get(ALL)) == {"Publishers": "2", "Suppliers": "5"}

    def test_one_payment_needs_no_figures(self, alike: World, reader):
        assert self.figures(reader(None).get(f"{ALL}?amount_min=5000")) == {}
