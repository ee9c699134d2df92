"""Categories of published payments: versions applied, decisions made and undone; totals by the difference, every old one kept."""

from typing import Any

import polars as pl
import psycopg2
import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.ledger import (
    category_changes,
    category_decisions,
    category_moves,
    category_read,
    category_versions,
    connection,
    entries,
    publish,
    verify,
)
from ckanext.spenddata.ledger.category_decisions import Target
from ckanext.spenddata.ledger.erase import Order, erase
from ckanext.spenddata.ledger.keys import id_range
from ckanext.spenddata.ledger.publication import Undecidable
from tests.ledger import making
from tests.ledger.test_suppliers import link

pytestmark = pytest.mark.usefixtures("ledger")
KNOWN = load()
MINE, OTHERS = Target(making.PUBLISHER, expense_type="Agency staff"), Target(expense_type="agency staff")


def paid(
    *types: str | None, publisher: str = making.PUBLISHER, revision: int = 1, method: str = "none", **columns
) -> int:
    """Publish payments of £1, £2 … with some expense types, none of them classified; the number of the entry."""
    frame = making.rows(len(types)).with_columns(
        pl.Series("expense_type", types, dtype=pl.String),
        pl.Series("amount", [100 * (n + 1) for n in range(len(types))], dtype=pl.Int64),
        pl.Series("payment_date", [making.rows(1)["payment_date"][0]] * len(types)),
        pl.lit("unclassified").alias("category"),
        pl.lit(method).alias("category_method"),
        pl.lit("old").alias("category_version"),
        pl.lit(0.0).alias("category_confidence"),
        *(pl.Series(name, values, dtype=pl.String) for name, values in columns.items()),
    )
    made = making.publication(revision=revision, publisher_id=publisher)
    return publish.publish(made, frame).entry_no


def query(statement: str, *values: object) -> list[tuple]:
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def now(publisher: str = making.PUBLISHER) -> list[str]:
    """The category of each row of a publisher; totals agree with the rows."""
    for each in verify.publishers():
        assert verify.publisher(each) == []
    return [
        each
        for (each,) in query("select category from spenddata.ledger where publisher_id = %s order by _id", publisher)
    ]


def replayed() -> list[tuple]:
    """What was approved, and laid over it the history: what the ledger must hold."""
    found = []
    with connection.reading() as database:
        for entry in entries.all_current(database):
            given = category_changes.replayed(
                database, entry.publisher_id, id_range(entry.entry_no), upto=entry.decided
            )
            found += [(each.row_id, each.category, each.method, each.version, each.confidence) for each in given]
    return sorted(found)


def in_the_ledger(ids: list[int]) -> list[tuple]:
    return query(
        """select _id, category, category_method, category_version, category_confidence
        from spenddata.ledger where _id = any(%s) order by _id""",
        ids,
    )


def applied() -> category_moves.Moved:
    return category_versions.apply(making.PUBLISHER, None, KNOWN, "steward", "Version 3")


def taken_back(decision: category_decisions.Decision, reviewer: str, why: str) -> None:
    assert decision.decision_no is not None
    category_decisions.undo(decision.decision_no, reviewer, why)


def undone(change_no: int | None, reviewer: str, why: str) -> None:
    assert change_no is not None
    category_versions.undo(change_no, reviewer, why)


class TestVersions:
    def test_a_version_moves_rows_and_totals_by_the_difference_and_keeps_what_was(self):
        paid("Agency staff", "Legal fees", None)
        paid("Agency staff", publisher=making.OTHER)
        moved = applied()
        after = now()
        assert after[0] != "unclassified"
        assert now(making.OTHER) == ["unclassified"]
        assert sum(line.rows for line in moved.lines) == sum(each != "unclassified" for each in after)
        assert query("select distinct was, was_version from spenddata.category_history") == [("unclassified", "old")]
        ((kind, version, reviewer, why),) = query("select kind, version, reviewer, why from spenddata.category_change")
        assert (kind, version, reviewer, why) == ("version", KNOWN.category_version, "steward", "Version 3")

    def test_what_is_replayed_from_the_history_is_what_the_ledger_holds(self):
        paid("Agency staff", "Legal fees", None)
        applied()
        category_decisions.decide(MINE, "legal", "steward", "Their solicitors")
        found = replayed()
        assert len(found) == 3
        assert found == in_the_ledger([row_id for row_id, *_ in found])

    def test_applying_twice_changes_nothing(self):
        paid("Agency staff", "Legal fees", None)
        applied()
        before = query("select * from spenddata.category_history order by 1, 2, 3")
        assert applied() == category_moves.Moved()
        assert query("select * from spenddata.category_history order by 1, 2, 3") == before

    def test_a_preview_says_what_applying_moves_and_changes_nothing(self):
        paid("Agency staff", "Legal fees", None)
        told = category_versions.preview(making.PUBLISHER, None, KNOWN)
        assert now() == ["unclassified"] * 3
        moved = applied()
        assert sorted(told.rows()) == sorted(line[1:] for line in moved.lines)

    def test_no_sum_is_of_two_kinds_of_payments(self):
        paid(*["Legal fees"] * 4, amount_basis=["net", "gross", "net", None], currency=["GBP", "GBP", "EUR", "GBP"])
        told = category_versions.preview(making.PUBLISHER, None, KNOWN)
        moved = applied()
        assert sorted(told.rows()) == sorted(line[1:] for line in moved.lines)
        sums = [(each.basis, each.currency, each.count, each.pence) for each in moved.sums]
        assert sums == [
            ("gross", "GBP", 1, 200),
            ("net", "EUR", 1, 300),
            ("net", "GBP", 1, 100),
            ("unknown", "GBP", 1, 400),
        ]
        with connection.reading() as database:
            (change,) = category_read.changes(database)
        names = ("basis", "currency", "count", "pence")
        assert [tuple(each[name] for name in names) for each in change["sums"]] == sums

    def test_a_version_is_applied_and_undone_some_rows_at_a_time(self, monkeypatch):
        paid("Agency staff", "Legal fees", None, "Legal fees", "Agency staff")
        whole = category_versions.preview(making.PUBLISHER, None, KNOWN)
        monkeypatch.setattr(category_versions, "_DECIDED_AT_ONCE", 2)
        monkeypatch.setattr(category_versions, "AT_ONCE", 1)
        assert category_versions.preview(making.PUBLISHER, None, KNOWN).equals(whole)
        moved = applied()
        assert sorted(whole.rows()) == sorted(line[1:] for line in moved.lines)
        undone(moved.change_no, "steward", "Too early")
        assert set(now()) == {"unclassified"}
        with pytest.raises(Undecidable, match="Nothing of change"):
            undone(moved.change_no, "steward", "Again")

    def test_a_version_is_undone(self):
        paid("Agency staff", "Legal fees", None)
        change_no = applied().change_no
        undone(change_no, "steward", "Too early")
        assert now() == ["unclassified"] * 3
        assert query("select distinct category_version from spenddata.ledger") == [("old",)]
        with pytest.raises(Undecidable, match="still in force"):
            undone(change_no, "steward", "Again")

    def test_undoing_one_that_another_replaced_says_so_and_in_the_right_order_all_goes_back(self):
        paid("Agency staff", "Legal fees")
        first = applied().change_no
        second = category_versions.apply(
            making.PUBLISHER, None, renamed("other"), "steward", "Same tables, other name"
        ).change_no
        with pytest.raises(Undecidable, match="a later one took its place"):
            undone(first, "steward", "?")
        undone(second, "steward", "Back")
        undone(first, "steward", "Back")
        assert now() == ["unclassified"] * 2

    def test_a_failure_anywhere_leaves_the_old_state(self, interrupt):
        paid("Agency staff", "Legal fees", None)
        before = making.contents()
        steps = failing_everywhere(interrupt, applied)
        assert steps > 5
        assert making.contents() != before

    def test_what_is_beneath_a_decision_follows_the_version(self):
        paid("Agency staff", "Legal fees")
        decision = category_decisions.decide(MINE, "legal", "steward", "Theirs")
        change_no = applied().change_no
        assert now()[0] == "legal"
        taken_back(decision, "steward", "No")
        by_tables = now()[0]
        assert by_tables not in ("legal", "unclassified")
        undone(change_no, "steward", "Back")
        assert now() == ["unclassified"] * 2

    def test_undoing_a_version_beneath_a_decision_leaves_the_decision(self):
        paid("Agency staff")
        change_no = applied().change_no
        decision = category_decisions.decide(MINE, "legal", "steward", "Theirs")
        undone(change_no, "steward", "Back")
        assert now() == ["legal"]
        taken_back(decision, "steward", "No")
        assert now() == ["unclassified"]


class TestDecisions:
    def test_for_a_publisher_alone(self):
        paid("Agency staff", " AGENCY STAFF ", "Legal fees")
        paid("Agency staff", publisher=making.OTHER)
        decision = category_decisions.decide(MINE, "it", "steward", "Coders")
        assert (decision.matching, decision.moved.rows, [each.pence for each in decision.moved.sums]) == (2, 2, [300])
        assert now() == ["it", "it", "unclassified"]
        assert now(making.OTHER) == ["unclassified"]

    def test_for_everybody_and_a_publishers_own_line_is_above_it(self):
        paid("Agency staff")
        paid("Agency staff", publisher=making.OTHER)
        category_decisions.decide(MINE, "it", "steward", "Coders")
        category_decisions.decide(OTHERS, "legal", "steward", "Mostly")
        assert (now(), now(making.OTHER)) == (["it"], ["legal"])

    def test_for_a_supplier_by_whatever_name_it_is_known(self):
        paid("Fees", "Fees", supplier_name=["Elmstow Legal Ltd", "Elmstow Dairy Ltd"])
        category_decisions.decide(Target(supplier_id="name:ELMSTOW LEGAL LTD"), "legal", "steward", "Solicitors")
        assert now() == ["legal", "unclassified"]

    def test_for_one_payment_which_keeps_it_when_its_return_is_replaced(self):
        entry_no = paid("Agency staff", "Agency staff")
        row_id = id_range(entry_no)[0] + 1
        category_decisions.decide(Target(row_id=row_id), "it", "steward", "Looked at the invoice")
        assert now() == ["unclassified", "it"]
        paid("Other", "Agency staff", revision=2)
        assert now() == ["unclassified", "it"]
        paid("Other", "Another", revision=3)
        assert now() == ["unclassified"] * 2

    def test_a_code_of_the_publishers_own_is_above_every_line_but_that_of_one_payment(self):
        entry_no = paid("Agency staff", cpv_code=["72000000"], method="publisher_cpv")
        assert category_decisions.decide(MINE, "legal", "steward", "?").moved.rows == 0
        category_decisions.decide(Target(row_id=id_range(entry_no)[0]), "it", "steward", "Wrong code")
        assert now() == ["it"]

    def test_a_return_has_them_from_its_publication_on(self):
        paid("Agency staff")
        category_decisions.decide(OTHERS, "legal", "steward", "Mostly")
        entry_no = paid("Agency staff", "Rent", publisher=making.OTHER)
        assert now(making.OTHER) == ["legal", "unclassified"]
        ((decided,),) = query("select decided from spenddata.entry where entry_no = %s", entry_no)
        assert decided > 0

    def test_undoing_gives_back_what_the_other_decisions_say_else_the_tables(self):
        paid("Agency staff")
        wide = category_decisions.decide(OTHERS, "legal", "steward", "Mostly")
        own = category_decisions.decide(MINE, "it", "steward", "Coders")
        taken_back(own, "steward", "No")
        assert now() == ["legal"]
        taken_back(wide, "other", "No")
        assert now() == ["unclassified"]
        assert query("select undone_by, undone_why from spenddata.category_decision order by decision_no desc limit 1")
        with pytest.raises(Undecidable, match="no decision"):
            taken_back(own, "steward", "Again")
        assert query("select count(*) from spenddata.category_base") == [(0,)]

    def test_a_preview_says_the_same_and_changes_nothing(self):
        paid("Agency staff")
        before = making.contents(), query("select * from spenddata.category_decision")
        preview = category_decisions.decide(MINE, "it", "steward", "Coders", preview=True)
        assert (making.contents(), query("select * from spenddata.category_decision")) == before
        decision = category_decisions.decide(MINE, "it", "steward", "Coders")
        assert preview.decision_no is None
        assert (preview.matching, preview.moved.lines) == (decision.matching, decision.moved.lines)

    @pytest.mark.parametrize("about", ["everybody", "mine", "payment"])
    def test_what_stands_is_not_decided_again(self, about: str):
        entry_no = paid("Agency staff")
        targets = {"everybody": OTHERS, "mine": MINE, "payment": Target(row_id=id_range(entry_no)[0])}
        first = category_decisions.decide(targets[about], "it", "steward", "Coders")
        before = making.contents(), query("select * from spenddata.category_decision")
        second = category_decisions.decide(targets[about], "it", "steward", "Coders")
        assert (second.decision_no, second.repeated, second.moved.rows) == (first.decision_no, True, 0)
        assert not first.repeated
        assert (making.contents(), query("select * from spenddata.category_decision")) == before

    def test_what_another_line_took_is_decided_again(self):
        paid("Agency staff")
        category_decisions.decide(MINE, "it", "steward", "Coders")
        category_decisions.decide(MINE, "legal", "steward", "Their solicitors")
        assert not category_decisions.decide(MINE, "it", "steward", "Coders").repeated
        assert now() == ["it"]

    def test_what_is_about_no_payment_is_refused(self):
        paid("Agency staff")
        for target in (Target(expense_type="Nothing like it"), Target(row_id=7)):
            with pytest.raises(Undecidable):
                category_decisions.decide(target, "it", "steward", "?")
        assert query("select count(*) from spenddata.category_decision") == [(0,)]

    def test_a_failure_anywhere_leaves_the_old_state_of_every_publisher(self, interrupt):
        paid("Agency staff")
        paid("Agency staff", publisher=making.OTHER)
        failing_everywhere(interrupt, lambda: category_decisions.decide(OTHERS, "legal", "steward", "Mostly"))
        assert (now(), now(making.OTHER)) == (["legal"], ["legal"])

    def test_they_leave_with_the_rows_of_a_return_that_is_withdrawn(self):
        paid("Agency staff")
        category_decisions.decide(MINE, "it", "steward", "Coders")
        publish.withdraw(making.PUBLISHER, making.publication().return_id)
        assert now() == []
        assert query("select count(*) from spenddata.category_base") == [(0,)]

    def test_nothing_decided_about_an_erased_payment_is_left(self):
        entry_no = paid("Agency staff", "Ms Exampleton", "Rent")
        first = id_range(entry_no)[0]
        category_decisions.decide(Target(row_id=first), "it", "steward", "Looked at the invoice")
        category_decisions.decide(Target(expense_type="Ms Exampleton"), "legal", "steward", "?")
        category_decisions.decide(Target(expense_type="Rent"), "property", "steward", "?")
        order = Order(
            "an order", "Why", before="a" * 64, after="b" * 64, n=2, pence=500, rows=(1,), cells={2: ("expense_type",)}
        )
        erase(entry_no, order)
        told = str(everything())
        assert "EXAMPLETON" not in told.upper()
        assert f"{first}," not in told
        assert now() == ["legal", "property"]
        erase(entry_no, Order("another", "Why", before="b" * 64, whole=True))
        assert {table: rows for table, rows in everything().items() if table in making.CATEGORY_TABLES[1:]} == {
            table: [] for table in making.CATEGORY_TABLES[1:]
        }

    def test_a_line_on_a_supplier_outlives_the_name_it_was_written_with_and_goes_with_the_last(self):
        paid("Fees", "Fees", supplier_name=["Elmstow Legal Ltd", "Elmstow Legal Limited"])
        category_decisions.decide(Target(supplier_id="name:ELMSTOW LEGAL LTD"), "legal", "steward", "Solicitors")
        link()
        paid("Fees", supplier_name=["Elmstow Legal Limited"], revision=2)
        link()
        paid("Fees", supplier_name=["Elmstow Legal Limited"], publisher=making.OTHER)
        assert (now(), now(making.OTHER)) == (["legal"], ["legal"])
        publish.withdraw(making.OTHER, making.publication(publisher_id=making.OTHER).return_id)
        paid("Fees", supplier_name=["Elmstow Dairy"], revision=3)
        link()
        assert "LEGAL" not in str(query("select t::text from spenddata.category_decision as t"))


class Renamed:
    """The definitions, called another version."""

    def __init__(self, version: str) -> None:
        self.category_version = version

    def __getattr__(self, name: str) -> Any:
        return getattr(KNOWN, name)


def renamed(version: str) -> Any:
    """The definitions, called another version."""
    return Renamed(version)


def failing_everywhere(interrupt, act) -> int:
    """Do something with each of its statements failing in turn, until it succeeds; how many there were."""
    before, nth = everything(), 0
    while True:
        nth += 1

        def fails(statement: int, nth: int = nth) -> None:
            if statement == nth:
                raise psycopg2.OperationalError

        interrupt(fails)
        try:
            act()
        except psycopg2.OperationalError:
            interrupt(lambda _statement: None)
            assert everything() == before
        else:
            interrupt(lambda _statement: None)
            return nth - 1


def everything() -> dict[str, list[tuple]]:
    decided = {
        table: query(f"select t::text from spenddata.{table} as t order by 1") for table in making.CATEGORY_TABLES
    }
    return making.contents() | decided
