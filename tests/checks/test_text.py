"""Text that was damaged on the way, and numbers that give a person away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.checks.personal_data import is_card_number, is_nhs_number, is_sort_code
from ckanext.spenddata.checks.text import repaired


@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_that_was_read_as_windows_text_is_repaired(right):
    wrong = "".join(_as_windows(byte) for byte in right.encode())
    readable = right.lstrip("\ufeff")
    assert repaired(wrong) == (readable if readable != wrong else None)


def _as_windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("text", ["Café", "£5", "plain", "", None, "lost \ufffd"])
def test_what_is_not_damaged_or_is_lost_stays(text):
    assert repaired(text) is None


@pytest.mark.parametrize(
    ("number", "right"), [("4111 1111 1111 1111", True), ("4111111111111112", False), ("79927398713", False)]
)
def test_card_numbers_have_their_check_digit(number, right):
    assert is_card_number(number) is right


@pytest.mark.parametrize(
    ("number", "right"), [("943 476 5919", True), ("9434765918", False), ("943476591", False), ("9999999999", True)]
)
def test_nhs_numbers_have_their_check_digit(number, right):
    assert is_nhs_number(number) is right


@pytest.mark.parametrize(("number", "right"), [("12-34-56", True), ("01-04-26", False), ("40-01-26", True)])
def test_a_date_is_no_sort_code(number, right):
    assert is_sort_code(number) is right
