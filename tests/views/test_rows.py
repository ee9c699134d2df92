"""Rows that cannot be used are put right on the page: typed, read as cells are, checked again, logged, and taken back."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from ckanext.spenddata.views import rows
from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, upload, work

REFERENCE = f"X-DEMO-1.{REGIME}.2026-Q1"
PAGE = f"/spend/returns/{REFERENCE}"
ROWS = f"{PAGE}/revisions/1/rows"
FIXES = f"{PAGE}/revisions/1/fixes"
FILE = (
    csv_file(5)
    .replace(b"1000.01", b"#REF!")
    .replace(b"04/02/2026,Supplier 3 Ltd", b"31/02/2026,Supplier 3 Ltd")
    .replace(b"Supplier 4 Ltd", b"")
)
"""Three rows that cannot be used: an amount, a date and a supplier."""
LOOKED_AT = {"revision": "1", "attempt": "1"}
READ_AGAIN = {"revision": "1", "attempt": "2"}

pytestmark = pytest.mark.portal


@pytest.fixture
@standing
def sent(world: World) -> World:
    world.submit(FILE)
    work()
    return world


def inputs(page) -> dict[str, str]:
    return {str(each["name"]): str(each["value"]) for each in page.soup.select("main fieldset input[type=text]")}


def changes(world: World) -> list[tuple[int, str, str, str]]:
    made = world.call("spenddata_revision_fixes", reference=REFERENCE)["results"]
    return [(each["row"], each["field"], each["before"], each["after"]) for each in made]


def test_the_return_leads_to_its_rows(sent: World, reader):
    page = reader("editor").get(PAGE)
    [link] = [each for each in page.soup.select("a.btn") if each["href"].endswith("/rows")]
    assert link.get_text() == "Fix the 3 rows here"
    assert not [each for each in reader("member").get(PAGE).soup.select("a") if str(each["href"]).endswith("/rows")]


def test_every_cell_in_error_is_asked_with_its_row_and_what_would_do(sent: World, reader):
    page = reader("editor").get(ROWS)
    assert page.heading() == "3 rows cannot be used"
    assert inputs(page) == {"1-amount": "#REF!", "2-payment_date": "31/02/2026", "3-supplier_name": ""}
    first, second, third = (" ".join(row.p.get_text(" ").split()) for row in page.soup.select("main fieldset"))
    assert first.startswith("Row 2 · Supplier 1 Ltd · Resurfacing of road 1 ·")
    assert second == "Row 4 · Supplier 3 Ltd · Resurfacing of road 3 · £3,000.03"
    assert third.startswith("Row 5 · Resurfacing of road 4")
    assert "Spreadsheet error instead of an amount. Pounds and pence, such as 1923.16" in page.text
    assert "Date does not exist. Day, month and year, such as 27 8 2026" in page.text
    for control in page.soup.select("main fieldset input[type=text]"):
        assert page.soup.find("label", attrs={"for": control["id"]})
        assert page.soup.find(id=str(control["aria-describedby"]).strip())


def test_what_is_typed_is_checked_again_logged_and_published_with_it(sent: World, reader):
    editor = reader("editor")
    typed = {"1-amount": "£1,000.01", "2-payment_date": "3 2 2026", "3-supplier_name": " Supplier 4 Ltd "}
    answer = editor.post(ROWS, {**LOOKED_AT, "offset": "0", **typed})
    assert (answer.status, answer.location.endswith(PAGE)) == (302, True)
    work()
    assert changes(sent) == [
        (2, "amount", "#REF!", "1000.01"),
        (4, "payment_date", "31/02/2026", "2026-02-03"),
        (5, "supplier_name", None, "Supplier 4 Ltd"),
    ]
    shown = sent.show()
    assert (shown["revisions"][0]["rows_in_error"], shown["revisions"][0]["rows_accepted"]) == (0, 5)
    assert shown["revisions"][0]["amount_accepted"] == "15000.15"
    assert editor.get(ROWS).heading() == "Every row can be used"
    assert "3 cells put right by fixes" in editor.get(PAGE).text
    assert "Typed by the publisher" in editor.get(FIXES).text
    lines = list(csv.DictReader(io.StringIO(editor.get(f"{FIXES}.csv").response.get_data(as_text=True))))
    assert {line["rule"] for line in lines} == {"typed"}
    sent.call("spenddata_return_publish", reference=REFERENCE)
    work()
    assert sent.show(who=None)["revisions"][0]["report"]["fixes"] == {"typed": 3}


def test_some_rows_first_and_others_later(sent: World, reader):
    editor = reader("editor")
    editor.post(ROWS, {**LOOKED_AT, "1-amount": "1000.01", "2-payment_date": "31/02/2026", "3-supplier_name": ""})
    work()
    page = editor.get(ROWS)
    assert inputs(page) == {"1-payment_date": "31/02/2026", "2-supplier_name": ""}
    editor.post(ROWS, {**READ_AGAIN, "1-payment_date": "2026-02-03"})
    work()
    assert [row for row, *_ in changes(sent)] == [2, 4]


def test_what_cannot_be_read_comes_back_with_its_words_and_a_link_to_its_field(sent: World, reader):
    typed = {"1-amount": "about a thousand", "2-payment_date": "3/2/2026", "3-supplier_name": "Supplier 4 Ltd"}
    page = reader("editor").post(ROWS, {**LOOKED_AT, **typed})
    assert page.status == 400
    assert page.title.startswith("Error: ")
    [(words, field)] = page.problems()
    assert words == "Row 2, Amount: “about a thousand” can’t be read. Write pounds and pence, such as 1923.16."
    assert page.soup.find(id=field)["name"] == "1-amount"
    assert inputs(page) == typed
    assert changes(sent) == []
    assert sent.show()["revisions"][0]["attempt"] == 1


def test_where_nothing_was_typed_nothing_is_changed_and_that_is_told(sent: World, reader):
    editor = reader("editor")
    page = editor.post(ROWS, {**LOOKED_AT, **inputs(editor.get(ROWS))})
    assert page.status == 400
    assert [words for words, _ in page.problems()] == [
        "No cell was changed. Type what is right in at least one of them."
    ]
    assert sent.show()["revisions"][0]["attempt"] == 1


def test_what_was_typed_of_an_earlier_reading_is_not_taken_for_a_later_one(sent: World, reader):
    page = reader("editor").post(ROWS, {**READ_AGAIN, "1-amount": "5"})
    assert page.status == 409
    assert "No cell was changed." in page.text
    assert changes(sent) == []


def test_a_cell_is_typed_anew_and_taken_back(sent: World, reader):
    editor = reader("editor")
    editor.post(ROWS, {**LOOKED_AT, "1-amount": "200000000000"})
    work()
    assert inputs(editor.get(ROWS))["1-amount"] == "200000000000.00"
    editor.post(ROWS, {**READ_AGAIN, "1-amount": "1000.01"})
    work()
    assert changes(sent) == [(2, "amount", "#REF!", "1000.01")]
    [tick] = editor.get(FIXES).soup.select("input[id^=field-back]")
    label = editor.get(FIXES).soup.find("label", attrs={"for": tick["id"]}).get_text()
    assert label == "Typed by the publisher: spend-1.csv, row 2, Amount: 1000.01"
    editor.post(FIXES, {"revision": "1", "attempt": "3", "which": "back", "place": tick["value"]})
    work()
    assert changes(sent) == []
    assert inputs(editor.get(ROWS))["1-amount"] == "#REF!"


def test_a_browser_that_takes_the_end_of_a_line_away_makes_no_amount(world: World, reader):
    world.submit(csv_file(3).replace(b"1000.01", b'"12\n13"'))
    work()
    editor = reader("editor")
    shown = inputs(editor.get(ROWS))
    assert shown == {"1-amount": "12 13"}
    assert editor.post(ROWS, {**LOOKED_AT, **shown}).status == 400


def test_rows_come_twenty_at_a_time_and_each_page_is_saved_by_itself(world: World, reader):
    world.submit(csv_file(90, bad=27))
    work()
    editor = reader("editor")
    page = editor.get(ROWS)
    assert len(inputs(page)) == rows.SHOWN
    assert "7 more rows follow." in page.text
    [after] = [str(link["href"]) for link in page.soup.select("a[rel=next]")]
    last = editor.get(after)
    assert len(inputs(last)) == 7
    [offset] = [str(each["value"]) for each in last.soup.select("input[name=offset]")]
    editor.post(ROWS, {**LOOKED_AT, "offset": offset, "7-amount": "90000.90"})
    work()
    assert changes(world) == [(91, "amount", "twelve", "90000.90")]


def test_members_look_and_others_do_not(sent: World, reader):
    page = reader("member").get(ROWS)
    assert "#REF!" in page.text
    assert inputs(page) == {}
    assert reader("member").post(ROWS, {**LOOKED_AT, "1-amount": "5"}).status == 403
    assert reader("stranger").get(ROWS).status == 404
    assert reader("stranger").post(ROWS, {**LOOKED_AT, "1-amount": "5"}).status == 404
    assert reader(None).get(ROWS).status == 302
    assert changes(sent) == []


def test_of_what_is_published_the_rows_stay_its_people_s_alone(sent: World, reader):
    sent.call("spenddata_return_publish", reference=REFERENCE, without_errors=3)
    work()
    assert reader("stranger").get(ROWS).status == 403
    page = reader("editor").get(ROWS)
    assert page.status == 200
    assert inputs(page) == {}


def test_rows_of_a_workbook_are_told_by_their_sheets(world: World, reader):
    sent_as(world, workbook("#REF!", "not known"))
    work()
    editor = reader("editor")
    page = editor.get(ROWS)
    assert inputs(page) == {"1-amount": "#REF!", "2-amount": "not known"}
    assert [row.legend.get_text() for row in page.soup.select("main fieldset")] == ["Row 2, February", "Row 2, March"]
    editor.post(ROWS, {**LOOKED_AT, "2-amount": "2100.50"})
    work()
    made = world.call("spenddata_revision_fixes", reference=REFERENCE)["results"]
    assert [(each["sheet"], each["row"], each["column"], each["after"]) for each in made] == [
        ("March", 2, 5, "2100.50")
    ]


def test_what_was_typed_stays_when_suggested_fixes_are_accepted_and_ends_with_its_revision(sent: World, reader):
    editor = reader("editor")
    editor.post(ROWS, {**LOOKED_AT, "1-amount": "1,000.01"})
    work()
    editor.post(f"{PAGE}/fix", {**READ_AGAIN, "rule": "text-spacing"})
    work()
    assert changes(sent) == [(2, "amount", "#REF!", "1000.01")]
    sent.submit(FILE)
    work()
    second = sent.show()["revisions"][-1]
    assert (second["number"], second["fixes"], second["rows_in_error"]) == (2, [], 3)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"value": "about a thousand"}, "Row 2, Amount"),
        ({"row": 99}, "There is no row 99 of payments in spend-1.csv."),
        ({"file": "other.csv"}, "There is no row 2 of payments in other.csv."),
        ({"sheet": "May"}, "There is no row 2 of payments in spend-1.csv, May."),
        ({"field": "amuont"}, "amuont"),
    ],
)
def test_a_program_is_told_which_cell_cannot_be_typed_and_why(sent: World, wrong, why):
    from ckan.plugins import toolkit as tk

    cell: dict[str, Any] = {"file": "spend-1.csv", "row": 2, "field": "amount", "value": "1000.01"}
    with pytest.raises(tk.ValidationError) as refused:
        sent.call("spenddata_return_answer", reference=REFERENCE, fixes=[{**cell, **wrong}])
    said: Any = refused.value.error_dict
    assert why in said["fixes"][0]
    assert sent.show()["state"] == "ready"
    sent.call("spenddata_return_answer", reference=REFERENCE, fixes=[cell])
    work()
    assert changes(sent) == [(2, "amount", "#REF!", "1000.01")]


def sent_as(world: World, content: bytes) -> None:
    asked = {"publisher": "X-DEMO-1", "regime": REGIME, "period": "2026-Q1"}
    world.call("spenddata_return_submit", **asked, upload=[upload(content, "spend.xlsx")])


def workbook(february: str, march: str) -> bytes:
    """A sheet for each month, whose first payment has this amount."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for month, (name, amount) in enumerate((("February", february), ("March", march)), start=2):
        sheet = book.create_sheet(name)
        lines = csv.reader(io.StringIO(csv_file(6, start=month * 10, month=month).decode()))
        for number, line in enumerate(lines):
            cells = [*line[:4], amount if number == 1 else line[4], *line[5:]]
            sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
