"""Columns whose title is lost are told by values that only one field has; nothing else is taken for an optional field."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake.columns.test_mapping import AMOUNT, AREAS, DATE, FIRMS, KINDS, SUPPLIER, columns, sheet

POSTCODES = [f"AB{n % 9 + 1} {n % 7}CD" for n in range(12)]
TYPES = ["SME", "Large", "Public Sector"] * 4
PURPOSES = ["Admin", "Programme"] * 6
REFERENCES = [f"T{n}" for n in range(12)]
COMPANIES = ["01234567", "SC123456", "12345678", "OC301234"] * 3


@pytest.mark.parametrize("title", ["", "+", "#NAME?"])
@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("supplier_postcode", POSTCODES),
        ("supplier_type", TYPES),
        ("expenditure_type", PURPOSES),
        ("supplier_company_number", COMPANIES),
    ],
)
def test_values_that_only_one_field_has_are_enough(title, field, cells, read_bytes):
    reading = read_bytes(sheet(SUPPLIER, (title, cells), AMOUNT, DATE))
    assert reading.outcome == Outcome.READ
    mapped = reading.tables[0].mapping[field]
    assert (mapped.column, mapped.confidence) == (2, 0.7)
    assert "all its values are" in mapped.why


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Service user", POSTCODES),
        ("", [*POSTCODES[:9], "Leeds", "York", "Hull"]),
        ("", ["SME"] * 12),
        ("", ["SME", "Large", "Bakery"] * 4),
        ("", [str(12_345_000 + n) for n in range(12)]),
    ],
    ids=["another title", "places", "one word", "another word", "numbers"],
)
def test_other_columns_are_left_out(title, cells, read_bytes):
    reading = read_bytes(
        sheet(SUPPLIER, ("Transaction Number", REFERENCES), (title, cells), AMOUNT, ("Expense Area", AREAS), DATE)
    )
    assert set(columns(reading)) == {"supplier_name", "transaction_number", "amount", "expense_area", "payment_date"}


@pytest.mark.parametrize("cells", [POSTCODES, AREAS])
def test_words_and_postcodes_are_no_references_though_they_stand_where_these_should(cells, read_bytes):
    assert "transaction_number" not in columns(read_bytes(sheet(DATE, SUPPLIER, ("Wotsit", cells), AMOUNT)))


def test_words_without_a_title_are_asked_about_where_no_area_is_known(read_bytes):
    text = sheet(("+", AREAS), ("Account Detail", KINDS), SUPPLIER, DATE, AMOUNT)
    reading = read_bytes(text)
    assert reading.outcome == Outcome.READ
    assert [(q.field, q.candidates, q.blocking) for q in reading.questions] == [("expense_area", ("+",), False)]
    assert columns(read_bytes(text, answers=Answers(mapping={"expense_area": "+"})))["expense_area"] == 1


def test_numbers_are_no_words_though_they_stand_where_words_should(read_bytes):
    reading = read_bytes(sheet(("#NAME?", ["18"] * 12), ("Entity", ["Examples"] * 12), DATE, SUPPLIER, AMOUNT))
    assert "department_family" not in columns(reading)


def test_a_code_is_not_the_expense_type_whose_title_is_lost(read_bytes):
    words = [f"{KINDS[n % 3]} {n % 6}" for n in range(12)]
    codes = [f"A{n % 6}1005" for n in range(12)]
    reading = read_bytes(sheet(SUPPLIER, ("#REF!", words), ("Expense code", codes), DATE, AMOUNT, ("Area", FIRMS)))
    assert "expense_type" not in columns(reading)
    assert ("expense_type", ("#REF!", "Expense code")) in [(q.field, q.candidates) for q in reading.questions]
