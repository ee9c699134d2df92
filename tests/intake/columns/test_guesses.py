"""Without a title the values propose date, amount and supplier; a person is asked wherever more than one could be meant."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.guesses import by_least, by_title_alone, by_values
from tests.intake.columns.made import layout, matches, taken

DAYS = [f"{n:02d}/04/2026" for n in range(1, 9)]
AMOUNTS = [f"{n},100.50" for n in range(1, 9)]
FIRMS = [f"{name} Ltd" for name in ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel")]
WORDS = ["Roads", "Care", "Audit", "Rent", "Roads", "Care", "Audit", "Rent"]


def test_one_column_of_each_kind_is_proposed():
    made = layout(("?", DAYS), ("??", FIRMS), ("???", AMOUNTS))
    by_values(made, {})
    assert taken(made) == {"payment_date": 1, "supplier_name": 2, "amount": 3}
    assert {mapped.confidence for mapped in made.fields.values()} == {0.7}


def test_what_no_title_says_of_several_is_confirmed_by_a_person():
    made = layout(("?", DAYS), ("??", FIRMS), ("???", AMOUNTS))
    by_values(made, {})
    assert {question.field for question in made.questions} == {"payment_date", "supplier_name", "amount"}


def test_two_columns_of_dates_are_a_question_that_names_both():
    made = layout(("A", DAYS), ("B", DAYS[::-1]), ("Supplier", FIRMS), ("Amount", AMOUNTS), supplier_name=3, amount=4)
    by_values(made, {})
    (question,) = made.questions
    assert question.candidates == ("A", "B")
    assert question.why.startswith("Several columns could be the payment date: its values are dates")
    assert made.fields["payment_date"].confidence == 0.4


@pytest.mark.parametrize(
    "title", ["Fiscal Period", "Acc Period", "Posting prd", "Fin Month/Year", "Ledger Period (FY)"]
)
@pytest.mark.parametrize("months", [["03/2026", "12/2026"], ["2026/03", "2026/01"]])
def test_numbered_periods_of_the_accounts_are_no_months(title, months):
    made = layout((title, months * 4), ("Supplier", FIRMS), ("Amount", AMOUNTS), supplier_name=2, amount=3)
    by_values(made, matches(made))
    assert "payment_date" not in taken(made)


@pytest.mark.parametrize(("title", "cells"), [("Paid", ["03/2026"]), ("Period", ["01/06/2026"]), ("Prd", ["Jun 2026"])])
def test_months_and_days_under_other_titles_are(title, cells):
    made = layout((title, cells * 8), ("Supplier", FIRMS), ("Amount", AMOUNTS), supplier_name=2, amount=3)
    by_values(made, {})
    assert taken(made)["payment_date"] == 1


def test_dates_beside_others_that_have_a_title_are_asked_about():
    made = layout(
        ("Service From", DAYS),
        ("Period End", DAYS[::-1]),
        ("Supplier", FIRMS),
        ("Amount", AMOUNTS),
        supplier_name=3,
        amount=4,
    )
    by_values(made, matches(made))
    (question,) = made.questions
    assert (question.field, question.candidates) == ("payment_date", ("Service From", "Period End"))


def test_a_column_that_a_title_speaks_for_is_no_candidate():
    made = layout(("Invoice Date", DAYS), ("Net Amount", AMOUNTS))
    known = matches(made)
    by_values(made, known)
    assert taken(made) == {}


def test_of_texts_without_companies_the_first_is_only_shown():
    made = layout(("A", WORDS), ("B", WORDS[::-1]), payment_date=1)
    made.fields.clear()
    by_values(made, {})
    assert made.fields["supplier_name"].confidence == 0.4
    assert made.questions[-1].field == "supplier_name"


def test_months_stand_for_dates_only_with_their_names_and_alone():
    months = ["April 2026"] * 8
    made = layout(("Period", months), ("Supplier", FIRMS), ("Amount", AMOUNTS), supplier_name=2, amount=3)
    by_least(made, matches(made))
    assert taken(made)["payment_date"] == 1
    numbers = layout(("Period", ["5"] * 8), ("Supplier", FIRMS), ("Amount", AMOUNTS), supplier_name=2, amount=3)
    by_least(numbers, matches(numbers))
    assert "payment_date" not in taken(numbers)


def test_whole_numbers_are_amounts_for_want_of_better_and_asked_about():
    made = layout(
        ("Date", DAYS),
        ("Supplier", FIRMS),
        ("Zxcv", [str(n * 100) for n in range(1, 9)]),
        payment_date=1,
        supplier_name=2,
    )
    by_least(made, matches(made))
    assert made.fields["amount"].confidence == 0.4
    assert made.questions[0].field == "amount"


def test_names_that_are_numbers_are_taken_in_a_short_list_whose_title_says_so():
    made = layout(("Supplier Name", ["3663", "118118"]), ("Amount", ["1.50", "2.50"]), amount=2)
    by_least(made, matches(made))
    assert taken(made)["supplier_name"] == 1


MARKED = [f"{n}100.50 D" for n in range(1, 9)]


def titled_alone(*columns: tuple[str, list[str]]):
    made = layout(("Date", DAYS), ("Supplier", FIRMS), *columns, payment_date=1, supplier_name=2)
    by_title_alone(made, matches(made))
    return taken(made).get("amount")


def test_amounts_that_nobody_can_read_stay_under_their_title():
    assert titled_alone(("Amount", MARKED)) == 3


def test_words_under_a_title_of_amounts_are_none():
    assert titled_alone(("Amount", WORDS)) is None
    assert titled_alone(("Amount", ["£1.2m per annum over five years"] * 8)) is None


def test_no_unreadable_column_is_taken_where_another_holds_amounts_or_is_titled_so():
    assert titled_alone(("Amount", MARKED), ("Reference", AMOUNTS)) is None
    assert titled_alone(("Amount", MARKED), ("Net Amount", MARKED)) is None


AREAS = ["Corporate Services", "Roads", "Corporate Services", "Care", "Property Services", "Roads", "Care", "Rent"]


@pytest.mark.parametrize("title", ["Agency", "Organisation", "Department"])
def test_a_guess_is_asked_about_where_another_column_names_more_companies(title):
    made = layout((title, FIRMS), ("Zxcv", AREAS), ("Date", DAYS), ("Amount", AMOUNTS), payment_date=3, amount=4)
    by_values(made, matches(made))
    (question,) = made.questions
    assert question.field == "supplier_name"
    assert set(question.candidates) == {"Zxcv", title}


def test_a_guess_that_names_the_companies_is_taken_beside_other_texts():
    made = layout(("Agency", AREAS), ("Zxcv", FIRMS), ("Date", DAYS), ("Amount", AMOUNTS), payment_date=3, amount=4)
    by_values(made, matches(made))
    assert (made.fields["supplier_name"].title, made.questions) == ("Zxcv", [])
