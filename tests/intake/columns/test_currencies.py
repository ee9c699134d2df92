"""The title of a column of amounts says their currency in several ways; a word that only sounds like one says nothing."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns import currencies


@pytest.mark.parametrize(
    "title",
    ["Amount (GBP)", "Sterling value", "Amount (LCY)", "Amount in Local Currency", "Billing Amount", "Home Value"],
)
def test_the_bodys_own_currency_is_said_outright(title):
    assert currencies.says_outright(title)
    assert currencies.says_own(title)


@pytest.mark.parametrize("title", ["Amount", "Base Amount", "Home care", "Local area", "Billing address", "Amount £"])
def test_other_titles_do_not_say_it_outright(title):
    assert not currencies.says_outright(title)


def test_a_pound_sign_says_it_in_some_way():
    assert currencies.says_own("Amount £")
    assert not currencies.says_own("Home care cost")


@pytest.mark.parametrize(
    ("title", "named"), [("Amount €", True), ("USD value", True), ("Amount", False), ("Grand total", False)]
)
def test_another_currency_is_known_by_its_name_or_sign(title, named):
    assert currencies.names_another(title) is named
