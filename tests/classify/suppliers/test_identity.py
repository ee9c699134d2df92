"""Only what can be a register's number is an identity."""

import pytest

from ckanext.spenddata.classify.suppliers.identity import charity, company, of_numbers


@pytest.mark.parametrize(
    "number", ["01234568", "SC123456", "NI012345", "OC312345", "R0001234", "IP12345R", " sc123456 "]
)
def test_companies(number):
    assert company(number) == f"GB-COH-{number.strip().upper()}"


@pytest.mark.parametrize(
    "number", ["", "1234567", "9.87E+06", "00000000", "99999999", "SC000000", "XX123456", "ABCDEFGH", "012345678"]
)
def test_what_is_no_companys_number(number):
    assert company(number) is None


def test_charities():
    assert charity("1098754") == "GB-CHC-1098754"
    assert charity("209128") == "GB-CHC-209128"
    assert charity("1098754-3") == "GB-CHC-1098754-3"
    assert charity("SC012549") == "GB-SC-SC012549"
    assert charity("NIC100732") == "GB-NIC-NIC100732"
    assert charity("n/a") is None
    assert charity("000000") is None


def test_a_companys_number_says_more_than_a_charitys():
    assert of_numbers("01234568", "1098754") == "GB-COH-01234568"
    assert of_numbers("none", "1098754") == "GB-CHC-1098754"
    assert of_numbers(None, None) is None
