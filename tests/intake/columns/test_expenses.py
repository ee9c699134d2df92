"""Kinds of expense and areas are told by their words where titles are exchanged, written twice or on codes."""

from __future__ import annotations

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake.columns.test_mapping import AMOUNT, AREAS, DATE, FIRMS, KINDS, SUPPLIER, columns, sheet

CODES = ["R5805", "R1200", "R3344"] * 4
FAMILY = ("Department family", ["Examples"] * 12)


def asked(reading) -> dict[str, tuple[str, ...]]:
    return {question.field: question.candidates for question in reading.questions}


def test_exchanged_titles_are_read_by_their_words_and_asked_about(read_bytes):
    text = sheet(DATE, ("Expense Type", AREAS), ("Expense Area", KINDS), SUPPLIER, AMOUNT)
    reading = read_bytes(text)
    assert reading.outcome == Outcome.READ
    assert (columns(reading)["expense_type"], columns(reading)["expense_area"]) == (3, 2)
    assert asked(reading) == {"expense_type": ("Expense Area", "Expense Type")}
    kept = read_bytes(text, answers=Answers(mapping={"expense_type": "Expense Type"}))
    assert (columns(kept)["expense_type"], columns(kept)["expense_area"]) == (2, 3)
    assert not kept.questions


def test_ways_of_paying_are_no_expense_types(read_bytes):
    ways = ["BACS", "CHQ", "CHAPS", "Faster Payment", "Direct Debit", "Invoice"] * 2
    banks = ["Payment", "Withdrawal", "Payment"] * 4
    for title, cells in (("Type", ways), ("Expense Type", ways), ("Category", ways), ("Type", banks)):
        reading = read_bytes(sheet(DATE, (title, cells), SUPPLIER, AMOUNT))
        assert not {"expense_type", "category_local"} & columns(reading).keys(), title
        assert not reading.questions


def test_types_of_documents_are_no_expense_types(read_bytes):
    kinds = ["Standard", "Standard", "Prepayment", "Standard"] * 3
    assert "expense_type" not in columns(read_bytes(sheet(DATE, ("Type", kinds), SUPPLIER, AMOUNT)))
    freight = read_bytes(sheet(DATE, ("Expense Type", ["Freight", "Miscellaneous"] * 6), SUPPLIER, AMOUNT))
    assert columns(freight)["expense_type"] == 2


def test_expense_types_among_which_one_is_named_like_a_way_of_paying_stay(read_bytes):
    reading = read_bytes(sheet(DATE, ("Type", ["Cash", *KINDS[1:]]), SUPPLIER, AMOUNT))
    assert columns(reading)["expense_type"] == 2


def test_an_area_that_is_called_like_an_expense_type_does_not_hide_the_exchange(read_bytes):
    areas = ["Roads", *AREAS[1:4]] * 3
    reading = read_bytes(sheet(DATE, ("Expense Type", areas), ("Expense Area", KINDS), SUPPLIER, AMOUNT))
    assert (columns(reading)["expense_type"], columns(reading)["expense_area"]) == (3, 2)
    mixed = [*KINDS[:6], *AREAS[:6]]
    left = read_bytes(sheet(DATE, ("Expense Type", areas), ("Expense Area", mixed), SUPPLIER, AMOUNT))
    assert (columns(left)["expense_type"], columns(left)["expense_area"]) == (2, 3)


def test_titles_in_order_and_words_that_nobody_knows_are_left_alone(read_bytes):
    for kinds, areas in ((KINDS, AREAS), (AREAS, ["North", "South"] * 6), (KINDS, KINDS[::-1])):
        reading = read_bytes(sheet(DATE, ("Expense Type", kinds), ("Expense Area", areas), SUPPLIER, AMOUNT))
        assert (columns(reading)["expense_type"], columns(reading)["expense_area"]) == (2, 3)
        assert not reading.questions


def test_two_areas_of_one_title_are_asked_about_where_one_nests_in_the_other(read_bytes):
    teams = [f"{area} team {n // 4 % 2}" for n, area in enumerate(AREAS)]
    text = sheet(DATE, ("Expense Area", AREAS), ("Expense Area", teams), SUPPLIER, AMOUNT)
    reading = read_bytes(text)
    assert "expense_type" not in columns(reading)
    assert asked(reading) == {"expense_area": ("column 2", "column 3")}
    answered = read_bytes(text, answers=Answers(mapping={"expense_area": "column 2"}))
    assert columns(answered)["expense_area"] == 2
    assert not answered.questions


def test_codes_are_left_out_where_another_column_has_their_words(read_bytes):
    codes = [f"R58{n % 6}" for n in range(12)]
    words = [f"Kind {'ABCDEF'[n % 6]} of cost" for n in range(12)]
    text = sheet(DATE, ("Account", codes), ("Description", words), SUPPLIER, AMOUNT)
    reading = read_bytes(text)
    assert "expense_type" not in columns(reading)
    assert columns(reading)["description"] == 3
    assert asked(reading) == {"expense_type": ("Description", "Account")}
    answered = read_bytes(text, answers=Answers(mapping={"expense_type": "Description"}))
    assert columns(answered)["expense_type"] == 3


def test_codes_stay_where_nothing_else_says_what_they_mean(read_bytes):
    reading = read_bytes(sheet(DATE, ("Account", CODES), ("Description", FIRMS[::-1]), SUPPLIER, AMOUNT))
    assert columns(reading)["expense_type"] == 2
    assert not reading.questions


def test_a_category_of_expense_types_is_the_expense_type_of_a_department(read_bytes):
    reading = read_bytes(sheet(FAMILY, DATE, ("Level 2 Category", KINDS), SUPPLIER, AMOUNT))
    assert columns(reading)["expense_type"] == 3
    assert "category_local" not in columns(reading)
    council = read_bytes(sheet(DATE, ("Level 2 Category", KINDS), SUPPLIER, AMOUNT))
    assert columns(council)["category_local"] == 2


def test_types_of_the_lines_of_an_invoice_are_no_categories(read_bytes):
    reading = read_bytes(sheet(DATE, ("SPEND_CATEGORY", ["ITEM", "TAX", "ITEM"] * 4), SUPPLIER, AMOUNT))
    assert "category_local" not in columns(reading)
    assert reading.tables[0].unmapped == ("SPEND_CATEGORY",)


def test_merchant_categories_in_four_digits_are_codes(read_bytes):
    reading = read_bytes(sheet(DATE, ("Merchant Category", ["9399", "7299", "5411"] * 4), SUPPLIER, AMOUNT))
    assert columns(reading)["merchant_category_code"] == 2
    words = read_bytes(sheet(DATE, ("Merchant Category", KINDS), SUPPLIER, AMOUNT))
    assert columns(words)["category_local"] == 2


def test_a_department_area_beside_a_service_area_is_asked_about(read_bytes):
    services = [f"{area} {n % 6}" for n, area in enumerate(AREAS)]
    reading = read_bytes(sheet(DATE, ("Department Area", AREAS), ("Service Area", services), SUPPLIER, AMOUNT))
    assert reading.outcome == Outcome.READ
    assert columns(reading)["expense_area"] == 3
    assert asked(reading) == {"expense_area": ("Service Area", "Department Area")}


def test_one_family_with_words_around_it_is_the_department_family(read_bytes):
    families = ["Dept. for Examples"] * 10 + ["Dept.", "Second report"]
    reading = read_bytes(sheet(("Dept.", families), DATE, SUPPLIER, AMOUNT))
    assert columns(reading)["department_family"] == 1
