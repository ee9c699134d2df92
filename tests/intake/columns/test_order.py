"""A lost title is told by HM Treasury's order of columns only between its neighbours, and only where the values agree."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.order import by_order
from tests.intake.columns.made import layout, matches, taken

DATES, AMOUNTS, NAMES = ["03/04/2026"] * 3, ["1.50", "2,000.00", "7.25"], ["Acme Ltd", "Example plc", "Sample LLP"]
NUMBERS, WORDS = ["5100023", "5100024", "5100025"], ["Rent", "Audit", "Software"]


def placed(made) -> dict[str, int]:
    before = taken(made)
    by_order(made, matches(made))
    return {name: number for name, number in taken(made).items() if name not in before}


def test_what_stands_between_supplier_and_amount_is_the_reference():
    made = layout(("Supplier", NAMES), ("", NUMBERS), ("Amount", AMOUNTS), supplier_name=1, amount=3)
    assert placed(made) == {"transaction_number": 2}
    assert 0 < made.fields["transaction_number"].confidence < 1
    assert "HM Treasury's order" in made.fields["transaction_number"].why


def test_words_are_no_reference():
    made = layout(("Supplier", NAMES), ("", WORDS), ("Amount", AMOUNTS), supplier_name=1, amount=3)
    assert placed(made) == {}


def test_postcodes_are_no_reference():
    made = layout(
        ("Supplier", NAMES), ("", ["LS1 1UR", "M1 1AE", "SW1A 2AA"]), ("Amount", AMOUNTS), supplier_name=1, amount=3
    )
    assert placed(made) == {}


def test_numbers_are_no_supplier():
    made = layout(("Area", WORDS), ("", NUMBERS), ("Number", NUMBERS), expense_area=1, transaction_number=3)
    assert placed(made) == {}


def test_amounts_are_nothing_but_an_amount():
    made = layout(("Area", WORDS), ("", AMOUNTS), ("Number", NUMBERS), expense_area=1, transaction_number=3)
    assert placed(made) == {}


@pytest.mark.parametrize(("title", "expected"), [("Labour", {}), ("", {"amount": 3})])
def test_one_of_two_columns_of_amounts_is_no_amount_for_its_place(title, expected):
    columns = (("Supplier", NAMES), ("Ref", NUMBERS), (title, AMOUNTS), ("Materials", AMOUNTS[::-1]))
    assert placed(layout(*columns, supplier_name=1, transaction_number=2)) == expected


def test_the_first_column_before_the_entity_is_the_department():
    made = layout(("#NAME?", ["Ministry of Examples"] * 3), ("Entity", ["The Agency"] * 3), entity=2)
    assert placed(made) == {"department_family": 1}


def test_a_column_with_a_known_title_keeps_it():
    made = layout(("Supplier", NAMES), ("Project code", NUMBERS), ("Amount", AMOUNTS), supplier_name=1, amount=3)
    assert placed(made) == {}


def test_a_field_that_is_taken_or_that_a_person_closed_is_left_alone():
    columns = (("Supplier", NAMES), ("", NUMBERS), ("Amount", AMOUNTS), ("Invoice", NUMBERS))
    assert placed(layout(*columns, supplier_name=1, amount=3, transaction_number=4)) == {}
    made = layout(*columns, supplier_name=1, amount=3)
    made.closed = frozenset({"transaction_number"})
    assert placed(made) == {}


def test_a_blank_column_is_taken_for_nothing():
    assert placed(layout(("Supplier", NAMES), ("", [""] * 3), ("Amount", AMOUNTS), supplier_name=1, amount=3)) == {}


@pytest.mark.parametrize(("cells", "expected"), [(WORDS, {"description": 2}), (["", "", "see note"], {})])
def test_the_last_column_is_the_description_unless_it_holds_remarks(cells, expected):
    assert placed(layout(("Amount", AMOUNTS), ("", cells), amount=1)) == expected


def test_nothing_is_told_from_neighbours_that_the_order_does_not_know():
    assert placed(layout(("Postcode", ["LS1 1UR"] * 3), ("", WORDS), ("VAT", AMOUNTS), supplier_postcode=1)) == {}
