"""A header names columns and holds no value; titles over two rows are one, and unknown ones are known by what stands below."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.tables.headers import by_form, find_header, is_day, is_header, looks_like_payment
from tests.intake.columns.made import TITLES

TITLED = ["Date", "Supplier", "Amount", "Description"]
PAYMENT = ["03/04/2026", "Alder Ltd", "1,500.00", "Rent"]


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (TITLED, True),
        (PAYMENT, False),
        (["Supplier", "Amount"], True),
        (["Supplier"], False),
        (["Date", "Supplier", "Amount", "1,500.00"], False),
        (["Care", "Roads", "Rent"], False),
    ],
)
def test_what_a_header_is(row, is_one):
    assert is_header(row, TITLES) is is_one


@pytest.mark.parametrize(
    ("row", "is_one"), [(PAYMENT, True), (TITLED, False), (["03/04/2026", "1.00"], False), (["x", "y", "1.00"], False)]
)
def test_what_a_payment_looks_like(row, is_one):
    assert looks_like_payment(row) is is_one


@pytest.mark.parametrize(
    ("cell", "day"), [("03/04/2026", True), ("3 April 2026", True), ("46118", False), ("2026", False), (None, False)]
)
def test_numbers_that_could_be_dates_are_none(cell, day):
    assert is_day(cell) is day


def test_a_header_is_found_with_its_place():
    header = find_header([["Spend in May"], TITLED, PAYMENT], TITLES, start=10)
    assert header is not None
    assert (header.rows, header.titles) == ((11,), tuple(TITLED))


def test_titles_over_two_rows_are_read_together():
    header = find_header(
        [["Payment", "Supplier", "Net"], ["Date", "Name", "Amount"], ["03/04/2026", "A", "1.00"]], TITLES
    )
    assert header is not None
    assert header.rows == (0, 1)
    assert header.titles[0] == "Payment Date"


def test_no_row_of_words_above_payments_is_no_header():
    assert find_header([["Care", "Roads"], PAYMENT], TITLES) is None
    assert by_form([PAYMENT, PAYMENT]) is None


def test_titles_that_nobody_knows_are_those_right_above_the_first_payment():
    header = by_form([["A list"], [], ["Wann", "Wer", "Wieviel", "Wozu"], [], PAYMENT])
    assert header is not None
    assert (header.rows, header.titles) == ((2,), ("Wann", "Wer", "Wieviel", "Wozu"))
    assert by_form([["Wann", "", "", ""], PAYMENT]) is None
