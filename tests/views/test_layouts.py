"""The proposed mapping: shown with its reasons and cells, put right by a person, and remembered for the next file of the same layout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, work

REFERENCE = f"X-DEMO-1.{REGIME}.2026-Q1"
PAGE = f"/spend/returns/{REFERENCE}"
LEDGER = (
    "When,Who,Net,Gross,What\r\n"
    + "".join(f"{day:02d}/02/2026,Firm {day} Ltd,{day}00.00,{day}20.00,Gravel\r\n" for day in range(13, 25))
).encode()
NET, GROSS = "22200.00", "22440.00"

pytestmark = pytest.mark.portal


def send(world: World, content: bytes = LEDGER, period: str = "2026-Q1") -> None:
    world.submit(content, period=period)
    work()


@pytest.fixture
@standing
def sent(world: World) -> World:
    """The file, read."""
    send(world)
    return world


def form(page) -> dict[str, str]:
    """The mapping form as it stands: control → what is chosen, and which reading was looked at."""
    sent = page.form("/confirm")
    looked_at = {name: str(sent.find("input", attrs={"name": name})["value"]) for name in ("revision", "attempt")}
    selects = sent.select("select")
    return looked_at | {
        str(each["name"]): str(chosen["value"]) for each in selects if (chosen := each.find("option", selected=True))
    }


def control(page, title: str) -> str:
    row = next(row for row in page.soup.select("table.sp-columns tbody tr") if row.strong.get_text() == title)
    return str(row.select_one("select")["name"])


class TestTheProposal:
    @pytest.mark.usefixtures("sent")
    def test_each_column_is_shown_with_cells_field_confidence_and_reason(self, reader):
        page = reader("editor").get(PAGE)
        rows = {row.strong.get_text(): row for row in page.soup.select("table.sp-columns tbody tr")}
        assert list(rows) == ["When", "Who", "Net", "Gross", "What"]
        assert [code.get_text() for code in rows["Net"].select("code")] == ["1300.00", "1400.00", "1500.00"]
        assert rows["Net"].select_one("option[selected]")["value"] == "amount"
        assert "100%: known title" in rows["Net"].get_text(" ")
        assert rows["Gross"].select_one("option[selected]") is None
        assert "Not used, never published" in rows["Gross"].get_text(" ")

    @pytest.mark.usefixtures("sent")
    def test_members_see_it_and_change_nothing(self, reader):
        member = reader("member")
        page = member.get(PAGE)
        assert page.soup.select("table.sp-columns")
        assert not page.soup.select("table.sp-columns select")
        assert member.post(f"{PAGE}/confirm", {"revision": "1", "attempt": "1"}).status == 403

    def test_tables_of_one_layout_are_one_form(self, world: World, reader):
        world.submit(LEDGER, LEDGER.replace(b"/02/", b"/01/"))
        work()
        page = reader("editor").get(PAGE)
        assert len(page.soup.select("table.sp-columns")) == 1
        assert "spend-1.csv, and 1 more with the same columns" in page.text
        assert "spend-2.csv, rows 2 to 13: 12 rows" in page.text

    def test_what_was_left_out_is_told_with_its_rows(self, world: World, reader):
        send(world, b"Spending of the council\r\n\r\n" + LEDGER + b",Total,22200.00,22440.00,\r\n" + b",,-,,\r\n" * 3)
        page = reader("editor").get(PAGE)
        assert "1 row of titles above the table (row 1)" in page.text
        assert "1 blank row (row 2)" in page.text
        assert "3 rows without content (rows 17–19)" in page.text
        assert "1 total (row 16)" in page.text


class TestPuttingItRight:
    @pytest.mark.usefixtures("sent")
    def test_another_column_can_be_chosen_and_the_file_is_read_again(self, world: World, reader):
        editor = reader("editor")
        page = editor.get(PAGE)
        chosen = form(page) | {control(page, "Net"): "", control(page, "Gross"): "amount"}
        assert editor.post(f"{PAGE}/confirm", chosen).status == 302
        work()
        [revision] = world.show()["revisions"]
        assert (revision["attempt"], revision["amount_accepted"]) == (2, GROSS)
        page = editor.get(PAGE)
        assert "Which column is what: as you confirmed" in page.text
        assert form(page)[control(page, "Gross")] == "amount"

    @pytest.mark.usefixtures("sent")
    def test_the_next_file_of_the_layout_is_read_the_same_way_and_asks_nothing(self, world: World, reader):
        editor = reader("editor")
        page = editor.get(PAGE)
        editor.post(f"{PAGE}/confirm", form(page) | {control(page, "Net"): "", control(page, "Gross"): "amount"})
        work()
        send(world, LEDGER.replace(b"/02/", b"/05/").replace(b"Gravel", b"Salt"), period="2026-Q2")
        later = world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"][0]
        assert later["amount_accepted"] == GROSS
        assert not [each for each in later["report"]["questions"] if each["question"]["field"] != "amount_basis"]
        assert "as you confirmed" in editor.get(f"/spend/returns/X-DEMO-1.{REGIME}.2026-Q2").text

    @pytest.mark.usefixtures("sent")
    def test_another_publisher_confirms_for_itself(self, world: World, reader):
        editor = reader("editor")
        page = editor.get(PAGE)
        editor.post(f"{PAGE}/confirm", form(page) | {control(page, "Net"): "", control(page, "Gross"): "amount"})
        work()
        world.submit(LEDGER, publisher="X-DEMO-2")
        work()
        assert world.show(f"X-DEMO-2.{REGIME}.2026-Q1")["revisions"][0]["amount_accepted"] == NET

    @pytest.mark.usefixtures("sent")
    def test_one_field_for_two_columns_is_told_at_the_column(self, world: World, reader):
        editor = reader("editor")
        page = editor.get(PAGE)
        wrong = control(page, "Gross")
        refused = editor.post(f"{PAGE}/confirm", form(page) | {wrong: "amount"})
        assert refused.status == 400
        assert refused.problems() == [
            ("Amount is chosen for two columns. Choose it for one of them only.", f"field-{wrong}")
        ]
        assert refused.soup.find(id=f"field-{wrong}")["aria-invalid"] == "true"
        assert form(refused)[wrong] == "amount"
        assert world.show()["revisions"][0]["attempt"] == 1

    @pytest.mark.usefixtures("sent")
    def test_amounts_can_be_said_to_be_in_pence_and_that_is_remembered_too(self, world: World, reader):
        editor = reader("editor")
        editor.post(f"{PAGE}/confirm", form(editor.get(PAGE)) | {"unit": "pence"})
        work()
        assert world.show()["revisions"][0]["amount_accepted"] == "222.00"
        send(world, LEDGER.replace(b"/02/", b"/05/"), period="2026-Q2")
        assert world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"][0]["amount_accepted"] == "222.00"

    @pytest.mark.usefixtures("sent")
    def test_a_program_says_the_same_by_the_action(self, world: World):
        [file] = world.call("spenddata_revision_report", reference=REFERENCE)["report"]["files"]
        [table] = file["tables"]
        columns = {field: found["column"] for field, found in table["mapping"].items()} | {"amount": 4}
        world.call("spenddata_return_answer", reference=REFERENCE, answers={"layouts": {table["signature"]: columns}})
        work()
        assert world.show()["revisions"][0]["amount_accepted"] == GROSS


@pytest.fixture
def silent_on_vat(world: World) -> Iterator[World]:
    """A publisher that nobody asked yet what its amounts include."""
    from ckan import model

    def say(basis: str) -> None:
        council = model.Group.get(world.council)
        assert council
        council.extras = {**council.extras, "amount_basis": basis}
        model.Session.commit()

    say("unknown")
    yield world
    say("net_of_recoverable_vat")


class TestQuestions:
    def test_candidates_are_shown_with_their_cells(self, world: World, reader):
        send(world, LEDGER.replace(b"Net,Gross", b"Amount,Payment Amount"))
        page = reader("editor").get(PAGE)
        choices = page.form("/answer").select(".sp-check")
        labels = [" ".join(choice.label.get_text(" ").split()) for choice in choices]
        assert "Amount 1300.00 1400.00 1500.00" in labels
        assert "Payment Amount 1320.00 1420.00 1520.00" in labels
        assert not page.soup.find(id="publish")

    def test_what_amounts_include_is_asked_once_for_a_publisher_and_holds_nobody_up(self, silent_on_vat: World, reader):
        world = silent_on_vat
        send(world, LEDGER.replace(b"Net,Gross", b"Amount,Ref"))
        editor = reader("editor")
        page = editor.get(PAGE)
        assert "Do your amounts include VAT?" in page.text
        assert "You can publish without answering these" in page.text
        assert page.soup.find(id="publish")
        assert (
            editor.post(f"{PAGE}/answer", {"revision": "1", "attempt": "1", "answer-amount_basis": "gross"}).status
            == 302
        )
        work()
        send(world, csv_file(3, month=5), period="2026-Q2")
        later = world.show(f"X-DEMO-1.{REGIME}.2026-Q2")["revisions"][0]
        assert later["report"]["questions"] == []
        world.call("spenddata_return_publish", reference=f"X-DEMO-1.{REGIME}.2026-Q2")
        work()
        csv = editor.get(f"/spend/returns/X-DEMO-1.{REGIME}.2026-Q2/revisions/1.csv").response.get_data(as_text=True)
        assert csv.count(",gross,") == 3


@pytest.mark.usefixtures("sent")
def test_what_an_earlier_reading_found_is_not_shown_while_it_is_read_again(reader):
    editor = reader("editor")
    editor.post(f"{PAGE}/confirm", form(editor.get(PAGE)))
    page = editor.get(PAGE)
    assert page.soup.find(id="progress")
    assert "What the check found" not in page.text


class TestWhatIsNoAnswer:
    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"mapping": {"colour": "Net"}}, "colour is not a field of a payment"),
            ({"layouts": {"a": {"colour": 1}}}, "colour is not a field of a payment"),
            ({"layouts": {"a": {"amount": 0}}}, "can't be used"),
            ({"layouts": {"a": {"amount": 3, "description": 3}}}, "One column can be only one field"),
        ],
    )
    def test_it_is_refused_in_words(self, world: World, answers, words):
        from ckan.plugins import toolkit as tk

        with pytest.raises(tk.ValidationError, match=words):
            world.submit(csv_file(), answers=answers)
