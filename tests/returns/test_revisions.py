"""Revisions of a return: errors, refusals, replacement, withdrawal, nil statements, the yes and who gives it."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, join, ledger_rows, upload, work

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"


def newest(shown: dict) -> dict:
    return shown["revisions"][-1]


class TestRefusedAtTheDoor:
    """What can be seen without reading is refused in the action; nothing is stored."""

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"<!DOCTYPE html><html><body>Page not found</body></html>", "web page"),
            (b"%PDF-1.7\n%...", "PDF"),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
            (b"PK\x03\x04 cut short", "damaged or cut short"),
        ],
    )
    def test_it_is_told_why_and_nothing_is_kept(self, world: World, content: bytes, words: str):
        with pytest.raises(tk.ValidationError, match=words):
            world.submit(content)
        assert world.call("spenddata_return_list", publisher="X-DEMO-1", state="rejected")["count"] == 0
        with pytest.raises(tk.ObjectNotFound):
            world.show()
        assert stored_files() == []

    def test_one_bad_file_refuses_all_that_came_with_it(self, world: World):
        with pytest.raises(tk.ValidationError, match=r"spend-2\.csv"):
            world.submit(csv_file(), b"%PDF-1.7")
        assert stored_files() == []

    def test_a_file_that_is_too_large(self, world: World, monkeypatch):
        monkeypatch.setitem(tk.config, "ckanext.spenddata.limit.file_mb", 1)
        with pytest.raises(tk.ValidationError, match="larger than this portal takes"):
            world.submit(b"Date,Amount,Supplier\n" + b"x" * 1_000_000)
        assert stored_files() == []

    def test_a_store_that_cannot_be_written_is_told_in_words(self, world: World, monkeypatch, tmp_path):
        (tmp_path / "full").write_text("a file where the folder should be")
        monkeypatch.setitem(tk.config, "ckanext.spenddata.storage_path", str(tmp_path / "full"))
        with pytest.raises(tk.ValidationError, match="could not be stored"):
            world.submit(csv_file())
        with pytest.raises(tk.ObjectNotFound):
            world.show()

    def test_an_address_is_no_file(self, world: World):
        with pytest.raises(tk.ValidationError, match="must be sent as a file"):
            world.call(
                "spenddata_return_submit",
                publisher="X-DEMO-1",
                regime=REGIME,
                period=PERIOD,
                upload="http://127.0.0.1:5000/secret",
            )

    def test_neither_files_nor_nil_and_both(self, world: World):
        with pytest.raises(tk.ValidationError, match="Select a file"):
            world.submit()
        with pytest.raises(tk.ValidationError, match="not both"):
            world.submit(csv_file(), nil=True)


def stored_files() -> list:
    from ckanext.spenddata.returns.files.storage import Storage

    return [path for path in (Storage().root / "files").rglob("*") if path.is_file()]


class TestRejected:
    """What needs reading becomes a rejected revision; the file is kept privately, nothing is public."""

    def test_a_file_of_another_publisher(self, world: World):
        world.submit(csv_file(name="Otherborough District Council"), publish=True)
        work()
        shown = world.show()
        assert shown["state"] == "rejected"
        assert "Otherborough" in newest(shown)["events"][-1]["why"]
        assert ledger_rows() == (0, 0)

    def test_a_file_without_payments(self, world: World):
        world.submit(b"Title,Author\nMiddlemarch,George Eliot\nEmma,Jane Austen\n", publish=True)
        work()
        shown = world.show()
        assert shown["state"] in ("rejected", "ready")
        assert ledger_rows() == (0, 0)


class TestRowsInError:
    """The publisher publishes without them only by confirming their exact number, which is then public."""

    def test_the_program_s_own_yes_does_not_cover_errors(self, world: World):
        shown = world.publish(csv_file(4, bad=2))
        assert (shown["state"], newest(shown)["rows_in_error"], newest(shown)["rows_accepted"]) == ("ready", 2, 2)
        assert ledger_rows() == (0, 0)

    @pytest.mark.parametrize("confirmed", [0, 1, 3])
    def test_another_number_is_refused(self, world: World, confirmed: int):
        world.publish(csv_file(4, bad=2))
        with pytest.raises(tk.ValidationError, match="2 rows are in error"):
            world.call("spenddata_return_publish", reference=REFERENCE, without_errors=confirmed)

    def test_the_exact_number_publishes_the_rest(self, world: World):
        world.publish(csv_file(4, bad=2))
        assert world.call("spenddata_return_publish", reference=REFERENCE, without_errors=2)["state"] == "approved"
        work()
        assert newest(world.show(who=None))["rows_in_error"] == 2
        assert ledger_rows() == (2, 300_003)

    def test_findings_have_their_places(self, world: World):
        world.publish(csv_file(4, bad=1))
        found = world.call("spenddata_revision_findings", reference=REFERENCE, severity="error")
        assert found["count"] == 1
        assert (found["results"][0]["row"], found["results"][0]["value"]) == (5, "twelve")


class TestReplacement:
    """A later revision replaces the earlier one in every figure; until then the earlier one stays."""

    @pytest.mark.usefixtures("three_published")
    def test_the_later_revision_takes_over(self, world: World):
        shown = world.publish(csv_file(5))
        assert [revision["state"] for revision in shown["revisions"]] == ["superseded", "published"]
        assert ledger_rows() == (5, 1_500_015)

    @pytest.mark.usefixtures("three_published")
    def test_a_rejected_or_waiting_revision_changes_nothing_public(self, world: World):
        world.submit(csv_file(5))
        work()
        public = world.show(who=None)
        assert (public["state"], len(public["revisions"])) == ("published", 1)
        assert ledger_rows() == (3, 600_006)

    @pytest.mark.usefixtures("three_checked")
    def test_a_later_submission_sets_aside_what_waits(self, world: World):
        world.submit(csv_file(4))
        work()
        assert [revision["state"] for revision in world.show()["revisions"]] == ["superseded", "ready"]

    def test_two_submissions_at_once_end_with_the_later_one(self, world: World):
        world.submit(csv_file(3), publish=True)
        world.submit(csv_file(4), publish=True)
        work()
        shown = world.show()
        assert [revision["state"] for revision in shown["revisions"]] == ["superseded", "published"]
        assert ledger_rows() == (4, 1_000_010)


class TestWithdrawal:
    """What is withdrawn leaves every figure; that it was there stays public."""

    @pytest.mark.usefixtures("three_followed")
    def test_it_leaves_the_figures_the_catalogue_and_the_datastore(self, world: World):
        from ckanext.spenddata.returns.followups import catalogue

        answer = world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Wrong month")
        assert answer["state"] == "withdrawn"
        assert ledger_rows() == (0, 0)
        follow()
        for action in ("resource_show", "datastore_info"):
            with pytest.raises(tk.ObjectNotFound):
                tk.get_action(action)({"ignore_auth": True}, {"id": catalogue.resource_id(REFERENCE)})
        shown = world.show(who=None)
        assert (shown["state"], shown["published_revision"]) == ("withdrawn", None)
        assert {step["state"] for step in newest(shown)["follow_ups"]} == {"done"}

    @pytest.mark.usefixtures("three_published")
    def test_the_files_can_be_sent_again(self, world: World):
        world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Wrong month")
        assert world.publish(csv_file(3))["state"] == "published"
        assert ledger_rows() == (3, 600_006)

    @pytest.mark.usefixtures("three_published")
    def test_an_editor_may_not(self, world: World):
        with pytest.raises(tk.NotAuthorized):
            world.call("spenddata_return_withdraw", "editor", reference=REFERENCE, why="Wrong month")

    @pytest.mark.usefixtures("three_checked")
    def test_an_unpublished_revision_can_be_withdrawn(self, world: World):
        assert (
            world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")[
                "state"
            ]
            == "withdrawn"
        )


class TestNil:
    """Nothing to report is a statement, and public."""

    def test_a_nil_statement_is_published(self, world: World):
        world.submit(nil=True, publish=True)
        work()
        follow()
        shown = world.show(who=None)
        assert (shown["state"], newest(shown)["nil"], newest(shown)["rows_accepted"]) == ("published", True, 0)
        assert {step["state"] for step in newest(shown)["follow_ups"]} == {"done"}

    def test_its_file_is_a_header_without_a_row_and_valid(self, world: World):
        import frictionless

        from ckanext.spenddata.returns import queries
        from ckanext.spenddata.returns.files import published_files

        filed = world.submit(nil=True, publish=True)
        work()
        revision = queries.published(queries.by_reference(filed["reference"]))
        path = published_files.published_file(revision).path
        assert path.read_bytes().count(b"\r\n") == 1
        resource = frictionless.Resource(path=path.name, basepath=str(path.parent), format="csv")
        assert frictionless.validate(resource).valid

    def test_a_file_replaces_it(self, world: World):
        world.submit(nil=True, publish=True)
        work()
        world.publish(csv_file(3))
        assert ledger_rows() == (3, 600_006)


class TestPeriods:
    """Periods of one publisher and regime don't overlap: a payment would be counted twice."""

    @pytest.mark.usefixtures("three_published")
    def test_an_overlapping_period_is_refused(self, world: World):
        with pytest.raises(tk.ValidationError, match="shares days with 2026-Q1"):
            world.submit(csv_file(3), period="2026-02")

    @pytest.mark.usefixtures("three_published")
    def test_after_a_withdrawal_it_is_taken(self, world: World):
        world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Monthly from now on")
        assert world.submit(csv_file(3), period="2026-02")["state"] == "submitted"

    @pytest.mark.parametrize("period", ["Q1", "2026-13", "last month", ""])
    def test_what_is_no_period(self, world: World, period: str):
        with pytest.raises(tk.ValidationError):
            world.submit(csv_file(3), period=period)


class TestTheYes:
    """Who may publish, read again under the ledger's lock."""

    def test_where_approval_is_on_an_administrator_approves(self, world: World, monkeypatch):
        monkeypatch.setitem(tk.config, "ckanext.spenddata.approval", True)
        assert world.publish(csv_file(3))["state"] == "ready"
        with pytest.raises(tk.NotAuthorized, match="administrator"):
            world.call("spenddata_return_publish", "editor", reference=REFERENCE)
        world.call("spenddata_return_approve", "administrator", reference=REFERENCE)
        work()
        assert world.show()["state"] == "published"

    def test_a_parent_body_files_for_its_child(self, world: World):
        shown = world.publish(csv_file(3, name="Exampleton Parks Trust"), publisher="X-DEMO-2")
        assert (shown["publisher_id"], shown["state"]) == ("X-DEMO-2", "published")
        assert ledger_rows("X-DEMO-2") == (3, 600_006)

    def test_a_child_s_people_do_not_file_for_the_parent(self, world: World):
        join(world.child, world.people["outsider"], "admin")
        with pytest.raises(tk.NotAuthorized):
            world.submit(csv_file(3), who="outsider")

    @pytest.mark.check(16)
    @pytest.mark.usefixtures("three_published")
    def test_an_approval_by_somebody_who_lost_the_right_does_not_publish(self, world: World):
        world.submit(csv_file(5), publish=True)
        checked_and_approved()
        world.call("organization_member_delete", "sysadmin", id=world.council, username=world.people["editor"])
        work()
        shown = world.show(who="administrator")
        assert [revision["state"] for revision in shown["revisions"]] == ["published", "ready"]
        assert "may no longer publish" in newest(shown)["events"][-1]["why"]
        assert ledger_rows() == (3, 600_006)

    @pytest.mark.usefixtures("three_published")
    def test_a_second_yes_is_told_that_there_was_one(self, world: World):
        with pytest.raises(tk.ValidationError, match="already been published"):
            world.call("spenddata_return_publish", reference=REFERENCE)


def checked_and_approved() -> None:
    """Check what waits, and stop before it is published."""
    from ckan import model

    from ckanext.spenddata.model import Revision, State
    from ckanext.spenddata.returns.filing import checking

    revision = model.Session.query(Revision).filter(Revision.state == State.SUBMITTED).one()
    checking.check(revision.id)
    model.Session.remove()


class TestAnswers:
    """A person's answers make another attempt of the same revision, and are remembered for the layout."""

    FILE = (
        b"When,Net Amount,Gross Amount,Supplier Name,Expense Area,Description\r\n"
        b"05/02/2026,1000.00,1200.00,Alpha Ltd,Roads,Gravel\r\n17/02/2026,2000.00,2400.00,Beta Ltd,Roads,Salt\r\n"
    )

    def test_answers_send_it_round_again_and_are_remembered(self, world: World):
        answers = {"mapping": {"amount": "Net Amount", "payment_date": "When"}}
        world.submit(self.FILE)
        work()
        world.call("spenddata_return_answer", reference=REFERENCE, answers=answers, publish=True)
        work()
        first = newest(world.show())
        assert (first["attempt"], first["state"], first["amount_accepted"]) == (2, "published", "3000.00")
        world.submit(self.FILE.replace(b"/02/2026", b"/05/2026"), period="2026-Q2", publish=True)
        work()
        second = world.show(f"X-DEMO-1.{REGIME}.2026-Q2")
        assert (second["state"], newest(second)["amount_accepted"]) == ("published", "3000.00")

    @pytest.mark.parametrize("answers", ["[]", '{"colour": "red"}', '{"unit": "euros"}', '{"mapping": [1]}'])
    def test_what_is_no_answer(self, world: World, answers: str):
        with pytest.raises(tk.ValidationError, match="answers"):
            world.submit(csv_file(), answers=answers)


class TestSeveralFiles:
    """One return may be several files, and several may have one name."""

    def test_their_rows_are_one_revision(self, world: World):
        world.call(
            "spenddata_return_submit",
            publisher="X-DEMO-1",
            regime=REGIME,
            period=PERIOD,
            upload=[upload(csv_file(2, start=20), "spend.csv"), upload(csv_file(2, start=22), "spend.csv")],
            publish=True,
        )
        work()
        shown = world.show()
        assert [file["name"] for file in newest(shown)["files"]] == ["spend.csv", "spend (2).csv"]
        assert ledger_rows() == (4, 8_600_086)

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd.csv", "C:\\Users\\me\\spend.csv", "a\r\nb\x00.csv", "x" * 500 + ".csv"]
    )
    def test_a_name_is_only_a_name(self, world: World, name: str):
        world.call(
            "spenddata_return_submit",
            publisher="X-DEMO-1",
            regime=REGIME,
            period=PERIOD,
            upload=upload(csv_file(), name),
        )
        kept = newest(world.show())["files"][0]["name"]
        assert "/" not in kept
        assert "\\" not in kept
        assert kept.isprintable()
        assert len(kept) <= 200
