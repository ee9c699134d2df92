"""Rows that stand twice, whole files that do, and invoices that may have been paid again."""

from __future__ import annotations

from ckanext.spenddata.checks import repeats
from ckanext.spenddata.checks.history import Published
from tests.checks.filings import good
from tests.checks.kinds import payments, places, tried


def test_these_are_its_kinds():
    assert set(repeats.KINDS) == {"repeat", "doubled", "paid_again"}


def test_a_row_that_is_equal_in_every_field_names_the_first_of_its_kind():
    rows = [good(), good(description="Other"), good(), good()]
    found = tried("repeat", rows)
    assert (places(found), set(found["value"])) == ([4, 5], {"the same as row 2"})


def test_two_ways_of_writing_an_amount_are_no_repeat():
    assert tried("repeat", [good(amount="30000.00"), good(amount="30,000.00")]).is_empty()


def test_a_file_in_which_every_row_stands_twice():
    twice = [*payments("600", "700"), *payments("600", "700")]
    asked = {"parameters": {"at_least": 4}}
    assert tried("doubled", twice, **asked)["value"].to_list() == ["4 rows, every one of them at least twice"]
    assert tried("doubled", twice * 2, **asked).height == 1
    assert tried("doubled", [*twice, good(transaction_number="7")], **asked).is_empty()
    assert tried("doubled", [*twice, *payments("600", "700")], **asked).is_empty()
    assert tried("doubled", twice, parameters={"at_least": 5}).is_empty()


def test_a_file_in_which_nearly_every_row_stands_twice():
    once = payments(*(str(n) for n in range(600, 620)))
    found = tried("doubled", [*once, *once[:18]], parameters={"at_least": 4})
    assert found["value"].to_list() == ["38 rows, 36 of them at least twice"]
    some = [*once, *once[:12]]
    assert tried("doubled", some, parameters={"at_least": 4}).is_empty()
    assert tried("doubled", some, parameters={"at_least": 4}, published=Published(payments=20, pence=1)).height == 1
    assert tried("doubled", some, parameters={"at_least": 4}, published=Published(payments=30, pence=1)).is_empty()


def test_an_invoice_paid_on_another_day():
    rows = [good(), good(payment_date="22/04/2026"), good(amount="30000.01", payment_date="23/04/2026")]
    assert places(tried("paid_again", rows)) == [3]


def test_credits_and_words_in_place_of_a_number_are_no_invoices():
    refunds = [good(amount="-5"), good(amount="-5", payment_date="22/04/2026")]
    assert tried("paid_again", refunds).is_empty()
    worded = [
        good(transaction_number="DIRECT DEBIT"),
        good(transaction_number="DIRECT DEBIT", payment_date="22/04/2026"),
    ]
    assert tried("paid_again", worded).is_empty()
