"""A list of contracts or grants is not published as payments unless somebody says that it is one of payments."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.registers import doubts
from ckanext.spenddata.intake.reading import Answers
from tests.intake.columns.made import TITLES, layout, matches

REGISTER = next(t.title for t in TITLES.by_key.values() if t.kind == "register")
DATES, AMOUNTS = ["03/04/2026", "04/04/2026"], ["1.50", "2,000.00"]


def made(**mapped: int):
    return layout((REGISTER, ["x", "y"]), ("Start", DATES), ("Amount", AMOUNTS), **mapped)


def asked(layout, answers: Answers | None = None):
    return list(doubts(layout, matches(layout), answers or Answers()))


def test_titles_of_another_register_are_asked_about_with_the_dates_there_are():
    (question,) = asked(made(amount=3, payment_date=2))
    assert question.field == "payment_date"
    assert question.candidates == ("Start",)
    assert REGISTER in question.why
    assert question.blocking


def test_a_title_that_says_payment_is_believed():
    paid = made(amount=3, payment_date=2)
    paid.basis["payment_date"] = "payment"
    assert asked(paid) == []


def test_who_answered_is_not_asked_again():
    assert asked(made(amount=3), Answers(mapping={"payment_date": "Start"})) == []


def test_where_there_are_no_amounts_or_no_dates_it_is_no_question_of_dates():
    assert asked(made()) == []
    assert asked(layout((REGISTER, ["x", "y"]), ("Amount", AMOUNTS), amount=2)) == []


@pytest.mark.parametrize("title", ["Supplier", "Zxcv", ""])
def test_lists_of_payments_are_not_asked_about(title):
    assert asked(layout((title, ["x", "y"]), ("Start", DATES), ("Amount", AMOUNTS), amount=3)) == []


def beside(supplier: str, amount: str):
    columns = (("Outstanding", ["0.00", "1.00"]), (supplier, ["x", "y"]), ("Date", DATES), (amount, AMOUNTS))
    return layout(*columns, amount=4, supplier_name=2)


def test_what_was_paid_to_suppliers_is_no_income_whatever_is_outstanding():
    assert asked(beside("Supplier", "Amount Paid")) == []
    assert asked(beside("Supplier", "Amount")), "a list of what is owed"
    assert asked(beside("Customer", "Amount Paid")), "what they paid"


@pytest.mark.parametrize("amount", ["Spend in Period", "Amount Paid", "Actual Paid", "Total Spent"])
def test_what_was_spent_on_a_day_of_payment_is_no_register(amount):
    table = layout((REGISTER, ["x", "y"]), ("Date Paid", DATES), (amount, AMOUNTS), amount=3, payment_date=2)
    table.basis["payment_date"] = "payment"
    assert asked(table) == []


@pytest.mark.parametrize(("amount", "basis"), [("Zxcv", "payment"), ("Spend in Period", "")])
def test_one_of_the_two_alone_says_nothing(amount, basis):
    table = layout((REGISTER, ["x", "y"]), ("Date Paid", DATES), (amount, AMOUNTS), amount=3, payment_date=2)
    if basis:
        table.basis["payment_date"] = basis
    assert asked(table)
