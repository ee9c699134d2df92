"""What is wrong with a form of a return is told at its field, and what was typed stays."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema.said import LONGEST_WORDS
from tests.returns.world import World, csv_file, work
from tests.views.test_returns import LOOKED_AT, PAGE, REFERENCE

pytestmark = pytest.mark.portal


@pytest.mark.parametrize(("step", "field"), [("publish", "note"), ("send-back", "back")])
def test_words_that_are_too_long_are_told_at_their_field_and_kept(world: World, reader, monkeypatch, step, field):
    monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
    world.submit(csv_file(3))
    work()
    words = "x" * (LONGEST_WORDS + 1)
    page = reader("administrator").post(f"{PAGE}/{step}", {**LOOKED_AT, field: words})
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert page.problems() == [("Use at most 1,000 characters; you have used 1,001.", f"field-{field}")]
    box = page.soup.find(id=f"field-{field}")
    assert (box.get_text(), box["maxlength"], box["aria-invalid"]) == (words, str(LONGEST_WORDS), "true")
    told = [page.soup.find(id=id_) for id_ in box["aria-describedby"].split()]
    assert "Use at most 1,000 characters" in told[-1].get_text()
    assert world.show()["state"] == "ready"


def test_rows_that_cannot_be_used_are_said_first_with_the_ways_onward(world: World, reader):
    world.submit(csv_file(4, bad=1))
    work()
    box = reader("editor").get(PAGE).soup.select_one(".sp-errors")
    assert box.h2.get_text() == "1 row cannot be used"
    [rule, here, again, on] = [link["href"] for link in box.select("a")]
    assert reader("editor").get(PAGE).soup.find(id=rule.removeprefix("#"))
    assert here == f"{PAGE}/revisions/1/rows"
    assert "/spend/returns/new" in again
    assert on == "#publish"


def test_an_editor_is_told_that_another_approves_and_whoever_approves_can_send_back_first(
    world: World, reader, monkeypatch
):
    monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
    world.submit(csv_file(3))
    work()
    ready = reader("editor").get(PAGE)
    assert ready.soup.find("button", string="Send for approval")
    assert ready.soup.select_one(".sp-progress [aria-current=step]").get_text() == "Check your answers"
    reader("editor").post(f"{PAGE}/send-for-approval", {**LOOKED_AT, "note": "One payment is for two years."})
    editor, administrator = reader("editor").get(PAGE), reader("administrator").get(PAGE)
    assert editor.soup.select_one(".sp-progress [aria-current=step]").get_text() == "Publish"
    assert "Sent for approval by" in administrator.text
    assert administrator.soup.select_one("textarea[name=note]").get_text() == "One payment is for two years."
    assert "Waiting for approval" in editor.soup.select_one(".sp-facts").get_text()
    assert "Waiting for your approval" in administrator.soup.select_one(".sp-facts").get_text()
    turn = reader("administrator").get("/spend/returns").soup.find(id="now").find_next("table")
    assert "Waiting for your approval" in turn.get_text()
    assert "btn-primary" in turn.find("a")["class"]
    assert "Now an administrator of Exampleton City Council looks at it" in editor.text
    assert administrator.soup.find("button", string="Approve and publish 3 payments")
    reader("administrator").post(f"{PAGE}/send-back", {**LOOKED_AT, "back": "Row 2: look the amount up."})
    again = reader("editor").get(PAGE)
    assert again.heading() == "Sent back, to be put right"
    assert "Sent back" in again.soup.select_one(".sp-facts").get_text()
    assert "Row 2: look the amount up." in again.soup.select_one("#sent-back").get_text()
    listed = reader("editor").get("/spend/returns").soup.find(id="now").find_next("table")
    assert "See why, and send again" in listed.get_text()


def test_what_is_said_of_no_field_leads_nowhere(world: World, reader):
    world.submit(csv_file(3))
    work()
    world.call("spenddata_return_publish", reference=REFERENCE)
    page = reader("administrator").post(f"{PAGE}/publish", LOOKED_AT)
    assert page.status == 409
    [(words, anchor)] = page.problems()
    assert (words[:13], anchor) == ("This revision", "")


def test_the_period_before_stands_beside_it_and_one_on_another_vat_basis_is_not_compared(world: World, reader):
    world.publish(csv_file(3), answers={"amount_basis": "gross"})
    world.submit(csv_file(4, month=5), period="2026-Q2", answers={"amount_basis": "gross"})
    work()
    later = PAGE.replace("2026-Q1", "2026-Q2")
    facts = {
        each.dt.get_text(): each.dd.get_text(" ") for each in reader("editor").get(later).soup.select(".sp-facts > div")
    }
    assert "January to March 2026: 3 payments, £6,000" in facts["The period before"]
    assert "Difference: payments +1, total +£4,000" in facts["The period before"]
    world.submit(csv_file(4, month=5), period="2026-Q2", answers={"amount_basis": "net_of_all_vat"})
    work()
    told = reader("editor").get(later)
    assert "Not compared: the amounts of one of the two periods include VAT" in told.text
    assert "Difference: " not in told.text
