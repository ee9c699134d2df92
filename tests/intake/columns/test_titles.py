"""A known title takes its column where the values agree; of several the best is taken, and equals are a question."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.titles import by_titles
from ckanext.spenddata.intake.reading import Outcome
from tests.intake.columns.made import layout, matches, taken

DAYS = [f"{n:02d}/04/2026" for n in range(1, 9)]
AMOUNTS = [f"{n}00.50" for n in range(1, 9)]
FIRMS = [f"{name} Ltd" for name in ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel")]
KINDS = ["Rent", "Roads", "Rent", "Care", "Rent", "Roads", "Care", "Rent"]


def mapped(*columns):
    made = layout(*columns)
    by_titles(made, matches(made))
    return made


def test_titles_are_taken_where_the_values_agree():
    assert taken(mapped(("Date", DAYS), ("Supplier", FIRMS), ("Amount", AMOUNTS))) == {
        "payment_date": 1,
        "supplier_name": 2,
        "amount": 3,
    }
    assert "payment_date" not in taken(mapped(("Date", FIRMS), ("Amount", AMOUNTS)))


def test_the_better_ranked_is_taken_before_the_other_and_it_is_said():
    made = mapped(("Gross Amount", AMOUNTS), ("Net Amount", AMOUNTS[::-1]))
    assert taken(made)["amount"] == 2
    assert "taken before “Gross Amount”" in made.fields["amount"].why


def test_a_title_of_which_one_word_is_known_comes_before_none_of_which_all_are():
    made = mapped(("Receipted Amount", AMOUNTS), ("Invoiced Amount", AMOUNTS[::-1]))
    (question,) = made.questions
    assert question.candidates == ("Receipted Amount", "Invoiced Amount")
    assert mapped(("Amount", AMOUNTS), ("Invoiced Amount", AMOUNTS[::-1])).questions == []


def test_two_of_the_same_title_are_a_question_and_half_as_sure():
    made = mapped(("Amount", AMOUNTS), ("Amount", AMOUNTS[::-1]))
    (question,) = made.questions
    assert question.candidates == ("column 1", "column 2")
    assert question.blocking
    assert made.fields["amount"].confidence == 0.5


def test_a_copy_is_no_rival_but_remembered():
    made = mapped(("Amount", AMOUNTS), ("Amount", AMOUNTS))
    assert made.questions == []
    assert made.twins == [(1, 2)]


def test_the_first_of_two_areas_is_the_type():
    made = mapped(("Expense Area", KINDS), ("Expense Area", FIRMS))
    assert taken(made) == {"expense_type": 1, "expense_area": 2}
    assert {each.confidence for each in made.fields.values()} == {0.8}


def test_codes_under_the_title_of_an_area_are_no_type():
    made = mapped(("Expense Area", ["1001", "1002"] * 4), ("Expense Area", FIRMS))
    assert "expense_type" not in taken(made)


def test_a_blank_column_is_a_little_less_sure():
    assert mapped(("Supplier", [""] * 8)).fields["supplier_name"].confidence == 0.9


def test_debits_are_the_amounts_where_there_are_no_others():
    assert taken(mapped(("Debit", AMOUNTS), ("Credit", [""] * 8))) == {"amount": 1}
    assert taken(mapped(("Debit", AMOUNTS), ("Amount", AMOUNTS)))["amount"] == 2


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ("Amount", "Amount (LCY)"),
        ("Transaction Amount", "Billing Amount"),
        ("Amount", "Amount in Local Currency"),
        ("Doc Value", "Home Value"),
    ],
)
def test_amounts_in_the_bodys_own_currency_come_before_those_that_were_paid_in(other, own, read_bytes):
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{'USD' if n == 3 else 'GBP'},{n}20.50,{n}00.25" for n in range(1, 13)]
    reading = read_bytes("\n".join([f"Date,Supplier,Currency Code,{other},{own}", *lines]).encode())
    assert (reading.outcome, reading.tables[0].mapping["amount"].title) == (Outcome.READ, own)


def test_two_amounts_of_which_none_is_in_the_own_currency_are_asked_about(read_bytes):
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{n}20.50,{n}00.25" for n in range(1, 13)]
    reading = read_bytes("\n".join(["Date,Supplier,Transaction Amount,Payment Amount", *lines]).encode())
    assert reading.outcome == Outcome.ASK
