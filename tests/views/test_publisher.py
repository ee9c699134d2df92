"""A public body's page and what it is made of, with figures worked out by hand."""

from __future__ import annotations

import pytest

from ckanext.spenddata.values.periods import Period
from tests.returns.standing import standing
from tests.returns.world import HEADER, World, follow

pytestmark = pytest.mark.portal

ROADS, PAPER = "45233140-2", "30197643-5"
PAGE = "/spend/publishers/exampleton"


def file(*lines: tuple[str, str, str, str], name: str = "Exampleton City Council") -> bytes:
    """Payments: day, supplier, amount, CPV code."""
    rows = [
        f"{name},{day},{supplier},T{n:05d},{amount},Highways,Repairs,Work {n},Construction,0.00,{code}"
        for n, (day, supplier, amount, code) in enumerate(lines)
    ]
    return ("\r\n".join([f"{HEADER},CPV Code", *rows]) + "\r\n").encode()


@pytest.fixture
@standing
def council(world: World) -> World:
    """Two quarters, of which the one between is missing: 6,250.25 in January to March, 2,000 in July."""
    gross = {"answers": {"amount_basis": "gross"}}
    world.publish(
        file(
            ("23/01/2026", "Alder Roads Ltd", "5000.00", ROADS),
            ("25/03/2026", "Birch Surfacing Ltd", "1500.00", ROADS),
            ("26/03/2026", "Alder Roads Ltd", "-500.00", ROADS),
            ("27/03/2026", "Alder Roads Ltd", "250.25", PAPER),
        ),
        **gross,
    )
    world.publish(file(("23/07/2026", "Cedar Kerbs Ltd", "2000.00", ROADS)), period="2026-Q3", **gross)
    follow()
    return world


def shown(world: World, **asked) -> dict:
    return world.call("spenddata_publisher_show", None, publisher="exampleton", spending=True, **asked)


def test_whom_it_pays_and_what_for_to_the_penny(council: World):
    spent = shown(council, period="2026-01/2026-09")["spending"]
    assert (spent["count"], spent["total"], spent["regime"]) == (5, "8250.25", "lgtc-500")
    suppliers = spent["suppliers"]
    assert (suppliers["count"], suppliers["largest_percent"], suppliers["unnamed"]["count"]) == (3, "100.0", 0)
    assert [(each["name"], each["count"], each["total"]) for each in suppliers["largest"]] == [
        ("Alder Roads Ltd", 3, "4750.25"),
        ("Cedar Kerbs Ltd", 1, "2000.00"),
        ("Birch Surfacing Ltd", 1, "1500.00"),
    ]
    assert len({each["category"] for each in suppliers["largest"]}) == 1, "Alder is mostly paid for roads, too"
    assert spent["own_codes"] == {"count": 5, "total": "8250.25", "percent": "100.0"}
    assert shown(council, period="2026-Q1")["spending"]["total"] == "6250.25"


def test_how_it_publishes_and_what_it_was(council: World):
    found = shown(council)
    assert found["publishing"] == {
        "published": 2,
        "replaced": 0,
        "withdrawn": 0,
        "erased": 0,
        "files": [{"kind": "csv", "count": 2}],
    }
    assert found["history"] == {"predecessors": [], "successors": [], "former_names": []}
    assert "spending" not in council.call("spenddata_publisher_show", None, publisher="exampleton")


def test_the_page_says_it_and_hatches_what_is_not_published(council: World, reader):
    page = reader(None).get(PAGE)
    assert page.status == 200
    assert page.heading().startswith("Exampleton City Council spent £8.3k from ")
    chart = page.soup.select_one("#trend svg.sp-plot")
    assert len(chart.select("rect.gap")) == 3, "April to June"
    assert all(rect["fill"] == "url(#sp-hatch)" for rect in chart.select("rect.gap"))
    months = {
        row.th.get_text(): row.select("td")[1].get_text(strip=True) for row in page.soup.select("#trend tbody tr")
    }
    assert (months["January 2026"], months["February 2026"]) == ("£5,000", "Nothing")
    assert (months["April 2026"], months["July 2026"], months["August 2026"]) == ("not published", "£2,000", "Nothing")
    assert "Not published: April to June 2026." in page.soup.select_one(".sp-basis").get_text(" ")
    first = page.soup.select_one("#who tbody tr")
    assert [cell.get_text(strip=True) for cell in first.select("th, td")][:4:3] == ["Alder Roads Ltd", "£4,750"]
    assert "Publishes categories of its own: 100% of payments" in page.text
    assert "No returns replaced or withdrawn" in page.text
    assert not page.soup.select("[style]")


def test_what_is_due_next_stands_apart_from_what_is_missing(council: World, reader):
    page = reader(None).get(PAGE)
    [table] = [each for each in page.soup.select("table") if each.caption and each.caption.get_text() == "Not due yet"]
    [running] = council.call("spenddata_return_list", None, publisher="X-DEMO-1", state="not_due")["results"]
    rows = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
    assert rows[-1].startswith(Period.parse(running["period"]).title)
    assert "The period ends on" in rows[-1]
    assert running["due"][:4] in rows[-1]
    missing = council.call("spenddata_return_list", None, publisher="X-DEMO-1", state="missing")["results"]
    assert running["reference"] not in [line["reference"] for line in missing]


def test_amounts_with_and_without_vat_are_mixed_and_in_no_sum(world: World, reader):
    """Payments are counted; the page is there all the same."""
    for period, month, basis in (("2026-Q1", "02", "gross"), ("2026-Q2", "05", "net_of_recoverable_vat")):
        lines = file((f"23/{month}/2026", "Alder Roads Ltd", "5000.00", ROADS))
        world.publish(lines, period=period, answers={"amount_basis": basis})
    follow()
    page = reader(None).get(PAGE)
    assert page.status == 200
    assert page.heading().startswith("Exampleton City Council published 2 payments ")
    figure = page.soup.select_one("#trend")
    if figure and figure.select("tbody tr"):
        months = [row.select("td")[1].get_text(strip=True) for row in figure.select("tbody tr")]
        assert months.count("published on another VAT basis") == 3
        assert "not due yet" not in months[:6]
    assert [row.select_one("td.n").get_text() for row in page.soup.select("#on tbody tr")] == ["Mixed"]
    compared = reader(None).get("/spend/compare?publisher=exampleton&publisher=otherborough")
    assert "Mixed" in compared.soup.select_one("main").get_text()
    (category,) = {
        link["href"].partition("?")[0] for link in compared.soup.select("main table a[href*='/spend/compare/']")
    }
    assert "some amounts with VAT and some without" in page.soup.select_one("#limits").get_text()
    assert [row.select("td.n")[-1].get_text() for row in page.soup.select("#who tbody tr")] == ["Mixed"]
    spent = shown(world)["spending"]
    assert (spent["count"], spent["total"], spent["suppliers"]["largest"][0]["total"]) == (2, None, None)
    dataset = reader(None).get("/dataset/exampleton-lgtc-500")
    assert dataset.soup.select_one(".sp-lede").get_text().startswith("2 payments from ")
    assert "never in one sum" in dataset.soup.select_one(".sp-lede").get_text()
    asked = "publisher=exampleton&publisher=otherborough"
    ways = (
        "/spend/compare.csv",
        "/spend/compare.xlsx",
        "/spend/compare.svg",
        "/spend/compare/embed",
        category,
        f"{category}.csv",
    )
    assert "£5,000.00" in reader(None).get(f"{category}?{asked}").text, "a payment has its amount"
    assert {way: reader(None).get(f"{way}?{asked}").status for way in ways} == dict.fromkeys(ways, 200)


def test_a_figure_leads_to_its_payments_in_one_step(council: World, reader):
    page = reader(None).get(PAGE)
    found = reader(None).get(page.soup.select_one("#on tbody a")["href"])
    assert found.status == 200
    assert "£8,000" in found.text


def test_an_ended_body_leads_on_to_its_successor(council: World, reader):
    from ckan import model

    def extras(organization_id: str, **more: str | None) -> None:
        body = model.Group.get(organization_id)
        kept = {name: value for name, value in body.extras.items() if name not in more}
        body.extras = {**kept, **{name: value for name, value in more.items() if value}}
        model.Session.commit()

    extras(council.other, predecessors='["X-DEMO-1"]', began="2026-08-01")
    extras(council.council, ended="2026-07-31")
    try:
        page = reader(None).get(PAGE)
        assert "It ended on 31 July 2026." in page.text
        assert page.soup.select_one(".sp-lede a")["href"] == "/spend/publishers/otherborough"
        heir = reader(None).get("/spend/publishers/otherborough")
        assert heir.soup.find("a", href=PAGE), "and the successor names it"
    finally:
        extras(council.other, predecessors=None, began=None)
        extras(council.council, ended=None)


def test_a_former_name_stands_on_the_page(council: World, reader):
    from ckan import model

    body = model.Group.get(council.council)
    try:
        body.name = "exampleton-unitary"
        model.Session.commit()
        page = reader(None).get("/spend/publishers/exampleton-unitary")
        assert "exampleton, until" in page.text
    finally:
        body = model.Group.get(council.council)
        body.name = "exampleton"
        model.Session.commit()


@pytest.mark.parametrize(("asked", "field"), [({"period": "soon"}, "period"), ({"regime": "lgtc-5000"}, "regime")])
def test_bad_questions_are_refused(council: World, asked, field):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        shown(council, **asked)
    assert field in refusal.value.error_dict


def test_what_its_tables_can_be_taken_away_as_holds_their_figures(council: World, reader):
    import csv
    import io
    from decimal import Decimal

    page = reader(None).get(PAGE)
    files = [link["href"] for link in page.soup.select("main .sp-fig-foot a") if link.get_text().startswith("CSV")]
    assert [address.partition("rows=")[2].partition("&")[0] for address in files] == ["month", "category", "supplier"]
    lines = [
        list(csv.DictReader(io.StringIO(reader(None).get(each).response.get_data(as_text=True)))) for each in files
    ]
    sums = [sum(Decimal(line["amount"]) for line in of if line["amount"]) for of in lines]
    assert set(sums) == {Decimal("8250.25")}
    for link in page.soup.select("main .sp-fig-foot a"):
        assert reader(None).get(link["href"]).status == 200, link["href"]
