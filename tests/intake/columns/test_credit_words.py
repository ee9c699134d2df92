"""A word says credit in whatever way it is written, and a code only where its fellows or the title say so, too."""

from __future__ import annotations

import re

import polars as pl
import pytest

from ckanext.spenddata.intake.columns.credit_words import (
    CREDIT,
    DEBIT,
    NARRATED,
    OF_TYPES,
    YES,
    credits_among,
    is_cancelled,
    is_narrated,
    is_plain,
    word,
)


@pytest.mark.parametrize("written", ["CR", "Cr.", "(cr)", "C R", " cr "])
def test_ways_to_write_a_word_are_one(written):
    assert word(written) == "cr"


@pytest.mark.parametrize(("written", "folded"), [("-", "-"), ("–", "-"), ("", ""), ("Credit   Note", "credit note")])
def test_signs_and_several_words(written, folded):
    assert word(written) == folded


@pytest.mark.parametrize(
    "said",
    ["credit note", "supplier credit memo", "purchase credit", "credit adjustment may", "credit voucher", "storno"],
)
def test_some_words_say_credit_wherever_they_stand(said):
    assert is_plain(said)


@pytest.mark.parametrize("said", ["credit union", "invoice", "credit", "", "voucher", "gift vouchers"])
def test_others_do_not(said):
    assert not is_plain(said)


def test_a_code_counts_beside_its_fellows_or_under_a_title_that_says_so():
    assert credits_among({"pc", "pi"}, titled=False) == {"pc"}
    assert credits_among({"pc", "rent"}, titled=False) == set()
    assert credits_among({"pc", "rent"}, titled=True) == {"pc"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pinv", "pcrn"),
        ("pymt", "cred"),
        ("invoice", "crdt"),
        ("purchase", "refund"),
        ("inv", "crd"),
        ("inv", "cre"),
        ("pay", "rfnd"),
        ("pj", "cj"),
        ("pi", "pd"),
        ("bp", "br"),
        ("jd", "jc"),
        ("si", "sc"),
        ("purch", "crdt"),
        ("bacs", "bacs recall"),
    ],
)
def test_pairs_of_codes_of_ledgers(one, other):
    assert credits_among({one, other}, titled=False) == {other}


@pytest.mark.parametrize(
    ("one", "other"), [("invoice", "adjustment"), ("p", "r"), ("payment", "recovery"), ("pay", "ref"), ("inv", "rev")]
)
def test_pairs_that_oppose_each_other_as_types_of_documents_alone(one, other):
    assert credits_among({one, other}, titled=True) == {other}
    assert credits_among({one, other, "rent"}, titled=False) == set()
    assert credits_among({one, other}, titled=False) == ({other} if other.startswith(("adj", "rec")) else set())
    assert credits_among({"rent", other}, titled=True) == set()


def test_a_deposit_is_money_that_came_in_beside_what_banks_call_payments_alone():
    assert credits_among({"deposit", "faster payment", "fee"}, titled=False, typed=True) == {"deposit"}
    assert credits_among({"deposit", "payment"}, titled=False) == set()
    assert credits_among({"deposit", "payment", "rent"}, titled=False, typed=True) == set()


def test_c_beside_r_is_capital_beside_revenue():
    assert credits_among({"c", "r"}, titled=False) == set()
    assert credits_among({"c", "d"}, titled=False) == {"c"}


def test_minus_one_beside_one_and_the_words_of_wales_say_credit_too():
    assert credits_among({word("-1"), word("1")}, titled=False) == {"-1"}
    assert credits_among({word("–1"), word("+1")}, titled=False) == {"-1"}
    assert credits_among({"credyd", "anfoneb"}, titled=False) == {"credyd"}


def test_a_dash_beside_numbers_is_one_that_is_missing():
    assert credits_among({word("-"), word("1"), word("2")}, titled=False) == set()


def test_a_status_is_told_by_words_and_no_code():
    for others in ({"c", "o"}, {"-", "paid"}, {"receipt", "paid"}, {"cn", "closed"}):
        assert credits_among(others, titled=False, status=True) == set()
    assert credits_among({"cancelled", "credit note", "c"}, titled=False, status=True) == {"cancelled", "credit note"}


def test_what_was_cancelled_may_never_have_been_paid():
    assert credits_among({"cancelled", "void", "stopped", "paid"}, titled=True) == {"cancelled", "void", "stopped"}
    assert is_cancelled("cancelled")
    assert is_cancelled("void")
    assert not is_cancelled("credit note")


@pytest.mark.parametrize("said", ["refund", "refunds", "ap credit", "reversal", "credit"])
@pytest.mark.parametrize("made", ["bacs", "ap invoice", "payments", "item"])
def test_a_refund_beside_ways_of_paying_or_documents_is_one_under_any_title(said, made):
    assert credits_among({said, made}, titled=False) == {said}
    assert credits_among({said, "rent", "training"}, titled=False) == set()


def test_credit_as_a_way_of_paying_is_none_beside_others():
    assert credits_among({"bacs", "direct credit", "credit card", "bank giro credit"}, titled=False) == set()


@pytest.mark.parametrize(
    ("came", "went"),
    [
        ("in", "out"),
        ("received", "paid"),
        ("income", "expenditure"),
        ("inc", "exp"),
        ("incwm", "gwariant"),
        ("deposit", "withdrawal"),
        ("lodgements", "withdrawals"),
    ],
)
def test_money_that_came_in_is_told_by_its_fellow_that_went_out(came, went):
    assert credits_among({came, went, ""}, titled=False) == {came}
    assert credits_among({came, "rent"}, titled=False) == set()
    assert credits_among({came, went}, titled=False, status=True) == set()


def test_in_among_types_of_documents_is_an_invoice():
    assert credits_among({"in", "cn"}, titled=True) == {"cn"}


@pytest.mark.parametrize("said", ["refund received", "supplier refund received", "rebate from supplier"])
def test_what_was_received_back_is_plain(said):
    assert is_plain(said)


@pytest.mark.parametrize(
    "said",
    ["credit", "cr", "refund", "refunded", "this is a credit", "credit for overcharge in may", "refund received"],
)
def test_a_note_says_it_alone_in_its_cell(said):
    assert credits_among({said, "urgent", ""}, titled=False, notes=True) == {said}


@pytest.mark.parametrize(
    "said", ["refund of council tax to resident", "credit card fees", "credit union", "invoice less credit", "cr1 5ab"]
)
def test_a_note_that_speaks_of_credits_says_nothing(said):
    assert credits_among({said, ""}, titled=False, notes=True) == set()


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Credit note for invoice 123 of 4 May", True),
        ("CREDIT NOTE: 4411", True),
        ("Supplier credit memo 7", True),
        ("Refund of invoice 4411, charged twice", True),
        ("Refund for goods returned", True),
        ("Reversal of payment made in error", True),
        ("Reversed invoice 12", True),
        ("Cancellation of invoice 991", True),
        ("Less: retention 5%", True),
        ("Less CIS deduction", True),
        ("less 5% retention", True),
        ("LESS DISCOUNT", True),
        ("Retention withheld", True),
        ("Prompt payment discount", True),
        ("Release of retention", False),
        ("Retention release, final account", False),
        ("CIS deductions for June to HMRC", False),
        ("Less able children's centre", False),
        ("Discount store vouchers", False),
        ("Refund of council tax", False),
        ("Refund of deposit", False),
        ("Refund of business rates", False),
        ("Reversal of decision to close", False),
        ("Cancellation of event, hall hire", False),
        ("Repairs, see credit note 12", False),
        ("Credit card charges", False),
        ("Credit union grant", False),
        ("Reversing camera for refuse vehicle", False),
        ("", False),
    ],
)
def test_a_description_that_begins_like_a_credit_note_says_it(description, said):
    assert bool(re.search(NARRATED, description)) is said
    assert pl.Series([description]).str.contains(NARRATED).to_list() == [said], "in the engine's language too"
    assert is_narrated(word(description)) is said


def test_numbers_that_end_in_one_are_no_minus_one():
    numbers = [str(number) for number in (1, 11, 21, 31, 41)]
    assert [word(number) for number in numbers] == numbers
    assert not credits_among(numbers, titled=False)


@pytest.mark.parametrize(("one", "other"), [("p", "r"), ("i", "c"), ("p", "c"), ("pay", "ref")])
def test_letters_that_oppose_each_other_under_a_title_that_says_no_more_than_type(one, other):
    assert credits_among({one, other, ""}, titled=False, typed=True) == {other}
    assert credits_among({one, other, "x"}, titled=False, typed=True) == set()
    assert credits_among({other}, titled=False, typed=True) == set()
    assert credits_among({"c", "r"}, titled=False, typed=True) == set(), "capital and revenue"


@pytest.mark.parametrize("title", ["Type", "T", "Kind", "Tran Cd", "Trans Code", "Doc", "Tran"])
def test_titles_that_say_no_more_than_type(title):
    assert OF_TYPES.fullmatch(title)
    assert not OF_TYPES.fullmatch(f"Supplier {title}")


def test_signs_and_ticks_under_a_title_of_signs():
    assert {"minus", "neg"} < CREDIT
    assert {"plus", "pos"} < DEBIT
    assert "*" in YES
