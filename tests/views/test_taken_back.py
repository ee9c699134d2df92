"""What was taken back is said where people would look for it: on the payment, and among the body's returns."""

from __future__ import annotations

import pytest

from tests.returns.removal.test_erased import NAME, NAMED_ROW, PURPOSE, WHY, cells, erase, named_file, publish
from tests.returns.removal.test_taken_back import REFERENCE, first_payment
from tests.returns.world import World, csv_file, follow

pytestmark = pytest.mark.portal


class TestAPayment:
    def test_it_says_which_of_its_fields_were_erased_when_and_why(self, world: World, reader):
        publish(world, named_file())
        payment = first_payment(2)
        erase(world, places=cells("supplier_name", "description"))
        follow()
        told = world.call("spenddata_transaction_show", None, id=payment)["erased"]
        assert [(each["fields"], each["why"]) for each in told] == [(["description", "supplier_name"], WHY)]
        page = reader(None).get(f"/spend/transactions/{payment}")
        assert page.status == 200
        assert page.heading() == "Exampleton City Council paid £3,000.03; supplier erased"
        assert "Description, Supplier. The reason that was given: " + WHY in page.text
        assert "£3,000.03" in page.text
        assert NAME not in page.text + page.title
        assert PURPOSE not in page.text

    def test_each_of_two_orders_is_told_with_its_own_fields(self, world: World):
        publish(world, named_file())
        payment = first_payment(2)
        erase(world, places=cells("description"))
        follow()
        erase(world, places=cells("supplier_name"), why="And her name")
        follow()
        told = world.call("spenddata_transaction_show", None, id=payment)["erased"]
        assert [(each["fields"], each["why"]) for each in told] == [
            (["description"], WHY),
            (["supplier_name"], "And her name"),
        ]

    def test_its_neighbours_say_nothing_of_it(self, world: World, reader):
        publish(world, named_file())
        erase(world, places=cells("supplier_name"))
        follow()
        assert "rased" not in reader(None).get(f"/spend/transactions/{first_payment(0)}").text

    def test_after_a_row_before_it_was_erased_it_is_still_the_right_one(self, world: World):
        publish(world, named_file())
        payment, neighbour = first_payment(2), first_payment(1)
        erase(world, places=[{"row": 2}])
        follow()
        erase(world, places=cells("supplier_name"), why="Her name")
        follow()
        told = world.call("spenddata_transaction_show", None, id=payment)["erased"]
        assert [(each["fields"], each["why"]) for each in told] == [(["supplier_name"], "Her name")]
        assert world.call("spenddata_transaction_show", None, id=neighbour)["erased"] == []

    def test_one_that_was_erased_says_that_it_was_and_why(self, world: World, reader):
        publish(world, named_file())
        payment = first_payment(2)
        erase(world, places=[{"row": NAMED_ROW}])
        page = reader(None).get(f"/spend/transactions/{payment}")
        assert page.status == 410
        assert "This payment was erased on" in page.text
        assert WHY in page.text
        assert page.soup.h1.text == "Erased: it is no longer public"
        assert page.soup.find("main").find("a", href=f"/spend/returns/{REFERENCE}")


class TestThePublisher:
    def test_its_withdrawn_returns_are_listed_with_day_and_reason(self, world: World, reader):
        world.publish(csv_file(3))
        world.publish(csv_file(4, month=11, year=2025), period="2025-Q4")
        world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")
        page = reader(None).get("/spend/publishers/exampleton")
        table = page.soup.find(id="taken-back").find_next("table").get_text(" ")
        assert "January to March 2026" in table
        assert "Withdrawn on" in table
        assert "Sent by mistake" in table
        assert "October to December 2025" not in table
        assert "0 returns replaced, 1 taken back" in page.text

    def test_one_that_was_filed_again_is_no_longer_among_them(self, world: World, reader):
        world.publish(csv_file(3))
        world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")
        world.publish(csv_file(5))
        page = reader(None).get("/spend/publishers/exampleton")
        assert page.soup.find(id="taken-back") is None

    def test_a_withdrawn_one_leads_to_its_return_and_that_says_what_became_of_it(self, world: World, reader):
        world.publish(csv_file(3))
        payment = first_payment(1)
        world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")
        gone = reader(None).get(f"/spend/transactions/{payment}")
        assert (gone.status, gone.soup.h1.text) == (410, "Withdrawn: it is no longer public")
        links = [link["href"] for link in gone.soup.find("main").find_all("a")]
        assert links[:2] == [f"/spend/returns/{REFERENCE}", "/spend/publishers/X-DEMO-1"]
        assert reader(None).get(links[1]).status == 200
        page = reader(None).get(links[0]).text
        assert "are no longer public and count in no figure. The reason that was given: Sent by mistake" in page
        assert "Rows with a warning are published as they are" not in page
        assert "Rows with a warning are published as they are" in reader("administrator").get(links[0]).text

    def test_a_replaced_one_names_body_and_period(self, world: World, reader):
        world.publish(csv_file(3))
        payment = first_payment(1)
        world.publish(csv_file(4, start=101))
        page = reader(None).get(f"/spend/transactions/{payment}")
        assert (page.status, page.soup.h1.text) == (200, "This payment was replaced")
        assert "revision 1 of what Exampleton City Council published for January to March 2026" in page.text
