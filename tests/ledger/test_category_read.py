"""What stewards are asked about categories: the most in doubt first, and never one sum of payments of different kinds."""

import pytest

from ckanext.spenddata.ledger import category_read, connection
from tests.ledger.test_category_changes import paid

pytestmark = pytest.mark.usefixtures("ledger")
SURE = 0.75
CARDS = ("hmt-gpc-500",)


def asked(**only) -> list[dict]:
    with connection.reading() as database:
        return category_read.questions(database, SURE, CARDS, **only)


def sums(row: dict, name: str = "sums") -> list[tuple]:
    return [(kind["basis"], kind["currency"], kind["count"], kind["pence"]) for kind in row[name]]


def test_amounts_with_and_without_vat_and_in_other_currencies_are_never_in_one_sum():
    paid("Oddments", "Oddments", "Oddments", amount_basis=["net", "gross", "gross"], currency=[None, "GBP", "EUR"])
    (question,) = asked()
    assert (question["count"], question["questions"], question["payments"]) == (3, 1, 3)
    assert question["categories"] == sorted(set(question["categories"])) != []
    assert sums(question) == sums(question, "sums_in_all")
    assert sums(question) == [("gross", "GBP", 1, 200), ("net", "GBP", 1, 100), ("gross", "EUR", 1, 300)]


def test_the_sum_of_one_kind_says_what_is_asked_first_and_pounds_come_before_other_currencies():
    paid(
        *("Split", "Split", "Whole", "Abroad"),
        amount_basis=["net", "gross", "net", "net"],
        currency=["GBP", "GBP", "GBP", "EUR"],
    )
    # £1 and £2 of two kinds are less than £3 of one; €4 can't be compared with either.
    assert [question["expense_type"] for question in asked()] == ["Whole", "Split", "Abroad"]
    assert [question["expense_type"] for question in asked(limit=1, offset=1)] == ["Split"]
