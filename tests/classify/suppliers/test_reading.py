"""A name is read for what it says of who is paid; what a ledger, a form or a column's width added says nothing."""

import pytest

from ckanext.spenddata.classify.suppliers.reading import read
from ckanext.spenddata.definitions import load

WORDS = load().supplier_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Alderway Roofing Ltd", "alderway roofing"),
        ("ALDERWAY ROOFING LTD (****4978)", "alderway roofing"),
        ("Alderway Roofing Limited#RC31620", "alderway roofing"),
        ("ALDERWAY ROOFING LTD [ADVOCATE]", "alderway roofing"),
        ("Alderway Roofing *DONT USE*", "alderway roofing"),
        ("ALDERWAY ROOFING LTD(A/C 71510622 ONLY)", "alderway roofing"),
        ("Alderway Roofing Ltd - 4206400451 Depot", "alderway roofing"),
        ("Alderway Roofing Client Account", "alderway roofing"),
        ("Alderway Roofing re Mr A Client", "alderway roofing"),
        ("The Alderway Roofing Company", "alderway roofing"),
        ("ALDERWAY_ROOFING LTD", "alderway roofing"),
        ("www.alderwayroofing.co.uk", "alderwayroofing"),
        ("Élan Côté Ltd", "elan cote"),
        ("B T Alderway", "bt alderway"),
        ("Alderway Mgmt Svcs", "alderway management services"),
        ("Alderway & Elmstow", "alderway elmstow"),
        ("PAYPAL *ALDERWAY", "alderway"),
        ("0045231 Alderway Roofing", "alderway roofing"),
        ("SUP00451 Alderway Roofing", "alderway roofing"),
        ("A00123: Alderway Roofing", "alderway roofing"),
        ("S12345/Alderway Roofing", "alderway roofing"),
        ("123 - Alderway Roofing", "alderway roofing"),
        ("100234/01 Alderway Roofing", "alderway roofing"),
        ("100234|Alderway Roofing", "alderway roofing"),
        ("C-100234 Alderway Roofing", "alderway roofing"),
        ("[ALD001] Alderway Roofing", "alderway roofing"),
        ("ALD001 Alderway Roofing", "alderway roofing"),
        ("360 Alderway", "360 alderway"),
        ("360-Alderway", "360 alderway"),
        ("118 118 Alderway", "118 118 alderway"),
        ("2020/21 Alderway", "2020 21 alderway"),
        ("Alderway007 Ltd", "alderway007"),
        ("Alderway Roofing (use 20451)", "alderway roofing"),
        ("Alderway Roofing - see 20451", "alderway roofing"),
        ("Alderway Roofing A/C 3345", "alderway roofing"),
        ("Alderway Roofing (Main A/C)", "alderway roofing"),
        ("Alderway Roofing (Finance Dept)", "alderway roofing"),
        ("Alderway Roofing GBP", "alderway roofing"),
        ("Alderway Roofing (2005) Ltd", "alderway roofing 2005"),
        ("Alderway G 4 S", "alderway g4s"),
        ("Alderway 2 4 1", "alderway 2 4 1"),
        ("Alderway Spa School", "alderway spa school"),
        ("Alderway Roofing SpA", "alderway roofing"),
        ("Her Majesty's Alderway", "hm alderway"),
        ("Alderway Roofing DD", "alderway roofing"),
        ("Alderway Roofing (Direct Debit)", "alderway roofing"),
        ("Alderway Borough Council - Business Rates", "alderway borough council"),
        ("Tesco Stores 3031", "tesco stores"),
        ("Alderway National Training Organisation (ANTO)", "alderway national training organisation"),
        ("ANTO - Alderway National Training Organisation", "alderway national training organisation"),
        ("ALDERWAY AND ELMSTOW BOROUGH COUNC", "alderway elmstow borough council"),
    ],
)
def test_what_says_nothing_of_who_is_paid_is_left_out(name, words):
    assert " ".join(read(name, WORDS).words) == words


def test_a_name_that_is_nothing_but_a_mark_keeps_it():
    assert read("(Closed)", WORDS).words == ("closed",)
    assert read("The Company Ltd", WORDS).words


@pytest.mark.parametrize("name", ["", "   ", "---", "****", "£££"])
def test_what_has_no_word_is_read_as_nothing(name):
    assert read(name, WORDS).words == ()


def test_other_names_are_kept_beside_the_main_one():
    found = read("Alderway Holdings Ltd t/a Elmstow Care", WORDS)
    assert (found.words, found.others) == (("alderway", "holdings"), (("elmstow", "care"),))
    found = read("Alderway Ltd (formerly Elmstow Ltd)", WORDS)
    assert (found.words, found.others) == (("alderway",), (("elmstow",),))


def test_who_takes_a_payment_for_another_is_marked():
    assert read("Alderway Fund c/o Elmstow Ltd", WORDS).passed_on
    assert not read("Alderway Coaches", WORDS).passed_on


def test_families_of_legal_forms():
    assert read("Alderway Ltd", WORDS).forms == {"limited"}
    assert read("Alderway Limited Liability Partnership", WORDS).forms == {"llp"}
    assert read("Alderway Community Interest Company", WORDS).forms == {"community"}
    assert read("Alderway", WORDS).forms == frozenset()


def test_a_short_word_keeps_its_other_meanings():
    found = read("Alderway Dist Ltd", WORDS)
    assert found.words == ("alderway", "district")
    assert "distribution" in found.meanings["district"]
    assert not read("Alderway District Ltd", WORDS).meanings
