"""A lost title is told by values that no other field has, and never by values that could be several fields'."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.untitled import doubts, take
from tests.intake.columns.made import layout, taken

POSTCODES = ["LS1 1UR", "M1 1AE", "SW1A 2AA"]
COMPANIES = ["01234567", "SC123456", "00445790"]
AREAS = ["Adults", "Adults", "Finance", "Finance"]


def told(*columns: tuple[str, list[str]], **mapped: int) -> dict[str, int]:
    made = layout(*columns, **mapped)
    before = taken(made)
    take(made)
    return {name: number for name, number in taken(made).items() if name not in before}


@pytest.mark.parametrize("title", ["", " ", "+", "#NAME?"])
def test_postcodes_and_company_numbers_tell_themselves(title):
    assert told((title, POSTCODES), (title, COMPANIES)) == {"supplier_postcode": 1, "supplier_company_number": 2}


def test_a_title_that_says_something_is_not_overruled():
    assert told(("Code", POSTCODES)) == {}


@pytest.mark.parametrize(
    "cells",
    [
        ["12345678", "23456789", "34567890"],  # eight digits may be anything
        ["01234567", "SC123456", "no number"],
        ["LS1 1UR", "M1 1AE", "Leeds"],
        ["LS1 1UR", "M1 1AE"],  # two may be chance
    ],
)
def test_values_that_other_fields_have_tell_nothing(cells):
    assert told(("", cells)) == {}


def test_two_columns_that_could_be_it_are_left_open():
    assert told(("", POSTCODES), ("", POSTCODES)) == {}


def test_a_field_that_is_taken_is_not_taken_again():
    assert told(("Postcode", POSTCODES), ("", POSTCODES), supplier_postcode=1) == {}


def test_one_column_of_words_may_be_the_area_and_a_person_is_asked():
    (question,) = doubts(layout(("", AREAS), ("Amount", ["1.50"] * 4), amount=2))
    assert question.field == "expense_area"
    assert question.candidates == ("column 1",)
    assert not question.blocking


@pytest.mark.parametrize(
    "cells",
    [
        ["Adults", "Finance", "Housing", "Roads"],  # all different: descriptions
        ["Acme Ltd", "Acme Ltd", "Example plc", "Example plc"],  # suppliers
        ["Adults", "", "", ""],  # a remark
        ["1.50", "1.50", "2.50", "2.50"],
    ],
)
def test_other_words_are_not_asked_about(cells):
    assert list(doubts(layout(("", cells)))) == []


def test_two_such_columns_are_no_question():
    assert list(doubts(layout(("", AREAS), ("", AREAS)))) == []
