"""What a person is told before anything else, and the reports to take away."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.returns.world import REGIME, World, csv_file, work

REFERENCE = f"X-DEMO-1.{REGIME}.2026-Q1"
PAGE = f"/spend/returns/{REFERENCE}"
REPORTS = f"{PAGE}/revisions/1"

pytestmark = pytest.mark.portal


def test_a_file_of_another_period_is_told_with_the_way_to_send_it_there(world: World, reader):
    world.submit(csv_file(5, month=5))
    work()
    page = reader("editor").get(PAGE)
    notice = page.soup.find(id="another-period")
    assert "5 of 5 dates are outside January to March 2026" in notice.get_text()
    assert notice.find("a", string="Send it for April to June 2026")["href"].endswith("period=2026-Q2")
    assert page.soup.find(id="publish")


def test_a_file_without_payments_leads_to_a_nil_return_and_offers_nothing_to_publish(world: World, reader):
    world.submit(csv_file(0))
    work()
    editor = reader("editor")
    page = editor.get(PAGE)
    notice = page.soup.find(id="empty")
    assert "There are no payments in what was sent" in notice.get_text()
    assert not page.soup.find(id="publish")
    form = editor.get(str(notice.find("a", string="Make a nil return")["href"]))
    assert form.soup.find("input", value="nil").has_attr("checked")


def test_a_file_with_every_row_in_error_says_so_and_offers_nothing_to_publish(world: World, reader):
    content = csv_file(5)
    for number in range(1, 6):
        content = content.replace(f",Supplier {number} Ltd,".encode(), b",,")
    world.submit(content)
    work()
    page = reader("editor").get(PAGE)
    assert "Every row is in error" in page.soup.find(id="empty").get_text()
    assert not page.soup.find(id="publish")


def test_another_publisher_s_file_is_refused_with_what_to_do_and_shows_no_figures(world: World, reader):
    world.submit(csv_file(5, month=5, name="Otherborough District Council"))
    work()
    page = reader("editor").get(PAGE)
    assert "This looks like a file of Otherborough District Council" in page.soup.find(id="refusal").get_text()
    assert "Send the file under Otherborough District Council" in page.text
    assert not page.soup.find(id="another-period")
    assert "£" not in page.soup.find(id="revisions").find_next("tbody").get_text()


@pytest.mark.usefixtures("three_published")
def test_the_same_file_again_is_told_and_not_refused(world: World, reader):
    world.submit(csv_file(3))
    world.submit(csv_file(3, start=50), period="2026-Q2")
    work()
    editor = reader("editor")
    notice = " ".join(editor.get(PAGE).soup.find(id="sent-before").get_text(" ").split())
    assert "spend-1.csv has the same content as a file of January to March 2026, revision 1 Published" in notice
    assert editor.get(PAGE).soup.find(id="publish")
    assert not editor.get(f"/spend/returns/X-DEMO-1.{REGIME}.2026-Q2").soup.find(id="sent-before")


def test_that_another_publisher_sent_the_same_is_nobody_s_business(world: World, reader):
    world.submit(csv_file(3, name="Somebody"), publisher="X-DEMO-3", who="stranger")
    world.submit(csv_file(3, name="Somebody"))
    work()
    assert not reader("editor").get(PAGE).soup.find(id="sent-before")


def test_findings_of_one_rule_are_one_line_whatever_their_number(world: World, reader):
    bad = csv_file(60, bad=10)
    world.submit(bad, bad.replace(b"Supplier", b"Firm"))
    work()
    page = reader("editor").get(PAGE)
    lines = [row for row in page.soup.select("#findings ~ div tbody tr") if "twelve" in row.get_text()]
    assert len(lines) == 1
    assert lines[0].select("td")[-1].get_text() == "20"
    assert "spend-1.csv, rows 52–61" in lines[0].get_text()
    assert "spend-2.csv, rows 52–61" in lines[0].get_text()
    assert lines[0].select("a[href^=http]")


@pytest.mark.usefixtures("five_one_in_error")
def test_the_publisher_s_own_file_comes_back_marked(reader):
    answer = reader("editor").get(f"{REPORTS}/marked/1.xlsx").response
    assert answer.status_code == 200
    assert "spend-1 marked.xlsx" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "twelve")
    assert cell.row == 6
    assert cell.comment
    again = reader("editor").get(f"{REPORTS}/marked/1.xlsx").response
    assert again.get_data() == answer.get_data()


def test_a_file_that_takes_too_long_to_mark_is_said_to_and_its_findings_can_still_be_had(
    world: World, reader, monkeypatch
):
    from ckanext.spenddata.returns.files import marked_files

    monkeypatch.setattr(marked_files, "SECONDS", 0)
    world.submit(csv_file(5, bad=1))
    work()
    page = reader("editor").get(f"{REPORTS}/marked/1.xlsx")
    assert page.status == 503
    assert "Take the findings as CSV" in page.text
    assert reader("editor").get(f"{REPORTS}/findings.csv").status == 200


@pytest.mark.usefixtures("five_one_in_error")
def test_the_report_to_print_is_one_page_that_needs_nothing_beside_itself(reader):
    page = reader("editor").get(f"{REPORTS}/report.html")
    assert page.heading().startswith("Exampleton City Council")
    assert "attachment" in page.response.headers["Content-Disposition"]
    assert not page.soup.select("script, link, img")
    assert "twelve" in page.soup.get_text()


@pytest.mark.parametrize("address", ["marked/1.xlsx", "report.html", "findings.csv"])
@pytest.mark.parametrize(("who", "status"), [(None, 302), ("stranger", 404), ("member", 200)])
@pytest.mark.usefixtures("five_one_in_error")
def test_reports_with_cells_are_for_the_publisher_s_own_people(reader, address, who, status):
    assert reader(who).get(f"{REPORTS}/{address}").status == status


@pytest.mark.usefixtures("three_checked")
def test_a_file_that_the_revision_does_not_have_is_not_found(reader):
    assert reader("editor").get(f"{REPORTS}/marked/2.xlsx").status == 404
