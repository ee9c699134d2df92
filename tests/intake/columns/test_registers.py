"""A list of contracts or grants is not published as payments unless somebody says that it is one of payments."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.registers import doubts
from ckanext.spenddata.intake.reading import Answers, Outcome
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


def listed(titles: str, aside: list[str]) -> bytes:
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.40,{9000 + n},{aside[n % len(aside)]}" for n in range(1, 13)]
    return "\n".join([titles, *lines]).encode()


@pytest.mark.parametrize("title", ["Contract Title", "Customer Name", "Tender Title"])
def test_one_column_of_words_in_a_whole_list_of_payments_is_no_register(title, read_bytes):
    sent = listed(f"Date,Supplier,Amount,Transaction Number,{title}", ["Roads", "Town Hall", "Depot"])
    assert read_bytes(sent).outcome == Outcome.READ


@pytest.mark.parametrize(
    ("titles", "aside"),
    [
        ("Date,Supplier,Amount,Zxcv,Contract Title", ["Roads", "Town Hall"]),
        ("Order Date,Supplier,Amount,Transaction Number,Details", ["Roads", "Town Hall"]),
        ("Date,Supplier,Amount,Transaction Number,Outstanding", ["0.00", "12.40"]),
        ("Date,Supplier,Amount,Transaction Number,Contract End Date", ["01/04/2027", "02/05/2028"]),
        ("Date,Zxcv,Amount,Transaction Number,Customer Name", ["A Person", "B Person"]),
    ],
)
def test_other_registers_are_asked_about_all_the_same(titles, aside, read_bytes):
    assert read_bytes(listed(titles, aside)).outcome == Outcome.ASK
