"""Where other columns make another amount of the one that is taken, a person is asked; of columns that only stand beside it nobody is."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.arithmetic import doubts
from ckanext.spenddata.intake.reading import Answers
from tests.intake.columns.made import layout, matches

PRICES = ["10.00", "20.50", "3.25", "400.00", "1,000.00"]
TIMES = ["2", "3", "1", "4", "7.5"]
PRODUCTS = ["20.00", "61.50", "3.25", "1600.00", "7,500.00"]
GROSS = ["100.00", "200.00", "300.00", "400.00", "500.00"]
OFF = ["20.00", "", "60.00", "80.00", "0.00"]
PAID = ["80.00", "200.00", "240.00", "320.00", "500.00"]


def asked(*columns, answers: Answers | None = None, amount: int = 1):
    made = layout(*columns, amount=amount)
    return [question.candidates for question in doubts(made, matches(made), answers or Answers())]


@pytest.mark.parametrize("price", ["Price", "Unit Price", "Unit cost", "Rate", "Hourly Rate (£)", "Cost per day"])
@pytest.mark.parametrize("quantity", ["Qty", "Quantity", "Hours", "No of units", "Quantity Invoiced", "Days worked"])
def test_the_price_of_one(price, quantity):
    assert asked((price, PRICES), (quantity, TIMES)) == [(price,)]


def test_beside_what_all_cost():
    assert asked(("Price", PRICES), ("Qty", TIMES), ("Zxcv", PRODUCTS)) == [("Price", "Zxcv")]
    assert asked(("Amount", PRICES), ("Qty", TIMES), ("Zxcv", PRODUCTS)) == [("Amount", "Zxcv")]


@pytest.mark.parametrize(
    "columns",
    [
        [("Amount", PRODUCTS), ("Qty", TIMES), ("Unit Price", PRICES)],
        [("Amount", PRICES), ("Qty", TIMES)],
        [("Total Price", PRICES), ("Qty", TIMES)],
        [("Price", PRICES), ("Qty", ["1"] * 5)],
        [("Price", PRICES), ("Postcode", TIMES)],
        [("Price", PRICES), ("Units of measure", ["each"] * 5)],
    ],
)
def test_what_was_paid_is_no_price_of_one(columns):
    assert asked(*columns) == []


@pytest.mark.parametrize("title", ["Discount", "CIS deduction", "Retention", "Tax withheld", "Less CIS"])
def test_what_was_deducted(title):
    assert asked(("Net paid", PAID), ("Gross", GROSS), (title, OFF)) == [("Net paid", "Gross")]
    minus = [f"-{cell}" if cell else "" for cell in OFF]
    assert asked(("Amount", GROSS), ("Paid", PAID), (title, minus)) == [("Amount", "Paid")]


@pytest.mark.parametrize(
    "title", ["CIS", "Rebate", "Credit Applied", "Less credit notes", "Reversal Amount", "Adjustment"]
)
def test_a_deduction_without_what_is_left_is_asked_about(title):
    made = layout(("Amount", GROSS), (title, OFF), amount=1)
    (question,) = doubts(made, matches(made), Answers())
    assert question.candidates == ("Amount",)
    assert f"“{title}” stands beside the amounts, with 3 amounts" in question.why
    one = layout(("Amount", GROSS), (title, [OFF[0], *[""] * (len(OFF) - 1)]), amount=1)
    assert len(list(doubts(one, matches(one), Answers()))) == 1


def test_beside_what_was_paid_it_is_told():
    made = layout(("Amount Paid", GROSS), ("CIS", OFF), amount=1)
    assert list(doubts(made, matches(made), Answers())) == []
    (note,) = made.notes
    assert "“CIS” stands beside the amounts, with 3 amounts" in note
    assert "nothing was taken off or added" in note


@pytest.mark.parametrize(
    "columns",
    [
        [("Net", PAID), ("Gross", GROSS), ("VAT", OFF)],
        [("Amount", GROSS), ("CIS", ["Yes", "No", "Yes", "No", "No"])],
        [("Amount", GROSS), ("CIS rate", ["20.00", "0.00", "30.00", "20.00", "20.00"])],
        [("Amount", GROSS), ("Discount", ["0.00"] * 5)],
        [("Amount", GROSS), ("Credit Limit", OFF)],
        [("Amount", GROSS), ("Adjustment Code", OFF)],
    ],
)
def test_what_is_no_deduction_is_neither(columns):
    made = layout(*columns, amount=1)
    assert (list(doubts(made, matches(made), Answers())), made.notes) == ([], [])


def test_an_answer_stands():
    assert asked(("Price", PRICES), ("Qty", TIMES), answers=Answers(mapping={"amount": "Price"})) == []


LARGE, SMALL = ["120.00", "240.00", "60.00", "12.00", "50.00"], ["100.00", "200.00", "50.00", "10.00", "50.00"]


def test_net_and_gross_that_change_places_midway():
    net, gross = SMALL * 2 + LARGE, LARGE * 2 + SMALL
    assert asked(("Net Amount", net), ("Gross Amount", gross)) == [("Net Amount", "Gross Amount")]
    assert asked(("Gross Amount", gross), ("Net Amount", net)) == [("Gross Amount", "Net Amount")]


def test_a_slip_or_a_credit_is_no_such_change():
    assert asked(("Net Amount", [*SMALL * 30, "100.00"]), ("Gross Amount", [*LARGE * 30, "20.00"])) == []
    assert asked(("Net Amount", [f"-{cell}" for cell in SMALL]), ("Gross Amount", [f"-{cell}" for cell in LARGE])) == []
    assert asked(("Net Amount", LARGE), ("Zxcv", SMALL)) == []


def test_an_amount_in_another_currency_beside_a_rate():
    rates = ["1.17", "1.17", "1.25", "1.17", "1.1"]
    foreign = ["117.00", "234.00", "62.50", "11.70", "55.00"]
    pounds = ["100.00", "200.00", "50.00", "10.00", "50.00"]
    assert asked(("Amount", foreign), ("Rate", rates), ("GBP", pounds)) == [("Amount", "GBP")]
    assert asked(("Amount", pounds), ("Exchange rate", rates), ("Zxcv", foreign)) == [("Amount", "Zxcv")]
    assert asked(("Amount", pounds), ("Rate", ["1"] * 5), ("Zxcv", foreign)) == []
    assert asked(("Amount", pounds), ("VAT rate", rates), ("Zxcv", foreign)) == []


@pytest.mark.parametrize("title", ["Amount YTD", "Amount (cumulative)", "Total to date", "Paid to date"])
def test_what_was_paid_so_far(title):
    assert asked((title, GROSS)) == [(title,)]


@pytest.mark.parametrize("title", ["Amount to pay", "Up to date amount", "Paid"])
def test_single_payments(title):
    assert asked((title, GROSS)) == []
