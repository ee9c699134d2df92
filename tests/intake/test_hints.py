"""Months, VAT and units are taken from words only where these say one thing."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.intake.hints import (
    currency_named,
    currency_of_name,
    months_named,
    months_possible,
    unit_named,
    vat_named,
)

FEBRUARY = (date(2012, 2, 1), date(2012, 2, 29))


@pytest.mark.parametrize(
    "words", ["spend-feb-12.csv", "February 2012", "2012-02 payments", "02.2012", "2012 Feb", "1 Feb%202012"]
)
def test_a_month_is_known_in_every_way_to_write_it(words):
    assert months_named([words]) == FEBRUARY


def test_several_months_are_one_stretch_and_years_of_them_none():
    assert months_named(["Apr 2012", "June 2012"]) == (date(2012, 4, 1), date(2012, 6, 30))
    assert months_named(["January 2010 to March 2012"]) is None
    assert months_named(["payments over 500"]) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Payments_April_to_June_2026.csv", (2026, 4), (2026, 6)),
        ("Quarter 1 2026/27 (April - June)", (2026, 4), (2026, 6)),
        ("spend-Q1-2026-27.csv", (2026, 4), (2026, 6)),
        ("2026-27 Q2 payments", (2026, 7), (2026, 9)),
        ("Qtr 3 of 2010-11", (2010, 10), (2010, 12)),
        ("Q4 FY 2025/2026", (2026, 1), (2026, 3)),
        ("November to January 2027", (2026, 11), (2027, 1)),
        ("Oct-Dec 25", (2025, 10), (2025, 12)),
        ("1 April 2026 to 30 June 2026", (2026, 4), (2026, 6)),
    ],
)
def test_a_stretch_of_months_is_known_by_its_ends_or_its_quarter(words, first, last):
    found = months_named([words])
    assert found is not None
    assert [(day.year, day.month) for day in found] == [first, last]


@pytest.mark.parametrize("words", ["Q1 2026", "Quarter 1", "Q1 2026-29", "FAQ1 2026-27", "2026/27"])
def test_a_quarter_of_no_financial_year_names_no_months(words):
    assert months_named([words]) is None


def test_digits_may_be_year_and_month_or_month_and_year():
    assert [start for start, _ in months_possible("over-25k-1209.csv")] == [date(2012, 9, 1), date(2009, 12, 1)]
    assert date(2012, 3, 1) in [start for start, _ in months_possible("spend 2012-3")]
    assert months_possible("over-25k-9999") == ()


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("spend_inc_vat", "gross"),
        ("Amounts exclude VAT", "net_of_all_vat"),
        ("gross, and the rest excluding VAT", None),
        ("spend", None),
    ],
)
def test_vat_is_said_by_one_side_only(words, basis):
    assert vat_named([words]) == basis


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("£'000", "thousands"),
        ("in £000", "thousands"),
        ("Amount 000s", "thousands"),
        ("Amount (£m)", "millions"),
        ("figures in £ millions", "millions"),
        ("Amount (pence)", "pence"),
        ("Amount p", "pence"),
        ("Net Value (p)", "pence"),
        ("(p) provisional", None),
        ("£500", None),
        ("payments of £1m and more", None),
        ("over £25,000", None),
        ("Payments over £5,000s", None),
        ("We spend millions of pounds each year", None),
        ("The Council spent £3 millions of pounds and 1,000s of hours", None),
        ("Amounts in millions of pounds", "millions"),
        ("Millions of pounds", "millions"),
        ("thousands of pounds", "thousands"),
        ("saved thousands of pounds", None),
        ("Amount '000", "thousands"),
        ("Amount x1000", "thousands"),
        ("Amount (in 1000s)", "thousands"),
        ("Values: GBP thousands", "thousands"),
        ("Spend (millions)", "millions"),
        ("Symiau mewn miloedd o bunnoedd", "thousands"),
        ("spend_£000.csv", "thousands"),
        ("spend-over-25000.csv", None),
        ("'500 Club payments", None),
        ("Project X10000 payments", None),
        ("Amount (k)", "thousands"),
        ("Net Value K", "thousands"),
        ("Amount in K£", "thousands"),
        ("Spend kGBP", "thousands"),
        ("Amount (m)", "millions"),
        ("Amount M£", "millions"),
        ("Value mn", "millions"),
        ("Block K £", None),
        ("Vitamin K costs", None),
        ("Cost centre K", None),
        ("Amount M. Smith", None),
        ("Amounts in £00s", "hundreds"),
        ("All figures in £'00", "hundreds"),
        ("Spend report (£'00s)", "hundreds"),
        ("Amount ('00)", "hundreds"),
        ("Amounts shown in hundreds of pounds", "hundreds"),
        ("Payments in £100s", "hundreds"),
        ("Amount x100", "hundreds"),
        ("Amount £.00", None),
        ("Amount £00.00", None),
        ("Amount £00", None),
        ("Payments over £500", None),
        ("Payments of £500.00s", None),
        ("saved hundreds of pounds", None),
        ("Payments to suppliers, 2000s", None),
        ("Hundreds of pounds of repairs", None),
    ],
)
def test_units(words, unit):
    assert unit_named([words]) == unit


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("All amounts in euro", True),
        ("All amounts are shown in Euro (EUR).", True),
        ("Figures are in US dollars", True),
        ("All amounts are in pounds", False),
        ("EUR", True),
        ("€", True),
        ("USD payments", True),
        ("Payments from the Euro bank account, April 2026", True),
        ("Eurostar payments", False),
        ("Dollar Academy payments", False),
        ("Payments to Euro Car Parts", False),
        ("Payments to Eurostar in the Euro zone", False),
        ("Payments made in European programmes", False),
    ],
)
def test_another_currency_of_all_amounts(words, named):
    assert currency_named(["", words]) == (words if named else None)


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("spend_EUR_april.csv", "eur"),
        ("Spend%20in%20euros.xlsx", "euros"),
        ("europe-2026.csv", None),
        ("spend.csv", None),
    ],
)
def test_another_currency_in_a_name(name, named):
    assert currency_of_name(name) == named
