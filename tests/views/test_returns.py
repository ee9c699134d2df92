"""The pages of a return: who sees what, every state in words, and forms that only their own page can send."""

from __future__ import annotations

import io
import re

import pytest

from tests.returns.standing import standing
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
PAGE = f"/spend/returns/{REFERENCE}"
FORM = {"publisher_id": "X-DEMO-1", "regime": REGIME, "period": PERIOD, "kind": "files"}

LOOKED_AT = {"revision": "1", "attempt": "1"}

pytestmark = pytest.mark.portal


def attached(content: bytes, name: str = "spend.csv") -> dict:
    return {**FORM, "files": (io.BytesIO(content), name)}


class TestTheTaskList:
    @pytest.mark.usefixtures("three_published")
    def test_anybody_sees_published_returns_and_no_drafts(self, world: World, reader):
        world.submit(csv_file(4), period="2026-Q2")
        page = reader(None).get("/spend/returns")
        assert page.heading() == "Published returns"
        assert "January to March 2026" in page.text
        assert "April to June 2026" not in page.text
        assert "£6,000" in page.text

    @pytest.mark.usefixtures("three_checked")
    def test_a_publisher_s_people_see_what_is_due_and_what_waits(self, reader):
        page = reader("editor").get("/spend/returns")
        assert re.fullmatch(r"\d+ returns? (is|are) overdue; 1 is ready to check and publish", page.heading())
        assert page.soup.select_one(".sp-kicker").get_text(strip=True) == "Your returns"
        row = next(row for row in page.soup.find_all("tr") if "January to March 2026" in row.get_text())
        assert "Ready for you to check" in row.get_text()
        assert row.a["href"].endswith(PAGE)
        assert "Overdue" in page.text
        assert "Otherborough" not in page.text

    def test_what_is_running_stands_apart_with_the_day_by_which_it_is_due(self, reader):
        page = reader("editor").get("/spend/returns")
        table = page.soup.find(id="not-due").find_next("table")
        assert "whose period is still running" in table.caption.get_text()
        assert table.select("tbody tr")
        assert "Otherborough" not in table.get_text()
        assert not reader(None).get("/spend/returns").soup.find(id="not-due")

    def test_a_member_is_not_offered_to_send(self, reader):
        page = reader("member").get("/spend/returns")
        assert "Your returns" in page.text
        assert not page.soup.find("a", string="Send a file")

    def test_an_empty_portal_says_what_would_be_here(self, reader):
        assert "No return has been published yet" in reader(None).get("/spend/returns").text


class TestSending:
    def test_anybody_is_asked_to_sign_in_and_comes_back(self, reader):
        page = reader(None).get("/spend/returns/new?period=2026-04")
        assert page.status == 302
        assert "/user/login?came_from=" in page.location
        assert "2026-04" in page.location

    def test_what_the_address_says_is_filled_in(self, reader):
        page = reader("editor").get(f"/spend/returns/new?publisher=X-DEMO-1&regime={REGIME}&period=2026-04")
        assert page.heading() == "Send a return"
        assert page.soup.find(id="field-period")["value"] == "2026-04"
        assert page.soup.find("option", selected=True, value="X-DEMO-1")

    def test_only_publishers_that_the_reader_may_file_for_are_offered(self, reader):
        offered = [
            option["value"]
            for option in reader("editor")
            .get("/spend/returns/new")
            .soup.find(id="field-publisher_id")
            .find_all("option")
        ]
        assert sorted(filter(None, offered)) == ["X-DEMO-1", "X-DEMO-2"]
        assert "may not file for any publisher" in reader("outsider").get("/spend/returns/new").text

    def test_a_file_is_taken_and_its_return_is_shown(self, world: World, reader):
        page = reader("editor").post("/spend/returns/new", attached(csv_file(3)))
        assert page.status == 302
        assert page.location.endswith(PAGE)
        assert world.show()["state"] == "submitted"

    def test_a_nil_statement_needs_no_file(self, world: World, reader):
        page = reader("editor").post("/spend/returns/new", {**FORM, "kind": "nil"})
        assert page.status == 302
        assert world.show()["revisions"][0]["nil"] is True

    def test_every_empty_field_is_named_first_and_linked(self, reader):
        page = reader("editor").post("/spend/returns/new", {"kind": "files"})
        assert page.status == 400
        assert page.title.startswith("Error: ")
        anchors = [anchor for _, anchor in page.problems()]
        assert anchors == ["field-publisher_id", "field-regime", "field-period", "field-files"]
        assert all(page.soup.find(id=anchor) for anchor in anchors)
        assert page.soup.find(class_="sp-errors").find_next("h1")

    def test_a_file_that_is_no_table_is_refused_with_what_to_do_and_nothing_is_kept(self, reader):
        page = reader("editor").post(
            "/spend/returns/new", attached(b"<!doctype html><title>Not found</title>", "april.csv")
        )
        assert page.status == 400
        [(words, anchor)] = page.problems()
        assert "april.csv" in words
        assert "a web page" in words
        assert "send that" in words
        assert anchor == "field-files"
        assert page.soup.find(id="field-period")["value"] == PERIOD

    def test_a_period_that_is_none_says_how_one_is_written(self, reader):
        page = reader("editor").post("/spend/returns/new", {**attached(csv_file(1)), "period": "Easter"})
        (words, anchor), again = page.problems()
        assert "2026-Q1" in words
        assert anchor == "field-period"
        assert again == ("Choose your files again: they were not kept", "field-files")

    def test_a_period_may_be_written_as_people_do(self, world: World, reader):
        page = reader("editor").post("/spend/returns/new", {**attached(csv_file(3)), "period": "January to March 2026"})
        assert page.location.endswith(PAGE)
        assert world.show()["state"] == "submitted"

    def test_who_left_a_field_empty_is_told_to_choose_the_files_again(self, reader):
        page = reader("editor").post("/spend/returns/new", {**attached(csv_file(1)), "regime": ""})
        assert [anchor for _, anchor in page.problems()] == ["field-regime", "field-files"]

    def test_nobody_files_for_a_publisher_that_is_not_theirs(self, reader):
        assert reader("stranger").post("/spend/returns/new", attached(csv_file(3))).status == 403


class TestLookingAndPublishing:
    def test_progress_can_be_followed_without_javascript(self, world: World, reader):
        world.submit(csv_file(3))
        page = reader("editor").get(PAGE)
        assert page.soup.find(id="progress")["role"] == "status"
        assert page.soup.find("a", string="Look again")["href"].startswith(PAGE)

    def test_the_poll_says_when_there_is_something_new(self, world: World, reader):
        world.submit(csv_file(3))
        editor = reader("editor")
        assert "HX-Refresh" not in editor.get(f"{PAGE}/progress?state=submitted").response.headers
        work()
        assert editor.get(f"{PAGE}/progress?state=submitted").response.headers["HX-Refresh"] == "true"

    @pytest.mark.usefixtures("five_one_in_error")
    def test_the_report_shows_figures_columns_findings_and_largest_lines(self, reader):
        page = reader("editor").get(PAGE)
        assert "5 rows, with the column titles in row 1" in page.text
        assert "Which column is what" in page.text
        assert "twelve" in page.text
        assert "Publish without this row" in page.text
        [largest] = [row for row in page.soup.select("tr") if "Supplier 4 Ltd" in row.text]
        assert largest.select_one("small").text == "Facilities management, repair and cleaning"
        assert largest.find(attrs={"data-label": "Row"}).text == "5"
        assert "£4,000.04" in largest.text
        assert "£10,000.10" in page.text

    @pytest.mark.usefixtures("five_one_in_error")
    def test_rows_in_error_must_be_left_out_by_a_person_s_own_tick(self, world: World, reader):
        editor = reader("editor")
        refused = editor.post(f"{PAGE}/publish", LOOKED_AT)
        assert refused.status == 400
        [(words, anchor)] = refused.problems()
        assert "1 row" in words
        assert refused.soup.find(id=anchor)["type"] == "checkbox"
        assert world.show()["state"] == "ready"

        taken = editor.post(f"{PAGE}/publish", {**LOOKED_AT, "without": "1"})
        assert taken.status == 302
        work()
        assert world.show()["state"] == "published"
        assert "Published" in editor.get(taken.location).heading()

    @pytest.mark.usefixtures("three_checked")
    def test_what_was_not_looked_at_is_not_published(self, world: World, reader):
        page = reader("editor").post(f"{PAGE}/publish", {"revision": "1", "attempt": "7"})
        assert page.status == 409
        assert "has been read again since you looked at it" in page.problems()[0][0]
        assert world.show()["state"] == "ready"

    def test_accepted_fixes_are_checked_again(self, world: World, reader):
        world.submit(csv_file(3).replace(b"1000.01", b'"1,000.01"'))
        work()
        editor = reader("editor")
        rules = [tick["value"] for tick in editor.get(PAGE).form("/fix").find_all("input", attrs={"name": "rule"})]
        assert rules
        assert editor.post(f"{PAGE}/fix", {**LOOKED_AT, "rule": rules}).status == 302
        work()
        shown = world.show()["revisions"][0]
        assert (shown["attempt"], shown["fixes"]) == (2, rules)
        assert "(accepted)" in editor.get(PAGE).text

    @pytest.mark.usefixtures("three_checked")
    def test_a_member_sees_the_report_and_may_not_publish(self, world: World, reader):
        member = reader("member")
        page = member.get(PAGE)
        assert "What would be published" in page.text
        assert not page.soup.select("form[action$='/publish']")
        assert member.post(f"{PAGE}/publish", {"revision": "1", "attempt": "1"}).status == 403
        assert world.show()["state"] == "ready"

    @pytest.mark.parametrize("who", [None, "stranger", "outsider"])
    @pytest.mark.usefixtures("three_checked")
    def test_an_unpublished_return_is_unknown_to_others(self, reader, who):
        page = reader(who).get(PAGE)
        assert page.status == 404
        assert "Supplier" not in page.text

    def test_a_rejected_file_says_why_and_what_to_do(self, world: World, reader):
        world.submit(b"this,is,not\r\na,spend,table\r\n")
        work()
        assert world.show()["state"] in ("rejected", "ready")
        page = reader("editor").get(PAGE)
        assert page.status == 200
        if world.show()["state"] == "rejected":
            assert "This could not be accepted as a return" in page.text
            assert page.soup.find("a", string="Send another file")

    def test_stuck_work_shows_its_reason_and_a_way_on(self, world: World, reader):
        from ckan import model

        from ckanext.spenddata.model import Revision
        from ckanext.spenddata.model.claims import MOST_TRIES

        world.submit(csv_file(3))
        revision = model.Session.query(Revision).one()
        revision.tries, revision.last_error = MOST_TRIES, "The disk is full."
        model.Session.commit()
        page = reader("editor").get(PAGE)
        assert "This return is stuck" in page.text
        assert "The disk is full." in page.text
        assert "Your files are safe" in page.text

    def test_an_unknown_return_is_not_found(self, reader):
        assert reader(None).get("/spend/returns/X-DEMO-9.lgtc-500.2026-Q1").status == 404


class TestApproving:
    def test_whoever_approves_sends_it_back_with_a_reason_or_publishes_it_with_a_note(
        self, world: World, reader, monkeypatch
    ):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
        world.submit(csv_file(3))
        work()
        assert reader("editor").post(f"{PAGE}/send-for-approval", LOOKED_AT).status == 302
        assert "Now an administrator of Exampleton City Council looks at it" in reader("editor").get(PAGE).text
        administrator = reader("administrator")
        assert administrator.get(PAGE).form("/send-back")
        refused = administrator.post(f"{PAGE}/send-back", {**LOOKED_AT, "back": " "})
        assert refused.status == 400
        assert refused.problems() == [
            ("Say what is to be put right: the publisher’s own people read it.", "field-back")
        ]
        assert administrator.post(f"{PAGE}/send-back", {**LOOKED_AT, "back": "One payment is missing"}).status == 302
        shown = reader("editor").get(PAGE)
        assert "What is to be put right One payment is missing" in shown.text
        assert world.show()["state"] == "ready"
        attempt = {"revision": 1, "attempt": 1, "note": "One payment is for two years."}
        assert administrator.post(f"{PAGE}/publish", attempt).status == 302
        work()
        follow()
        for address in (PAGE, f"{PAGE}/revisions/1"):
            public = reader(None).get(address)
            assert "Note from the publisher One payment is for two years." in public.text
            assert "missing" not in public.text
        assert world.show(who=None)["revisions"][0]["note"] == "One payment is for two years."

    @pytest.mark.usefixtures("three_checked")
    def test_where_editors_publish_nothing_is_sent_back(self, reader):
        page = reader("administrator").get(PAGE)
        assert page.form("/publish").select_one("textarea[name=note]")
        assert not page.soup.select("form[action$='/send-back']")


class TestPublished:
    @pytest.mark.usefixtures("five_one_in_error")
    def test_everybody_sees_figures_limits_and_downloads_but_no_cell_and_nobody_s_name(self, world: World, reader):
        world.call("spenddata_return_publish", reference=REFERENCE, without_errors=1)
        work()
        page = reader(None).get(PAGE)
        assert "What is public" in page.text
        assert "£10,000.10" in page.text
        assert "Known limits" in page.text
        assert "twelve" not in page.text
        assert world.people["editor"] not in page.text

    @pytest.mark.usefixtures("three_published")
    def test_withdrawing_needs_a_reason(self, world: World, reader):
        admin = reader("administrator")
        refused = admin.post(f"{PAGE}/withdraw", {"published_revision": "1", "why": " "})
        assert refused.status == 400
        assert refused.problems() == [("Give a reason: everybody can read it, so name nobody.", "field-why")]
        assert admin.post(f"{PAGE}/withdraw", {"published_revision": "1", "why": "Wrong file"}).status == 302
        assert world.show()["revisions"][0]["state"] == "withdrawn"
        assert reader(None).get(f"{PAGE}/revisions/1.csv").status == 410

    @pytest.mark.parametrize("which", ["everything", "9" * 5000, "1.0"])
    @pytest.mark.usefixtures("three_published")
    def test_what_is_no_choice_withdraws_nothing(self, world: World, reader, which):
        sent = {"published_revision": "1", "why": "Wrong file", "which": which}
        assert reader("administrator").post(f"{PAGE}/withdraw", sent).status in (400, 409)
        assert world.show()["state"] == "published"

    @pytest.mark.usefixtures("three_published")
    def test_an_editor_is_not_offered_to_withdraw(self, reader):
        editor = reader("editor")
        assert "Withdraw this return" not in editor.get(PAGE).text
        assert editor.post(f"{PAGE}/withdraw", {"published_revision": "1", "why": "No"}).status == 403


@pytest.fixture
@standing
def sent_again(world: World) -> World:
    """Two revisions, of which the first was set aside."""
    for rows in (3, 4):
        world.submit(csv_file(rows))
        work()
    return world


class TestWhatWasLookedAt:
    """What a person says in a form holds for the revision, and the reading of it, that the page of the form showed."""

    @pytest.mark.parametrize("step", ["answer", "confirm", "fix", "acknowledge", "publish", "send-back"])
    @pytest.mark.usefixtures("sent_again")
    def test_every_form_says_which_and_holds_for_no_other(self, world: World, reader, step):
        administrator = reader("administrator")
        said = {"all": "yes", "back": "One payment is missing", "finding": "f", "reason-outlier": "Right"}
        page = administrator.post(f"{PAGE}/{step}", {**LOOKED_AT, **said})
        assert page.status == 409
        assert page.problems()[0][0] == (
            "Revision 2 was sent after revision 1, which you looked at. Nothing was changed. Look at revision 2, then decide."
        )
        again = administrator.post(f"{PAGE}/{step}", {"revision": "2", "attempt": "7", **said})
        assert again.status == 409
        assert "Revision 2 has been read again since you looked at it" in again.problems()[0][0]
        newest = world.show()["revisions"][1]
        assert (newest["state"], newest["attempt"], len(newest["events"])) == ("ready", 1, 4)

    def test_the_forms_of_the_page_carry_it(self, world: World, reader, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
        world.submit(csv_file(3).replace(b"1000.01", b'"1,000.01"'))
        work()
        page = reader("administrator").get(PAGE)
        for step in ("confirm", "fix", "publish", "send-back"):
            inputs = page.form(f"/{step}").select("input[type=hidden]")
            carried = {each["name"]: each["value"] for each in inputs if each["name"] in LOOKED_AT}
            assert carried == LOOKED_AT, step

    def test_a_reason_that_was_written_is_there_still(self, world: World, reader, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
        for rows in (3, 4):
            world.submit(csv_file(rows))
            work()
        page = reader("administrator").post(f"{PAGE}/send-back", {**LOOKED_AT, "back": "One payment is missing"})
        box = page.form("/send-back")
        assert box.textarea.get_text() == "One payment is missing"
        assert box.find("input", attrs={"name": "revision"})["value"] == "2"
        assert box.find_parent("details").has_attr("open")

    @pytest.mark.usefixtures("three_published")
    def test_what_is_withdrawn_is_what_was_published_when_the_page_was_opened(self, world: World, reader):
        administrator = reader("administrator")
        carried = administrator.get(PAGE).form("/withdraw").find("input", attrs={"name": "published_revision"})
        assert carried["value"] == "1"
        world.publish(csv_file(4))
        page = administrator.post(f"{PAGE}/withdraw", {"published_revision": "1", "why": "Wrong file"})
        assert page.status == 409
        assert "Revision 2 is public now, not revision 1, which you looked at" in page.problems()[0][0]
        assert [each["state"] for each in world.show()["revisions"]] == ["superseded", "published"]


class TestForgery:
    """CKAN stops checking a view for the whole process once anybody visited it without a session; ours check themselves."""

    @pytest.mark.parametrize("token", [None, "made-up"])
    @pytest.mark.parametrize(
        "step", ["/publish", "/answer", "/confirm", "/fix", "/withdraw", "/recover", "/revisions/1/fixes"]
    )
    @pytest.mark.usefixtures("three_checked")
    def test_a_form_without_our_token_changes_nothing(self, world: World, reader, step, token):
        reader(None).post(f"{PAGE}{step}", token=None)
        page = reader("administrator").post(f"{PAGE}{step}", {"revision": "1", "attempt": "1", "why": "x"}, token=token)
        assert page.status == 400
        assert "Nothing was changed" in page.text
        assert world.show()["state"] == "ready"

    def test_a_file_without_our_token_is_not_taken(self, world: World, reader):
        assert reader("editor").post("/spend/returns/new", attached(csv_file(3)), token=None).status == 400
        assert world.call("spenddata_return_list", publisher="X-DEMO-1", state="submitted")["count"] == 0

    def test_a_program_with_a_token_of_its_own_needs_none_of_ours(self, app, world: World):
        from ckan.tests import factories

        token = factories.APIToken(user=world.people["editor"])["token"]
        answer = app.flask_app.test_client().post(
            "/spend/returns/new", data=attached(csv_file(3)), headers={"Authorization": token}
        )
        assert answer.status_code == 302
        assert world.show()["state"] == "submitted"


class TestConfirming:
    """What stops a publication is said yes to on the page, each by a tick of its own, with the reason."""

    @pytest.mark.usefixtures("three_of_another_period")
    def test_what_must_be_confirmed_stands_before_what_was_found_and_there_is_no_button_to_publish(
        self, world: World, reader
    ):
        page = reader("editor").get(PAGE)
        headings = [heading.get("id") for heading in page.soup.find_all("h2")]
        assert headings.index("confirm") < headings.index("findings")
        assert "1 thing to confirm before this can be published" in page.text
        assert "3 of 3 dates are outside January to March 2026" in page.form("/acknowledge").get_text()
        assert not page.soup.select("form[action$='/publish']")

    @pytest.mark.usefixtures("three_of_another_period")
    def test_a_tick_without_a_reason_and_a_reason_without_a_tick_are_told(self, world: World, reader):
        editor = reader("editor")
        tick = editor.get(PAGE).form("/acknowledge").select("input[type=checkbox]")[0]["value"]
        for form, field in (
            ({"finding": tick, "reason-period-another": " "}, "field-reason-period-another"),
            ({"reason-period-another": "Invoice dates"}, "field-tick-period-another"),
            ({}, "field-stops"),
        ):
            page = editor.post(f"{PAGE}/acknowledge", {**LOOKED_AT, **form})
            assert page.status == 400
            assert page.title.startswith("Error:")
            [(words, anchor)] = page.problems()
            assert words
            assert page.soup.find(id=anchor), anchor
            assert anchor == field
        assert world.show()["revisions"][0]["open_stops"] == 1

    @pytest.mark.usefixtures("three_of_another_period")
    def test_confirmed_with_a_reason_it_can_be_published_and_the_approver_reads_why(self, reader):
        editor = reader("editor")
        tick = editor.get(PAGE).form("/acknowledge").select("input[type=checkbox]")[0]["value"]
        assert (
            editor.post(
                f"{PAGE}/acknowledge", {**LOOKED_AT, "finding": tick, "reason-period-another": "Invoice dates"}
            ).status
            == 302
        )
        page = reader("administrator").get(PAGE)
        row = page.soup.find(id="confirmed").find_parent("section").find("tbody").get_text(" ")
        assert "Invoice dates" in row
        assert "Most payments lie outside the period" in row
        assert page.form("/publish")
        report = reader("member").get(f"{PAGE}/revisions/1/report.html")
        assert "Invoice dates" in report.response.get_data(as_text=True)

    @pytest.mark.usefixtures("three_of_another_period")
    def test_a_member_sees_what_waits_and_is_not_offered_to_confirm_it(self, reader):
        page = reader("member").get(PAGE)
        assert "An editor of the publisher can confirm them" in page.text
        assert not page.form("/acknowledge").find("button")
