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


LISTED = {
    "supplier_type": {
        "large": "Large; Large Company; LARGE ENTERPRISE; L; Non SME; NonSME",
        "sme": "SME; SMEs; Small; Medium; Micro; Small Business; Small and Medium Enterprise; Small or medium enterprise",
        "vcs": "VCS; VCSE; VSO; Charity; Voluntary; Voluntary sector; Third Sector; Voluntary and Community Sector",
        "public_sector": "Public; Government; Central Government; Local authority; Other Government Department; OGD; WGA; NHS",
        "individual": "Individual; Person; INDV; Sole Trader",
        "unknown": "Unknown; Not known; Other",
    },
    "expenditure_type": {
        "admin": "Admin; Administration; Administrative; ADM",
        "programme": "Programme; Program; Prog; Programme Costs",
        "grant": "Grant; Grants",
        "capital": "Capital; CAP; C",
        "revenue": "Revenue; Rev; R",
        "balance_sheet": "Balance sheet; BS",
        "unknown": "Unknown",
    },
    "card_transaction": {
        "GPC": "GPC; Government Procurement Card; Procurement card; Purchase Card; Purchasing card; PCard; P Card; Yes; Y; TRUE",
        "CCC": "CCC; Corporate Credit Card; Corporate card; Credit card",
        "None": "None; No; N; False",
    },
    "currency": {"GBP": "£; GBP; Sterling; Pounds; Pound Sterling; pounds sterling"},
}


@pytest.mark.parametrize("field", LISTED)
def test_every_way_that_publishers_write_a_word_is_known(field):
    for word, ways in LISTED[field].items():
        assert {WRITERS[field](way) for way in ways.split("; ")} == {word}
        assert WRITERS[field](f"{ways.split('; ')[0]} etc") not in LISTED[field]


@pytest.mark.parametrize(
    ("field", "cell", "written"),
    [
        ("supplier_company_number", "12345", "00012345"),
        ("supplier_company_number", "1234", "1234"),
        ("supplier_company_number", "12345678", "12345678"),
        ("supplier_company_number", "123456789", "123456789"),
        ("supplier_company_number", "sc 12345", "SC012345"),
        ("supplier_company_number", "NI1", "NI1"),
        ("supplier_company_number", "R123456", "R0123456"),
        ("supplier_company_number", "R12345", "R12345"),
        ("cpv_code", "450000001", "450000001"),
        ("cpv_code", "45000000-10", "45000000-10"),
        ("cpv_code", "\u0664\u0665000000", "\u0664\u0665000000"),
        ("proclass_code", "10101.0", "010101"),
        ("proclass_code", "1010", "1010"),
        ("merchant_category_code", "42", "42"),
        ("merchant_category_code", " 5411 ", "5411"),
        ("supplier_postcode", " m1 1aa ", "M1 1AA"),
        ("supplier_postcode", "EC1A1BB", "EC1A 1BB"),
        ("supplier_postcode", "EC1A 1B", "EC1A 1B"),
        ("supplier_postcode", "ABC1 1AA", "ABC1 1AA"),
    ],
)
def test_codes_are_filled_up_by_one_digit_and_numbers_of_companies_by_three(field, cell, written):
    assert WRITERS[field](cell) == written


@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("Y", "N"), ("TRUE", "False"), ("t", "F"), ("1", "0")])
def test_both_truth_values_in_every_way(yes, no):
    assert (booleans.read(yes).value, booleans.read(f" {no} ").value) == (True, False)


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
