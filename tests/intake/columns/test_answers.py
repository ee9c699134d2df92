"""What a person said of the columns comes before anything else, and an old yes is not stretched to values it does not fit."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.answers import by_answers, confirmed
from ckanext.spenddata.intake.columns.column import signature
from ckanext.spenddata.intake.reading import Answers
from tests.intake.columns.made import layout, matches, taken

DATES, AMOUNTS, NAMES = ["03/04/2026"] * 2, ["1.50", "2,000.00"], ["Acme Ltd", "Example plc"]
COLUMNS = (("When", DATES), ("Who", NAMES), ("Net Amount", AMOUNTS))
WANTED = {"payment_date": 1, "supplier_name": 2, "amount": 3}


def test_a_layout_that_nobody_confirmed_is_open():
    made = layout(*COLUMNS)
    assert confirmed(made.columns, matches(made), Answers()) is None


def test_what_was_confirmed_is_all_there_is():
    made = layout(*COLUMNS, ("Total", AMOUNTS))
    said = Answers(layouts={signature(made.columns): WANTED})
    found = confirmed(made.columns, matches(made), said)
    assert found
    assert found.confirmed
    assert taken(found) == WANTED
    assert found.confidence == 1
    assert found.basis["amount"] == "net_of_recoverable_vat", "what the title says of VAT still counts"


def test_a_key_field_that_was_left_out_stays_out():
    made = layout(*COLUMNS)
    found = confirmed(made.columns, matches(made), Answers(layouts={signature(made.columns): {"amount": 3}}))
    assert found
    assert not found.wants("payment_date")
    assert not found.wants("supplier_name")


def test_what_was_remembered_is_not_believed_where_the_values_have_changed():
    made = layout(("When", NAMES), ("Who", NAMES), ("Net Amount", AMOUNTS))
    known = signature(made.columns)
    assert confirmed(made.columns, matches(made), Answers(remembered={known: WANTED})) is None
    assert confirmed(made.columns, matches(made), Answers(layouts={known: WANTED})), "what is said now is"


def test_what_is_said_now_comes_before_what_was_remembered():
    made = layout(*COLUMNS)
    known = signature(made.columns)
    found = confirmed(made.columns, matches(made), Answers(layouts={known: {"amount": 3}}, remembered={known: WANTED}))
    assert found
    assert taken(found) == {"amount": 3}


def test_columns_that_are_not_there_are_passed_over():
    made = layout(*COLUMNS)
    known = signature(made.columns)
    assert confirmed(made.columns, matches(made), Answers(remembered={known: {"amount": 9}})) is None


@pytest.mark.parametrize("wanted", ["Net Amount", "column 3", " net  AMOUNT", "Net-Amount"])
def test_an_answer_names_a_column_by_title_or_number(wanted):
    made = layout(*COLUMNS)
    by_answers(made, matches(made), {"amount": wanted})
    assert taken(made) == {"amount": 3}
    assert made.fields["amount"].why == "as you answered"


def test_the_exact_title_comes_before_one_that_is_alike():
    made = layout(("NET AMOUNT", AMOUNTS), ("Net Amount", AMOUNTS))
    by_answers(made, matches(made), {"amount": "Net Amount"})
    assert taken(made) == {"amount": 2}


def test_an_answer_that_names_no_column_changes_nothing():
    made = layout(*COLUMNS)
    by_answers(made, matches(made), {"amount": "Gross", "supplier_name": ""})
    assert taken(made) == {}
