"""Which supplier each payment went to: by number, by name, moved with its totals in one transaction, forgotten with its last payment."""

import polars as pl
import psycopg2
import pytest

from ckanext.spenddata.ledger import connection, publish, supplier_decisions, suppliers, verify
from ckanext.spenddata.ledger.publication import Undecidable
from tests.ledger import making

pytestmark = pytest.mark.usefixtures("ledger")
FORMS = ("HC-One Ltd", "HC-ONE Limited", "HC - One Ltd", "HC One Ltd")


def paid(*names: str | None, publisher: str = making.PUBLISHER, revision: int = 1, **columns) -> None:
    """Publish a payment of £1 to each of some suppliers."""
    frame = making.rows(len(names)).with_columns(
        pl.Series("supplier_name", names, dtype=pl.String),
        pl.Series("amount", [100] * len(names), dtype=pl.Int64),
        pl.Series("payment_date", [making.rows(1)["payment_date"][0]] * len(names)),
        *(pl.Series(name, values, dtype=pl.String) for name, values in columns.items()),
    )
    publish.publish(making.publication(revision=revision, publisher_id=publisher), frame)


def link() -> list[str]:
    """Link what is new, as the follow-up does, without CKAN's database."""
    from ckanext.spenddata import config
    from ckanext.spenddata.classify.suppliers.grouping import link
    from ckanext.spenddata.classify.suppliers.known import linker

    with connection.writing() as database, database.cursor() as cursor:
        suppliers.lock(cursor)
        moved = suppliers.forget(cursor)
        known, now, _ = suppliers.known_names(cursor)
        names = [*known, *suppliers.new_names(cursor)]
        found = link(linker(config.definitions()), names, now, supplier_decisions.apart_pairs(cursor))
        changed = [each for each in found.links if now.get(each.key) != each.supplier_id]
        if changed:
            suppliers.record(cursor, {name.key: name for name in names}, changed, "v1")
        suppliers.record_questions(cursor, found.questions)
        return moved + suppliers.move(cursor, {each.key: each.supplier_id for each in changed})


def query(statement: str, *values: object) -> list[tuple]:
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def totals() -> dict[str, int]:
    """Supplier → number of payments, by the totals, which agree with the rows."""
    for publisher in verify.publishers():
        assert verify.publisher(publisher) == []
    return dict(query("select supplier_id, sum(n)::int from spenddata.total_supplier group by 1"))


def test_all_spellings_of_one_supplier_are_one_and_each_payment_keeps_its_words():
    paid(*FORMS)
    assert len(totals()) == 4
    assert link() == [f"{making.PUBLISHER}.{making.REGIME}.{making.PERIOD}"]
    assert list(totals().values()) == [4]
    assert {name for (name,) in query("select supplier_name from spenddata.ledger")} == set(FORMS)


def test_linking_twice_changes_nothing():
    paid(*FORMS)
    link()
    before = query("select * from spenddata.supplier_link order by 1"), totals()
    assert link() == []
    assert (query("select * from spenddata.supplier_link order by 1"), totals()) == before


def test_a_name_that_is_known_is_right_from_the_moment_of_publication():
    paid("HC-One Ltd", "HC One Ltd")
    link()
    paid("HC One Ltd", publisher=making.OTHER)
    assert list(totals().values()) == [3]


def test_a_number_is_the_identity_from_the_moment_of_publication():
    paid("Elmstow Signs", "Elmstow Signs Ltd", supplier_company_number=["01234568", None])
    assert totals() == {"GB-COH-01234568": 1, "name:ELMSTOW SIGNS LTD": 1}
    link()
    assert totals() == {"GB-COH-01234568": 2}


def test_withheld_names_people_and_blanks_are_no_supplier():
    paid(
        "REDACTED PERSONAL DATA",
        "Mrs Jane Exampleton",
        None,
        "  ",
        "Elmstow Dairy Ltd",
        redaction_reason=["personal_data", None, None, None, None],
    )
    link()
    assert totals() == {"": 4, "name:ELMSTOW DAIRY LTD": 1}
    assert query("select name from spenddata.supplier_name") == [("Elmstow Dairy Ltd",)]
    assert query("select supplier_key, count(*)::int from spenddata.ledger group by 1 order by 2, 1") == [
        ("name:ELMSTOW DAIRY LTD", 1),
        ("person", 1),
        (None, 3),
    ]


def test_a_person_by_the_publishers_own_word_is_no_supplier():
    paid("Gorsehill", supplier_type=["Individual"])
    assert totals() == {"": 1}


def test_a_name_of_a_whole_paragraph_can_be_published_and_linked():
    of_four_bytes = "".join(chr(0x20000 + (n * 7919) % 40_000) for n in range(3_000))
    paid("Elmstow " + "very long " * 3_000, "Elmstow | Dairy", of_four_bytes)
    link()
    assert sum(totals().values()) == 3


def test_names_go_with_their_last_payment_and_leave_no_trace():
    paid("HC-One Ltd", "HC One Ltd", "HC One (Exeter) Ltd")
    paid("HC-One Ltd", publisher=making.OTHER)
    link()
    assert query("select count(*) from spenddata.supplier_question")[0][0]
    paid("Elmstow Dairy Ltd", revision=2)
    link()
    for table in making.SUPPLIER_TABLES:
        told = str(query(f"select t::text from spenddata.{table} as t"))
        assert "HC ONE" not in told, table
        assert "HC One" not in told, table
    assert totals() == {"name:ELMSTOW DAIRY LTD": 1, "name:HC-ONE LTD": 1}


def test_a_steward_makes_two_one_and_undoes_it():
    paid("Elmstow Heritage", "Elmstow Heritage (Swindon)")
    link()
    ((one, other),) = query("select one, other from spenddata.supplier_question")
    before = totals()
    decision = supplier_decisions.decide("same", other, one, "steward", "One charity")
    assert (decision.moved, sorted(totals().values())) == (1, [2])
    assert query("select count(*) from spenddata.supplier_question") == [(0,)]
    assert query("select method from spenddata.supplier_name where decision_no is not null") == [("steward",)]
    link()
    assert sorted(totals().values()) == [2]
    supplier_decisions.undo(decision.decision_no, "steward", "It was two")
    assert totals() == before
    assert query("select one, other from spenddata.supplier_question") == [(one, other)]
    ((reviewer, undone_by),) = query("select reviewer, undone_by from spenddata.supplier_decision")
    assert (reviewer, undone_by) == ("steward", "steward")
    with pytest.raises(Undecidable, match="no decision"):
        supplier_decisions.undo(decision.decision_no, "steward", "Again")


def test_what_a_steward_said_is_two_is_asked_no_more():
    paid("Elmstow Heritage", "Elmstow Heritage (Swindon)")
    link()
    ((one, other),) = query("select one, other from spenddata.supplier_question")
    supplier_decisions.decide("apart", one, other, "steward", "Two charities")
    paid("Elmstow Heritage", "Elmstow Heritage (Swindon)", "Elmstow Heritage (Swindon) Ltd", revision=2)
    link()
    assert (one, other) not in query("select one, other from spenddata.supplier_question")


def test_a_wrong_link_is_taken_apart_and_stays_apart():
    paid("Elmstow Dairy Ltd", "Elmstow Dairy Limited")
    link()
    ((wrong, to),) = query(
        "select supplier_key, supplier_id from spenddata.supplier_name where supplier_key <> supplier_id"
    )
    supplier_decisions.separate(wrong, "steward", "Another firm of the same name")
    assert totals() == {wrong: 1, to: 1}
    link()
    assert totals() == {wrong: 1, to: 1}
    with pytest.raises(Undecidable, match="nothing to take apart"):
        supplier_decisions.separate(wrong, "steward", "Again")


def test_two_numbers_are_never_made_one():
    paid("Elmstow A", "Elmstow B", supplier_company_number=["01234568", "07654321"])
    link()
    with pytest.raises(Undecidable, match="both have an identity"):
        supplier_decisions.decide("same", "GB-COH-01234568", "GB-COH-07654321", "steward", "?")
    with pytest.raises(Undecidable, match="There is no supplier name:NOBODY"):
        supplier_decisions.decide("same", "GB-COH-01234568", "name:NOBODY", "steward", "?")


def test_a_move_that_fails_half_way_changes_nothing(interrupt):
    paid(*FORMS)
    paid(*FORMS, publisher=making.OTHER)
    before = totals()

    def fails(statement: int) -> None:
        if statement == 12:
            raise psycopg2.OperationalError

    interrupt(fails)
    with pytest.raises(psycopg2.OperationalError):
        link()
    interrupt(lambda _statement: None)
    assert totals() == before
    assert query("select count(*) from spenddata.supplier_name") == [(0,)]


def test_history_keeps_every_link():
    paid("Elmstow Heritage", "Elmstow Heritage (Swindon)")
    link()
    ((one, other),) = query("select one, other from spenddata.supplier_question")
    decision = supplier_decisions.decide("same", one, other, "steward", "One")
    supplier_decisions.undo(decision.decision_no, "steward", "Two")
    methods = [method for (method,) in query("select method from spenddata.supplier_link order by link_no")]
    assert methods == ["own", "own", "steward", "steward"]
