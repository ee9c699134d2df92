"""A month, a quarter, a year: who published and who did not, what for, the largest payments; with figures worked out by hand."""

from __future__ import annotations

import pytest

from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.periods import Period
from tests.returns.world import World
from tests.views.test_explore import NAMES, two

pytestmark = pytest.mark.portal
__all__ = ["two"]


def test_a_quarter_says_who_published_and_who_did_not(two: World, reader):
    page = reader(None).get("/spend/periods/2026-Q1")
    assert page.status == 200
    assert page.heading() == "2 public bodies published £9.3k of payments for January to March 2026"
    assert page.soup.select_one("#who h2").get_text() == "1 body has not published what was due"
    assert page.soup.select_one("#who p a")["href"] == "/spend/publishers/exampleton-parks"
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")][:2]
        for row in page.soup.select("#who tbody tr")
    ]
    assert rows == [[NAMES["X-DEMO-1"], "4"], [NAMES["X-DEMO-3"], "1"]]
    assert "£9,000" in page.soup.select_one("#on tbody tr").get_text()
    largest = [cell.get_text() for cell in page.soup.select("#largest tbody td:last-child a")]
    assert [text.split(":")[0] for text in largest] == ["£5,000.00", "£3,000.00", "£1,500.00", "£250.25", "−£500.00"]
    months = [row.select("td")[1].get_text(strip=True) for row in page.soup.select("#trend tbody tr")]
    assert [text.removesuffix("incomplete") for text in months] == ["£5,000", "£3,000", "£1,250"]
    assert not page.soup.select("[style]")


def test_every_figure_opens_its_payments(two: World, reader):
    page = reader(None).get("/spend/periods/2026-Q1")
    found = reader(None).get(page.soup.select_one("#on tbody td a")["href"])
    assert found.status == 200
    assert "£9,000" in found.text


def test_a_month_of_one_body(two: World, reader):
    page = reader(None).get("/spend/periods/2026-03?publisher=exampleton")
    assert page.heading() == "Exampleton City Council spent £1.3k in March 2026"
    assert page.soup.select_one("#who") is None
    assert len(page.soup.select("#largest tbody tr")) == 3


def test_periods_lead_to_each_other(two: World, reader):
    ways = [link["href"] for link in reader(None).get("/spend/periods/2026-Q1").soup.select(".sp-pick a")]
    names = ["2025-Q4", "2026-Q2", "2025-26", "2026-01", "2026-02", "2026-03"]
    assert ways == [f"/spend/periods/{name}" for name in names]
    assert [reader(None).get(way).status for way in ways] == [200] * 6
    listed = [link["href"] for link in reader(None).get("/spend/periods").soup.select("main section a")]
    assert listed == [f"/spend/periods/{name}" for name in ("2025-26", "2026-Q1", "2026-03", "2026-02", "2026-01")]


def test_no_page_leads_into_what_has_not_begun(two: World, reader):
    running = Period.of(london_today(), "month")
    ways = [link["href"] for link in reader(None).get(f"/spend/periods/{running}").soup.select(".sp-pick a")]
    assert f"/spend/periods/{running.following()}" not in ways


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/spend/periods/soon", 404, "is not a period"),
        ("/spend/periods/2026-27-P10", 404, "Write a month as 2026-04"),
        ("/spend/periods/2026-Q1?publisher=exampelton", 400, "X-DEMO-1"),
        ("/spend/periods/2026-Q1?publishr=exampleton", 400, "publisher"),
        ("/spend/periods?publisher=exampleton", 400, "There is no parameter publisher."),
        ("/spend/periods/2019-01", 200, "Nobody had joined this portal by then."),
        ("/spend/periods/2019-01?publisher=exampleton", 200, "It joined this portal later"),
        ("/spend/periods/2095-04", 200, "Nothing is published for April 2095 This period has not begun."),
        (f"/spend/periods/{Period.of(london_today(), 'month')}", 200, "Bodies publish when it has ended."),
        ("/spend/periods/2026-Q1?card=true", 200, "Nothing is published for January to March 2026"),
    ],
)
def test_what_is_asked_wrongly_and_what_is_not_there(two: World, reader, address, status, words):
    page = reader(None).get(address)
    assert page.status == status
    assert words in page.text
    assert "£0" not in page.text


def test_nobody_is_blamed_for_what_fell_due_before_it_joined(two: World, reader):
    page = reader(None).get("/spend/periods/2019-01")
    assert page.soup.select_one("#who") is None
    assert [gap.get_text() for gap in page.soup.select(".is-gap")] == [
        "3 returns are not published that fell due before their bodies joined this portal."
    ]
