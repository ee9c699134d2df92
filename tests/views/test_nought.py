"""Nought is shown only where nought was published: where nothing is known, or all of it was taken back, there is no £0."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, work

pytestmark = pytest.mark.portal

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
NOUGHT = re.compile(r"£0(?!\.?\d)|£0\.00|\b0\.00\b")


def pages(reader: Any, *more: str) -> dict[str, str]:
    """The pages that show figures of the body, by their addresses."""
    addresses = (
        "/",
        "/spend/search",
        "/spend/publishers/exampleton",
        "/spend/returns",
        "/spend/compare?publisher=exampleton",
        *more,
    )
    return {address: reader(None).get(address).text for address in addresses}


def noughts(texts: dict[str, str]) -> dict[str, list[str]]:
    return {address: found for address, text in texts.items() if (found := NOUGHT.findall(text))}


def test_where_nothing_is_published_there_is_no_figure(world: World, reader):
    texts = pages(reader)
    assert noughts(texts) == {}
    assert "Published in all not published" in texts["/spend/publishers/exampleton"]
    assert world.call("spenddata_portal_show", None)["amount"] is None
    assert world.call("spenddata_transaction_search", None)["total"] is None
    comparison = world.call("spenddata_comparison_show", None, publishers=["X-DEMO-1"])
    assert {cell["amount"] for row in comparison["categories"] for cell in row["cells"]} <= {None}
    assert comparison["total"]["cells"][0]["amount"] is None


@pytest.mark.usefixtures("three_checked")
def test_a_draft_is_nothing_published(world: World, reader):
    assert noughts(pages(reader)) == {}
    assert world.call("spenddata_portal_show", None)["amount"] is None


@pytest.mark.usefixtures("three_followed")
def test_what_was_withdrawn_leaves_no_nought(world: World, reader):
    world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")
    follow()
    texts = pages(reader, f"/spend/returns/{REFERENCE}")
    assert noughts(texts) == {}
    assert "Nothing of it is published here now" in texts["/spend/publishers/exampleton"]


@pytest.mark.usefixtures("three_followed")
def test_a_return_whose_every_row_was_erased_has_no_sum(world: World, reader):
    places = [{"row": row} for row in (2, 3, 4)]
    world.call("spenddata_return_erase", "administrator", reference=REFERENCE, why="All of it", places=places)
    follow()
    line = world.call("spenddata_return_list", None, publisher="X-DEMO-1", state="published")["results"][0]
    assert (line["rows_accepted"], line["amount_accepted"]) == (0, None)
    assert world.show(who=None)["revisions"][0]["amount_accepted"] is None
    (resource,) = world.call("package_show", None, id=f"exampleton-{REGIME}")["resources"]
    assert resource["amount_total"] in ("", None)
    texts = pages(reader, f"/spend/returns/{REFERENCE}", f"/spend/returns/{REFERENCE}/revisions/1")
    assert noughts(texts) == {}


def test_a_nil_return_says_nothing_to_report(world: World, reader):
    world.call("spenddata_return_submit", publisher="X-DEMO-1", regime=REGIME, period=PERIOD, nil=True, publish=True)
    work()
    follow()
    texts = pages(reader)
    assert "Published in all nothing to report" in texts["/spend/publishers/exampleton"]
    assert "nothing to report" in texts["/"]


def test_credits_alone_are_shown_with_their_minus(world: World, reader):
    content = csv_file(3).replace(b",1000.01,", b",-1000.01,").replace(b",2000.02,", b",-2000.02,")
    filed = world.submit(content.replace(b",3000.03,", b",-3000.03,"))
    work()
    about = {"reference": filed["reference"]}
    said = [
        {"finding": each["finding"], "reason": "Refunds"}
        for each in world.call("spenddata_finding_list", **about)["findings"]
    ]
    world.call("spenddata_return_publish", **about, acknowledge=said)
    work()
    follow()
    assert world.call("spenddata_transaction_search", None)["total"] == "-6000.06"
    assert world.call("spenddata_portal_show", None)["amount"] == "-6000.06"
    texts = pages(reader)
    assert "−£6k" in texts["/spend/publishers/exampleton"]
    assert noughts(texts) == {}


def test_payments_that_cancel_out_are_a_true_nought(world: World, reader):
    world.publish(csv_file(3).replace(b",3000.03,", b",-3000.03,"))
    follow()
    assert world.call("spenddata_transaction_search", None)["total"] == "0.00"
    assert world.call("spenddata_portal_show", None)["amount"] == "0.00"
    assert "£0" in reader(None).get("/spend/publishers/exampleton").text


@pytest.mark.usefixtures("three_followed")
def test_a_search_that_finds_nothing_gives_no_sum(world: World, reader):
    assert world.call("spenddata_transaction_search", None, q="zeppelin")["total"] is None
    assert noughts({"search": reader(None).get("/spend/search?q=zeppelin").text}) == {}


def test_an_unknown_publisher_is_no_nought(world: World):
    with pytest.raises(tk.ValidationError):
        world.call("spenddata_transaction_search", None, publisher="nowhere")
