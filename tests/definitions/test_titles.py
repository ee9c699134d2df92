"""The table of titles: every field is one of the schema's, and titles are found as publishers write them."""

from __future__ import annotations

import csv
import time

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.titles import read
from ckanext.spenddata.values import text
from tests.pace import allowed

TITLES = load().titles
PACKAGED = read(load().paths("titles.csv"))
NEVER_FROM_A_FILE = {
    "publisher_id",
    "publisher_name",
    "amount_basis",
    "date_basis",
    "date_precision",
    "redaction_reason",
}


def test_every_field_is_one_that_a_file_may_give():
    allowed = set(load().transaction.names) - NEVER_FROM_A_FILE
    assert {title.field for title in PACKAGED.by_key.values() if title.field} <= allowed


def test_a_title_has_a_field_or_a_role_and_not_both():
    for title in PACKAGED.by_key.values():
        assert bool(title.field) != bool(title.role), title


def test_a_title_has_each_of_its_meanings_once():
    path = load().paths("titles.csv")[0]
    with path.open(encoding="utf-8", newline="") as stream:
        meanings = [(text.title_key(row["title"]) or row["title"], row["field"]) for row in csv.DictReader(stream)]
    assert len(set(meanings)) == len(meanings)


def test_bases_are_words_of_the_schema():
    schema = load().transaction
    for field, basis in (("amount", "amount_basis"), ("payment_date", "date_basis")):
        allowed = {*schema.field(basis).constraints.enum, ""}
        assert {title.basis for title in PACKAGED.by_key.values() if title.field == field} <= allowed


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("  Amount (£)  ", "amount"),
        ("AMOUNT", "amount"),
        ("8 Amount", "amount"),
        ("* SUPPLIER FINAL", "supplier_name"),
        ("Supplier (T)", "supplier_name"),
        ("Transaction\nNumber", "transaction_number"),
        ("Suppklier", "supplier_name"),
        ("Invoiced by", "supplier_name"),
        ("Directotate", "expense_area"),
        ("Ammount", "amount"),
        ("Date of payment to the supplier", "payment_date"),
        ("Total amount paid this month", "amount"),
        ("£", "amount"),
        ("\ufffd", "amount"),
        ("Supp Nm", "supplier_name"),
        ("Pd Dt", "payment_date"),
        ("Amt", "amount"),
        ("Cost Ctr Name", "expense_area"),
        ("Function Name", "expense_area"),
        ("Contractor Number", "supplier_local_id"),
        ("(h) Amount", "amount"),
        ("Amount £000", "amount"),
        ("Dyddiad / Date", "payment_date"),
        ("Enw'r Cyflenwr\nSupplier Name", "supplier_name"),
        ("Cyfarwyddiaeth", "expense_area"),
        ("Invoice Line Desc", "description"),
    ],
)
def test_titles_as_publishers_write_them(written, field):
    match = TITLES.match(written)
    assert match is not None
    assert match.title.field == field
    assert 0 < match.certainty <= 1


@pytest.mark.parametrize(
    ("written", "field"),
    [("Invoice Line Net", "amount"), ("Payment to", "supplier_name"), ("Amount before VAT", "amount")],
)
def test_a_short_word_is_not_another_one_mistyped(written, field):
    match = TITLES.match(written)
    assert match is not None
    assert match.title.field == field


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Batch Date", "posting"),
        ("Date Keyed", "invoice_input"),
        ("Grant Date", "transaction"),
        ("Goods Total", "net_of_all_vat"),
        ("Date of Pay", "payment"),
        ("Date Actually Paid", "payment"),
    ],
)
def test_a_title_that_reads_like_another_one_mistyped_has_its_own_meaning(written, meant):
    match = TITLES.match(written)
    assert match is not None
    assert (match.certainty, match.title.basis) == (1.0, meant)


@pytest.mark.parametrize("written", ["Payer", "Payer Name", "Paying Body"])
def test_who_pays_is_not_who_is_paid(written):
    match = TITLES.match(written)
    assert match is not None
    assert match.title.field == "entity"


@pytest.mark.parametrize("written", ["Line £", "Transaction £", "£ Line", "Transaction (£)"])
def test_a_number_in_pounds_is_an_amount_by_its_values(written):
    assert TITLES.match(written) is None


@pytest.mark.parametrize(
    ("written", "field"),
    [("Transaction", "transaction_number"), ("Transaction (over £500)", "transaction_number"), ("Net £", "amount")],
)
def test_other_titles_keep_their_meaning_beside_a_pound_sign(written, field):
    match = TITLES.match(written)
    assert match is not None
    assert match.title.field == field


@pytest.mark.parametrize(
    "written", ["Supplier Invoice Number", "V.A.T. Reg. No.", "Cardholder", "Purchase Order No.", "Sort code"]
)
def test_private_columns_are_known(written):
    match = TITLES.match(written)
    assert match is not None
    assert match.title.private
    assert not match.title.field


@pytest.mark.parametrize("written", ["", "+", "#NAME?", "#REF!", "Zebra", "18", "x"])
def test_what_is_no_title(written):
    assert TITLES.match(written) is None


def test_a_mistake_in_the_table_names_its_line(tmp_path):
    path = tmp_path / "titles.csv"
    path.write_text("title,field,role,rank,basis,words\nDate,payment_date,,first,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read([path])


@pytest.mark.parametrize("filling", [" ", "\n", "\N{NO-BREAK SPACE}", " a", "(", "a/", " - "])
def test_a_title_as_long_as_a_page_takes_no_time(filling):
    title = f"Amount{filling * (40_000 // len(filling))}x"
    before = time.process_time()
    TITLES.match(title)
    assert not TITLES.knows(title)
    assert time.process_time() - before < allowed(1)
