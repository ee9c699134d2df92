"""Suppliers by their names: the most frequent is the label, and a name is told only while a published payment has it."""

from collections.abc import Callable
from typing import Any

import pytest

from ckanext.spenddata.ledger import connection, publish, supplier_read
from tests.ledger import making
from tests.ledger.test_suppliers import link, paid, query

pytestmark = pytest.mark.usefixtures("ledger")


def read(ask: Callable[..., Any], *asked: Any) -> Any:
    with connection.reading() as database:
        return ask(database, *asked)


@pytest.fixture
def supplier() -> str:
    """One supplier, whom two bodies call by three names."""
    paid("HC-One Ltd", "HC-ONE Limited", "HC-One Limited")
    paid("HC One Ltd", "HC-ONE LIMITED", publisher=making.OTHER)
    link()
    ((found,),) = query("select distinct supplier_id from spenddata.ledger")
    return found


def test_the_label_is_the_name_that_most_payments_have(supplier):
    assert read(supplier_read.labels, [supplier, "name:nobody"]) == {supplier: "HC-ONE Limited"}


def test_capitals_are_read_only_where_nobody_writes_the_name_otherwise():
    paid("ELMSTOW SIGNS LTD", "ELMSTOW SIGNS LTD", "Elmstow Signs Ltd", "elmstow signs ltd")
    paid("RUSHEY PUMPS LTD", publisher=making.OTHER)
    link()
    suppliers = [row[0] for row in query("select distinct supplier_id from spenddata.ledger order by 1")]
    assert list(read(supplier_read.labels, suppliers).values()) == ["Elmstow Signs Ltd", "RUSHEY PUMPS LTD"]


def test_each_name_says_how_many_pay_under_it(supplier):
    found = read(supplier_read.names, supplier)
    assert [(each["name"], each["count"], each["publishers"]) for each in found] == [
        ("HC-ONE Limited", 3, 2),
        ("HC One Ltd", 1, 1),
        ("HC-One Ltd", 1, 1),
    ]
    assert {each["alike"] for each in found} <= {None, "HC-ONE Limited", "HC One Ltd", "HC-One Ltd"}


def test_a_name_goes_with_the_last_payment_that_has_it(supplier):
    publish.withdraw(making.PUBLISHER, making.publication().return_id)
    link()
    names = [
        row["name"]
        for row in read(supplier_read.names, query("select distinct supplier_id from spenddata.ledger")[0][0])
    ]
    assert sorted(names) == ["HC One Ltd", "HC-ONE LIMITED"]
    assert query("select count(*) from spenddata.total_name where supplier_name like 'HC-One%%'") == [(0,)]


def test_a_supplier_is_labelled_before_its_names_are_linked():
    paid("Elmstow Signs", supplier_company_number=["01234568"])
    assert read(supplier_read.labels, ["GB-COH-01234568"]) == {"GB-COH-01234568": "Elmstow Signs"}


def test_the_largest_come_first_and_cards_are_summed_apart(supplier):
    paid("Elmstow Dairy Ltd", *["Elmstow Dairy Ltd"] * 6, revision=2)
    link()
    found = read(supplier_read.largest, [making.REGIME])
    assert [(row["supplier_id"], row["card"], row["count"], row["publishers"], row["pence"]) for row in found] == [
        ("name:ELMSTOW DAIRY LTD", True, 7, [making.PUBLISHER], 700),
        (found[1]["supplier_id"], True, 2, [making.OTHER], 200),
    ]
    assert [row["supplier_id"] for row in read(supplier_read.largest, [], "dairy")] == ["name:ELMSTOW DAIRY LTD"]


def test_a_duty_of_several_kinds_is_summed_payment_by_payment():
    paid("Elmstow Dairy Ltd", *["Elmstow Dairy Ltd"] * 3, amount_basis=["gross", "gross", "net_of_all_vat", "gross"])
    paid("Elmstow Dairy Ltd", publisher=making.OTHER, amount_basis=["gross"])
    link()
    found = read(supplier_read.largest, [])
    assert [(row["basis"], row["count"], row["publishers"], row["pence"]) for row in found] == [
        ("gross", 4, sorted([making.OTHER, making.PUBLISHER]), 400),
        ("net_of_all_vat", 1, [making.PUBLISHER], 100),
    ]


def test_other_currencies_come_after_pounds():
    paid("Elmstow Dairy Ltd", "Elmstow Signs Ltd", "Elmstow Signs Ltd", currency=["GBP", "EUR", "EUR"])
    link()
    found = read(supplier_read.largest, [])
    assert [(row["supplier_id"], row["currency"], row["count"]) for row in found] == [
        ("name:ELMSTOW DAIRY LTD", "GBP", 1),
        ("name:ELMSTOW SIGNS LTD", "EUR", 2),
    ]


def test_questions_sum_each_kind_of_payments_alone_and_come_by_the_largest_of_one_kind():
    for publisher, basis in ((making.PUBLISHER, "net_of_recoverable_vat"), (making.OTHER, "gross")):
        paid("Elmstow Holdings Ltd", "Elmstow Ltd", "Elmstow Ltd", publisher=publisher, amount_basis=[basis] * 3)
    link()
    (question,) = read(supplier_read.questions, [])
    sums = {
        side: {each["basis"]: (each["card"], each["count"], each["pence"]) for each in question[f"{side}_sums"]}
        for side in ("one", "other")
    }
    assert sums["one"] == {"gross": (False, 1, 100), "net_of_recoverable_vat": (False, 1, 100)}
    assert sums["other"] == {"gross": (False, 2, 200), "net_of_recoverable_vat": (False, 2, 200)}
    assert (question["one_count"], question["other_count"], question["questions"]) == (2, 4, 1)
    cards = read(supplier_read.questions, [making.REGIME])
    assert {each["card"] for each in cards[0]["one_sums"]} == {True}
