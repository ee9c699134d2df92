"""Credit notes without a minus: asked on the page, answered there, and remembered for the publisher's next file."""

from __future__ import annotations

import pytest

from tests.returns.world import PERIOD, REGIME, World, csv_file, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
PAGE = f"/spend/returns/{REFERENCE}"

pytestmark = pytest.mark.portal


def notes(rows: int, *, start: int = 1, month: int = 2, word: str = "Credit Note") -> bytes:
    """A file whose last payment is a credit note without a minus."""
    head, *lines = csv_file(rows, start=start, month=month).decode().splitlines()
    marked = [f"{line},{word if line is lines[-1] else 'Invoice'}" for line in lines]
    return "\n".join([f"{head},Document Type", *marked]).encode()


def total(world: World, reference: str = REFERENCE) -> str:
    shown = world.show(reference)
    assert shown["state"] == "published", shown["state"]
    return str(shown["revisions"][0]["amount_accepted"])


def test_credits_are_answered_on_the_page_and_the_next_file_is_read_at_once(world: World, reader):
    world.submit(notes(3))
    work()
    editor = reader("editor")
    page = editor.get(PAGE)
    [asked] = page.soup.select("[name=answer-credits][value='these are credits']")
    assert "count them with a minus" in page.soup.select_one(f"label[for={asked['id']}]").get_text()
    assert (
        editor.post(f"{PAGE}/answer", {"revision": "1", "attempt": "1", "answer-credits": "these are credits"}).status
        == 302
    )
    work()
    page = editor.get(PAGE)
    [said] = page.soup.select("[name=credits] option[selected]")
    assert said["value"] == "these are credits"
    confirmed = {
        select["name"]: select.select_one("[selected]")["value"]
        for select in page.form("/confirm").select("select")
        if select.select_one("[selected]")
    }
    assert editor.post(f"{PAGE}/confirm", confirmed | {"revision": "1", "attempt": "2"}).status == 302, (
        "confirming the columns keeps what was said of credits"
    )
    work()
    world.call("spenddata_return_publish", reference=REFERENCE)
    work()
    assert total(world) == "0.00", "1,000.01 and 2,000.02 less 3,000.03"
    world.submit(notes(5, start=11, month=5), period="2026-Q2", publish=True)
    work()
    assert total(world, f"X-DEMO-1.{REGIME}.2026-Q2") == "35000.35", "11,000.11 and three more less 15,000.15"


@pytest.mark.parametrize("answer", [True, False])
def test_other_words_than_those_that_were_answered_are_asked_about_in_the_next_file(world: World, answer):
    world.submit(notes(3), answers={"credits": answer}, publish=True)
    work()
    world.submit(notes(4, start=11, month=5, word="Refund"), period="2026-Q2", publish=True)
    work()
    shown = world.show(f"X-DEMO-1.{REGIME}.2026-Q2")
    assert shown["state"] == "ready"
    [asked] = shown["revisions"][0]["report"]["questions"]
    assert (asked["question"]["field"], shown["revisions"][0]["answers"]) == ("credits", {})
    assert "Refund" in asked["question"]["why"]


@pytest.mark.parametrize(("answer", "sum_"), [(False, "6000.06"), (True, "0.00")])
def test_a_program_answers_beforehand(world: World, answer, sum_):
    world.submit(notes(3), answers={"credits": answer}, publish=True)
    work()
    assert total(world) == sum_


@pytest.mark.parametrize("answer", [3, "", {"word": "CN"}])
def test_an_answer_of_another_kind_is_refused(world: World, answer):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError, match="answers can't be used"):
        world.submit(notes(3), answers={"credits": answer})
