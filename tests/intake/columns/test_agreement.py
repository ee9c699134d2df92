"""A title is not believed where the values can't be the field's; a column of nothing but amounts is one."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.agreement import agrees, is_amounts
from ckanext.spenddata.intake.columns.profile import Profile, profile

DATES, AMOUNTS, NAMES = ["03/04/2026", "04/04/2026"], ["1.50", "2,000.00"], ["Acme Ltd", "Example plc"]


@pytest.mark.parametrize(
    ("name", "fitting", "unfitting"),
    [
        ("payment_date", DATES, NAMES),
        ("payment_date", ["41227", "41228.5", "41229.354166667"], ["41227.35", "31228.50", "1,200.00"]),
        ("amount", AMOUNTS, NAMES),
        ("amount", AMOUNTS, DATES),
        ("irrecoverable_vat", AMOUNTS, NAMES),
        ("supplier_name", NAMES, AMOUNTS),
        ("transaction_number", ["5100023", "A-17"], DATES),
        ("vcse_grant", ["Yes", "No"], NAMES),
        ("supplier_postcode", ["LS1 1UR", "M1 1AE"], AMOUNTS),
        ("merchant_category_code", ["5812", "7011"], NAMES),
    ],
)
def test_values_of_another_kind_speak_against_a_title(name, fitting, unfitting):
    assert agrees(name, profile(fitting))
    assert not agrees(name, profile(unfitting))


def test_a_blank_column_speaks_against_nothing():
    assert agrees("amount", Profile())


def test_a_field_that_takes_anything_takes_it():
    assert agrees("description", profile(DATES))


def test_amounts_that_a_spreadsheet_lost_are_amounts_still():
    assert agrees("amount", profile(["####", "####", "1.50"]))
    assert agrees("payment_date", profile(["####"] * 9 + ["03/04/2026"]))


def test_numbers_alone_may_be_references():
    assert not is_amounts(profile(["5100023", "5100024"]))
    assert is_amounts(profile(AMOUNTS))
    assert not is_amounts(profile([*AMOUNTS, "Acme"]))
