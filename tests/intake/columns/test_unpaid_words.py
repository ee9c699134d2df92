"""What was not paid is told by what stands under a status, by plain words beside payments, and by notes."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.intake.columns.unpaid_words import SIGN_OF, among


@pytest.mark.parametrize(
    "said",
    [
        "draft",
        "not paid",
        "not yet paid",
        "unpaid",
        "on hold",
        "payment on hold",
        "held",
        "pending",
        "pending approval",
        "awaiting approval",
        "rejected",
        "in dispute",
        "disputed",
        "blocked for payment",
        "not approved",
        "failed",
    ],
)
def test_a_status_says_that_nothing_was_paid(said):
    assert among({said, "paid", ""}, status=True) == {said}
    assert among({said, "approved"}, status=True) == {said}


@pytest.mark.parametrize(
    "said", ["paid", "approved", "cleared", "part paid", "c", "holding", "closed", "cancelled", "posted"]
)
def test_others_say_no_such_thing(said):
    assert among({said, ""}, status=True) == set()


def test_a_draft_beside_cheques_is_a_bank_s():
    assert among({"draft", "cheque", "bacs"}, status=True) == set()


def test_open_and_received_say_it_beside_paid_alone():
    assert among({"open", "received", "paid"}, status=True) == {"open", "received"}
    assert among({"open", "closed"}, status=True) == set()


def test_yes_and_no_say_whether_it_was_paid():
    assert among({"yes", "no", ""}, status=True) == {"no"}
    assert among({"yes", ""}, status=True) == set()
    assert among({"no", "see file"}, status=True) == set()


def test_other_columns_say_it_beside_paid_and_notes_always():
    assert among({"unpaid", "paid"}, status=False) == {"unpaid"}
    assert among({"unpaid", "rent"}, status=False) == set()
    assert among({"draft", "paid"}, status=False) == set()
    assert among({"not paid", "rent"}, status=False, notes=True) == {"not paid"}


@pytest.mark.parametrize("said", ["not paid", "Unpaid", "un paid", "do not pay", "Payment on hold"])
def test_a_note_with_one_of_them_is_looked_at(said):
    assert re.search(SIGN_OF, said)
    assert among({said.lower()}, status=False, notes=True)


@pytest.mark.parametrize(
    ("invoice", "payment"),
    [("pi", "pp"), ("purchase invoice", "purchase payment"), ("bill", "bill pmt check"), ("kr", "kz"), ("re", "zp")],
)
def test_invoices_are_no_payments_beside_those_that_paid_them(invoice, payment):
    assert among({invoice, payment, "pc"}, status=False) == {invoice}
    assert among({invoice, "pc"}, status=False) == set()
    assert among({"invoice", "payment"}, status=False) == set()
