"""The page of a comparison says what the action says, in the page, in the files, and for one category."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import polars as pl
import pytest
from bs4 import BeautifulSoup

from tests.ledger.conftest import ledger, portal_plugins
from tests.ledger.counties import BEFORE, SUBJECT, bodies, file_year, year

__all__ = ["bodies", "ledger", "portal_plugins", "year"]

pytestmark = [pytest.mark.usefixtures("year"), pytest.mark.portal]
ADDRESS = f"/spend/compare?publisher={SUBJECT}&period=2025-26&measure=spend"


@pytest.fixture
def look(app):
    def get(address: str, status: int = 200) -> BeautifulSoup:
        answer = app.get(address, expect_errors=status != 200)
        assert answer.status_code == status, answer.body[:500]
        return BeautifulSoup(answer.body, "html.parser")

    return get


def ask(**asked):
    from ckan.plugins import toolkit as tk

    return tk.get_action("spenddata_comparison_show")({"user": ""}, {"period": "2025-26", "measure": "spend"} | asked)


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_page_action_and_files_say_the_same(look, app):
    shown = ask(publishers=[SUBJECT])
    page = look(ADDRESS)
    assert words(page.h1) == shown["headline"]
    assert shown["headline"] in words(page.title)
    bought = [row for row in shown["categories"] if row["kind"] == "procurement"]
    lines = page.select("table.sp-table")[0].select("tbody tr")
    assert [line.th.a.get_text() for line in lines] == [row["label"] for row in bought]
    for line, row in zip(lines, bought, strict=True):
        cells = [words(cell) for cell in line.select("td.n")]
        assert cells[0].startswith(row["cells"][0]["value_text"])
        assert cells[1:] == [
            row["peers"]["median_text"],
            row["standing"]["difference_text"],
            f"{row['standing']['times_text']}×",
        ]
        assert len(line.select("svg.sp-strip circle.peer")) == row["peers"]["count"]
    rows = list(
        csv.DictReader(io.StringIO(app.get(f"/spend/compare.csv{ADDRESS.removeprefix('/spend/compare')}").body))
    )
    for row in (shown["total"], *shown["categories"]):
        own = next(
            line for line in rows if line["category"] == (row["category"] or "all") and line["publisher_id"] == SUBJECT
        )
        assert own["value"] == row["cells"][0]["value"]
        assert own["peers_median"] == row["peers"]["median"]
        assert own["outside"] == row["standing"]["outside"]
        assert own["robust_distance"] == (row["standing"]["robust_distance"] or "")
    assert {line["as_of_entry"] for line in rows} == {str(shown["as_of_entry"])}


def test_the_workbook_has_the_same_numbers_as_numbers(app):
    import openpyxl

    answer = app.get(f"/spend/compare.xlsx{ADDRESS.removeprefix('/spend/compare')}")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    header, *lines = book.worksheets[0].iter_rows(values_only=True)
    shown = ask(publishers=[SUBJECT])
    assert lines[0][header.index("amount")] == float(shown["total"]["cells"][0]["amount"])
    assert len(lines) == (len(shown["categories"]) + 1) * len(shown["bodies"])
    assert book.worksheets[1]["A1"].value == shown["headline"]


def test_the_drawing_is_a_drawing_and_runs_nothing(app):
    answer = app.get(f"/spend/compare.svg{ADDRESS.removeprefix('/spend/compare')}")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "script" not in answer.body
    assert len(BeautifulSoup(answer.body, "html.parser").select("circle[r='7']")) > 0


def test_there_is_no_style_and_no_script_of_its_own(look):
    page = look(ADDRESS)
    main = page.select_one("main, [role=main]")
    assert main.select("[style]") == []
    assert main.select("script") == []


def test_every_mark_lies_on_its_scale(look):
    for name in ("cx", "x1", "x2", "x", "width"):
        for mark in look(ADDRESS).select(f"svg.sp-strip [{name}$='%'], svg.sp-bar [{name}$='%']"):
            assert 0 <= Decimal(mark[name].removesuffix("%")) <= 100


def test_the_address_carries_the_order_and_who_is_left_out(look):
    page = look(ADDRESS)
    orders = {link.get_text(): link["href"] for link in page.select("ul.sp-pick a")}
    largest = look(orders["Largest categories"])
    assert "order=size" in orders["Largest categories"]
    assert largest.select_one("ul.sp-pick [aria-current]").get_text() == "Largest categories"
    leave = next(link["href"] for link in page.select("#peers td.x a") if "County 3" in link.get_text())
    without = look(leave)
    assert "County 3" not in words(without.select_one("#peers table"))
    assert "County 4" in words(without.select_one("#peers table"))


def test_a_chosen_peer_is_left_out_by_the_address_too(look):
    page = look(f"{ADDRESS}&publisher=county-2&publisher=county-3")
    leave = next(link["href"] for link in page.select("#peers td.x a") if "County 3" in link.get_text())
    assert "county-3" not in leave
    assert "county-2" in leave


def test_a_cited_address_says_what_has_changed(look):
    from ckanext.spenddata.ledger import publish
    from tests.ledger.counties import spent
    from tests.ledger.making import publication

    page = look(ADDRESS)
    cited = next(link["href"] for link in page.select("dl.sp-basis a") if link.get_text() == "Address to cite")
    assert "Nothing behind these figures has changed" in words(look(cited).select_one("#changes"))
    publish.publish(publication(2, publisher_id="X-DEMO-C4", period="2025-Q4"), spent("2025-Q4", 40))
    changed = words(look(cited).select_one("#changes"))
    assert "Changed since this address was made" in changed
    assert re.search(r"County 4, .*: replaced, ", changed)


def test_two_bodies_are_told_as_two(look):
    page = look("/spend/compare?publisher=X-DEMO-C1&publisher=X-DEMO-C2&period=2025-26&measure=spend")
    text = words(page.main)
    assert "of two in all" in text
    for told in ("Highest of 2", "Lowest of 2", "shaded band", "peers’ median", "A peer"):
        assert told not in text
    assert "Read a row from the black line, County 2." in text


def test_where_nobody_is_chosen_yet_the_form_speaks_of_nothing_that_is_not_there(look):
    page = look("/spend/compare")
    assert "Bodies I choose" not in words(page.main)


def test_months_of_the_form_become_a_period(look):
    page = look(f"/spend/compare?publisher={SUBJECT}&first_month=2025-04&last_month=2025-09&period=&peer_group=")
    assert "April to September 2025" in words(page.select_one("dl.sp-basis"))


class TestOneCategory:
    def address(self) -> str:
        found = ask(publishers=[SUBJECT])
        return f"/spend/compare/{found['categories'][0]['category']}{ADDRESS.removeprefix('/spend/compare')}"

    def test_who_when_how_often_and_to_whom(self, look):
        page = look(self.address())
        assert words(page.h1).startswith("County 1 spends £")
        ranked, *_ = page.select("table.sp-table")
        assert len(ranked.select("tbody tr")) == 5
        assert len(ranked.select("tr.is-this")) == 1
        assert page.select_one("svg.sp-plot polyline, svg.sp-plot circle.dot")
        assert "No suppliers in common" in words(page)
        assert "Down to the payment" in words(page)

    def test_suppliers_in_common_with_what_each_body_pays_them(self, look):
        import polars as pl

        from ckanext.spenddata.ledger import publish
        from tests.ledger.counties import spent
        from tests.ledger.making import publication

        for n in (1, 2, 3):
            frame = spent("2025-Q4", n, supplier_name=pl.lit("Aglet Ltd"))
            publish.publish(publication(2, publisher_id=f"X-DEMO-C{n}", period="2025-Q4"), frame)
        page = look(self.address())
        table = next(each for each in page.select("table.sp-table") if "Suppliers in common" in words(each.caption))
        (line,) = table.select("tbody tr")
        assert words(line.th) == "Aglet Ltd"
        assert [("Nothing" in words(cell)) for cell in line.select("td")] == [False, False, False, True, True]

    def test_its_figures_are_those_of_the_action(self, app):
        from ckan.plugins import toolkit as tk

        category = ask(publishers=[SUBJECT])["categories"][0]["category"]
        shown = ask(publishers=[SUBJECT], category=category)
        row = next(each for each in shown["categories"] if each["category"] == category)
        found = shown["category"]
        months = [Decimal(month["value"]) for month in found["months"] if month["value"] is not None]
        assert sum(months) == Decimal(row["cells"][0]["value"])
        assert len(found["months"]) == 12
        common = tk.get_action("spenddata_comparison_suppliers")(
            {"user": ""}, {"publishers": [SUBJECT], "period": "2025-26", "category": category}
        )
        own = sum(Decimal(each["cells"][0]["amount"]) for each in common["suppliers"])
        assert own <= Decimal(row["cells"][0]["amount"])
        lines = list(csv.DictReader(io.StringIO(app.get(self.address().replace("?", ".csv?")).body)))
        assert {line["value"] for line in lines if line["publisher_id"] == SUBJECT and not line["month"]} >= {
            row["cells"][0]["value"]
        }

    def test_years_stand_side_by_side_as_paid_and_after_inflation(self, look, app):
        for n in range(1, 6):
            file_year(f"X-DEMO-C{n}", n, quarters=tuple(BEFORE), amount=pl.lit(n * 50_000, dtype=pl.Int64))
        address = self.address().replace("period=2025-26", "period=2024-04/2026-03")
        page = look(address)
        table = next(each for each in page.select("table") if "by financial year of payment" in words(each.caption))
        assert words(table.find_previous("h2")) == "100% more than in 2024-25; after inflation, 93% more"
        first, last = [[words(cell) for cell in line.select("th, td")] for line in table.select("tbody tr")]
        assert (first[0], last[0]) == ("2024-25", "2025-26")
        assert last[1] == last[-2], "in the prices of the last year it is as it was paid"
        assert "2025-26 prices (GDP deflator: HM Treasury" in words(table.caption)
        assert "Beside the 4 peers that have published every return of these years" in words(table.caption)
        lines = list(csv.DictReader(io.StringIO(app.get(address.replace("?", ".csv?")).body)))
        told = {line["financial_year"]: line for line in lines if line["financial_year"]}
        assert set(told) == {"2024-25", "2025-26"}
        paid, real = (Decimal(told["2024-25"][name]) for name in ("value", "real_value"))
        # The level of prices of 2024-25 is 96.6694, that of 2025-26 is 100.
        assert abs(real - paid * 100 / Decimal("96.6694")) < Decimal("0.01")
        assert Decimal(told["2025-26"]["value"]) == 2 * paid == Decimal(told["2025-26"]["real_value"])

    def test_a_category_nobody_pays_for_is_said_to_be_nothing(self, look):
        page = look(self.address().replace(self.address().split("/")[3].split("?")[0], "social-care"))
        assert words(page.h1) == "County 1 published no payment for social care"
        assert "Nothing" in words(page.select("table.sp-table")[0])

    def test_an_unknown_category_is_told(self, look):
        page = look(f"/spend/compare/socks?publisher={SUBJECT}", status=400)
        assert "There is no category socks" in words(page)

    def test_without_a_body_there_is_the_form(self, app):
        assert app.get("/spend/compare/it", follow_redirects=False).status_code == 302


@pytest.mark.parametrize(
    ("question", "status", "told"),
    [
        ("publisher=nobody", 400, "There is no publisher nobody"),
        (f"publisher={SUBJECT}&measure=greed", 400, "There is no measure greed"),
        (f"publisher={SUBJECT}&order=beauty", 400, "There is no order beauty"),
        (f"publisher={SUBJECT}&period=2031-32", 200, "has published nothing"),
        (f"publisher={SUBJECT}&period=2031-32&measure=spend", 200, "Not published"),
        (f"publisher={SUBJECT}&as_of=soon", 400, "as_of"),
        ("publisher=X-DEMO-T1&measure=spend-per-head&regime=nhs-25k&period=2025-26", 200, "published nothing"),
        (f"publisher={SUBJECT}&colour=red", 400, "colour"),
        ("&".join(f"publisher=X-{n}" for n in range(500)), 400, "500"),
    ],
)
def test_bad_questions_have_clear_answers(look, question, status, told):
    page = look(f"/spend/compare?{question}", status=status)
    assert told in words(page)


def test_the_drawing_is_a_picture_too(app):
    query = ADDRESS.removeprefix("/spend/compare")
    answer = app.get(f"/spend/compare.png{query}")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    drawing = app.get(f"/spend/compare.svg{query}").body
    size = [int(number) for number in re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups()]
    assert [int.from_bytes(answer.data[at : at + 4]) for at in (16, 20)] == [2 * side for side in size]


def test_a_chart_may_stand_in_a_frame_of_another_site_and_nothing_else_may(app):
    query = ADDRESS.removeprefix("/spend/compare")
    framed = app.get(f"/spend/compare/embed{query}")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    page = BeautifulSoup(framed.body, "html.parser")
    assert not page.select("form, script")
    assert words(page.h1) == ask(publishers=[SUBJECT])["headline"]
    assert page.select_one("main svg title")
    assert "frame-ancestors 'self'" in app.get(ADDRESS).headers["Content-Security-Policy"]


def test_nothing_to_compare_is_no_empty_chart(app):
    for kind in (".png", "/embed"):
        answer = app.get(f"/spend/compare{kind}", expect_errors=True)
        assert answer.status_code == 400
        assert "Choose the publishers to compare." in answer.body


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "publisher=X-DEMO-C1&peer_group=same-tier&without=X-DEMO-C2&without=X-DEMO-C3&without=X-DEMO-C4&without=X-DEMO-C5",
            "County 1",
        ),
        ("publisher=X-DEMO-C1&period=2031-32", "County 1 has published nothing"),
        ("publisher=X-DEMO-D1&period=2025-26", "District 1 has published nothing"),
        ("publisher=X-DEMO-T1&period=2025-26", "Trust 1 has published nothing"),
        ("publisher=X-DEMO-D3&period=2025-26", "District 3"),
        (
            "publisher=X-DEMO-C1&measure=spend-per-bed&period=2025-26",
            "County 1 has no figure for spending per hospital bed",
        ),
    ],
    ids=["a group of one", "the future", "nothing published", "no population", "no longer exists", "no fact"],
)
def test_what_is_not_known_is_said_and_is_no_nought_by_page_and_action(look, question, told):
    from urllib.parse import parse_qs

    from ckan.plugins import toolkit as tk

    page = look(f"/spend/compare?{question}")
    asked = parse_qs(question)
    if "peer_group" in asked:
        asked["publisher"] = asked["publisher"][0]
    else:
        asked["publishers"] = asked.pop("publisher")
    shown = tk.get_action("spenddata_comparison_show")(
        {"user": ""},
        {name: value[0] if name in ("period", "measure", "peer_group") else value for name, value in asked.items()},
    )
    assert words(page.h1) == shown["headline"]
    assert shown["headline"].startswith(told)
    for row in (shown["total"], *shown["categories"]):
        assert row["peers"] is None
        assert row["standing"] is None
        if "nothing" in told or "no figure" in told:
            assert {cell["value"] for cell in row["cells"]} == {None}
    if "nothing" in told:
        assert "£0" not in page.main.get_text()
