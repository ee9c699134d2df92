"""Suggested fixes: seen before they are made, accepted one by one, by rule or all, logged, and taken back."""

from __future__ import annotations

import csv
import io

import pytest

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, work

REFERENCE = f"X-DEMO-1.{REGIME}.2026-Q1"
PAGE = f"/spend/returns/{REFERENCE}"
FIXES = f"{PAGE}/revisions/1/fixes"
FILE = (
    csv_file(3)
    .replace(b"1000.01", b'"1,000.01"')
    .replace(b"2000.02", b'"2,000.02"')
    .replace(b"Supplier 3", b"Supplier  3")
)

LOOKED_AT = {"revision": "1", "attempt": "1"}
READ_AGAIN = {"revision": "1", "attempt": "2"}

pytestmark = pytest.mark.portal


@pytest.fixture
@standing
def sent(world: World) -> World:
    world.submit(FILE)
    work()
    return world


def places(page) -> list[str]:
    return [str(tick["value"]) for tick in page.soup.select(".sp-tick input[name=place]")]


def changes(world: World) -> list[tuple[int, str, str]]:
    made = world.call("spenddata_revision_fixes", reference=REFERENCE)["results"]
    return [(each["row"], each["before"], each["after"]) for each in made]


def test_every_change_is_shown_before_it_is_made(sent: World, reader):
    page = reader("editor").get(FIXES)
    assert page.heading() == "Suggested fixes"
    lines = [" ".join(row.get_text(" ").split()) for row in page.soup.select("#suggested ~ form tbody tr")]
    assert any("row 2 Amount 1,000.01 1000.01" in line for line in lines)
    assert any("row 4 Supplier" in line for line in lines)
    assert "Nothing was changed." in page.text


def test_one_cell_can_be_accepted(sent: World, reader):
    editor = reader("editor")
    [place] = [each for each in places(editor.get(FIXES)) if '"row": 3' in each]
    assert editor.post(FIXES, {**LOOKED_AT, "which": "ticked", "place": place}).status == 302
    work()
    assert changes(sent) == [(3, "2,000.02", "2000.02")]
    page = editor.get(FIXES)
    assert "1 cell was changed." in page.text
    assert len(places(page)) == 2
    assert "1 cell put right by a fix" in editor.get(PAGE).text


def test_all_of_a_rule_and_then_all(sent: World, reader):
    editor = reader("editor")
    suggested = sent.call("spenddata_revision_findings", reference=REFERENCE, fixable=True)["results"]
    rule = next(each["rule"] for each in suggested if each["field"] == "amount")
    page = editor.get(f"{FIXES}?rule={rule}")
    assert len(places(page)) == 2
    editor.post(FIXES, {**LOOKED_AT, "which": "all", "rule": rule})
    work()
    assert [row for row, _, _ in changes(sent)] == [2, 3]
    editor.post(FIXES, {**READ_AGAIN, "which": "all"})
    work()
    assert [row for row, _, _ in changes(sent)] == [2, 3, 4]
    assert "all that were suggested have been made" in editor.get(FIXES).text


def test_all_fixes_can_be_applied_from_the_return_s_own_page(sent: World, reader):
    editor = reader("editor")
    assert editor.post(f"{PAGE}/fix", {**LOOKED_AT, "all": "yes"}).status == 302
    work()
    assert len(changes(sent)) == 3


def test_what_was_accepted_can_be_taken_back(sent: World, reader):
    editor = reader("editor")
    editor.post(FIXES, {**LOOKED_AT, "which": "all"})
    work()
    page = editor.get(FIXES)
    accepted = [str(tick["value"]) for tick in page.soup.select("input[id^=field-back]")]
    editor.post(FIXES, {**READ_AGAIN, "which": "back", "place": accepted})
    work()
    assert changes(sent) == []
    assert len(places(editor.get(FIXES))) == 3


def test_the_log_is_a_file_safe_in_a_spreadsheet(sent: World, reader):
    editor = reader("editor")
    editor.post(FIXES, {**LOOKED_AT, "which": "all"})
    work()
    answer = editor.get(f"{FIXES}.csv").response
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["row"], row["before"], row["after"]) for row in rows][:1] == [("2", "1,000.01", "1000.01")]
    assert "fixes.csv" in answer.headers["Content-Disposition"]


def test_what_is_accepted_of_an_earlier_reading_is_not_accepted_of_a_later_one(sent: World, reader):
    editor = reader("editor")
    assert [each["value"] for each in editor.get(FIXES).form("/fixes").select("input[name=attempt]")] == ["1"]
    page = editor.post(FIXES, {**READ_AGAIN, "which": "all"})
    assert page.status == 409
    assert "read again" in page.text
    assert changes(sent) == []


def test_a_change_nobody_asked_for_changes_nothing(sent: World, reader):
    assert reader("editor").post(FIXES, {**LOOKED_AT, "which": "ticked"}).status == 302
    assert sent.show()["revisions"][0]["attempt"] == 1


def test_nothing_is_changed_once_it_is_published_and_that_is_told(sent: World, reader):
    sent.call("spenddata_return_publish", reference=REFERENCE)
    work()
    page = reader("editor").post(FIXES, {**LOOKED_AT, "which": "all"})
    assert page.status == 409
    assert "This revision has already been published. No fix was changed." in page.text


def test_what_no_page_of_ours_sends_changes_nothing(sent: World, reader):
    editor = reader("editor")
    assert editor.post(FIXES, {**LOOKED_AT, "which": "ticked", "place": "not JSON"}).status == 302
    assert editor.post(FIXES, {**LOOKED_AT, "which": "ticked", "place": '{"rule": 7}'}).status == 409
    assert sent.show()["revisions"][0]["attempt"] == 1


def test_members_look_and_others_do_not(sent: World, reader):
    page = reader("member").get(FIXES)
    assert page.status == 200
    assert not page.soup.select("input[name=place]")
    assert reader("member").post(FIXES, {**LOOKED_AT, "which": "all"}).status == 403
    assert reader("stranger").get(FIXES).status == 404
    assert reader(None).get(FIXES).status == 302


@pytest.mark.parametrize(
    "fixes", [["no-such-rule"], [{"rule": "no-such-rule", "file": "a", "row": 1}], [{"row": 1}], 7]
)
def test_what_is_no_fix_is_refused_in_words(sent: World, fixes):
    from ckan.plugins import toolkit as tk

    with pytest.raises(tk.ValidationError, match="fixes"):
        sent.call("spenddata_return_answer", reference=REFERENCE, fixes=fixes)
