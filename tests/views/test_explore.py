"""Totals as a table, by action, page and files, with figures worked out by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest

from ckanext.spenddata.compare.dimensions import DIMENSIONS
from ckanext.spenddata.logic import measuring
from tests.returns.standing import standing
from tests.returns.world import HEADER, World, follow

pytestmark = pytest.mark.portal

NAMES = {"X-DEMO-1": "Exampleton City Council", "X-DEMO-3": "Otherborough District Council"}
ROADS, PAPER = "45233140-2", "30197643-5"


def file(body: str, *lines: tuple[str, str, str]) -> bytes:
    """Payments: day, amount, CPV code."""
    rows = [
        f"{NAMES[body]},{day},Alder Supplies Ltd,T{body[-1]}{n:04d},{amount},Highways,Repairs,Work {n},Construction,0.00,{code}"
        for n, (day, amount, code) in enumerate(lines)
    ]
    return ("\r\n".join([f"{HEADER},CPV Code", *rows]) + "\r\n").encode()


@pytest.fixture
@standing
def two(world: World) -> World:
    """Exampleton (gross): 5,000 in January and 1,500 − 500 in March for roads, 250 for paper. Otherborough (gross): 3,000 in February."""
    world.publish(
        file(
            "X-DEMO-1",
            ("03/01/2026", "5000.00", ROADS),
            ("05/03/2026", "1500.00", ROADS),
            ("06/03/2026", "-500.00", ROADS),
            ("07/03/2026", "250.25", PAPER),
        ),
        answers={"amount_basis": "gross"},
    )
    world.publish(
        file("X-DEMO-3", ("07/02/2026", "3000.00", ROADS)),
        publisher="X-DEMO-3",
        who="stranger",
        answers={"amount_basis": "gross"},
    )
    follow()
    return world


def totals(world: World, **asked) -> dict:
    return world.call("spenddata_totals_show", None, **{"period": "2026-Q1", **asked})


def figures(found: dict) -> dict[str, list]:
    return {
        line["label"]: [(cell["count"], cell["total"], cell["state"]) for cell in line["cells"]]
        for line in found["lines"]
    }


def test_bodies_by_month_to_the_penny(two: World):
    found = totals(two, rows="publisher", columns="month")
    assert [value["id"] for value in found["column_values"]] == ["2026-01", "2026-02", "2026-03"]
    of = figures(found)
    assert of[NAMES["X-DEMO-1"]] == [(1, "5000.00", "complete"), (0, "0.00", "complete"), (3, "1250.25", "complete")]
    assert of[NAMES["X-DEMO-3"]] == [(0, "0.00", "complete"), (1, "3000.00", "complete"), (0, "0.00", "complete")]
    # The third body has published nothing: no nought, and what is due is told.
    assert of["Exampleton Parks Trust"] == [(None, None, "missing")] * 3
    assert (found["total"]["all"]["total"], found["total"]["all"]["state"]) == ("9250.25", "part")
    assert [cell["total"] for cell in found["total"]["cells"]] == ["5000.00", "3000.00", "1250.25"]
    assert found["missing"] == {
        "returns": 1,
        "bodies": 1,
        "most": [{"publisher_id": "X-DEMO-2", "name": "Exampleton Parks Trust", "returns": 1}],
        "before_joining": {"returns": 0, "bodies": 0},
    }
    assert (found["bodies"], found["amount_basis"], found["card"]) == (2, "gross", False)
    assert [each["threshold"] for each in found["regimes"]] == ["500"]


def test_measures(two: World):
    [roads, paper] = totals(two, rows="category")["lines"]
    assert (roads["cells"][0]["total"], paper["cells"][0]["total"]) == ("9000.00", "250.25")
    assert [line["cells"][0]["value"] for line in totals(two, measure="share")["lines"]] == ["97.3", "2.7"]
    assert [line["cells"][0]["value"] for line in totals(two, measure="average")["lines"]] == ["2250.00", "250.25"]
    assert [line["cells"][0]["value"] for line in totals(two, measure="payments")["lines"]] == ["4", "1"]


def test_filters_and_months_narrow_it(two: World):
    assert totals(two, publisher="otherborough")["total"]["cells"][0]["total"] == "3000.00"
    assert totals(two, period="2026-01/2026-02")["total"]["cells"][0]["total"] == "8000.00"
    [line] = totals(two, rows="category_group", publisher=["X-DEMO-1"])["lines"]
    assert (line["id"], line["cells"][0]["total"]) == ("procurement", "6250.25")
    assert totals(two, region="", body_type="local authority")["bodies"] == 2
    assert totals(two, category="energy-water")["lines"][0]["cells"][0] == {
        "count": 0,
        "total": "0.00",
        "value": "0.00",
        "state": "part",
    }


def test_the_payments_behind_a_figure_are_those_that_it_sums(two: World):
    found = totals(two, rows="publisher", columns="month")
    line = next(line for line in found["lines"] if line["id"] == "X-DEMO-1")
    asked = {**found["search"], **line["search"], **found["column_values"][2]["search"]}
    assert two.call("spenddata_transaction_search", None, **asked)["total"] == "1250.25"


def test_a_body_that_changed_its_vat_treatment_is_of_one_kind_in_months_of_one(two: World):
    two.publish(
        file("X-DEMO-3", ("17/04/2026", "900.00", ROADS)),
        publisher="X-DEMO-3",
        who="stranger",
        period="2026-Q2",
        answers={"amount_basis": "net_of_all_vat"},
    )
    assert totals(two)["total"]["cells"][0]["total"] == "9250.25", "of January to March both are with VAT"
    half = totals(two, period="2026-01/2026-06")
    assert (half["amount_basis"], half["total"]["cells"][0]["total"]) == ("gross", "9250.25")


def test_of_a_body_with_several_kinds_of_amounts_each_is_with_its_own_and_a_search_finds_the_same(two: World, reader):
    two.publish(
        file("X-DEMO-3", ("17/04/2026", "900.00", ROADS)),
        publisher="X-DEMO-3",
        who="stranger",
        period="2026-Q2",
        answers={"amount_basis": "net_of_all_vat"},
    )
    follow()
    half = {"period": "2026-01/2026-06", "publisher": ["X-DEMO-3"]}
    for basis, told in (("gross", "3000.00"), ("net_of_all_vat", "900.00")):
        for rows in ("category", "supplier", "publisher"):
            found = totals(two, **half, rows=rows, amount_basis=basis)
            assert found["total"]["cells"][0]["total"] == told
        assert two.call("spenddata_transaction_search", None, **found["search"])["total"] == told
        assert totals(two, **half, amount_basis=basis, measure="median-payment")["total"]["cells"][0]["value"] == told
    apart = totals(two, **half, rows="amount_basis", columns="quarter")
    assert {line["id"]: [(cell["total"], cell["state"]) for cell in line["cells"]] for line in apart["lines"]} == {
        "gross": [("3000.00", "complete"), (None, "other_basis")],
        "net_of_all_vat": [(None, "other_basis"), ("900.00", "complete")],
    }
    by_month = totals(two, **half, rows="month", amount_basis="gross")
    assert {cell["state"] for line in by_month["lines"][3:] for cell in line["cells"]} == {"other_basis"}
    nobody = totals(two, **half, rows="month", amount_basis="net_of_recoverable_vat")
    assert {cell["state"] for line in nobody["lines"] for cell in line["cells"]} == {"other_basis"}
    page = reader(None).get("/spend/explore?rows=month&period=2026-01/2026-06&publisher=X-DEMO-3&amount_basis=gross")
    assert page.text.count("published on another VAT basis") == 3
    assert "not published" not in page.text
    assert [(each["amount_basis"], each["bodies"], each["payments"]) for each in apart["amount_bases"]] == [
        ("gross", 1, 1),
        ("net_of_all_vat", 1, 1),
    ]
    with pytest.raises(Exception, match="VAT treatment"):
        totals(two, amount_basis="mixed")


def test_invoices_and_cards_are_never_added_up(two: World):
    filed = two.call("spenddata_totals_show", None, period="2026-Q1", rows="payment_method")
    assert filed["total"] is None
    with pytest.raises(Exception, match="never in one sum"):
        totals(two, regime=["lgtc-500", "lgtc-gpc"])
    cards = totals(two, regime="lgtc-gpc")
    assert (cards["card"], cards["bodies"], cards["lines"]) == (True, 0, [])


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"rows": "catagory"}, "rows", "The nearest is category."),
        ({"columns": "moth"}, "columns", "The nearest is month."),
        ({"rows": "month", "columns": "month"}, "columns", "the same"),
        ({"measure": "shares"}, "measure", "The nearest is share (Share of the column)."),
        ({"measure": "share", "rows": "payment_method"}, "measure", "never in one sum"),
        ({"category": "enregy-water"}, "category", "The nearest is energy-water (Energy, fuel and water)."),
        ({"publisher": "exampelton"}, "publisher", "X-DEMO-1"),
        ({"body_type": "local autority"}, "body_type", "local authority"),
        ({"category_group": "procurment"}, "category_group", "procurement"),
        ({"amount_basis": "gros"}, "amount_basis", "gross"),
        ({"period": "soon"}, "period", ""),
        ({"limit": "0"}, "limit", "1 to 5000"),
        ({"row": "category"}, "row", "The nearest is rows."),
    ],
)
def test_what_is_not_known_is_said_with_the_nearest_that_is(two: World, reader, asked, field, said):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError) as refusal:
        totals(two, **asked)
    assert said in str(refusal.value.error_dict[field])
    page = reader(None).get("/spend/explore", query_string={"period": "2026-Q1", **asked})
    assert page.status == 400
    assert said in page.text


def test_the_page_shows_what_the_action_tells_and_carries_every_choice(two: World, reader):
    page = reader(None).get("/spend/explore?rows=publisher&columns=month&from=2026-01&to=2026-03&limit=1")
    assert page.status == 200
    assert page.soup.select_one("main h2").get_text() == "Exampleton City Council paid 68% of £9.3k"
    table = page.soup.select_one("table.sp-table")
    assert [head.get_text() for head in table.select("thead th")] == [
        *("Public body", "January 2026", "February 2026", "March 2026", "All")
    ]
    assert "The 1 largest of 3 rows are shown" in page.text
    first, rest, total = table.select("tbody tr")
    assert [cell.get_text(" ", strip=True).split()[0] for cell in first.select("td")] == [
        "£5,000",
        "Nothing",
        "£1,250",
        "£6,250",
    ]
    assert rest.th.contents[0] == "2 others"
    assert rest.get_text().count("incomplete") == 1, "said once of the row"
    assert total["class"] == ["is-total"]
    chosen = {
        select["name"]: option["value"]
        for select in page.soup.select("select")
        for option in select.select("option[selected]")
    }
    assert (chosen["rows"], chosen["columns"], chosen["from"], chosen["to"]) == (
        "publisher",
        "month",
        "2026-01",
        "2026-03",
    )
    link = next(link["href"] for link in page.soup.select(".sp-fig-foot a") if link.get_text().startswith("CSV"))
    lines = list(csv.DictReader(io.StringIO(reader(None).get(link).response.get_data(as_text=True))))
    assert [
        (line["row"], line["column"], line["amount"], line["state"]) for line in lines if line["row"] != "X-DEMO-1"
    ] == [
        ("X-DEMO-3", "2026-01", "0.00", "complete"),
        ("X-DEMO-3", "2026-02", "3000.00", "complete"),
        ("X-DEMO-3", "2026-03", "0.00", "complete"),
        *(("X-DEMO-2", month, "", "missing") for month in ("2026-01", "2026-02", "2026-03")),
    ]
    assert not page.soup.select("[style]"), "the policy of the pages allows no styles of their own"


def test_workbook_and_drawing_have_the_same_figures(two: World, reader):
    book = reader(None).get("/spend/explore.xlsx?rows=publisher&columns=month&period=2026-Q1").response
    sheet = openpyxl.load_workbook(io.BytesIO(book.get_data()))["Table"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Public body", "January 2026", "February 2026", "March 2026", "All"],
        [NAMES["X-DEMO-1"], 5000, 0, 1250.25, 6250.25],
        [NAMES["X-DEMO-3"], 0, 3000, 0, 3000],
        ["Exampleton Parks Trust", *["not published"] * 4],
        ["All", 5000, 3000, 1250.25, 9250.25],
    ]
    drawing = (
        reader(None)
        .get("/spend/explore.svg?rows=publisher&columns=none&period=2026-Q1")
        .response.get_data(as_text=True)
    )
    assert "£6,250" in drawing
    assert "paid 68% of £9.3k" in drawing
    picture = reader(None).get("/spend/explore.png?rows=publisher&columns=none&period=2026-Q1").response
    assert picture.headers["Content-Type"] == "image/png"
    [height] = map(int, re.findall(r'viewBox="0 0 1000 (\d+)"', drawing))
    assert [int.from_bytes(picture.get_data()[at : at + 4]) for at in (16, 20)] == [2000, 2 * height]


def test_a_chart_may_stand_in_a_frame_of_another_site_and_the_page_may_not(two: World, reader):
    asked = "?rows=publisher&columns=none&period=2026-Q1"
    framed = reader(None).get(f"/spend/explore/embed{asked}")
    assert "frame-ancestors *" in framed.response.headers["Content-Security-Policy"]
    assert not framed.soup.select("form, script")
    assert framed.soup.h1.get_text() == framed.soup.select_one("main svg title").get_text()
    assert framed.soup.select_one("main a")["href"].endswith(f"/spend/explore{asked}")
    page = reader(None).get(f"/spend/explore{asked}")
    assert "frame-ancestors 'self'" in page.response.headers["Content-Security-Policy"]
    for kind in (".png", "/embed"):
        assert reader(None).get(f"/spend/explore{kind}?rows=catagory").response.status_code == 400


def test_a_change_over_time_can_be_asked_of_bodies_with_every_return_alone(two: World, reader):
    everybody = totals(two, rows="month")
    whole = totals(two, rows="month", complete=True)
    assert everybody["incomplete"] is None
    assert {cell["state"] for line in everybody["lines"] for cell in line["cells"]} == {"part"}
    assert {cell["state"] for line in whole["lines"] for cell in line["cells"]} == {"complete"}
    assert whole["total"]["cells"][0]["total"] == everybody["total"]["cells"][0]["total"] == "9250.25"
    assert (whole["missing"]["returns"], whole["incomplete"]["returns"], whole["incomplete"]["bodies"]) == (0, 1, 1)
    page = reader(None).get("/spend/explore?rows=month&complete=true&period=2026-Q1")
    assert "1 body is left out, as not every return of it is published: Exampleton Parks Trust (1)" in page.text
    nobody = totals(two, rows="month", complete=True, period="2025-10/2026-03")
    assert (nobody["bodies"], nobody["total"]["cells"][0]["total"]) == (0, None)


def test_amounts_with_and_without_vat_are_never_added_up(world: World, reader):
    world.publish(file("X-DEMO-1", ("23/01/2026", "5000.00", ROADS)), answers={"amount_basis": "gross"})
    other = {"publisher": "X-DEMO-3", "who": "stranger", "answers": {"amount_basis": "net_of_all_vat"}}
    world.publish(file("X-DEMO-3", ("17/02/2026", "700.00", ROADS), ("18/02/2026", "50.00", ROADS)), **other)
    found = totals(world)
    assert (found["amount_basis"], found["total"]["cells"][0]["total"]) == ("net_of_all_vat", "750.00")
    assert [(each["amount_basis"], each["bodies"]) for each in found["amount_bases"]] == [
        ("net_of_all_vat", 1),
        ("gross", 1),
    ]
    assert totals(world, amount_basis="gross")["total"]["cells"][0]["total"] == "5000.00"
    apart = totals(world, rows="amount_basis")
    assert (apart["total"], {line["id"]: line["cells"][0]["total"] for line in apart["lines"]}) == (
        None,
        {"gross": "5000.00", "net_of_all_vat": "750.00"},
    )
    page = reader(None).get("/spend/explore?period=2026-Q1")
    assert "amounts that include VAT in different ways are never added up: 1 body : With VAT" in page.text


def test_what_is_withdrawn_leaves_the_table(two: World):
    two.call("spenddata_return_withdraw", "administrator", reference="X-DEMO-1.lgtc-500.2026-Q1", why="Wrong file")
    found = totals(two, rows="publisher", columns="month")
    assert figures(found)[NAMES["X-DEMO-1"]] == [(None, None, "missing")] * 3
    assert found["total"]["all"]["total"] == "3000.00"


def test_a_portal_without_payments_says_so(world: World, reader):
    page = reader(None).get("/spend/explore")
    assert page.status == 200
    assert "Nothing is published for" in page.soup.select_one("main h2").get_text()
    assert "£0" not in page.soup.select_one("main section").get_text()


@pytest.mark.parametrize("rows", DIMENSIONS)
def test_any_two_dimensions_make_a_table_of_the_same_payments(two: World, rows):
    for columns in DIMENSIONS.keys() - {rows, "supplier"}:
        found = totals(two, rows=rows, columns=columns)
        assert sum(cell["count"] or 0 for line in found["lines"] for cell in line["cells"]) == 5, columns


@pytest.mark.parametrize("columns", ["amount_basis", "category", "supplier", "region", "regime"])
def test_a_table_of_nothing_has_no_columns_in_any_of_its_shapes(two: World, reader, columns):
    # Nobody here has a duty for cards, so that nothing is published or due.
    rows = "category" if columns == "supplier" else "financial_year"
    if columns == "supplier":
        rows, columns = columns, "month"
    asked = f"?rows={rows}&columns={columns}&period=2026-Q1&card=true"
    found = totals(two, rows=rows, columns=columns, card=True)
    assert found["total"] is None or found["total"]["cells"][0]["count"] is None
    for shape in ("", ".csv", ".xlsx", ".svg", ".png", "/embed"):
        assert reader(None).get(f"/spend/explore{shape}{asked}").status in (200, 404), shape


@pytest.mark.parametrize("other", ["publisher", "category", "region", "month", "calendar_year"])
@pytest.mark.parametrize("time", ["month", "quarter", "financial_year"])
def test_times_are_told_in_the_prices_of_one_year(two: World, time, other):
    if time == other:
        return
    for rows, columns in ((time, other), (other, time)):
        # In 2026-27 prices, by what is expected of them: 2.005742 per cent above those of 2025-26.
        found = totals(two, rows=rows, columns=columns, prices="2026-27")
        assert found["prices"]["forecast"] == ["2026-27"]
        every = [Decimal(cell["total"] or 0) for line in found["lines"] for cell in line["cells"]]
        assert abs(sum(every) - Decimal("9250.25") * Decimal("1.02005742")) < Decimal("0.05")


SERIES = """
- id: made-up
  title: Made-up prices
  source: Office of Examples
  licence: None needed
  index: {2024-25: 100, 2025-26: 104}
"""


def test_amounts_are_told_in_the_prices_of_one_year_with_the_source(two: World, reader, monkeypatch, tmp_path):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata import config
    from ckanext.spenddata.definitions import load

    (tmp_path / "deflators.yaml").write_text(SERIES)
    own = load(tmp_path)
    monkeypatch.setattr(config, "definitions", lambda: own)
    found = totals(two, rows="publisher", prices="2024-25")
    assert found["prices"]["source"] == "Office of Examples"
    # 6,250.25 and 3,000 of 2025-26, by 100/104.
    assert {line["id"]: line["cells"][0]["total"] for line in found["lines"][:2]} == {
        "X-DEMO-1": "6009.86",
        "X-DEMO-3": "2884.62",
    }
    assert found["total"]["cells"][0]["total"] == "8894.48"
    paid = totals(two, rows="publisher")
    assert (paid["prices"], paid["total"]["cells"][0]["total"]) == (None, "9250.25")
    asked = "?rows=publisher&columns=none&period=2026-Q1&prices=2024-25"
    page = reader(None).get(f"/spend/explore{asked}")
    assert "In 2024-25 prices (Made-up prices: Office of Examples; None needed)" in page.text
    assert page.soup.select_one("#field-prices option[selected]")["value"] == "2024-25"
    lines = csv.DictReader(io.StringIO(reader(None).get(f"/spend/explore.csv{asked}").response.get_data(as_text=True)))
    assert {(line["prices"], line["amount"]) for line in lines if line["row"] == "X-DEMO-1"} == {("2024-25", "6009.86")}
    with pytest.raises(tk.ValidationError, match="is not known for 2023-24"):
        totals(two, prices="2024-25", period="2024-03/2026-03")


def test_no_prices_are_invented(two: World, reader, monkeypatch, tmp_path):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata import config
    from ckanext.spenddata.definitions import load

    (tmp_path / "deflators.yaml").write_text("- id: gdp-deflator\n  remove: true\n")
    own = load(tmp_path)
    monkeypatch.setattr(config, "definitions", lambda: own)
    with pytest.raises(tk.ValidationError, match="no series of prices"):
        totals(two, prices="2024-25")
    page = reader(None).get("/spend/explore?period=2026-Q1")
    assert not page.soup.select("#field-prices")
    assert reader(None).get("/spend/explore?period=2026-Q1&prices=2024-25").status == 400


def sold(body: str, *lines: tuple[str, str, str]) -> bytes:
    """Payments: day, supplier, amount."""
    rows = [
        f"{NAMES[body]},{day},{supplier},T{body[-1]}{n:04d},{amount},Highways,Repairs,Work {n},Construction,0.00,{ROADS}"
        for n, (day, supplier, amount) in enumerate(lines)
    ]
    return ("\r\n".join([f"{HEADER},CPV Code", *rows]) + "\r\n").encode()


@pytest.fixture
@standing
def sellers(world: World) -> World:
    """Alder 5,000 and 400, Birch 3,000 in two months, Cedar 900, and 700 to somebody whose name is withheld."""
    world.publish(
        sold(
            "X-DEMO-1",
            # The first row must not be the sum of the others: a person would be asked whether it is their total.
            ("03/01/2026", "Alder Roads Ltd", "400.00"),
            ("04/01/2026", "Alder Roads Ltd", "5000.00"),
            ("05/01/2026", "Birch Works Ltd", "1000.00"),
            ("05/03/2026", "Birch Works Ltd", "2000.00"),
            ("06/03/2026", "Cedar Paving Ltd", "900.00"),
            ("07/03/2026", "Redacted", "700.00"),
        ),
        answers={"amount_basis": "gross"},
    )
    follow()
    return world


def test_suppliers_are_rows_the_largest_first_and_the_others_in_one(sellers: World, reader):
    found = totals(sellers, rows="supplier", columns="month", limit=2)
    assert [line["label"] for line in found["lines"]] == ["Alder Roads Ltd", "Birch Works Ltd"]
    alder, birch = found["lines"]
    assert [cell["total"] for cell in birch["cells"]] == ["1000.00", "0.00", "2000.00"]
    assert (found["shown"]["of_rows"], found["rest"]["all"]["total"], found["rest"]["all"]["count"]) == (
        4,
        "1600.00",
        2,
    )
    assert found["total"]["all"]["total"] == "10000.00"
    behind = {**found["search"], **alder["search"]}
    assert sellers.call("spenddata_transaction_search", None, **behind)["total"] == "5400.00"
    page = reader(None).get("/spend/explore?rows=supplier&columns=none&period=2026-Q1")
    assert page.soup.select_one("main h2").get_text() == "Alder Roads Ltd was paid 54% of £10k"
    rows = page.soup.select("table.sp-table tbody tr")
    assert [row.th.get_text() for row in rows] == [
        *("Alder Roads Ltd", "Birch Works Ltd", "Cedar Paving Ltd", "Not named, withheld or erased", "All")
    ]
    assert rows[0].th.a["href"].startswith("/spend/suppliers/")
    assert not rows[3].select("a"), "nobody may know whose payments these are"
    lines = csv.DictReader(
        io.StringIO(
            reader(None)
            .get("/spend/explore.csv?rows=supplier&columns=none&period=2026-Q1")
            .response.get_data(as_text=True)
        )
    )
    assert [(line["row_label"], line["amount"]) for line in lines][-1] == ("Not named, withheld or erased", "700.00")


@pytest.fixture
def people(sellers: World) -> Iterator[None]:
    """110,000 in Exampleton."""
    sellers.call("organization_patch", "sysadmin", id="exampleton", population="110000", population_year="2024")
    yield
    sellers.call("organization_patch", "sysadmin", id="exampleton", population="", population_year="")


@pytest.mark.usefixtures("people")
def test_a_sum_is_divided_for_one_body_at_a_time_and_by_what_means_something(sellers: World, reader):
    found = totals(sellers, rows="publisher", measure="spend-per-head")
    cells = {line["id"]: line["cells"][0]["value"] for line in found["lines"]}
    assert cells["X-DEMO-1"] == "0.09"
    assert found["total"]["cells"][0]["value"] is None, "of several bodies together there is no figure"
    by = found["measure"]["divided_by"]
    assert (by["fact"], [(each["publisher_id"], each["value"], each["year"]) for each in by["bodies"]]) == (
        "population",
        [("X-DEMO-1", 110_000, 2024)],
    )
    [line] = totals(sellers, rows="category", publisher="exampleton", measure="spend-per-head")["lines"]
    assert line["cells"][0]["value"] == "0.09"
    page = reader(None).get("/spend/explore?rows=category&columns=none&period=2026-Q1&measure=spend-per-head")
    assert page.status == 400
    assert "of one public body at a time" in page.text
    beds = reader(None).get("/spend/explore?rows=publisher&columns=none&period=2026-Q1&measure=spend-per-bed")
    assert "Exampleton City Council has no figure: it is not a hospital trust" in beds.text


def test_the_median_payment_is_told_exactly_or_not_at_all(sellers: World, reader, monkeypatch):
    found = totals(sellers, rows="supplier", columns="month", measure="median-payment", limit=1)
    assert [cell["value"] for cell in found["lines"][0]["cells"]] == ["2700.00", None, None]
    assert (found["rest"]["all"]["value"], found["total"]["all"]["value"]) == ("950.00", "950.00")
    page = reader(None).get("/spend/explore?rows=publisher&columns=none&period=2026-Q1&measure=median-payment")
    assert page.soup.select_one("main h2").get_text() == "Median payment, by public body, January to March 2026"
    assert "£950" in page.soup.select_one("table.sp-table").get_text()
    monkeypatch.setattr(measuring, "MOST_PAYMENTS", {"median": 5, "suppliers": 5})
    for asked, field in (({"measure": "median-payment"}, "measure"), ({"rows": "supplier"}, "rows")):
        with pytest.raises(Exception, match=r"up to 5 .* there are 6 here") as refusal:
            totals(sellers, **asked)
        assert list(refusal.value.error_dict) == [field]


def test_what_suppliers_and_medians_cannot_be_is_refused_in_words(sellers: World):
    with pytest.raises(Exception, match="Set them out as rows"):
        totals(sellers, rows="category", columns="supplier")
