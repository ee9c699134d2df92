"""What text can mean whatever its field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ckanext.spenddata.values import text


@pytest.mark.parametrize(("count", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (2_000, "2,000 rows")])
def test_one_is_singular_and_all_others_plural(count: int, words: str):
    assert text.counted(count, "row") == words


ERRORS = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"]


@pytest.mark.parametrize("cell", ERRORS)
def test_what_a_spreadsheet_shows_for_a_value_it_lost(cell: str):
    assert text.is_spreadsheet_error(cell)
    assert text.is_spreadsheet_error(cell.lower())
    assert not text.is_spreadsheet_error(cell[1:])


@pytest.mark.parametrize("cell", ["nil", "None", "N/A", "na", "NULL", "(blank)", "Not applicable", "-", " – — ", "−"])
def test_ways_to_say_nothing(cell: str):
    assert text.is_nothing(cell)


@pytest.mark.parametrize("cell", ["", "0", "nile", "n", "blank", "-5"])
def test_what_says_something_or_is_blank(cell: str):
    assert not text.is_nothing(cell)


@pytest.mark.parametrize(
    ("cell", "hidden"), [("#", False), ("##", True), ("#########", True), ("##5", False), ("", False)]
)
def test_a_column_that_was_too_narrow(cell: str, hidden: bool):
    assert text.is_hidden(cell) is hidden


def test_letters_are_plain_whatever_is_written_on_them_or_joined_in_them():
    assert text.plain_letters("Siân Łuczak") == "sian łuczak"
    assert text.latin_letters("ØÆŒŁĐÐÞßı") == "oaeoelddthssi"


def test_a_title_is_the_same_however_long():
    long = "Net Amount (£) " * 20
    assert text.title_key(long) == "netamount" * 20
    assert text.title_key("Net  Amount(£)") == text.title_key("net_amount")


def test_words_of_a_title_are_told_by_their_capitals():
    assert text.words("TransNo (£)") == ("trans", "no")
    assert text.words("VATAmount 2026") == ("vatamount", "2026")


@pytest.mark.parametrize(
    ("pence", "pounds"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (10**15 + 1, "10000000000000.01"), (-100, "-1.00")],
)
def test_money_is_text_to_the_penny(pence: int, pounds: str):
    assert text.pounds(pence) == text.pounds(Decimal(pence)) == pounds


def test_a_sentence_begins_with_a_capital_and_keeps_its_others():
    assert text.capital("part of NHS England") == "Part of NHS England"
    assert text.capital("étude") == "Étude"
    assert text.capital("") == ""


def test_bytes_are_utf_8_or_something_else():
    assert [text.is_utf8(line) for line in (b"", "£5".encode(), "£5".encode("cp1252"))] == [True, True, False]


def test_words_keep_their_letters_and_lose_what_steers_the_text_around_them():
    assert text.without_controls("Ann \u202eeeL\u202c\u2066\x07 Lee\n\tSiân عربي") == "Ann eeL Lee\n\tSiân عربي"
    assert text.without_controls("क्\u200dष") == "क्\u200dष"
