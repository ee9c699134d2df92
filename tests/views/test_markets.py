"""A category as a market, by action and page, with figures worked out by hand."""

from __future__ import annotations

import csv
import io

import pytest

from tests.returns.standing import standing
from tests.returns.world import HEADER, World

pytestmark = pytest.mark.portal

NAMES = {"X-DEMO-1": "Exampleton City Council", "X-DEMO-3": "Otherborough District Council"}


def file(body: str, *lines: tuple[str, str, str]) -> bytes:
    """Payments for the repair of roads, by the publisher's own code: day, supplier, amount."""
    what = "Highways,Repairs and maintenance,Resurfacing of road {n},Construction,0.00,45233140-2"
    rows = [
        f"{NAMES[body]},{day},{supplier},T{body[-1]}{n:04d},{amount}," + what.format(n=n)
        for n, (day, supplier, amount) in enumerate(lines)
    ]
    return ("\r\n".join([f"{HEADER},CPV Code", *rows]) + "\r\n").encode()


@pytest.fixture
@standing
def roads(world: World) -> World:
    """Two bodies that buy from three suppliers: 6,000 and 4,000; a private one withheld; and one credit."""
    world.publish(
        file(
            "X-DEMO-1",
            ("03/01/2026", "Alder Roads Ltd", "5000.00"),
            ("05/02/2026", "Birch Surfacing Ltd", "1500.00"),
            ("05/03/2026", "Birch Surfacing Ltd", "-500.00"),
        ),
        answers={"amount_basis": "gross"},
    )
    world.publish(
        file("X-DEMO-3", ("07/02/2026", "Alder Roads Ltd", "3000.00"), ("08/02/2026", "Cedar Kerbs Ltd", "1000.00")),
        publisher="X-DEMO-3",
        who="stranger",
        answers={"amount_basis": "gross"},
    )
    return world


def market(world: World, **asked) -> dict:
    """The category of the payments, whichever it is: that is classify's to say."""
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select distinct category from spenddata.ledger")
        [[category]] = cursor.fetchall()
    return world.call("spenddata_category_show", None, id=category, period="2026-Q1", **asked)


def test_who_buys_and_from_whom_to_the_penny(roads: World):
    found = market(roads)
    assert (found["count"], found["total"], found["amount_basis"]) == (5, "10000.00", "gross")
    assert found["share_percent"] == "100.0"
    assert [(each["publisher_id"], each["total"], each["suppliers"]) for each in found["buyers"]["largest"]] == [
        ("X-DEMO-1", "6000.00", 2),
        ("X-DEMO-3", "4000.00", 2),
    ]
    suppliers = found["suppliers"]
    assert [
        (each["name"], each["buyers"], each["count"], each["total"], each["share_percent"])
        for each in suppliers["largest"]
    ] == [
        ("Alder Roads Ltd", 2, 2, "8000.00", "80.0"),
        ("Birch Surfacing Ltd", 1, 2, "1000.00", "10.0"),
        ("Cedar Kerbs Ltd", 1, 1, "1000.00", "10.0"),
    ]
    assert (suppliers["concentration"], suppliers["top_five_percent"]) == (6600, None)  # 64 + 1 + 1 hundredths
    assert suppliers["withheld"] == {"count": 0, "total": "0.00"}
    assert [(each["month"], each["total"]) for each in found["trend"]["months"]] == [
        ("2026-01", "5000.00"),
        ("2026-02", "5500.00"),
        ("2026-03", "-500.00"),
    ]
    assert found["trend"]["bodies"] == 2
    assert sum(way["count"] for way in found["methods"]) == 5


def test_amounts_with_and_without_vat_are_never_added_up(world: World, reader):
    day = ("23/01/2026", "Alder Roads Ltd")
    world.publish(file("X-DEMO-1", (*day, "5000.00")), answers={"amount_basis": "gross"})
    other = {"publisher": "X-DEMO-3", "who": "stranger", "answers": {"amount_basis": "net_of_all_vat"}}
    world.publish(file("X-DEMO-3", (*day, "700.00")), **other)
    found = market(world)
    assert (found["total"], found["amount_basis"], found["suppliers"]["largest"][0]["total"]) == (
        "5000.00",
        "gross",
        "5000.00",
    )
    assert [(each["amount_basis"], each["total"]) for each in found["amount_bases"]] == [
        ("gross", "5000.00"),
        ("net_of_all_vat", "700.00"),
    ]
    assert market(world, amount_basis="net_of_all_vat")["total"] == "700.00"
    page = reader(None).get(f"/spend/categories/{found['id']}?period=2026-Q1")
    assert "amounts with and without VAT are never added up: 1 body, £700" in page.text
    assert reader(None).get(f"/spend/categories/{found['id']}?period=2026-Q1&amount_basis=none").status == 400


def test_the_page_says_who_buys_and_what_counts(roads: World, reader):
    found = market(roads)
    page = reader(None).get(f"/spend/categories/{found['id']}?period=2026-Q1")
    assert page.heading() == "2 public bodies spent £10k on highways and traffic from January to March 2026"
    assert "Alder Roads Ltd is the largest, paid by 2 bodies." in page.text
    assert found["in"] in page.text
    assert found["boundary"] in page.text
    assert "6,600" in page.text
    assert [rect["width"] for rect in page.soup.select("#from .sp-bar rect")] == ["100.0%", "12.5%", "12.5%"]
    assert not page.soup.select("[style]"), "the policy of the pages allows no styles of their own"


def test_nothing_published_is_no_nought(world: World, reader):
    found = world.call("spenddata_category_show", None, id="energy-water", period="2026-Q1")
    assert (found["total"], found["buyers"]["count"], found["share_percent"]) == (None, 0, None)
    page = reader(None).get("/spend/categories/energy-water?period=2026-Q1")
    assert page.status == 200
    assert "nothing is published" in page.heading()
    assert "£0" not in page.text


def test_the_chart_is_taken_away_as_it_stands(roads: World, reader):
    found = market(roads)
    whole = f"/spend/categories/{found['id']}"
    page = reader(None).get(f"{whole}?period=2026-Q1")
    links = {link.get_text(" ").split()[0]: link["href"] for link in page.soup.select("#trend .sp-fig-foot a")}
    assert set(links) == {"CSV", "SVG", "PNG", "Embed"}
    lines = list(csv.DictReader(io.StringIO(reader(None).get(links["CSV"]).response.get_data(as_text=True))))
    assert [(line["month"], line["amount"]) for line in lines] == [
        (month["month"], month["total"]) for month in found["trend"]["months"]
    ]
    drawing = reader(None).get(links["SVG"]).response.get_data(as_text=True)
    assert drawing.count('fill="#4878a6"') == 3
    assert page.soup.select_one("#trend .sp-fig-title").get_text().lower() in drawing.lower()
    picture = reader(None).get(links["PNG"]).response
    assert picture.headers["Content-Type"] == "image/png"
    assert [int.from_bytes(picture.get_data()[at : at + 4]) for at in (16, 20)] == [2000, 940]
    framed = reader(None).get(links["Embed"])
    assert "frame-ancestors *" in framed.response.headers["Content-Security-Policy"]
    assert framed.soup.select_one("main a")["href"].endswith(f"{whole}?period=2026-Q1")
    assert not framed.soup.select("form, script")


def test_where_no_body_has_every_return_there_is_no_chart_to_take_away(roads: World, reader):
    found = market(roads)
    page = reader(None).get(f"/spend/categories/{found['id']}?period=2025-10/2026-03")
    assert [link.get_text(" ").split()[0] for link in page.soup.select("#trend .sp-fig-foot a")] == []
    assert "2 buyers are left out: Exampleton City Council (1 return missing), Otherborough" in page.text
    for kind in ("trend.png", "trend.svg", "embed"):
        asked = f"/spend/categories/{found['id']}/{kind}?period=2025-10/2026-03"
        assert reader(None).get(asked).status == 404
        assert reader(None).get(asked.replace("2025-10/2026-03", "soon")).status == 400


def test_a_withdrawn_return_leaves_the_market(roads: World):
    found = market(roads)
    roads.call("spenddata_return_withdraw", "administrator", reference="X-DEMO-1.lgtc-500.2026-Q1", why="Wrong file")
    now = roads.call("spenddata_category_show", None, id=found["id"], period="2026-Q1")
    assert (now["total"], now["suppliers"]["largest"][0]["total"]) == ("4000.00", "3000.00")


def test_all_categories_are_listed_and_lead_on(reader):
    page = reader(None).get("/spend/categories")
    links = [link["href"] for link in page.soup.select("dl a")]
    assert len(links) == 35
    assert reader(None).get(links[0]).status == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/spend/categories/energie-water", 404, "energy-water"),
        ("/spend/categories/energy-water?period=soon", 400, ""),
        ("/spend/categories/energy-water?card=perhaps", 400, "Say true or false."),
    ],
)
def test_an_unknown_category_or_period_is_said(reader, address, status, words):
    page = reader(None).get(address)
    assert page.status == status
    assert words in page.text


@pytest.mark.parametrize(
    ("paid", "real", "told"),
    [
        ("12.4", "8.2", "The last three months are 12% above the first three; after inflation, 8% more"),
        ("2.0", "-1.5", "The last three months are 2% above the first three; after inflation, 2% less"),
        (
            "0.4",
            "-0.6",
            "Little change: the last three months are within 1% of the first three; after inflation, about the same",
        ),
        ("12.4", None, "The last three months are 12% above the first three"),
        (None, None, "By month of payment"),
    ],
)
def test_a_trend_is_told_as_paid_and_after_inflation(app, paid, real, told):
    from ckanext.spenddata.views.markets import _trend_words

    with app.flask_app.test_request_context("/"):
        assert _trend_words({"bodies": 3, "change_percent": paid, "real_change_percent": real}) == told
