"""Words of lists, codes that a spreadsheet shortened, truth values, titles."""

from __future__ import annotations

import pytest

from ckanext.spenddata.values import booleans, text
from ckanext.spenddata.values.faults import Fault
from ckanext.spenddata.values.words import WRITERS


@pytest.mark.parametrize(
    ("field", "cell", "written"),
    [
        ("supplier_type", "SME", "sme"),
        ("supplier_type", "Non-SME", "large"),
        ("supplier_type", "Public Sector", "public_sector"),
        ("supplier_type", "BUSN", "BUSN"),
        ("expenditure_type", "Administration", "admin"),
        ("expenditure_type", "Balance Sheet", "balance_sheet"),
        ("expenditure_type", "Project", "Project"),
        ("card_transaction", "P-Card", "GPC"),
        ("card_transaction", "No", "None"),
        ("currency", "£", "GBP"),
        ("supplier_postcode", "ab1 2cd", "AB1 2CD"),
        ("supplier_postcode", "AB12CD", "AB1 2CD"),
        ("supplier_postcode", "RATES", "RATES"),
        ("supplier_company_number", "123456", "00123456"),
        ("supplier_company_number", "SC12345", "SC012345"),
        ("supplier_company_number", "1234567.0", "01234567"),
        ("supplier_company_number", "see note", "see note"),
        ("cpv_code", "3100000", "03100000"),
        ("cpv_code", "45000000-7", "45000000"),
        ("cpv_code", "45", "45"),
        ("merchant_category_code", "742", "0742"),
        ("proclass_code", "101010", "101010"),
    ],
)
def test_known_words_are_brought_to_the_list_and_others_stay(field, cell, written):
    assert WRITERS[field](cell) == written


@pytest.mark.parametrize(
    ("cell", "truth"),
    [
        ("TRUE", (True, None, None)),
        ("Yes", (True, None, "words")),
        ("n", (False, None, "words")),
        ("", (None, None, None)),
        ("maybe", (None, Fault.UNREADABLE, None)),
        ("#N/A", (None, Fault.SPREADSHEET_ERROR, None)),
    ],
)
def test_truth_values(cell, truth):
    assert tuple(booleans.read(cell)) == truth


def test_titles_are_the_same_when_their_letters_and_digits_are():
    assert text.title_key(" Amount (£)\n") == text.title_key("AMOUNT") == "amount"
    assert text.title_key("TransNo") == text.title_key("Trans. No.")
    assert text.words("TransNo (£)") == ("trans", "no")


def test_blanks_of_every_kind_are_taken_off():
    assert text.trimmed("\u00a0\u200b\ufeff x \u3000") == "x"
    assert text.is_dash(" – ")
    assert not text.is_dash("")
